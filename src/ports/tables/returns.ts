/** Returns as the marketplace lists them, version by version. */
import type { Instant } from '../../domain/calendar.ts'
import type { ReturnDecision, ReturnItem } from '../../domain/order/return.ts'

export interface StoredReturn extends ReturnItem {
  /** Counts up each time the marketplace changes it. */
  version: number
  /** Null as long as no person decided. */
  decision: ReturnDecision | null
}

export interface ReturnListRead {
  fulfilment: 'seller' | 'marketplace'
  handled: boolean
  readAt: Instant
  /** The whole list, to its end. */
  sweptAt: Instant | null
}

export interface Returns {
  /** The newest version of each. */
  ofOrders(connectionId: string, orderIds: string[]): Promise<StoredReturn[]>
  byIds(connectionId: string, rmaIds: string[]): Promise<StoredReturn[]>
  /** Registered, or with a result, in the range (both ends included, Brussels dates given as instants). */
  between(connectionId: string, from: Instant, until: Instant): Promise<StoredReturn[]>
  /** Returns the known returns that are not handled yet. */
  unhandled(connectionId: string, fulfilment: 'seller' | 'marketplace'): Promise<StoredReturn[]>
  /** Adds a version of each return that changed, and answers with those. */
  save(
    connectionId: string,
    rows: { item: ReturnItem; hash: string; rawSealed: string; seenAt: Instant }[],
  ): Promise<{ rmaId: string; orderId: string }[]>
  decide(connectionId: string, rmaId: string, decision: ReturnDecision & { by: string }): Promise<void>
  listsRead(connectionId: string): Promise<ReturnListRead[]>
  setListRead(connectionId: string, read: ReturnListRead): Promise<void>
  /** All lists are read to their end again. */
  forgetListsRead(connectionId: string): Promise<void>
}
