/** Every state in which a sale can be stuck, with its text for the user: the same on every screen, in every mail, on the command line. */
import { english } from './problem-texts-en.ts'
import { french } from './problem-texts-fr.ts'
import { dutch } from './problem-texts-nl.ts'
import { problemTable } from './problem-table.ts'
import type {
  ProblemActor,
  ProblemEvent,
  ProblemRow,
  ProblemStops,
  ProblemType,
  SettingsQuestion,
} from './problem-row.ts'
import { addMonths } from '../calendar.ts'
import { languageRow, type Language } from '../language.ts'
import type { DocumentState } from '../document/document-states.ts'
import type { Treatment } from '../settings/mapping.ts'
import { treatmentWords } from '../why/treatment-words.ts'

export type ProblemCode = keyof typeof problemTable

export const problemCodes = Object.keys(problemTable) as ProblemCode[]

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
  return code in problemTable
}

export function problemRow(code: ProblemCode): ProblemRow {
  return problemTable[code]
}

export function problemType(code: ProblemCode): ProblemType {
  return problemRow(code).type
}

export function problemActor(code: ProblemCode): ProblemActor {
  return problemRow(code).actor
}

/** States of a document in which it may have this problem; null: it is not about one. */
export function problemStates(code: ProblemCode): readonly DocumentState[] | null {
  return problemRow(code).endsWith.while ?? null
}

export function codesEndedBy(event: ProblemEvent): ProblemCode[] {
  return problemCodes.filter((code) => problemRow(code).endsWith.on?.includes(event))
}

export function codesThatStop(what: ProblemStops): ProblemCode[] {
  return problemCodes.filter((code) => problemRow(code).stops === what)
}

/** Nothing behind this side moves until it is solved: it refuses, it cannot be reached any more, or its connection was never finished. */
export function isStandstill(code: ProblemCode): boolean {
  const { type, side, stops } = problemRow(code)
  return stops === 'connection' && type === 'I' && (side === 'marketplace' || side === 'ledger')
}

/** Returns whether the problem's document may be in the ledger and its outcome is not known yet. */
export function isDoubt(code: ProblemCode): boolean {
  const states = problemStates(code) ?? []
  return problemType(code) === 'O' && (states.includes('inDoubt') || states.includes('quarantined'))
}

/** Returns whether new keys, or a new password, solve the problem: until then this side refuses every call. */
export function wantsKeys(code: ProblemCode): boolean {
  return problemRow(code).fixedIn.asks?.includes('keys') === true
}

/** Returns the questions shown beside a problem: the answer lets its orders go on. */
export function questionsOf(code: ProblemCode, { rule }: ProblemParams): readonly SettingsQuestion[] {
  const { asks = [], asksOfRule = {} } = problemRow(code).fixedIn
  return (typeof rule === 'string' ? asksOfRule[rule] : undefined) ?? asks
}

/** The marketplace told it badly: it is read again before its orders are planned anew, and each night. */
export function isReadAgain(code: ProblemCode): boolean {
  const { side } = problemRow(code)
  return side === 'source' || side === 'shipments' || side === 'returns'
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
    return value.replace(/[.,]/u, languageRow(language).decimal)
  if (name !== 'treatment' || !isTreatment(value)) return value
  const words = treatmentWords[language][value]
  return words === value ? words : `${words} (${value})`
}

function isTreatment(value: string): value is Treatment {
  return value in treatmentWords.en
}
