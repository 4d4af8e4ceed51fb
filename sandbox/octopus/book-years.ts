/** Book years with their periods, journals and accounts; the next one appears on 1 December. */

import { addDays, localDate } from '../bol/local-time.ts'
import { ACCOUNTS } from './seed-data.ts'
import { changeNow } from './state.ts'
import type { BookYear, Dossier, Journal, JournalPlan, OctopusState, Period, PeriodType } from './state.ts'

const MONTHS: Readonly<Record<PeriodType, number>> = { MONTH: 1, QUARTER: 3, YEAR: 12 }

/** Calendar year that a new book year of these days would be. */
export function newestYear(dossier: Dossier): number {
  return Math.max(0, ...dossier.bookYears.map((year) => Number(year.startDate.slice(0, 4))))
}

/** Book years that the calendar asks for by now. */
export function openDueBookYears(state: OctopusState, now: number): void {
  if (!state.settings.autoBookyears) return
  const today = localDate(now)
  if (state.calendarDay === today) return
  state.calendarDay = today
  const due = Number(today.slice(0, 4)) + (today.slice(5, 7) === '12' ? 1 : 0)
  for (const dossier of state.dossiers.values()) {
    const newest = newestYear(dossier)
    if (newest === 0) continue
    for (let year = newest + 1; year <= due; year += 1) continueBookYear(state, dossier, { year, now })
  }
}

/** The next book year with the journals of the newest one, all empty. */
export function continueBookYear(
  state: OctopusState,
  dossier: Dossier,
  next: { year: number; now: number; periodType?: PeriodType },
): BookYear {
  const newest = dossier.bookYears.at(-1)
  if (!newest) throw new Error('a dossier without a book year')
  const added = addBookYear(state, dossier, {
    year: next.year,
    periodType: next.periodType ?? newest.periodType,
    journals: newest.journals,
    now: next.now,
  })
  for (const [id, account] of newest.accounts) added.accounts.set(id, { ...account })
  return added
}

export function addBookYear(
  state: OctopusState,
  dossier: Dossier,
  plan: { year: number; periodType: PeriodType; journals: readonly JournalPlan[]; now: number },
): BookYear {
  const { year, periodType, now } = plan
  const id = Math.max(0, ...dossier.bookYears.map((other) => other.id)) + 1
  const added: BookYear = {
    id,
    description: String(year),
    startDate: `${year}-01-01`,
    endDate: `${year}-12-31`,
    closed: false,
    periodType,
    periods: periodsOf(year, MONTHS[periodType]),
    journals: plan.journals.map((journal) => newJournal(state, { id, now }, journal)),
    accounts: new Map(ACCOUNTS.map((account) => [account.id, { ...account, change: changeNow(state, now) }])),
  }
  dossier.bookYears.push(added)
  return added
}

function periodsOf(year: number, months: number): Period[] {
  return Array.from({ length: 12 / months }, (_, index) => {
    const start = startOfMonth(year, index * months)
    const endDate = addDays(startOfMonth(year, (index + 1) * months), -1)
    return { nr: year * 100 + index + 1, startDate: start, endDate }
  })
}

/** Month 12 is January of the next year. */
function startOfMonth(year: number, month: number): string {
  return new Date(Date.UTC(year, month, 1)).toISOString().slice(0, 10)
}

export function newJournal(state: OctopusState, year: { id: number; now: number }, plan: JournalPlan): Journal {
  // A plan may be the journal of another year, of which only the plan counts.
  const { key, name, insertionType, unitPriceDecimals, currencyCode } = plan
  return {
    key,
    letter: key.slice(0, 1),
    sequence: Number(key.slice(1)),
    bookYearId: year.id,
    name,
    ...(currencyCode === undefined ? {} : { currencyCode }),
    insertionType,
    unitPriceDecimals,
    closed: false,
    closedPeriod: 0,
    protectedPeriod: 0,
    openUntil: 0,
    startNumber: 0,
    lastNumber: 0,
    documents: [],
    change: changeNow(state, year.now),
  }
}
