/**
 * Computes how long a key rests that Octopus refused by a limit although we count calls left: other programs use the same calls. The hour
 * at which a day of Octopus begins is not known. Pure.
 */
import type { Instant } from '../../domain/calendar.ts'
import { saysQuota } from './classify.ts'
import type { Reply } from './reply.ts'

const minute = 60_000
const hour = 60 * minute
const day = 24 * hour
/** Longer than a day, so that each try comes at another hour of it. */
const laterMs = 25 * hour
/** Shortest rests where the answer names a moment that turns out to be too early, by the number of refusals in a row. */
const namedRestsMs = [0, 0, 15 * minute, hour, 6 * hour]

/** @param refusals so many in a row, this one included */
export function restAfterRefusal(reply: Reply, refusals: number): Instant {
  const { receivedAt, retryAt } = reply
  if (retryAt !== null) return Math.max(retryAt, receivedAt + (namedRestsMs[refusals - 1] ?? day))
  // A day's limit, in so many words; a refusal without a word may be over in an hour.
  const rests = saysQuota(reply) ? [nextDay(receivedAt)] : [receivedAt + hour, nextDay(receivedAt)]
  return rests[refusals - 1] ?? receivedAt + laterMs
}

/** Midnight in UTC, when it is past midnight in Brussels too, and a little later. */
function nextDay(at: Instant): Instant {
  return (Math.floor(at / day) + 1) * day + 5 * minute
}
