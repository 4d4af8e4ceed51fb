/**
 * Goal: an order placed in the last minutes of a day, month or year lands in the right period, also when clocks change.
 * Method: known moments, and a comparison with the system's own formatter over all hours of several years.
 */
import { describe, expect, it } from 'vitest'
import { createCalendar } from './calendar.ts'

const calendar = createCalendar()

describe('calendar of Brussels', () => {
  it.each([
    ['2025-12-31T22:59:59Z', '2025-12-31', '2025-12-31T23:59:59+01:00'],
    ['2025-12-31T23:00:00Z', '2026-01-01', '2026-01-01T00:00:00+01:00'],
    ['2026-06-30T21:59:59Z', '2026-06-30', '2026-06-30T23:59:59+02:00'],
    ['2026-06-30T22:00:00Z', '2026-07-01', '2026-07-01T00:00:00+02:00'],
    ['2026-03-29T00:59:59Z', '2026-03-29', '2026-03-29T01:59:59+01:00'],
    ['2026-03-29T01:00:00Z', '2026-03-29', '2026-03-29T03:00:00+02:00'],
    ['2026-10-25T00:30:00.999Z', '2026-10-25', '2026-10-25T02:30:00+02:00'],
    ['2026-10-25T01:30:00Z', '2026-10-25', '2026-10-25T02:30:00+01:00'],
  ])('knows the day and the offset of %s', (utc, day, iso) => {
    expect(calendar.localDate(Date.parse(utc))).toBe(day)
    expect(calendar.isoText(Date.parse(utc))).toBe(iso)
  })

  it('agrees with the system about every hour of 2024 to 2028', () => {
    const formatter = new Intl.DateTimeFormat('sv-SE', {
      timeZone: 'Europe/Brussels',
      dateStyle: 'short',
      timeStyle: 'medium',
    })
    const wrong: string[] = []
    for (let hour = Date.parse('2024-01-01T00:00:00Z'); hour < Date.parse('2029-01-01T00:00:00Z'); hour += 3_600_000) {
      if (formatter.format(hour) !== calendar.isoText(hour).slice(0, 19).replace('T', ' '))
        wrong.push(calendar.isoText(hour))
    }
    expect(wrong).toEqual([])
  })

  it('finds the first instant of a day, also of the days of 23 and 25 hours', () => {
    expect(calendar.startOfDay('2026-03-30') - calendar.startOfDay('2026-03-29')).toBe(23 * 3_600_000)
    expect(calendar.startOfDay('2026-10-26') - calendar.startOfDay('2026-10-25')).toBe(25 * 3_600_000)
    expect(calendar.startOfDay('2026-11-23')).toBe(Date.parse('2026-11-22T23:00:00Z'))
  })

  it('finds the instant of a wall-clock time, also of one that is skipped or comes twice', () => {
    expect(calendar.instantOf('2026-11-23', '04:00')).toBe(Date.parse('2026-11-23T03:00:00Z'))
    expect(calendar.instantOf('2026-03-29', '02:30')).toBe(Date.parse('2026-03-29T01:30:00Z'))
    expect(calendar.instantOf('2026-10-25', '02:30')).toBe(Date.parse('2026-10-25T00:30:00Z'))
  })

  it.each(['2026-02-30', '2026-2-3', 'yesterday', '2026-11-23T10:00'])('throws a Defect for the day %s', (day) => {
    expect(() => calendar.startOfDay(day)).toThrow(/does not exist/)
  })

  it('throws a Defect for what is no instant or no time', () => {
    expect(() => calendar.localDate(Number.NaN)).toThrow(/does not exist/)
    expect(() => calendar.instantOf('2026-11-23', '25:00')).toThrow(/does not exist/)
    expect(() => calendar.instantOf('2026-11-23', '4:00')).toThrow(/HH:MM/)
  })

  it('is fast enough for a report over a year of orders', () => {
    const start = performance.now()
    for (let n = 0; n < 100_000; n++) calendar.localDate(1_790_000_000_000 + n * 300_000)
    expect(performance.now() - start).toBeLessThan(1_500)
  })
})
