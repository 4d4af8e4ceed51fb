/** Times without a poll, and the proofs that nothing was missed. */
import type { Instant, LocalDate } from '../../domain/calendar.ts'
import type { OrderClass } from '../../domain/document/document-states.ts'

/** A time in which the marketplace was not polled, and when it was made up for. */
export interface PollGap {
  from: Instant
  until: Instant
  closedAt: Instant
}

export interface MissingOrder {
  order: string
  /** The list that named the order. */
  source: 'orders' | 'shipments' | 'returns'
  /** Number of the shipment or of the returned item. */
  id: string | null
}

export interface CompletenessCounts {
  orders: number
  booked: number
  waiting: number
  blocked: number
  skipped: number
}

export interface CompletenessCheck {
  from: LocalDate
  to: LocalDate
  checkedAt: Instant
  counts: CompletenessCounts
  missing: MissingOrder[]
}

export interface Completeness {
  addGap(connectionId: string, gap: PollGap): Promise<void>
  /** Newest first. */
  gaps(connectionId: string, from: Instant, until: Instant): Promise<PollGap[]>
  /** The place of each order that was placed in these days or is among the given ones, each once. */
  /** Returns the classes of the orders placed in the period, and of the named ones. */
  classes(
    connectionId: string,
    of: { period: { from: LocalDate; to: LocalDate } | null; orderIds: string[] },
  ): Promise<ClassedOrder[]>
  save(connectionId: string, check: CompletenessCheck): Promise<void>
  newest(connectionId: string): Promise<CompletenessCheck | null>
}

export interface ClassedOrder {
  orderId: string
  class: OrderClass
}
