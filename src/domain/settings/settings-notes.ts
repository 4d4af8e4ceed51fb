/** Tells the user, before settings are saved, what the change does to orders that are under way. */
import type { LocalDate } from '../calendar.ts'
import { languageRow, type Language } from '../language.ts'
import { rateText } from '../vat/vat-code.ts'
import { countryName } from '../why/why-words.ts'
import { treatmentWords } from '../why/treatment-words.ts'
import type { ContradictingCode } from './contradicting-codes.ts'

export type SettingsNote =
  /** On their way or in doubt: settled where they were sent. */
  | { kind: 'settles'; orders: number }
  /** Booked, and would be booked otherwise now: they stay, whole or per shipment as they were begun. */
  | { kind: 'stays'; orders: number }
  /** Waited for a shipment, and are booked at once now. */
  | { kind: 'atOnce'; orders: number }
  /** Were about to be booked, and wait for their shipment now. */
  | { kind: 'waits'; orders: number }
  /** Not booked yet, of before the new first day. */
  | { kind: 'leftOut'; orders: number }
  /** Days that come to it are read. */
  | { kind: 'daysRead'; from: LocalDate; to: LocalDate }
  /** A VAT code that the dossier describes as one for other sales. */
  | ({ kind: 'contradicts' } & ContradictingCode)

type Words = Record<Language, (note: { orders: string; from: string; to: string; code: string; use: string }) => string>

const words: Record<SettingsNote['kind'], Words> = {
  settles: {
    nl: ({ orders }) =>
      `${orders} onderweg naar Octopus of in twijfel: dat wordt afgehandeld waar het naartoe ging, zoals het verstuurd is.`,
    fr: ({ orders }) =>
      `${orders} en route vers Octopus ou en doute : le traitement se termine là où l’envoi est parti, tel qu’il est parti.`,
    en: ({ orders }) =>
      `${orders} on the way to Octopus or in doubt: that is settled where it was sent, as it was sent.`,
  },
  stays: {
    nl: ({ orders }) =>
      `${orders} geboekt op de oude manier: dat blijft zo, ook wat er later nog van verzonden of teruggestuurd wordt. Niets wordt een tweede keer geboekt.`,
    fr: ({ orders }) =>
      `${orders} comptabilisées de l’ancienne manière : cela ne change pas, même pour ce qui en est encore expédié ou retourné. Rien n’est comptabilisé deux fois.`,
    en: ({ orders }) =>
      `${orders} booked the old way: that stays, also for what is shipped or returned of them later. Nothing is booked a second time.`,
  },
  atOnce: {
    nl: ({ orders }) =>
      `${orders} in afwachting van verzending: die worden nu meteen geboekt, op de datum van bestelling.`,
    fr: ({ orders }) => `${orders} en attente d’expédition : comptabilisées tout de suite, à la date de commande.`,
    en: ({ orders }) => `${orders} waiting for a shipment: booked at once, on the date of the order.`,
  },
  waits: {
    nl: ({ orders }) => `${orders} klaar om te boeken: die wachten nu op hun verzending.`,
    fr: ({ orders }) => `${orders} prêtes à être comptabilisées : elles attendent désormais leur expédition.`,
    en: ({ orders }) => `${orders} ready to be booked: they wait for their shipment now.`,
  },
  leftOut: {
    nl: ({ orders }) => `${orders} van vóór de nieuwe begindatum, nog niet geboekt: die worden niet meer geboekt.`,
    fr: ({ orders }) =>
      `${orders} d’avant la nouvelle date de début, pas encore comptabilisées : elles ne le seront plus.`,
    en: ({ orders }) => `${orders} from before the new start date, not booked yet: they are no longer booked.`,
  },
  daysRead: {
    nl: ({ from, to }) =>
      `De dagen van ${from} tot ${to} worden bij bol.com opgehaald en geboekt als ze niet in Octopus staan.`,
    fr: ({ from, to }) =>
      `Les journées du ${from} au ${to} sont lues chez bol.com, et comptabilisées si elles ne sont pas dans Octopus.`,
    en: ({ from, to }) =>
      `The days from ${from} to ${to} are read from bol.com, and booked where Octopus does not have them.`,
  },
  contradicts: {
    nl: ({ code, use }) =>
      `Btw-code ${code} staat bij ${use}: dat spreekt elkaar tegen. Kies een andere code, of vraag het je boekhouder.`,
    fr: ({ code, use }) =>
      `Le code TVA ${code} est choisi pour ${use} : les deux se contredisent. Choisissez un autre code, ou demandez à votre comptable.`,
    en: ({ code, use }) =>
      `VAT code ${code} is chosen for ${use}: these contradict each other. Choose another code, or ask your bookkeeper.`,
  },
}

const counted: Record<Language, [one: string, more: string]> = {
  nl: ['bestelling', 'bestellingen'],
  fr: ['commande', 'commandes'],
  en: ['order', 'orders'],
}

/** @param date how a day is written for this reader */
export function noteInWords(note: SettingsNote, language: Language, date: (day: LocalDate) => string): string {
  const [one, more] = counted[language]
  const orders = 'orders' in note ? `${note.orders} ${note.orders === 1 ? one : more}` : ''
  const [from, to] = note.kind === 'daysRead' ? [date(note.from), date(note.to)] : ['', '']
  return words[note.kind][language]({ orders, from, to, ...chosenIn(note, language) })
}

/** `NL21 (OSS Nederland 21 %)`, and the sales it is chosen for. */
function chosenIn(note: SettingsNote, language: Language): { code: string; use: string } {
  if (note.kind !== 'contradicts') return { code: '', use: '' }
  const { code, description, treatment, country, rateBp } = note
  const rate = (rateText(rateBp) ?? '').replace(',', languageRow(language).decimal)
  const use = `${treatmentWords[language][treatment]}, ${countryName(country, language)} ${rate} %`
  return { code: description === '' ? code : `${code} (${description})`, use }
}
