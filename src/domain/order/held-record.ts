/** Records that a marketplace gave badly: how long each rests before it is asked for again, and when the user has to look. */
import { unreadableMaxMs } from '../delays.ts'
import type { Instant } from '../calendar.ts'
import type { ProblemCode } from '../problem/problem.ts'

/** How the subjects of their problems begin: they end once the record is read, whatever is planned meanwhile. */
export const heldPrefix = 'record:'

/** `BOL-ONVOLLEDIG` while it may still mend by itself, then a person's. */
export function heldCode(firstAt: Instant, now: Instant): Extract<ProblemCode, 'BOL-ONVOLLEDIG' | 'BOL-ONLEESBAAR'> {
  return now - firstAt < unreadableMaxMs ? 'BOL-ONVOLLEDIG' : 'BOL-ONLEESBAAR'
}
