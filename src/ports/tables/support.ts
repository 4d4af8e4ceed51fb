/** Reports of users, answers of the operator, and the operator's acts in a user's company. */
import type { Instant } from '../../domain/calendar.ts'
import type { ProblemCode } from '../../domain/problem/problem.ts'

export type RequestState = 'open' | 'answered' | 'closed'

export interface SupportRequest {
  requestId: string
  connectionId: string | null
  orderId: string | null
  problemCode: ProblemCode | null
  /** The writer, as shown on screen. */
  madeBy: string
  /** The account to whose address the answer goes; null: no answer is sent. */
  accountId: string | null
  madeAt: Instant
  changedAt: Instant
  state: RequestState
  /** The answer of *Waarom?* about the order. It holds no personal data. */
  evidence: unknown
}

export interface SupportMessage {
  messageId: string
  requestId: string
  at: Instant
  byOperator: boolean
  who: string
  text: string
}

export interface Support {
  add(request: SupportRequest): Promise<void>
  addMessage(message: SupportMessage): Promise<void>
  setState(requestId: string, state: RequestState, at: Instant): Promise<void>
  get(requestId: string): Promise<SupportRequest | null>
  /** Newest first. */
  list(limit: number): Promise<SupportRequest[]>
  /** Oldest first. */
  messages(requestIds: string[]): Promise<SupportMessage[]>
  /** Requests whose last word is older. @returns their ids */
  forget(before: Instant): Promise<string[]>
}

export interface InboxEntry {
  requestId: string
  tenantId: string
  company: string
  changedAt: Instant
  state: RequestState
}

export interface Inbox {
  note(entry: Omit<InboxEntry, 'company'>): Promise<void>
  /** Open ones first, then newest first. */
  list(limit: number): Promise<InboxEntry[]>
  tenantOf(requestId: string): Promise<string | null>
  forget(requestIds: string[]): Promise<void>
}

/** A change that an operator made in a company. Rows are only added. */
export interface OperatorAct {
  actId: string
  at: Instant
  who: string
  act: string
}

export interface OperatorActs {
  /** @param unlessSince the same act of the same person since then is enough; null: each is noted */
  add(act: OperatorAct, unlessSince: Instant | null): Promise<void>
  newest(limit: number): Promise<OperatorAct[]>
}
