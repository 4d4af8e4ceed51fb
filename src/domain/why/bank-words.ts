/** The bank's side of a settlement, in the three languages of the product. */
import { languageRow, type Language } from '../language.ts'

interface BankWords {
  /** As on the statement: day and place of the receipt. */
  received: (day: string, journal: string, number: number) => string
  /** `net`: as text; `parts`: how it comes about, empty where nothing was held back; `account`: where it is booked; null: split. */
  announced: (at: { day: string; net: string; parts: string; account: number | null }) => string
  /** What the seller owes, and the next payout is less by. */
  owed: (amount: string) => string
  parts: (earned: string, advertising: string) => string
  misplaced: (at: { journal: string; number: number; stands: string; account: number }) => string
  account: (account: number) => string
  relation: (relation: number) => string
  /** The balance of an account or relation: by our documents, beside the ledger's. */
  balanceOf: (at: { name: string; day: string }) => string
  balance: (at: { of: string; predicted: string; ledger: string }) => string
  question: string
  split: string
}

export const bankWords: Record<Language, BankWords> = {
  nl: {
    received: (day, journal, number) => `ontvangen ${day} (${journal} nr. ${number})`,
    announced: ({ day, net, parts, account }) =>
      `bol.com stort rond ${day} € ${net}${parts}. ${account === null ? 'Splits het bankstuk zoals hieronder.' : `Boek op ${account}.`}`,
    owed: (amount) => `Je bent bol.com € ${amount} schuldig. Dat gaat van een volgende uitbetaling af.`,
    parts: (earned, advertising) => ` (${earned} − ${advertising} advertenties)`,
    misplaced: ({ journal, number, stands, account }) =>
      `De ontvangst staat in ${journal} nr. ${number} op ${stands}. Boek ze op ${account}.`,
    account: (account) => `rekening ${account}`,
    relation: (relation) => `relatie ${relation}`,
    balanceOf: ({ name, day }) => `${name} op ${day}`,
    balance: ({ of, predicted, ledger }) => `${of}: voorspeld ${predicted} · Octopus ${ledger}`,
    question: 'Welke facturen betaalt deze ontvangst?',
    split: 'Bankstuk',
  },
  fr: {
    received: (day, journal, number) => `reçu le ${day} (${journal} n° ${number})`,
    announced: ({ day, net, parts, account }) =>
      `bol.com verse vers le ${day} € ${net}${parts}. ${account === null ? 'Répartissez la pièce de banque comme ci-dessous.' : `Comptabilisez sur ${account}.`}`,
    owed: (amount) => `Vous devez € ${amount} à bol.com. Ce montant est déduit d’un prochain versement.`,
    parts: (earned, advertising) => ` (${earned} − ${advertising} de publicité)`,
    misplaced: ({ journal, number, stands, account }) =>
      `La recette se trouve dans ${journal} n° ${number} sur ${stands}. Comptabilisez-la sur ${account}.`,
    account: (account) => `le compte ${account}`,
    relation: (relation) => `la relation ${relation}`,
    balanceOf: ({ name, day }) => `${name} au ${day}`,
    balance: ({ of, predicted, ledger }) => `${of} : prévu ${predicted} · Octopus ${ledger}`,
    question: 'Quelles factures cette recette paie-t-elle ?',
    split: 'Pièce de banque',
  },
  en: {
    received: (day, journal, number) => `received ${day} (${journal} no. ${number})`,
    announced: ({ day, net, parts, account }) =>
      `bol.com pays around ${day} € ${net}${parts}. ${account === null ? 'Split the bank document as below.' : `Book it on ${account}.`}`,
    owed: (amount) => `You owe bol.com € ${amount}. It is taken off a next payout.`,
    parts: (earned, advertising) => ` (${earned} − ${advertising} advertising)`,
    misplaced: ({ journal, number, stands, account }) =>
      `The receipt stands in ${journal} no. ${number} on ${stands}. Book it on ${account}.`,
    account: (account) => `account ${account}`,
    relation: (relation) => `relation ${relation}`,
    balanceOf: ({ name, day }) => `${name} on ${day}`,
    balance: ({ of, predicted, ledger }) => `${of}: predicted ${predicted} · Octopus ${ledger}`,
    question: 'Which invoices does this receipt pay?',
    split: 'Bank document',
  },
}

/** `2 september`: in a sentence the year is plain. @param day as programs write it */
export function spokenDay(day: string, language: Language): string {
  return new Intl.DateTimeFormat(languageRow(language).locale, {
    day: 'numeric',
    month: 'long',
    timeZone: 'UTC',
  }).format(new Date(`${day}T00:00:00Z`))
}
