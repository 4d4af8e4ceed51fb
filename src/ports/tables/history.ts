/** Periods from before a connection's first day. */
import type { Instant, LocalDate } from '../../domain/calendar.ts'

/** A period from before the connection's first day that is to be booked too. */
export interface HistoryImport {
  from: LocalDate
  to: LocalDate
  /** The lists of all days before this one are read. */
  nextDay: LocalDate
  state: 'running' | 'paused' | 'done'
  /** Orders found so far. */
  captured: number
  askedAt: Instant
}

export interface History {
  list(connectionId: string): Promise<HistoryImport[]>
  /** Asks for an import. An import that is asked for again goes on at its last position. */
  ask(
    connectionId: string,
    period: { from: LocalDate; to: LocalDate; firstRead: LocalDate; at: Instant },
  ): Promise<void>
  advance(
    connectionId: string,
    period: { from: LocalDate; to: LocalDate },
    step: { nextDay: LocalDate; captured: number; done: boolean; at: Instant },
  ): Promise<void>
  setState(
    connectionId: string,
    period: { from: LocalDate; to: LocalDate },
    state: HistoryImport['state'],
  ): Promise<void>
}
