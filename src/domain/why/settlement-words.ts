/** A settlement in a sentence, in the three languages of the product. */
import { centsToText, type Cents } from '../money.ts'
import { languageRow, type Language } from '../language.ts'
import type { OrderCategory } from '../settlement/check-order.ts'
import type { SettlementState } from '../settlement/check-settlement.ts'
import type { SettlementKind } from '../settlement/settlement.ts'

export interface Titled {
  invoiceId: string
  kind: SettlementKind
  state: SettlementState | 'reading'
  questions: number
  differenceCents: Cents
  differingOrders: number
  /** Its costs are in the ledger. */
  isPosted: boolean
}

interface Words {
  settlement: string
  advertising: string
  difference: string
  orders: (count: number) => string
  waits: (count: number) => string
  incomplete: string
  reading: string
  before: string
  checked: string
  posted: string
}

const words: Record<Language, Words> = {
  nl: {
    settlement: 'Afrekening',
    advertising: 'Advertentiefactuur',
    difference: 'verschil',
    orders: (count) => `${count} ${count === 1 ? 'bestelling' : 'bestellingen'}`,
    waits: (count) => `wacht op ${count} ${count === 1 ? 'vraag' : 'vragen'}`,
    incomplete: 'telt niet op',
    reading: 'wordt gelezen',
    before: 'van vóór de start',
    checked: 'gecontroleerd',
    posted: 'geboekt',
  },
  fr: {
    settlement: 'Décompte',
    advertising: 'Facture de publicité',
    difference: 'd’écart',
    orders: (count) => `${count} ${count === 1 ? 'commande' : 'commandes'}`,
    waits: (count) => `attend ${count} ${count === 1 ? 'réponse' : 'réponses'}`,
    incomplete: 'ne tombe pas juste',
    reading: 'en cours de lecture',
    before: 'd’avant le début',
    checked: 'contrôlée',
    posted: 'comptabilisée',
  },
  en: {
    settlement: 'Settlement',
    advertising: 'Advertising invoice',
    difference: 'difference',
    orders: (count) => `${count} ${count === 1 ? 'order' : 'orders'}`,
    waits: (count) => `waits for ${count} ${count === 1 ? 'answer' : 'answers'}`,
    incomplete: 'does not add up',
    reading: 'is being read',
    before: 'from before the start',
    checked: 'checked',
    posted: 'booked',
  },
}

export function settlementTitle(about: Titled, language: Language): string {
  const own = words[language]
  const name = `${about.kind === 'settlement' ? own.settlement : own.advertising} ${about.invoiceId}`
  return `${name}: ${stateWords(about, own, language)}`
}

function stateWords(about: Titled, own: Words, language: Language): string {
  if (about.state === 'reading') return own.reading
  if (about.state === 'incomplete') return own.incomplete
  if (about.state === 'question') return own.waits(about.questions)
  if (about.kind === 'advertising') return about.isPosted ? own.posted : own.checked
  const difference = `${euroText(about.differenceCents, language)} ${own.difference}`
  const orders = about.differingOrders > 0 ? `, ${own.orders(about.differingOrders)}` : ''
  return `${difference}${orders}${about.state === 'beforeStart' ? ` (${own.before})` : ''}`
}

/** `-1.154,00`, as it is read on a page and in a sentence; in French `-1 154,00`, in English `-1,154.00`. */
export function amountText(value: Cents, language: Language): string {
  const [whole = '', cents = ''] = centsToText(value).split('.')
  const { thousands, decimal } = languageRow(language)
  return `${whole.replaceAll(/\B(?=(?:\d{3})+$)/gu, thousands)}${decimal}${cents}`
}

/** Returns `-1154,00`, for a column or a title; in English with a point. */
export function euroText(value: Cents, language: Language): string {
  return centsToText(value).replace('.', languageRow(language).decimal)
}

/** How entries and the ledger name the marketplace itself, as a supplier. */
export const supplierRelation = 'bol.com'

const publicNames: Partial<Record<OrderCategory, string>> = {
  missingAtSource: 'missingAtBol',
  correctionMissingAtSource: 'correctionMissingAtBol',
}

/** Of an order's difference, as the outside is promised it. */
export function categoryName(category: OrderCategory): string {
  return publicNames[category] ?? category
}
