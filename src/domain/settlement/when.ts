/** When the marketplace is asked for its invoices. */
import { addDays, daysBetween, type Instant, type LocalDate } from '../calendar.ts'
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

export interface Period {
  from: LocalDate
  to: LocalDate
}

/** Half a month has at most so many days; the other rhythm is a month. */
const halfMonthDays = 16
const monthDays = 31
/** Parcels of the last days of a period come with the next settlement. */
const reserveDays = 7
/** An invoice comes the day after its period; a day or two late is nothing. */
const overdueDays = 5

/**
 * The period that should have been settled by now, by the rhythm of the last one. Nothing sold in it: no invoice is owed.
 * @param last the newest that was settled; null: none was, and `firstSale` begins the first, as long as a month
 * @returns null: none is due
 */
export function overduePeriod(last: Period | null, firstSale: LocalDate | null, today: LocalDate): Period | null {
  if (last === null && firstSale === null) return null
  const from = last === null ? (firstSale as LocalDate) : addDays(last.to, 1)
  const isHalf = last !== null && daysBetween(last.from, last.to) < halfMonthDays
  const to = addDays(from, (isHalf ? halfMonthDays : monthDays) - 1)
  return today > addDays(to, 1 + overdueDays) ? { from, to: addDays(to, -reserveDays) } : null
}

/** The next window on the way back; null: the way ends before it. */
export function nextWindow(walkTo: LocalDate, start: LocalDate): { from: LocalDate; to: LocalDate } | null {
  if (walkTo < start) return null
  return { from: addDays(walkTo, 1 - windowDays), to: walkTo }
}
