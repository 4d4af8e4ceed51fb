/** When another run can do more. One place for all that a connection can wait for. Pure. */
import type { Instant } from '../calendar.ts'

/** Null everywhere: nothing waits for that. */
export interface Waits {
  now: Instant
  /** A user paused the connection. */
  paused: boolean
  /** Null: it was read to its end. `closed`: until a user acts. */
  marketplace: Side
  ledger: Side
  /** Orders that the plan has not reached: the ledger did not say what it needs. */
  toPlan: boolean
  /** Documents that are sent when their turn comes, and what holds only these: a budget that is used up; `never`: a trial that is over. */
  queue: Instant | null
  queueUntil: Instant | 'never' | null
  /** Documents in doubt, days that close, answers of the register, the first posting of its kind that the ledger does not show yet. */
  rest: Instant | null
  /** Nothing at all goes to the ledger before. */
  ledgerUntil: Instant | null
  /** The end of a call's rest. A document that is due and did not move waits for it. */
  restsUntil: Instant | null
}

/** `later`: it did not answer, and said until when, or not. */
export type Side = { kind: 'open' } | { kind: 'closed' } | { kind: 'later'; until: Instant | null }

/** @returns a moment that is never in the past; null where nothing changes until a user acts, or where the moment is unknown */
export function nextMoment(waits: Waits): Instant | null {
  if (waits.paused) return null
  const { marketplace } = waits
  const answers =
    marketplace.kind === 'later' && marketplace.until !== null ? Math.max(marketplace.until, waits.now) : null
  return earliest([answers, nextOfLedger(waits)])
}

/** Returns the next moment of documents that wait for the ledger only. */
export function nextOfLedger(waits: Waits): Instant | null {
  const { now, ledger, queueUntil, restsUntil, ledgerUntil } = waits
  if (waits.paused || ledger.kind === 'closed') return null
  const queue = waits.queue === null || queueUntil === 'never' ? null : Math.max(waits.queue, queueUntil ?? 0)
  const next = earliest([queue, waits.rest, waits.toPlan ? now : null])
  if (next === null) return null
  const later = ledger.kind === 'later' ? ledger.until : null
  const held = next <= now ? Math.max(restsUntil ?? 0, later ?? 0) : 0
  return Math.max(next, now, ledgerUntil ?? 0, held)
}

export function earliest(moments: (Instant | null)[]): Instant | null {
  const known = moments.filter((moment) => moment !== null)
  return known.length === 0 ? null : Math.min(...known)
}
