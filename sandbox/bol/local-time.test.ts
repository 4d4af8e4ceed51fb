import { describe, expect, it } from 'vitest'
import { addDays, isDate, isoWithOffset, localDate, monthsEarlier, startOfDay } from './local-time.ts'

const HOUR = 3_600_000

describe('local time of the Netherlands', () => {
  it('agrees with Intl in every hour around both clock changes and at every month of 1999–2035', () => {
    const format = new Intl.DateTimeFormat('sv-SE', {
      timeZone: 'Europe/Amsterdam',
      dateStyle: 'short',
      timeStyle: 'medium',
    })
    const instants: number[] = []
    for (let year = 1999; year <= 2035; year += 1) {
      for (let month = 0; month < 12; month += 1) instants.push(Date.UTC(year, month, 17, 22, 30, 5))
      for (const month of [2, 9]) {
        for (let hour = 0; hour < 9 * 24; hour += 1) instants.push(Date.UTC(year, month, 23) + hour * HOUR)
      }
    }
    const wrong = instants.filter(
      (instant) => isoWithOffset(instant).slice(0, 19).replace('T', ' ') !== format.format(instant),
    )
    expect(wrong.map(isoWithOffset)).toEqual([])
  })

  it('writes an instant so that it can be read back', () => {
    expect(isoWithOffset(Date.parse('2026-08-27T18:00:17+02:00'))).toBe('2026-08-27T18:00:17+02:00')
    expect(isoWithOffset(Date.parse('2026-12-31T23:30:00Z'))).toBe('2027-01-01T00:30:00+01:00')
  })

  it('begins a day at local midnight, also on the days of the clock changes', () => {
    for (const day of ['2026-03-29', '2026-03-30', '2026-10-25', '2026-10-26', '2026-01-01']) {
      expect(localDate(startOfDay(day))).toBe(day)
      expect(localDate(startOfDay(day) - 1)).toBe(addDays(day, -1))
    }
  })

  it('counts months back to a day that exists, and knows which days exist', () => {
    expect(monthsEarlier('2026-05-31', 3)).toBe('2026-02-28')
    expect(monthsEarlier('2026-01-15', 3)).toBe('2025-10-15')
    expect(['2026-02-29', '2026-13-01', '2026-1-1', '20260101', ''].filter(isDate)).toEqual([])
    expect(isDate('2028-02-29')).toBe(true)
  })
})
