/** When the marketplace is asked for its invoices. */
import { addDays, type Instant, type LocalDate } from '../calendar.ts'
import { awaitedInvoiceEveryMs, invoicesListedEveryMs } from '../delays.ts'

const windowDays = 31

/** Hour of the day in local time, 0 to 23. */
export interface LocalMoment {
  now: Instant
  today: LocalDate
  hourOfDay: number
}

/**
 * Every six hours; by day each hour while an invoice is awaited: on the first days of a month and after its middle, until one of these
 * days is there.
 */
export function listIsDue(listedAt: Instant | null, issued: readonly LocalDate[], at: LocalMoment): boolean {
  if (listedAt === null || at.now - listedAt >= invoicesListedEveryMs) return true
  const day = Number(at.today.slice(8))
  const first = day <= 5 ? 1 : day >= 15 && day <= 20 ? 15 : null
  if (first === null || at.hourOfDay < 6 || at.hourOfDay > 22 || at.now - listedAt < awaitedInvoiceEveryMs) return false
  const from = `${at.today.slice(0, 8)}${String(first).padStart(2, '0')}`
  return issued.length > 0 && !issued.some((date) => date >= from && date <= at.today)
}

/** The next window on the way back; null: the way ends before it. */
export function nextWindow(walkTo: LocalDate, start: LocalDate): { from: LocalDate; to: LocalDate } | null {
  if (walkTo < start) return null
  return { from: addDays(walkTo, 1 - windowDays), to: walkTo }
}
