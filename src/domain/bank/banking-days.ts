/** Days on which banks pay: no weekends, no Belgian holidays, and none of the days on which payments between banks rest. */
import { addDays, type LocalDate } from '../calendar.ts'

/** Month and day: New Year, Labour Day, National Day, Assumption, All Saints, Armistice, and both days of Christmas. */
const fixed = new Set(['01-01', '05-01', '07-21', '08-15', '11-01', '11-11', '12-25', '12-26'])
/** From Easter Sunday: Good Friday, Easter Monday, Ascension and Whit Monday. */
const movable = [-2, 1, 39, 50]

export function isBankingDay(date: LocalDate): boolean {
  const weekday = new Date(`${date}T00:00:00Z`).getUTCDay()
  if (weekday === 0 || weekday === 6 || fixed.has(date.slice(5))) return false
  const easter = easterOf(Number(date.slice(0, 4)))
  return !movable.some((days) => addDays(easter, days) === date)
}

/** @param count of days after this one, 1 or more */
export function addBankingDays(date: LocalDate, count: number): LocalDate {
  let day = date
  for (let left = count; left > 0;) {
    day = addDays(day, 1)
    if (isBankingDay(day)) left -= 1
  }
  return day
}

/** By the rule of the Gregorian calendar, in the form without exceptions. */
export function easterOf(year: number): LocalDate {
  const a = year % 19
  const b = Math.floor(year / 100)
  const c = year % 100
  const d = (19 * a + b - Math.floor(b / 4) - Math.floor((b - Math.floor((b + 8) / 25) + 1) / 3) + 15) % 30
  const e = (32 + 2 * (b % 4) + 2 * Math.floor(c / 4) - d - (c % 4)) % 7
  const f = d + e - 7 * Math.floor((a + 11 * d + 22 * e) / 451) + 114
  return `${year}-${String(Math.floor(f / 31)).padStart(2, '0')}-${String((f % 31) + 1).padStart(2, '0')}`
}
