/** What the application needs from a marketplace. One value is one seller's account; nothing of a vendor's wire leaks through. */
import type { Instant, LocalDate } from '../domain/calendar.ts'
import type { Buyer, Fulfilment, Order, Shipment } from '../domain/order/order.ts'
import type { ReturnItem } from '../domain/order/return.ts'
import type { Answer } from './answer.ts'
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
  /** Raw text of this row, to be kept sealed. */
  raw: string
}

export interface FetchedOrder {
  order: Order
  buyer: Buyer
  raw: string
}

export interface ListedShipment {
  shipment: Shipment
  /** When its order was placed, where the marketplace says so. */
  placedAt: Instant | null
  raw: string
}

/** Which of the marketplace's lists of returns. */
export interface ReturnList {
  fulfilment: Fulfilment
  handled: boolean
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
  /** Rows that cannot be read. They stand beside the others, and hold none of them. */
  bad: BadRecord[]
  /** False when the page was the last (empty, or not full). */
  more: boolean
}

export type ChangeWindow = { changedWithinMinutes: number } | { changedOn: LocalDate }

export interface Marketplace {
  identify(): Promise<Answer<SellerAccount>>
  /** All orders (any status, any stock) with a change in the window, newest first. Pages start at 1. */
  listOrders(window: ChangeWindow, page: number): Promise<Answer<Page<ListedOrder>>>
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
  /** Requests that left since this object was made, token requests included. */
  callsMade(): number
}
