/** Every state a sale can be stuck in, with what a person is told of it: the same text on every screen, in every mail, on the command line. */
import { english } from './problem-texts-en.ts'
import { french } from './problem-texts-fr.ts'
import { dutch } from './problem-texts-nl.ts'
import { addMonths } from '../calendar.ts'
import type { DocumentState } from '../document/document.ts'
import type { Treatment } from '../settings/mapping.ts'
import { treatmentWords } from '../why/treatment-words.ts'

/** T we try again · G refused, a person acts · O uncertain, we look in the ledger first · I a setting that blocks many · L booked, but look. */
export type ProblemType = 'T' | 'G' | 'O' | 'I' | 'L'

/** Who has to do something. */
export type ProblemActor = 'wait' | 'you' | 'operator'

/**
 * What ends a problem.
 * - `planned`: its order is planned anew, and it is raised again where it still holds; or the order is skipped.
 * - `decided`: a person decided about its document.
 * - `marketplaceLogin`: the marketplace took the keys. `marketplaceRead`: its lists were read to their end.
 * - `ledgerOpened`: the operator's software house is known. `ledgerRead`: the ledger answered a list.
 * - `documentTaken`: the ledger took a document, of its journal where it is about one.
 * - `nothingWaits`: nothing is left to be sent.
 * - `registerAnswered`: the register of VAT numbers answered.
 * - `saved`: settings or keys were saved anew; what is still wrong shows at once.
 * - `timePassed`: the time that it names is over (`until`, `month`, `year`).
 * - `checked`: what raised it looks again each time, and says when it is over.
 */
export type ProblemEvent =
  | 'planned'
  | 'decided'
  | 'marketplaceLogin'
  | 'marketplaceRead'
  | 'ledgerOpened'
  | 'ledgerRead'
  | 'documentTaken'
  | 'nothingWaits'
  | 'registerAnswered'
  | 'saved'
  | 'timePassed'
  | 'checked'

/** `on`: whichever comes first. `while`: about a document, and open only as long as that is in one of these states. */
export type ProblemEnds =
  | { on: readonly ProblemEvent[]; while?: readonly DocumentState[] }
  | { on?: undefined; while: readonly DocumentState[] }

const order = { on: ['planned'] } as const
const ledgerAnswers = { on: ['ledgerRead', 'documentTaken', 'saved'] } as const
const doubted = ['sending', 'inDoubt', 'checking', 'cooling'] as const
/** A refusal counts as one only once it is certain that nothing was booked. */
const refused = [...doubted, 'rejected', 'blocked', 'quarantined'] as const

const table = {
  'BOL-LOGIN': ['I', 'you', { on: ['marketplaceLogin', 'marketplaceRead', 'saved'] }],
  'BOL-RECHT': ['I', 'you', { on: ['marketplaceRead', 'saved'] }],
  'BOL-DRUK': ['T', 'wait', { on: ['marketplaceRead', 'saved'] }],
  'BOL-STORING': ['T', 'wait', { on: ['marketplaceLogin', 'marketplaceRead', 'saved'] }],
  'BOL-VERBINDING': ['I', 'operator', { on: ['marketplaceRead', 'saved'] }],
  'BOL-ONVOLLEDIG': ['T', 'wait', { on: ['checked'] }],
  'BOL-ONLEESBAAR': ['G', 'you', { on: ['planned', 'checked'] }],
  'BOL-VERZENDING': ['G', 'you', order],
  'BOL-FACTUURGEG': ['G', 'you', order],
  'BOL-GEMIST': ['L', 'you', order],
  'BOL-ANNUL': ['L', 'you', order],
  'BOL-BEDRAG': ['G', 'you', order],
  'BOL-KORTING': ['G', 'you', order],
  'BTW-EAN': ['G', 'you', order],
  'BTW-TARIEF': ['I', 'operator', order],
  'BTW-LAND': ['I', 'you', order],
  'BTW-OSS': ['L', 'you', { on: ['timePassed', 'saved'] }],
  'BTW-OSS-KEUZE': ['I', 'you', order],
  'BTW-LVB': ['I', 'you', order],
  'BTW-CODE-WEG': ['I', 'you', { on: ['planned'], while: refused }],
  'BTW-CODE-ANDERS': ['I', 'you', { on: ['planned'], while: refused }],
  'BTW-CODE-CREDIT': ['I', 'you', order],
  'BTW-ICP': ['G', 'you', order],
  'BTW-VIES': ['T', 'wait', order],
  'BTW-VIES-VERBINDING': ['I', 'operator', { on: ['registerAnswered', 'saved'] }],
  'BTW-GEBIED': ['G', 'you', order],
  'BTW-MARGE': ['G', 'you', order],
  'OCT-LOGIN': ['I', 'you', ledgerAnswers],
  'OCT-DOSSIER': ['I', 'you', ledgerAnswers],
  'OCT-RECHT': ['I', 'you', ledgerAnswers],
  'OCT-SOFTWAREHUIS': ['I', 'operator', { on: ['ledgerOpened', 'saved'] }],
  'OCT-LIMIET': ['T', 'wait', { on: ['documentTaken', 'nothingWaits', 'timePassed', 'saved'] }],
  'OCT-STORING': ['T', 'wait', { on: ['ledgerRead', 'documentTaken', 'nothingWaits', 'saved'] }],
  'OCT-VERBINDING': ['I', 'operator', ledgerAnswers],
  'OCT-ANTWOORD': ['T', 'operator', ledgerAnswers],
  'OCT-DAGBOEK-DICHT': ['G', 'you', { on: ['planned', 'documentTaken', 'nothingWaits', 'saved'], while: refused }],
  'OCT-DAGBOEK-SOORT': ['I', 'you', { on: ['planned'], while: refused }],
  'OCT-DAGBOEK-VREEMD': ['L', 'you', { on: ['checked', 'saved'] }],
  'OCT-PERIODE': ['G', 'you', { on: ['planned'], while: refused }],
  'OCT-BOEKJAAR': ['I', 'you', { on: ['planned'], while: refused }],
  'OCT-REKENING': ['I', 'you', { on: ['planned'], while: refused }],
  'OCT-NUMMER': ['O', 'wait', { while: doubted }],
  'OCT-DUBBEL': ['L', 'you', { on: ['decided'], while: ['foreign'] }],
  'OCT-TWEEMAAL': ['O', 'you', { while: ['duplicate'] }],
  'OCT-ONZEKER': ['O', 'wait', { while: doubted }],
  'OCT-QUARANTAINE': ['O', 'you', { while: ['quarantined'] }],
  'OCT-ANDERS': ['G', 'you', { while: ['mismatch', 'changed'] }],
  'OCT-AFROND': ['L', 'you', { on: ['planned'], while: [...doubted, 'confirmed', 'verified'] }],
  'OCT-GEGEVENS': ['G', 'you', { while: refused }],
  'OCT-VERWIJDERD': ['L', 'you', { on: ['decided'], while: ['deletedInLedger'] }],
  'DAG-ONBEKEND': ['O', 'you', { while: ['mismatch', 'inDay', 'foreign'] }],
  'REL-DUBBEL': ['G', 'you', order],
  'REL-NAAM': ['G', 'you', order],
  'PEP-INCL': ['I', 'you', order],
  'PEP-ELDERS': ['L', 'you', { on: ['timePassed', 'saved'] }],
  'RET-ZONDER': ['G', 'you', order],
  'RET-KEUZE': ['G', 'you', order],
  'RET-MEER': ['G', 'you', order],
  'RET-UITKOMST': ['G', 'you', order],
  'SYS-STIL': ['L', 'you', { on: ['checked', 'saved'] }],
  'SYS-PAUZE': ['L', 'you', { on: ['checked'] }],
  'SYS-ONAF': ['I', 'you', { on: ['checked'] }],
  'SYS-GOEDKEUREN': ['G', 'you', { while: ['approval'] }],
  'SYS-HERSTEL': ['T', 'wait', { on: ['checked'] }],
  'SYS-PROEF': ['I', 'operator', { on: ['checked'] }],
  'SYS-FOUT': ['T', 'operator', { on: ['checked'] }],
} as const satisfies Record<string, readonly [ProblemType, ProblemActor, ProblemEnds]>

export type ProblemCode = keyof typeof table

export const problemCodes = Object.keys(table) as ProblemCode[]

export type Language = 'nl' | 'fr' | 'en'

/**
 * Title, what happened, what it means for the books, what to do. `{name}` takes a parameter; `{name:text with #|other}`
 * takes the first text, with the parameter for its `#`, where it is known, and the other where it is not.
 */
export type ProblemTexts = Record<ProblemCode, readonly [title: string, what: string, meaning: string, remedy: string]>

export interface ProblemText {
  title: string
  what: string
  meaning: string
  remedy: string
}

export type ProblemParams = Record<string, string | number | boolean | null | undefined>

const texts: Record<Language, ProblemTexts> = { nl: dutch, fr: french, en: english }

const unknownWord: Record<Language, string> = { nl: 'onbekend', fr: 'inconnu', en: 'unknown' }

export function isProblemCode(code: string): code is ProblemCode {
  return code in table
}

export function problemType(code: ProblemCode): ProblemType {
  return table[code][0]
}

export function problemActor(code: ProblemCode): ProblemActor {
  return table[code][1]
}

/** States of a document in which it may have this problem; null: it is not about one. */
export function problemStates(code: ProblemCode): readonly DocumentState[] | null {
  return endsOf(code).while ?? null
}

export function codesEndedBy(event: ProblemEvent): ProblemCode[] {
  return problemCodes.filter((code) => endsOf(code).on?.includes(event))
}

function endsOf(code: ProblemCode): ProblemEnds {
  return table[code][2]
}

/**
 * Whether the time that a problem names is over. A month or a year is told of until the end of the next one: what follows from it is
 * done then.
 * @param now ISO text of the local time, as `until` has it
 */
export function timeHasPassed({ until, month, year }: ProblemParams, now: string): boolean {
  if (typeof until === 'string') return new Date(until).getTime() <= new Date(now).getTime()
  if (typeof month === 'string') return addMonths(`${month}-01`, 2) <= now
  return typeof year === 'string' && `${Number(year) + 2}` <= now
}

/**
 * The four texts of a problem. Without its parameters the text still reads well; with several orders under one problem,
 * leave `order` out, and it speaks of them all.
 * @param params dates and instants as ISO text, rates as percent (`5,5`), treatments by their name
 */
export function problemText(code: ProblemCode, language: Language, params: ProblemParams = {}): ProblemText {
  const [title, what, meaning, remedy] = texts[language][code]
  return {
    title: fill(title, params, language),
    what: fill(what, params, language),
    meaning: fill(meaning, params, language),
    remedy: fill(remedy, params, language),
  }
}

function fill(text: string, params: ProblemParams, language: Language): string {
  const filled = text.replaceAll(
    /\{(\w+)(?::([^{}|]*)\|([^{}|]*))?\}/gu,
    (_, name: string, known: string | undefined, other: string | undefined) => {
      const value = params[name]
      if (value === undefined || value === null || value === '') return other ?? unknownWord[language]
      const words = inWords(name, String(value), language)
      return known === undefined ? words : known.split('#').join(words)
    },
  )
  return filled.replace(/^\p{Ll}(?!ol\.com)/u, (first) => first.toUpperCase())
}

const between: Record<Language, string> = { nl: 'om', fr: 'à', en: 'at' }

/** A parameter as a person writes it. Instants come with the offset of the local time, so that their text is that time. */
function inWords(name: string, value: string, language: Language): string {
  const date = /^(\d{4})-(\d{2})-(\d{2})(?:T(\d{2}:\d{2})\S*)?$/u.exec(value)
  if (date !== null) {
    const day = `${date[3]}/${date[2]}/${date[1]}`
    return date[4] === undefined ? day : `${day} ${between[language]} ${date[4]}`
  }
  if (name === 'rate' || name === 'found' || name === 'asked' || name === 'stands')
    return value.replace(/[.,]/u, language === 'en' ? '.' : ',')
  if (name !== 'treatment' || !isTreatment(value)) return value
  const words = treatmentWords[language][value]
  return words === value ? words : `${words} (${value})`
}

function isTreatment(value: string): value is Treatment {
  return value in treatmentWords.en
}
