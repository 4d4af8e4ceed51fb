/** The language of the screens, and how amounts and days are written in it. */
import { createContext, useContext, useEffect, useMemo, useState, type ReactNode } from 'react'
import { languageRow, toLanguage, type Language } from '../domain/language.ts'
import type { FirstWords, Words } from './words/nl.ts'
import type { PageWords } from './words/pages/nl.ts'

export type Word = keyof Words
export type Say = (word: Word, values?: Record<string, string | number>) => string

interface Speech {
  language: Language
  setLanguage: (language: Language) => void
  say: Say
  /** Of a name that came from elsewhere: whether there is a text for it. */
  isWord: (name: string) => name is Word
  money: (cents: number | null) => string
  /** Without the sign of the currency: for columns. */
  amount: (cents: number | null) => string
  /** A day or an instant as ISO text. */
  date: (text: string | null) => string
  /** Of a day as ISO text. */
  weekday: (day: string) => string
  /** From a day up to and including another: a whole month is named as such. */
  period: (from: string, to: string) => string
}

/** Only the one that is spoken is loaded. */
const words: Record<Language, () => Promise<FirstWords>> = {
  nl: async () => (await import('./words/nl.ts')).dutch,
  fr: async () => (await import('./words/fr.ts')).french,
  en: async () => (await import('./words/en.ts')).english,
}
const pageWords: Record<Language, () => Promise<PageWords>> = {
  nl: async () => (await import('./words/pages/nl.ts')).dutchPages,
  fr: async () => (await import('./words/pages/fr.ts')).frenchPages,
  en: async () => (await import('./words/pages/en.ts')).englishPages,
}

async function allWords(language: Language): Promise<Words> {
  const [first, more] = await Promise.all([words[language](), pageWords[language]()])
  return Object.assign(first, more)
}

/** Of the pages behind the first one, into what is spoken: waited for before such a page is shown. */
export async function loadPageWords(): Promise<void> {
  await allWords(first())
}
const storageKey = 'tentakel-language'

const SpeechContext = createContext<Speech | null>(null)

export interface Spoken {
  language: Language
  words: Words
}

/** Returns the language and words with which the pages begin. */
export async function firstSpoken(): Promise<Spoken> {
  const language = first()
  // The other languages are in the same object, before a user asks for one.
  return { language, words: (await words[language]()) as Words }
}

function first(): Language {
  return toLanguage(localStorage.getItem(storageKey) ?? navigator.language.slice(0, 2))
}

function isLastOfMonth(day: Date): boolean {
  return new Date(day.getTime() + 24 * 3_600_000).getUTCDate() === 1
}

export function SpeechProvider({ begin, children }: { begin: Spoken; children: ReactNode }) {
  const [{ language, words: spoken }, setSpoken] = useState(begin)
  useEffect(() => {
    document.documentElement.lang = language
    localStorage.setItem(storageKey, language)
  }, [language])
  const speech = useMemo<Speech>(() => {
    const currency = new Intl.NumberFormat(languageRow(language).locale, { style: 'currency', currency: 'EUR' })
    const plain = new Intl.NumberFormat(languageRow(language).locale, {
      minimumFractionDigits: 2,
      maximumFractionDigits: 2,
    })
    const say: Say = (word, values = {}) =>
      spoken[word].replaceAll(/\{(\w+)\}/gu, (_, name: string) => String(values[name] ?? ''))
    const dates = new Intl.DateTimeFormat(languageRow(language).locale, { dateStyle: 'long', timeZone: 'UTC' })
    const weekdays = new Intl.DateTimeFormat(languageRow(language).locale, { weekday: 'long', timeZone: 'UTC' })
    const months = new Intl.DateTimeFormat(languageRow(language).locale, {
      month: 'long',
      year: 'numeric',
      timeZone: 'UTC',
    })
    return {
      language,
      setLanguage: (next) => void allWords(next).then((loaded) => setSpoken({ language: next, words: loaded })),
      say,
      isWord: (name): name is Word => name in spoken,
      weekday: (day) => weekdays.format(new Date(`${day}T00:00:00Z`)),
      period: (from, to) => {
        const [first, last] = [new Date(`${from}T00:00:00Z`), new Date(`${to}T00:00:00Z`)]
        const isMonth = from.endsWith('-01') && from.slice(0, 7) === to.slice(0, 7) && isLastOfMonth(last)
        return isMonth ? months.format(first) : dates.formatRange(first, last)
      },
      money: (cents) => (cents === null ? '–' : currency.format(cents / 100)),
      amount: (cents) => (cents === null ? '–' : plain.format(cents / 100).replace('-', '−')),
      date: (text) => {
        const found = /^(\d{4})-(\d{2})-(\d{2})(?:T(\d{2}:\d{2}))?/u.exec(text ?? '')
        return found === null
          ? '–'
          : `${found[3]}/${found[2]}/${found[1]}${found[4] === undefined ? '' : ` ${found[4]}`}`
      },
    }
  }, [language, spoken])
  return <SpeechContext.Provider value={speech}>{children}</SpeechContext.Provider>
}

export function useSpeech(): Speech {
  const speech = useContext(SpeechContext)
  if (speech === null) throw new Error('no language here')
  return speech
}
