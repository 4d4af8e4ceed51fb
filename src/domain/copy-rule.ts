/** Which copies are kept: the newest of each of seven days, four weeks and twelve months that have one. The newest of all is always among them. */
import { addDays, type LocalDate } from './calendar.ts'

export interface NamedCopy {
  name: string
  day: LocalDate
}

const kept = { day: 7, week: 4, month: 12 }

/** @param copies in any order; names of one day sort by their time @returns names of those that may go */
export function copiesToRemove(copies: NamedCopy[]): string[] {
  const newestFirst = copies.toSorted((a, b) => (a.name < b.name ? 1 : -1))
  const keep = new Set<string>()
  for (const [span, count] of Object.entries(kept) as [keyof typeof kept, number][]) {
    const newestOf = new Map<string, string>()
    for (const { name, day } of newestFirst) {
      const of = spanOf(span, day)
      if (!newestOf.has(of)) newestOf.set(of, name)
    }
    for (const name of [...newestOf.values()].slice(0, count)) keep.add(name)
  }
  return copies.map(({ name }) => name).filter((name) => !keep.has(name))
}

function spanOf(span: keyof typeof kept, day: LocalDate): string {
  if (span === 'day') return day
  if (span === 'month') return day.slice(0, 7)
  // The Monday of its week; 1 January 1970 was a Thursday.
  const days = Math.floor(Date.parse(`${day}T00:00:00Z`) / 86_400_000)
  return addDays(day, -((days + 3) % 7))
}
