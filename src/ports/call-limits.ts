/**
 * Limits that hold over all processes: at most `limit` calls in every window of `windowMs` that one can lay over time.
 * Calls are counted before they are made: an over-count is harmless, an under-count is not.
 */
import type { Instant } from '../domain/calendar.ts'

export interface LimitRequest {
  /** The limited call, e.g. `bol:<fingerprint>:GET /retailer/orders` or `octopus:dossier:49555:POST /buysellbookings`. */
  key: string
  limit: number
  windowMs: number
  /** How many calls are wanted at once (default 1); fewer may be granted. */
  wanted?: number
}

export type LimitAnswer = { kind: 'granted'; count: number } | { kind: 'wait'; until: Instant; blocked: boolean }

export interface CallLimits {
  take(request: LimitRequest, now: Instant): Promise<LimitAnswer>
  /** Allows no call under this key before `until` (a `Retry-After`, or a quota that is used up by the other side's answer). */
  block(key: string, until: Instant): Promise<void>
  /** Notes that the other side refused a call of this key by a limit of its own. How often in a row, this time included. */
  refused(key: string, now: Instant): Promise<number>
}
