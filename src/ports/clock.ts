import type { Instant, LocalDate } from '../domain/calendar.ts'

/** Time as the product sees it: the machine's, a test's over HTTP, or a simulation's. */
export interface Clock {
  /** Epoch milliseconds. Asked before each decision about time. */
  now(): Promise<Instant>
  /** Resolves at that moment, or as soon as `signal` is aborted. */
  sleepUntil(instant: Instant, signal?: AbortSignal): Promise<void>
  /** Waits briefly on the machine's own time, for polling something that does not notify this process. */
  pause(ms: number): Promise<void>
  /** Milliseconds of a clock that never jumps; only differences mean anything. */
  monotonicMs(): number
}

/** Conversions between instants and days in Europe/Brussels. */
export interface Calendar {
  localDate(instant: Instant): LocalDate
  /** The first instant of a local day. */
  startOfDay(date: LocalDate): Instant
  /** The instant of a wall-clock time `HH:MM` on a local day. */
  instantOf(date: LocalDate, time: string): Instant
  /** `2026-11-23T10:00:00+01:00`: whole seconds with Brussels' offset. */
  isoText(instant: Instant): string
}
