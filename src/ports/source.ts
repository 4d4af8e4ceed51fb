/**
 * The calls that the application needs from a shop. One value is one seller's account. No detail of a vendor's protocol is visible here.
 */
import type { Instant, LocalDate } from '../domain/calendar.ts'
import type { ReturnList } from '../domain/kinds.ts'
import type { Buyer, Fulfilment, Order, Shipment } from '../domain/order/order.ts'
import type { ReturnItem } from '../domain/order/return.ts'
import type { ListedInvoice, SettlementInvoice, SpecificationSums } from '../domain/settlement/settlement.ts'
import type { Answer, Refusal } from './answer.ts'
import type { BadRecord } from './tables/held-records.ts'

/** The seller behind the keys. */
export interface SellerAccount {
  retailerId: string
  displayName: string
  companyName: string | null
  vatNumber: string | null
}

/** One order of a list: just enough to see whether it changed. */
export interface ListedOrder {
  orderId: string
  placedAt: Instant | null
  /** Changes whenever anything the list shows of this order changes. Hex. */
  fingerprint: string
  /** Ids of the items that the row names: not always all of the order's. */
  items: string[]
  /** Raw text of this row, to be kept sealed. */
  raw: string
  /** Where a row is the whole order: nothing more is asked for it. */
  fetched?: FetchedOrder
}

export interface FetchedOrder {
  order: Order
  buyer: Buyer
  raw: string
}

export interface ListedShipment {
  shipment: Shipment
  /** When its order was placed, where the marketplace gives it. */
  placedAt: Instant | null
  raw: string
}

/** One return, with each of its products. */
export interface ListedReturn {
  returnId: string
  registeredAt: Instant | null
  items: ReturnItem[]
  /** To be kept sealed: it holds the buyer's own words. */
  raw: string
}

export interface Page<T> {
  rows: T[]
  /** Rows that cannot be read. They are listed beside the others, and hold back none of them. */
  bad: BadRecord[]
  /** False when the page was the last (empty, or not full). */
  more: boolean
}

/** How far a source was read. The cursor of one that tells its own time holds that: our clock may be ahead of it. */
export interface Captured {
  until: Instant
  /** Opaque outside of the adapter: kept, and handed back to it. */
  cursor: string
}

/** `bad`: rows that could not be read. */
export interface InvoiceList {
  listed: ListedInvoice[]
  bad: BadRecord[]
}

/** A page of a settlement's specification. */
export interface SpecificationPage {
  sums: SpecificationSums | null
  /** Of its lines, whatever their order and wherever a page ends: hex, to be added up with those of the other pages. */
  digest: string
  raw: string
}

/** One page of what changed, newest first. */
export interface ChangedPage extends Page<ListedOrder> {
  kind: 'page'
  /** The day whose list it is; null: the list of just now. */
  listedOn: LocalDate | null
  /** All is captured up to there once this page is stored: kept in the same transaction. Null: later pages or the end say so. */
  captured: Captured | null
}

export type SweepStep = ChangedPage | { kind: 'refused'; refusal: Refusal }

export type ChangesStep =
  | SweepStep
  /** The end of the changes. `days`: read whole on the way; `swept`: the day before is among them, or this was the first reading. */
  | { kind: 'end'; captured: Captured; startedAt: Instant; days: LocalDate[]; swept: boolean }

export interface Reading {
  /** Makes one call, and makes it again after the wait that its answer asks for. */
  ask<T>(call: () => Promise<Answer<T>>, signal: AbortSignal | undefined): Promise<Answer<T>>
  signal: AbortSignal | undefined
}

export interface Source {
  identify(): Promise<Answer<SellerAccount>>
  /**
   * Returns all orders (any status, any stock) with a change since the cursor, twice rather than not at all. Without an `end` it was not
   * read reliably: the cursor stays where the pages brought it.
   * @param cursor null: from the day `from` on, as far back as the source reaches
   */
  changes(cursor: string | null, reading: Reading & { from: LocalDate }): AsyncIterable<ChangesStep>
  /**
   * Returns all orders whose latest change lies on that day, whatever was read before. Nothing where the source no longer lists the day.
   */
  sweep(day: LocalDate, reading: Reading): AsyncIterable<SweepStep>
  getOrder(orderId: string): Promise<Answer<FetchedOrder>>
  /** The order as its shipments tell it, for one that the marketplace itself no longer gives. `notFound`: no shipment either. */
  rebuildOrder(orderId: string): Promise<Answer<FetchedOrder>>
  /** Newest first, up to three months back. */
  listShipments(fulfilment: Fulfilment, page: number): Promise<Answer<Page<ListedShipment>>>
  listShipmentsOfOrder(orderId: string, page: number): Promise<Answer<Page<ListedShipment>>>
  /**
   * With quantities, where the marketplace gives them.
   * @param known the stock of the list that named it, for an answer that does not tell
   */
  getShipment(shipmentId: string, known?: Fulfilment): Promise<Answer<ListedShipment>>
  /** Handled ones newest first, the others oldest first. The marketplace does not say by which of their dates. */
  listReturns(list: ReturnList, page: number): Promise<Answer<Page<ListedReturn>>>
  /** @param known the stock of the list that named it, for an answer that does not tell */
  getReturn(returnId: string, known?: Fulfilment): Promise<Answer<ListedReturn>>
  /** Invoices of the marketplace to the seller; without a window those of the last four weeks. */
  listInvoices(window: { from: LocalDate; to: LocalDate } | null): Promise<Answer<InvoiceList>>
  getInvoice(invoiceId: string): Promise<Answer<{ invoice: SettlementInvoice; raw: string }>>
  /** In base64. */
  getInvoicePdf(invoiceId: string): Promise<Answer<string>>
  /** Pages start at 1. `sums` null: behind the last page. */
  getSpecification(invoiceId: string, page: number): Promise<Answer<SpecificationPage>>
  /** Requests that left since this object was made, token requests included. */
  callsMade(): number
}
