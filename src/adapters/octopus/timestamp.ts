/** `modifiedTimeStamp` of the wire. Its zone is not documented; Brussels' local time is taken, callers overlap by hours. */
import type { Instant } from '../../domain/calendar.ts'
import type { Calendar } from '../../ports/clock.ts'

/** The vendor's prescribed value for a first synchronisation. */
const everything = '1980-01-01 00:00:00.000'

/** `yyyy-MM-dd HH:mm:ss.SSS`. `since` null: everything. */
export function modifiedTimestamp(since: Instant | null, calendar: Calendar): string {
  if (since === null) return everything
  const ms = ((since % 1000) + 1000) % 1000
  const text = calendar.isoText(since - ms)
  return `${text.slice(0, 10)} ${text.slice(11, 19)}.${String(ms).padStart(3, '0')}`
}
