/** Rows of the table of problems about what the marketplace keeps and pays. */
import type { FixedIn, ProblemRow } from './problem-row.ts'

const checked = { on: ['checked'] } as const
const nowhere: FixedIn = {}
const untilChecked = { endsWith: checked, fixedIn: nowhere } as const

export const settlementProblems = {
  'UIT-SOM': { type: 'G', actor: 'you', side: 'marketplace', stops: 'settlement', endsWith: checked, fixedIn: nowhere },
  'UIT-ONVOLLEDIG': { type: 'T', actor: 'wait', side: 'marketplace', stops: 'settlement', ...untilChecked },
  'UIT-ONLEESBAAR': { type: 'G', actor: 'you', side: 'marketplace', stops: 'settlement', ...untilChecked },
  'UIT-LABEL': { type: 'G', actor: 'you', side: 'here', stops: 'settlement', endsWith: checked, fixedIn: nowhere },
  'UIT-START': { type: 'G', actor: 'you', side: 'here', stops: 'settlement', endsWith: checked, fixedIn: nowhere },
  'UIT-ZONDER': { type: 'G', actor: 'you', side: 'here', stops: 'nothing', endsWith: checked, fixedIn: nowhere },
  'UIT-OPEN': { type: 'G', actor: 'you', side: 'marketplace', stops: 'nothing', endsWith: checked, fixedIn: nowhere },
  'UIT-RETOUR': { type: 'G', actor: 'you', side: 'marketplace', stops: 'nothing', endsWith: checked, fixedIn: nowhere },
  'UIT-VERSCHIL': { type: 'G', actor: 'you', side: 'here', stops: 'nothing', endsWith: checked, fixedIn: nowhere },
  'UIT-UITGESTELD': { type: 'L', actor: 'wait', side: 'marketplace', stops: 'nothing', ...untilChecked },
  'AANK-BTW': {
    type: 'G',
    actor: 'you',
    side: 'marketplace',
    stops: 'settlement',
    endsWith: checked,
    fixedIn: nowhere,
  },
  'AANK-INSTELLING': {
    type: 'I',
    actor: 'you',
    side: 'here',
    stops: 'document',
    endsWith: checked,
    fixedIn: { dossier: ['bookYears', 'journals', 'vatCodes', 'changedAccounts'] },
  },
  'AANK-DUBBEL': {
    type: 'G',
    actor: 'you',
    side: 'ledger',
    stops: 'document',
    endsWith: { on: ['decided'], while: ['foreign'] },
    fixedIn: nowhere,
  },
  'AANK-VERLEGD': { type: 'I', actor: 'you', side: 'ledger', stops: 'document', endsWith: checked, fixedIn: nowhere },
  'UIT-TEKEN': { type: 'I', actor: 'operator', side: 'ledger', stops: 'document', endsWith: checked, fixedIn: nowhere },
  'UIT-BANK': { type: 'L', actor: 'you', side: 'ledger', stops: 'nothing', endsWith: checked, fixedIn: nowhere },
  'UIT-PLAATS': { type: 'L', actor: 'you', side: 'ledger', stops: 'nothing', endsWith: checked, fixedIn: nowhere },
  'UIT-VERREKEND': { type: 'L', actor: 'you', side: 'here', stops: 'nothing', endsWith: checked, fixedIn: nowhere },
  'AFP-BUDGET': { type: 'L', actor: 'wait', side: 'here', stops: 'nothing', ...untilChecked },
  'UIT-GEWIJZIGD': { type: 'G', actor: 'you', side: 'marketplace', stops: 'nothing', ...untilChecked },
} as const satisfies Record<string, ProblemRow>
