/** The entry behind a document, as the ledger accounts have it: what is owed, the lines, the VAT. Debit positive. */

import { vatOnNet } from './decimals.ts'
import type { DocumentVersion, Journal } from './state.ts'

const RECEIVABLES = 400000
const PAYABLES = 440000
const VAT_DUE = 451000
const VAT_TO_RECOVER = 411000
const BANK = 550000

export interface PostedLine {
  account: number
  /** 0: none. */
  relationId: number
  cents: number
  text: string
  reference: string
  /** The box of the return that the line comes in, where the code has one. */
  vatSection?: string
}

export function entryOf(journal: Journal, version: DocumentVersion): PostedLine[] {
  if (version.entryLines) return entryLines(journal, version)
  const sale = journal.letter === 'V'
  const side = sale ? -1 : 1
  const { relationId, reference, comment } = version
  const vatCents = version.lines.reduce((sum, line) => sum + line.vatCents, 0)
  const of = (account: number, cents: number, text: string): PostedLine => ({
    account,
    relationId,
    cents,
    text,
    reference,
  })
  return [
    of(sale ? RECEIVABLES : PAYABLES, -side * version.amountCents, comment),
    ...version.lines.map((line) => ({
      ...of(line.account, side * line.baseCents, line.text),
      ...(line.reverseBp === undefined ? {} : { vatSection: '88' }),
    })),
    ...(vatCents === 0 ? [] : [of(sale ? VAT_DUE : VAT_TO_RECOVER, side * vatCents, comment)]),
    ...reversed(version).flatMap((cents) => [
      { ...of(VAT_TO_RECOVER, cents, comment), vatSection: '59' },
      { ...of(VAT_DUE, -cents, comment), vatSection: '55' },
    ]),
  ]
}

/** The VAT that the buyer owes himself, on all lines of such a code together. */
function reversed(version: DocumentVersion): number[] {
  const lines = version.lines.filter((line) => line.reverseBp !== undefined)
  const base = lines.reduce((sum, line) => sum + line.baseCents, 0)
  const [first] = lines
  return first?.reverseBp === undefined || base === 0 ? [] : [vatOnNet(base, first.reverseBp, 'up')]
}

function entryLines(journal: Journal, version: DocumentVersion): PostedLine[] {
  const lines = version.entryLines ?? []
  const sign = journal.letter === 'F' ? -1 : 1
  const posted = lines.map(({ type, account, relationId, reference, cents }) => ({
    account: type === 'A' ? account : type === 'C' ? RECEIVABLES : PAYABLES,
    relationId,
    cents: sign * cents,
    text: '',
    reference,
  }))
  if (journal.letter !== 'F') return posted
  const bank = lines.reduce((sum, line) => sum + line.cents, 0)
  return [...posted, { account: BANK, relationId: 0, cents: bank, text: '', reference: '' }]
}
