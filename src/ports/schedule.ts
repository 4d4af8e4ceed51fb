/**
 * When each connection is polled, and when its documents can go on: the minute's tick reads it by an index and never connection by
 * connection.
 */
import type { Instant } from '../domain/calendar.ts'

/** One connection that is due. */
export interface Due {
  connectionId: string
  tenantId: string
  /** When it was to begin. */
  dueAt: Instant
}

/** The known facts about the next work on a connection's documents. */
export interface WorkWanted {
  /** Null: not before its next poll. */
  workAt: Instant | null
  /** A user asked for work. It does not wait for the hour of the day at which documents are sent. */
  askedAt: Instant | null
}

/** Over all companies. */
export interface Schedules {
  schedule(entry: { connectionId: string; tenantId: string; nextPollAt: Instant; active: boolean }): Promise<void>
  /** Active connections whose poll is due, or planned after `until`; the longest due first. */
  duePolls(at: { now: Instant; until: Instant; limit: number }): Promise<Due[]>
  /** Plans the next poll of each, and a look at its documents at `workAt` should the poll that begins now not live to plan one. */
  planPolls(polls: { connectionId: string; nextPollAt: Instant; workAt: Instant }[]): Promise<void>
  /** Active connections whose documents can go on, the longest due first. */
  dueWork(now: Instant, limit: number): Promise<Due[]>
  countActive(): Promise<number>
}

/** The schedule of one company's connections. */
export interface WorkSchedule {
  of(connectionId: string): Promise<WorkWanted>
  /** Starts the work that a user asked for at the next tick. */
  ask(connectionIds: string[], now: Instant): Promise<void>
  /** Orders are read again at the next tick. */
  pollSoon(connectionIds: string[], now: Instant): Promise<void>
  /** Documents can go on by then at the latest. */
  noLaterThan(connectionId: string, workAt: Instant): Promise<void>
  /** Saves when the finished work goes on. Saves nothing where a user asked for work since `seen` was read. */
  worked(connectionId: string, entry: { seen: WorkWanted; next: WorkWanted }): Promise<void>
}
