/** Problems: one open row per connection, code and subject. */
import type { Cents } from '../../domain/money.ts'
import type { Instant } from '../../domain/calendar.ts'
import type { ProblemCode } from '../../domain/problem/problem.ts'

export interface NewProblem {
  connectionId: string
  code: ProblemCode
  /** The subject of the problem: an order id, a document id, `connection`, a VAT code. One open problem per code and subject. */
  subject: string
  orderId: string | null
  documentId: string | null
  params: Record<string, string | number | boolean | null>
}

/** A code of an earlier version, which the table no longer has, is read as `SYS-FOUT`. */
export interface StoredProblem extends NewProblem {
  firstAt: Instant
  lastAt: Instant
  times: number
}

export interface OpenProduct {
  ean: string
  title: string | null
}

export interface ProblemGroup {
  connectionId: string
  code: ProblemCode
  problems: number
  /** Orders that it touches: also those in a total of a day that has it. */
  orders: number
  orderIds: string[]
  since: Instant
  /** Parameters of the first problem. */
  params: StoredProblem['params']
}

/** The buyers' payments for the orders that the problem holds up. */
export interface ProblemAmount {
  connectionId: string
  code: ProblemCode
  grossCents: Cents
}

export interface Problems {
  /** Raises problems, except those that a document cannot have in its present state (`problemStates`). */
  raise(problems: NewProblem[], at: Instant): Promise<void>
  /**
   * Ends the connection's own problems with these codes, of all subjects or of those given. Problems of an order or a document stay.
   * Refused keys stay reported as long as they stop the connection: an answer to an earlier call proves nothing about them.
   */
  endOwn(connectionId: string, codes: readonly ProblemCode[], at: Instant, subjects?: readonly string[]): Promise<void>
  /**
   * Ends the problems of orders and of their returns, whatever the code. A document's problem ends with its state, a held record's problem
   * once the record is read.
   */
  endOfOrders(connectionId: string, orderIds: readonly string[], at: Instant): Promise<void>
  /** Ends all that is about one document or one return. */
  endAbout(connectionId: string, subject: string, at: Instant): Promise<void>
  open(connectionId: string | null): Promise<StoredProblem[]>
  /** The open ones whose subject begins so. */
  withPrefix(connectionId: string, prefix: string): Promise<StoredProblem[]>
  /** By connection and code, oldest first, without connections that were removed. At most `ordersMax` orders are named; null: all. */
  groups(connectionId: string | null, ordersMax: number | null): Promise<ProblemGroup[]>
  /** The oldest of a connection with these codes. */
  /** Returns the amounts of problems about orders whose amount is known. */
  amounts(connectionId: string | null): Promise<ProblemAmount[]>
  withCodes(connectionId: string, codes: readonly ProblemCode[], limit: number): Promise<StoredProblem[]>
  /** Products that orders wait for, each once; of at most so many orders. */
  openProducts(connectionId: string, ordersMax: number): Promise<OpenProduct[]>
  about(subject: string): Promise<StoredProblem[]>
  ofOrder(connectionId: string, orderId: string): Promise<StoredProblem[]>
  /** Returns the number over all connections of the company. */
  countOpen(): Promise<number>
}
