/** Goal: days as the books know them, over ends of months and years. Method: the edges by name. */
import { expect, it } from 'vitest'
import { addDays, addMonths, compareDates, daysBetween, isDate, yearOf } from './calendar.ts'

it('takes only days that exist, in one form', () => {
  expect(['2026-03-01', '2028-02-29'].every(isDate)).toBe(true)
  const wrong = [
    '2026-02-29',
    '2026-13-01',
    '2026-00-10',
    '2026-1-1',
    '01-03-2026',
    '2026-03-01T00:00:00Z',
    '',
    'today',
  ]
  expect(wrong.filter(isDate)).toEqual([])
})

it('counts days over a change of clocks, a leap day and a year', () => {
  expect(addDays('2026-03-28', 2)).toBe('2026-03-30')
  expect(addDays('2028-02-28', 1)).toBe('2028-02-29')
  expect(addDays('2026-01-01', -1)).toBe('2025-12-31')
  expect(daysBetween('2026-03-28', '2026-03-30')).toBe(2)
  expect(daysBetween('2026-12-31', '2026-01-01')).toBe(-364)
})

it('adds months, and stops at the last day of a shorter one', () => {
  expect(addMonths('2026-03-31', -1)).toBe('2026-02-28')
  expect(addMonths('2026-11-30', 3)).toBe('2027-02-28')
  expect(addMonths('2026-01-31', -3)).toBe('2025-10-31')
  expect(addMonths('2026-12-15', 1)).toBe('2027-01-15')
})

it('sorts by day and tells the year', () => {
  expect(['2026-11-02', '2025-12-31', '2026-01-10'].toSorted(compareDates)).toEqual([
    '2025-12-31',
    '2026-01-10',
    '2026-11-02',
  ])
  expect(compareDates('2026-01-01', '2026-01-01')).toBe(0)
  expect(yearOf('2026-11-20')).toBe(2026)
})
