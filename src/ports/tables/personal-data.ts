/** Personal data, kept sealed, each value with the day on which it is deleted. */
import type { LocalDate } from '../../domain/calendar.ts'
import type { DocumentState } from '../../domain/document/document-states.ts'
import type { Instant } from '../../domain/calendar.ts'

/** A sealed value, opened for the person whom it names. */
export interface KeptValue {
  /** `order_version.buyer`: table and column. */
  kept: string
  /** JSON where it is JSON. */
  value: unknown
  /** The day on which it goes; later, at the latest on `atLatest`, while something of the order is open. */
  goesOn: LocalDate
  atLatest: LocalDate
}

/** The facts of an order that the books keep, without personal data. */
export interface BookedDocument {
  reference: string
  state: DocumentState
  journal: string
  number: number | null
  date: LocalDate | null
  amountCents: number
  /** The ledger's relation on which it is booked; null: the central one of all consumers, or none yet. */
  relationId: number | null
}

export interface OrderOfBuyer {
  connectionId: string
  orderId: string
}

export interface PersonalData {
  /** Removes what is due, at most `limit` values of each column. @returns how many, by `table.column` */
  remove(today: LocalDate, limit: number): Promise<Record<string, number>>
  /** Orders of this number. */
  orders(orderId: string): Promise<OrderOfBuyer[]>
  /** Returns the newest buyers whose data is still kept, after this one; the caller opens the data. */
  buyers(after: OrderOfBuyer | null, limit: number): Promise<(OrderOfBuyer & { buyerSealed: string })[]>
  kept(order: OrderOfBuyer): Promise<KeptValue[]>
  documents(order: OrderOfBuyer): Promise<BookedDocument[]>
  /** Removes at once what is kept of the order's buyer, and notes that what still comes goes too. `open`: something is still to be booked, nothing was removed. */
  forget(order: OrderOfBuyer, at: Instant): Promise<{ kind: 'forgotten'; values: number } | { kind: 'open' }>
}
