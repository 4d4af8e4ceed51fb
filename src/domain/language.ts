/**
 * The languages of the product, and how each writes amounts and days. Every text is a record of all of them, so that a language added here
 * does not compile until its texts are written. Pure.
 */
const rows = {
  nl: { name: 'Nederlands', locale: 'nl-BE', thousands: '.', decimal: ',' },
  fr: { name: 'Français', locale: 'fr-BE', thousands: '\u00A0', decimal: ',' },
  en: { name: 'English', locale: 'en-GB', thousands: ',', decimal: '.' },
} as const satisfies Record<string, LanguageRow>

interface LanguageRow {
  /** In the language itself. */
  name: string
  /** Of `Intl`: days as they are written in Belgium, and for English in Britain. */
  locale: string
  thousands: string
  decimal: ',' | '.'
}

export type Language = keyof typeof rows

export const languages = Object.keys(rows) as [Language, ...Language[]]

export function languageRow(language: Language): LanguageRow {
  return rows[language]
}

/** @returns Dutch, the language of the product's first users, for anything that is none of its languages */
export function toLanguage(text: string | null | undefined): Language {
  return languages.find((language) => language === text) ?? 'nl'
}

export function inAll<T>(of: (language: Language) => T): Record<Language, T> {
  return Object.fromEntries(languages.map((language) => [language, of(language)])) as Record<Language, T>
}
