/** Lists for users: a page at a time, counted and summed by the database. They hold no personal data. */
import type { LocalDate } from '../../domain/calendar.ts'
import type { DocumentState, OrderClass } from '../../domain/document/document-states.ts'
import type { DocumentKind } from '../../domain/document/document-kinds.ts'
import type { Cents } from '../../domain/money.ts'

export interface ListedDocument {
  id: string
  kind: DocumentKind
  state: DocumentState
  journal: string
  number: number | null
  date: LocalDate | null
  amountCents: Cents
}

export interface ListedSale {
  orderId: string
  placedOn: LocalDate | null
  class: OrderClass
  reason: string | null
  grossCents: Cents | null
  destination: string | null
  /** The first of its articles; null while its details are not known. */
  article: { title: string | null; quantity: number; others: number } | null
  documents: ListedDocument[]
}

/** An order, as a list that names it says what it is. */
export type NamedSale = Pick<ListedSale, 'orderId' | 'placedOn' | 'grossCents' | 'article'>

/** Where a page ended. */
export interface SalePlace {
  placedOn: LocalDate | null
  orderId: string
}

export interface SaleSearch {
  /** A whole order number. */
  orderId: string
  /** The number of a document. */
  number: number | null
  amountCents: Cents | null
  /** Parts, in any case: of an order number where it is one word, or all of the same article's title, EAN or reference. Empty: none is meant. */
  words: string[]
}

export interface SaleFilter {
  connectionId: string
  class: OrderClass | null
  from: LocalDate | null
  to: LocalDate | null
  /** Several meanings are looked for side by side. */
  search: SaleSearch | null
}

export interface DaySum {
  day: LocalDate
  country: string
  orders: number
  grossCents: Cents
}

export interface VatSum {
  month: string
  vatCode: string
  treatment: string
  country: string
  rateBp: number
  grossCents: Cents
  netCents: Cents
  vatCents: Cents
}

export interface Revision {
  revision: number
  savedAt: number
  savedBy: string
  reason: string | null
}

/** Orders of some days by what they count as, in what buyers are to pay for them. */
export interface ClassSum {
  class: OrderClass
  orders: number
  grossCents: Cents
}

/** The sent amounts of some days beside the ledger's amounts. */
export interface ReadBack {
  documents: number
  /** Not read back there yet. */
  unread: number
  /** The ledger's amount less the sent amount, of documents that were read. */
  differenceCents: Cents
}

export interface OrderLists {
  /** Newest first; with `after`, those behind this order. */
  page(filter: SaleFilter, after: SalePlace | null, limit: number): Promise<ListedSale[]>
  /** Returns those of these orders that are known, in the order of their numbers. */
  named(connectionId: string, orderIds: string[]): Promise<NamedSale[]>
  /** Returns the sums of orders placed on this day or later. */
  classSums(connectionId: string, from: LocalDate): Promise<ClassSum[]>
  /** Returns the sums of documents in the ledger that are dated on this day or later. */
  readBack(connectionId: string, from: LocalDate): Promise<ReadBack>
  /** Documents in the ledger by day and country of the VAT. */
  days(connectionId: string, from: LocalDate, to: LocalDate): Promise<DaySum[]>
  /** Documents in the ledger by month and VAT code. */
  vatSums(connectionId: string, from: LocalDate, to: LocalDate): Promise<VatSum[]>
  /** The same of the orders that fit, by the month in which they were placed. */
  vatSumsOf(filter: SaleFilter): Promise<VatSum[]>
  /** Newest first. */
  revisions(connectionId: string): Promise<Revision[]>
  /** Documents of the dossier that left for the ledger since then, and those that wait to. */
  documentsOfDay(dossierId: number, since: number): Promise<{ sent: number; waiting: number }>
  /** Documents that reached the ledger from this moment on, before `until`. */
  bookedSince(connectionId: string, since: number, until?: number): Promise<{ documents: number; amountCents: Cents }>
}
