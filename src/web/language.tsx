/** The language of the screens, and how amounts and days are written in it. */
import { createContext, useContext, useEffect, useMemo, useState, type ReactNode } from 'react'
import type { Language } from '../domain/problem/problem.ts'
import { english } from './words/en.ts'
import { french } from './words/fr.ts'
import { dutch, type Words } from './words/nl.ts'

export type Word = keyof Words
export type Say = (word: Word, values?: Record<string, string | number>) => string

interface Speech {
  language: Language
  setLanguage: (language: Language) => void
  say: Say
  money: (cents: number | null) => string
  /** Without the sign of the currency: for columns. */
  amount: (cents: number | null) => string
  /** A day or an instant as ISO text. */
  date: (text: string | null) => string
  /** From a day up to and including another: a whole month is named as such. */
  period: (from: string, to: string) => string
}

const all: Record<Language, Words> = { nl: dutch, fr: french, en: english }
const locales: Record<Language, string> = { nl: 'nl-BE', fr: 'fr-BE', en: 'en-GB' }
const storageKey = 'tentakel-language'

const SpeechContext = createContext<Speech | null>(null)

function first(): Language {
  const kept = localStorage.getItem(storageKey) ?? navigator.language.slice(0, 2)
  return kept === 'fr' || kept === 'en' ? kept : 'nl'
}

function isLastOfMonth(day: Date): boolean {
  return new Date(day.getTime() + 24 * 3_600_000).getUTCDate() === 1
}

export function SpeechProvider({ children }: { children: ReactNode }) {
  const [language, setLanguage] = useState<Language>(first)
  useEffect(() => {
    document.documentElement.lang = language
    localStorage.setItem(storageKey, language)
  }, [language])
  const speech = useMemo<Speech>(() => {
    const currency = new Intl.NumberFormat(locales[language], { style: 'currency', currency: 'EUR' })
    const plain = new Intl.NumberFormat(locales[language], { minimumFractionDigits: 2, maximumFractionDigits: 2 })
    const say: Say = (word, values = {}) =>
      all[language][word].replaceAll(/\{(\w+)\}/gu, (_, name: string) => String(values[name] ?? ''))
    const dates = new Intl.DateTimeFormat(locales[language], { dateStyle: 'long', timeZone: 'UTC' })
    const months = new Intl.DateTimeFormat(locales[language], { month: 'long', year: 'numeric', timeZone: 'UTC' })
    return {
      language,
      setLanguage,
      say,
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
  }, [language])
  return <SpeechContext.Provider value={speech}>{children}</SpeechContext.Provider>
}

export function useSpeech(): Speech {
  const speech = useContext(SpeechContext)
  if (speech === null) throw new Error('no language here')
  return speech
}
