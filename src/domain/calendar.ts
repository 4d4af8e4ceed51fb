/** Local dates, `YYYY-MM-DD`, as the books know them. Instants become local dates outside of this room. */

/** A day in Europe/Brussels, e.g. `2026-03-01`. */
export type LocalDate = string

/** Epoch milliseconds. */
export type Instant = number

const dayMs = 86_400_000

/** Strict: the form and a day that exists. */
export function isDate(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/u.test(text)) return false
  const time = Date.parse(`${text}T00:00:00Z`)
  return !Number.isNaN(time) && dateOf(time) === text
}

function dateOf(time: number): LocalDate {
  return new Date(time).toISOString().slice(0, 10)
}

function timeOf(date: LocalDate): number {
  return Date.parse(`${date}T00:00:00Z`)
}

/** Negative when `a` is earlier, 0 on the same day; for sorting. */
export function compareDates(a: LocalDate, b: LocalDate): number {
  return a < b ? -1 : a > b ? 1 : 0
}

export function addDays(date: LocalDate, days: number): LocalDate {
  return dateOf(timeOf(date) + days * dayMs)
}

/** The same day of another month, or its last day where it has none: 31 March and one month before is 28 February. */
export function addMonths(date: LocalDate, months: number): LocalDate {
  const [year, month, day] = date.split('-').map(Number) as [number, number, number]
  const index = year * 12 + (month - 1) + months
  const first = `${String(Math.floor(index / 12)).padStart(4, '0')}-${String((index % 12) + 1).padStart(2, '0')}`
  const last = new Date(Date.UTC(Math.floor(index / 12), (index % 12) + 1, 0)).getUTCDate()
  return `${first}-${String(Math.min(day, last)).padStart(2, '0')}`
}

export function daysBetween(from: LocalDate, to: LocalDate): number {
  return Math.round((timeOf(to) - timeOf(from)) / dayMs)
}

export function yearOf(date: LocalDate): number {
  return Number(date.slice(0, 4))
}
