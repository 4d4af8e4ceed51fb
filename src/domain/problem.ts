/** Every state a sale can be stuck in, with what a person is told of it: the same text on every screen, in every mail, on the command line. */
import { english } from './problem-texts-en.ts'
import { french } from './problem-texts-fr.ts'
import { dutch } from './problem-texts-nl.ts'
import type { Treatment } from './mapping.ts'
import { treatmentWords } from './treatment-words.ts'

/** T we try again · G refused, a person acts · O uncertain, we look in the ledger first · I a setting that blocks many · L booked, but look. */
export type ProblemType = 'T' | 'G' | 'O' | 'I' | 'L'

/** Who has to do something. */
export type ProblemActor = 'wait' | 'you' | 'operator'

const table = {
  'BOL-LOGIN': ['I', 'you'],
  'BOL-RECHT': ['I', 'you'],
  'BOL-DRUK': ['T', 'wait'],
  'BOL-STORING': ['T', 'wait'],
  'BOL-ONVOLLEDIG': ['T', 'wait'],
  'BOL-FACTUURGEG': ['G', 'you'],
  'BOL-ADRES': ['L', 'you'],
  'BOL-GEMIST': ['L', 'you'],
  'BOL-DEEL': ['L', 'wait'],
  'BOL-ANNUL': ['L', 'you'],
  'BOL-BEDRAG': ['G', 'you'],
  'BTW-EAN': ['G', 'you'],
  'BTW-KLASSE-STANDAARD': ['L', 'you'],
  'BTW-TARIEF': ['I', 'operator'],
  'BTW-LAND': ['I', 'you'],
  'BTW-OSS': ['L', 'you'],
  'BTW-OSS-KEUZE': ['I', 'you'],
  'BTW-LVB': ['I', 'you'],
  'BTW-CODE-WEG': ['I', 'you'],
  'BTW-CODE-ANDERS': ['I', 'you'],
  'BTW-CODE-CREDIT': ['I', 'you'],
  'BTW-ICP': ['G', 'you'],
  'BTW-VIES': ['T', 'wait'],
  'BTW-GEBIED': ['G', 'you'],
  'BTW-MARGE': ['G', 'you'],
  'OCT-LOGIN': ['I', 'you'],
  'OCT-DOSSIER': ['I', 'you'],
  'OCT-RECHT': ['I', 'you'],
  'OCT-SOFTWAREHUIS': ['I', 'operator'],
  'OCT-LIMIET': ['T', 'wait'],
  'OCT-STORING': ['T', 'wait'],
  'OCT-ANTWOORD': ['T', 'operator'],
  'OCT-DAGBOEK-DICHT': ['G', 'you'],
  'OCT-DAGBOEK-SOORT': ['I', 'you'],
  'OCT-DAGBOEK-VREEMD': ['L', 'you'],
  'OCT-PERIODE': ['G', 'you'],
  'OCT-BOEKJAAR': ['I', 'you'],
  'OCT-REKENING': ['I', 'you'],
  'OCT-NUMMER': ['O', 'wait'],
  'OCT-NAKIJKEN': ['O', 'wait'],
  'OCT-DUBBEL': ['L', 'you'],
  'OCT-TWEEMAAL': ['O', 'you'],
  'OCT-ONZEKER': ['O', 'wait'],
  'OCT-QUARANTAINE': ['O', 'you'],
  'OCT-ANDERS': ['G', 'you'],
  'OCT-AFROND': ['L', 'you'],
  'OCT-GEGEVENS': ['G', 'you'],
  'OCT-VERWIJDERD': ['L', 'you'],
  'DAG-ONBEKEND': ['O', 'you'],
  'REL-DUBBEL': ['G', 'you'],
  'REL-NAAM': ['G', 'you'],
  'REL-NIEUW': ['L', 'you'],
  'PEP-GEENNR': ['G', 'you'],
  'PEP-INCL': ['I', 'you'],
  'PEP-REF': ['G', 'you'],
  'PEP-ELDERS': ['L', 'you'],
  'RET-ZONDER': ['G', 'you'],
  'RET-DEEL': ['L', 'you'],
  'RET-KEUZE': ['G', 'you'],
  'RET-MEER': ['G', 'you'],
  'RET-UITKOMST': ['G', 'you'],
  'SYS-STIL': ['L', 'you'],
  'SYS-INSTELLING': ['L', 'you'],
  'SYS-GOEDKEUREN': ['G', 'you'],
  'SYS-KOPIE': ['I', 'operator'],
  'SYS-HERSTEL': ['T', 'wait'],
  'SYS-PROEF': ['I', 'operator'],
  'SYS-FOUT': ['T', 'operator'],
} as const satisfies Record<string, readonly [ProblemType, ProblemActor]>

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
  if (name === 'rate' || name === 'found') return value.replace(/[.,]/u, language === 'en' ? '.' : ',')
  if (name !== 'treatment' || !isTreatment(value)) return value
  const words = treatmentWords[language][value]
  return words === value ? words : `${words} (${value})`
}

function isTreatment(value: string): value is Treatment {
  return value in treatmentWords.en
}
