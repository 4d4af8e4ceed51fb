/** Orders and their versions, and what became of each. */
import type { Instant, LocalDate } from '../../domain/calendar.ts'
import type { BookingWay } from '../../domain/order/order-parts.ts'
import type { Order } from '../../domain/order/order.ts'
import type { ProblemCode } from '../../domain/problem/problem.ts'
import type { OrderExplanation } from '../../domain/plan/plan.ts'

export type OrderStanding = 'new' | 'waiting' | 'blocked' | 'nothing' | 'planned' | 'skipped'

/** How an order became known that no list of orders had. */
export type FoundBy = 'shipment' | 'return' | 'completeness' | 'person'

export interface StoredOrder {
  orderId: string
  /** Null: a list of orders named it first. */
  foundBy: FoundBy | null
  placedAt: Instant | null
  firstSeenAt: Instant
  version: number
  listHash: string | null
  /** Ids of the items that rows of lists named. */
  listedItems: string[]
  wantsDetail: boolean
  /** How often its detail could not be read, since it last could. */
  detailFailures: number
  wantsShipments: boolean
  standing: OrderStanding
  standingReason: string | null
  skippedAt: Instant | null
  /** The user took it out of the books: it is planned as if all of it were cancelled. */
  undoneAt: Instant | null
  /** The sale is in books that another program kept: only its credits are sent. */
  saleElsewhere: boolean
  /** How a document in the ledger that we do not remember shows that it was begun. */
  begunAs: BookingWay | null
  /** The newest version, or null when its detail was never read. */
  order: Order | null
  buyerSealed: string | null
  versionHash: string | null
}

export interface OrderVersion {
  orderId: string
  version: number
  order: Order
}

export interface SeenOrder {
  orderId: string
  placedAt: Instant | null
  placedOn: LocalDate | null
  seenAt: Instant
  changedAt: Instant
  listHash: string
  /** Added to those that are known. */
  listedItems: string[]
  wantsDetail: boolean
  detailFailed: boolean
  /** A new version, or null when nothing that we keep has changed. */
  version: { order: Order; hash: string; buyerSealed: string | null; rawSealed: string } | null
  wantsShipments: boolean | null
}

export interface Orders {
  known(connectionId: string, orderIds: string[]): Promise<StoredOrder[]>
  /** One page: inserts what is new, adds versions where something changed, marks them to be planned. Answers how many orders are new or changed. */
  saveSeen(connectionId: string, seen: SeenOrder[]): Promise<number>
  /** Whose details are to be read and do not rest. Those that never failed come first, then the longest ago. */
  wantingDetail(connectionId: string, limit: number, now: Instant): Promise<StoredOrder[]>
  wantingShipments(
    connectionId: string,
  ): Promise<{ orderId: string; placedAt: Instant | null; fulfilments: ('seller' | 'marketplace')[] }[]>
  /** Oldest first; with `after`, those behind this order. */
  toPlan(connectionId: string, limit: number, after?: string): Promise<StoredOrder[]>
  /** The first of these, which no other transaction changes until this one ends: what a user decides comes before the plan, or after it. */
  holdToPlan(connectionId: string, limit: number): Promise<string[]>
  /** Waits for a plan of this order, and lets no other begin until the transaction ends. */
  hold(connectionId: string, orderId: string): Promise<void>
  /** Orders placed on this day or later, whatever became of them, newest first. */
  recent(connectionId: string, from: LocalDate, limit: number): Promise<StoredOrder[]>
  markPlanned(
    connectionId: string,
    results: {
      orderId: string
      standing: OrderStanding
      reason: string | null
      revision: number
      explanation: OrderExplanation | null
      version: number
      /** An answer from outside is waited for: the order is planned again from then on. */
      planAgainAt: Instant | null
      /** The order is planned again once its documents are in the ledger. */
      creditWaits: boolean
    }[],
  ): Promise<void>
  /** Orders whose moment has come (`planAgainAt`) are to be planned again. */
  planDue(connectionId: string, now: Instant): Promise<void>
  /** Facts of older versions. */
  versions(connectionId: string, wanted: { orderId: string; version: number }[]): Promise<OrderVersion[]>
  /** Orders whose credits waited for a document that is no longer on its way are to be planned again. @returns how many */
  wakeCredits(connectionId: string): Promise<number>
  /** All orders of the connection that have not been booked yet are to be planned again; or those given. */
  planAgain(connectionId: string, orderIds: string[] | null): Promise<void>
  /** Found in the ledger: begun in the other way than it was planned in. It is planned again; its way is never changed a second time. */
  beginAs(connectionId: string, orderIds: string[], way: BookingWay): Promise<void>
  /** Wants the shipments of orders that are planned again and have shipped units. */
  wantShipments(connectionId: string): Promise<void>
  setShipmentsWanted(connectionId: string, entries: { orderId: string; wanted: boolean }[]): Promise<void>
  wantDetail(connectionId: string, orderIds: string[]): Promise<void>
  /** Their shipments and returns are to be read again too. */
  wantReread(connectionId: string, orderIds: string[]): Promise<void>
  wantingReread(connectionId: string, limit: number): Promise<string[]>
  /** Read again: it is planned anew. */
  rereadDone(connectionId: string, orderId: string): Promise<void>
  /** Orders with an open problem of one of these codes, the longest unread first. */
  blockedBy(
    connectionId: string,
    codes: readonly ProblemCode[],
    limit: number,
  ): Promise<{ orderId: string; codes: ProblemCode[] }[]>
  /** Orders that only wait, for something that will not come by itself: from now on they are blocked, until they are planned again. */
  block(connectionId: string, orderIds: string[], reason: ProblemCode): Promise<void>
  /** Orders that are not known yet, to be read in detail. @returns those that were not */
  addUnknown(
    connectionId: string,
    rows: { orderId: string; placedAt: Instant | null; placedOn: LocalDate | null }[],
    by: { foundBy: FoundBy; at: Instant },
  ): Promise<string[]>
  /** Its sale counts as booked elsewhere. */
  setSaleElsewhere(connectionId: string, orderId: string): Promise<void>
  /** Forgets orders of which nothing but the number was ever known. */
  dropUnknown(connectionId: string, orderIds: string[]): Promise<void>
  skip(connectionId: string, orderId: string, reason: string, at: Instant): Promise<void>
  /** Orders placed in these days that are not taken out or skipped already. */
  placedIn(connectionId: string, from: LocalDate, to: LocalDate): Promise<string[]>
  /** Marks orders to be taken out of the books, and plans them again. @returns how many */
  undo(connectionId: string, orderIds: string[], reason: string, at: Instant): Promise<number>
  explanation(connectionId: string, orderId: string): Promise<OrderExplanation | null>
  /** Orders from `startDate` on, counted once each in the first that fits. */
  count(connectionId: string, from: LocalDate): Promise<OrderCounts>
  /** Counts are kept as differences; this makes few rows of many. Nothing that is counted changes. */
  foldTallies(connectionId: string): Promise<void>
}

export interface OrderCounts {
  orders: number
  booked: number
  credited: number
  waiting: number
  blocked: number
  skipped: number
  inDoubt: number
}
