/** When to come back, from what an answer says: seconds, a date, or words in its text. */
import type { Instant } from '../../domain/calendar.ts'

const WAIT_MS_MIN = 1_000
/** The longest wait that is believed; a wrong clock or a typing slip must not stop a shop for days. */
const WAIT_MS_MAX = 6 * 60 * 60 * 1_000

/**
 * @param header `Retry-After` as it came
 * @param text the answer's text, searched for "retry in 4 seconds" when the header says nothing
 * @returns an instant 1 s to 6 h after `now`; null when neither says anything
 */
export function retryAfter(header: string | undefined, text: string, now: Instant): Instant | null {
  const waitMs = waitFromHeader(header?.trim() ?? '', now) ?? waitFromText(text)
  if (waitMs === null) return null
  return now + Math.min(Math.max(waitMs, WAIT_MS_MIN), WAIT_MS_MAX)
}

function waitFromHeader(header: string, now: Instant): number | null {
  if (/^[+-]?\d+(\.\d+)?$/.test(header)) return Math.ceil(Number(header) * 1_000)
  // The oldest of the three HTTP date forms names no zone, but means GMT.
  const date = /^[A-Z][a-z]{2} [A-Z][a-z]{2} +\d{1,2} [\d:]+ \d{4}$/.test(header) ? `${header} GMT` : header
  // Only what looks like a date: the engine reads dates into almost any text that ends in a number.
  if (!/^([A-Z][a-z]+,? |\d{4}-\d{2}-\d{2}T)/.test(date)) return null
  const instant = Date.parse(date)
  return Number.isNaN(instant) ? null : instant - now
}

const UNIT_MS: Record<string, number> = { second: 1_000, minute: 60_000, hour: 3_600_000 }

function waitFromText(text: string): number | null {
  const found = /(?:retry|try again|wait)\s+(?:in|after|for)?\s*(\d{1,9})\s*(second|minute|hour)s?\b/i.exec(text)
  if (!found) return null
  return Number(found[1]) * (UNIT_MS[(found[2] ?? '').toLowerCase()] ?? 1_000)
}
