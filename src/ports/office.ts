/** All dossiers of one user at once, over the companies to which the user has access. */
import type { Instant, LocalDate } from '../domain/calendar.ts'
import type { OrderClass } from '../domain/document/document-states.ts'
import type { Cents } from '../domain/money.ts'
import type { ProblemCode } from '../domain/problem/problem.ts'
import type { Connection } from './tables/connections.ts'
import type { StoredProblem } from './tables/problems.ts'

/** One connection, in figures. Each order counts once; one that is being sent at this moment counts as waiting. */
export interface OfficeLine {
  tenantId: string
  connectionId: string
  name: string
  shopName: string | null
  ledgerId: number
  state: Connection['state']
  lastPollAt: Instant | null
  blocked: number
  inDoubt: number
  waiting: number
  /** Open orders placed before this month. */
  openBefore: number
  /** Of the orders that a problem holds up; each counts once. */
  stuckCents: Cents
  causes: {
    code: ProblemCode
    problems: number
    orders: number
    since: Instant
    params: StoredProblem['params']
    grossCents: Cents
  }[]
  /** Orders placed, by day; a day without is left out. */
  days: [LocalDate, number][]
  /** Of this month, by the date of the documents. `lastMonth`: whether anything was booked in the month before. */
  booked: { orders: number; cents: Cents; lastMonth: boolean }
  /** Documents in the ledger from before this month that were not read back yet. */
  unreadBefore: number
  /** Orders that the newest proof of completeness misses; null: there was none yet. */
  missing: number | null
  /** The newest that was read whole; null: there is none yet. */
  settlement: SettlementStanding | null
  /** The ledger's documents beside our bookings, over all months. */
  ledger: { differing: number; cents: Cents; unread: number; lookedAt: Instant | null }
}

/** A settlement as it was last judged. */
export interface SettlementStanding {
  invoiceId: string
  periodFrom: LocalDate
  periodTo: LocalDate
  state: string
  differenceCents: Cents
  /** Orders of the connection that a user has to look at. */
  differing: number
  /** To the seller where it is negative. */
  payableCents: Cents
}

export interface OfficeOrder {
  tenantId: string
  connectionId: string
  orderId: string
  placedOn: LocalDate | null
  /** Null until it was counted. */
  class: OrderClass | null
  grossCents: Cents | null
}

/** First days. */
export interface OfficeDays {
  lastMonth: LocalDate
  thisMonth: LocalDate
  /** The day from which orders are listed by day. */
  days: LocalDate
}

export interface Office {
  /**
   * Two statements at most, however many companies; each is read by its own rights.
   * @param quiet problems that hold up no order
   */
  lines(tenantIds: string[], from: OfficeDays, quiet: readonly ProblemCode[]): Promise<OfficeLine[]>
  /**
   * One statement, each company read by its own rights. Orders with this number, or with this part of it from four characters on.
   * @returns at most `limit` of each company
   */
  orders(tenantIds: string[], orderNumber: string, limit: number): Promise<OfficeOrder[]>
}
