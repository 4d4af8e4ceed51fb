/** The manuals that the pages show: the files of `docs`, as they are. */
import type { Language } from '../../domain/language.ts'

export const manualNames = ['app', 'booked', 'bookkeeper', 'cases'] as const
export type ManualName = (typeof manualNames)[number]

/** Below `docs`. */
export const manualFiles: Record<ManualName, Record<Language, string>> = {
  app: { nl: 'seller/app.md', fr: 'seller/app.fr.md', en: 'seller/app.en.md' },
  booked: {
    nl: 'seller/wat-wordt-geboekt.md',
    fr: 'seller/ce-qui-est-comptabilise.md',
    en: 'seller/what-is-booked.md',
  },
  bookkeeper: { nl: 'accountant/handleiding.md', fr: 'accountant/manuel.fr.md', en: 'accountant/manual.en.md' },
  cases: {
    nl: 'accountant/hoe-elk-geval-wordt-geboekt.md',
    fr: 'accountant/comment-chaque-cas-est-comptabilise.md',
    en: 'accountant/how-each-case-is-booked.md',
  },
}

export function isManualName(name: string | undefined): name is ManualName {
  return manualNames.some((one) => one === name)
}

/** @param file as a manual leads to it, e.g. `manuel.fr.md` */
export function manualOf(file: string): ManualName | null {
  return manualNames.find((name) => Object.values(manualFiles[name]).some((one) => one.endsWith(`/${file}`))) ?? null
}
