/** Records that a marketplace gave badly: how long each rests before it is asked again, and when a person is to look. */
import type { Instant } from '../calendar.ts'
import type { ProblemCode } from '../problem/problem.ts'

const minuteMs = 60_000

/** How the subjects of their problems begin: they end once the record is read, whatever is planned meanwhile. */
export const heldPrefix = 'record:'

/** After the first failure, the second one, and so on; the last one holds from there. A single failure is tried again at once. */
export const heldRestsMs = [0, 0, 15, 30, 60, 120, 240, 480, 720].map((minutes) => minutes * minuteMs)

/** What is unreadable for so long does not mend by itself. */
export const unreadableMaxMs = 24 * 60 * minuteMs

/** `BOL-ONVOLLEDIG` while it may still mend by itself, then a person's. */
export function heldCode(firstAt: Instant, now: Instant): Extract<ProblemCode, 'BOL-ONVOLLEDIG' | 'BOL-ONLEESBAAR'> {
  return now - firstAt < unreadableMaxMs ? 'BOL-ONVOLLEDIG' : 'BOL-ONLEESBAAR'
}
