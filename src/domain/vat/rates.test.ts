/** Goal: the rate of the day of supply. Method: both sides of each recent change, the shape of the table, and the rates of a file made from another source. */
import { expect, it } from 'vitest'
import { casesOf } from '../../../test/support/case-files.ts'
import { isDate } from '../calendar.ts'
import type { ProductClass } from '../settings/mapping.ts'
import { centsFromDecimalText } from '../money.ts'
import { rateOf, rateRows } from './rates.ts'

it.each<[string, ProductClass, string, number, number]>([
  ['BE', 'PESTICIDE', '2026-03-01', 1200, 2100],
  ['RO', 'STANDARD', '2025-08-01', 1900, 2100],
  ['EE', 'STANDARD', '2025-07-01', 2200, 2400],
  ['SK', 'STANDARD', '2025-01-01', 2000, 2300],
  ['FI', 'STANDARD', '2024-09-01', 2400, 2550],
  ['FI', 'FOOD', '2026-01-01', 1400, 1350],
  ['LT', 'BOOK', '2026-01-01', 900, 500],
  ['NL', 'BOOK', '2019-01-01', 600, 900],
  ['LU', 'STANDARD', '2024-01-01', 1600, 1700],
])('%s %s changed on %s', (country, productClass, day, before, after) => {
  const eve = new Date(Date.parse(`${day}T00:00:00Z`) - 1).toISOString().slice(0, 10)
  expect(rateOf(country, productClass, eve)?.rateBp).toBe(before)
  expect(rateOf(country, productClass, day)).toMatchObject({ rateBp: after, from: day })
})

it('knows no rate rather than a likely one', () => {
  expect(rateOf('DE', 'FOOD', '2026-11-20')).toBeNull()
  expect(rateOf('CH', 'STANDARD', '2026-11-20')).toBeNull()
  expect(rateOf('BE', 'SECOND_HAND_MARGIN', '2026-11-20')).toBeNull()
  expect(rateOf('BE', 'STANDARD', '2015-12-31')).toBeNull()
})

it('has one rate at most for a country, class and day, in whole basis points', () => {
  for (const row of rateRows) {
    expect(isDate(row.from) && (row.to === null || (isDate(row.to) && row.from < row.to))).toBe(true)
    expect(Number.isInteger(row.rateBp) && row.rateBp >= 0 && row.rateBp <= 2700).toBe(true)
    const same = rateRows.filter(
      (other) => other !== row && other.country === row.country && other.productClass === row.productClass,
    )
    expect(
      same.filter((other) => other.from < (row.to ?? '9999-12-31') && row.from < (other.to ?? '9999-12-31')),
    ).toEqual([])
  }
})

it('answers for Greece under both of its names', () => {
  expect(rateOf('EL', 'STANDARD', '2026-11-20')?.rateBp).toBe(2400)
})

it.each(casesOf('vat-rates.csv'))(
  '$country has $standard_percent %% today',
  ({ country, standard_percent: percent }) => {
    expect(rateOf(country ?? '', 'STANDARD', '2026-11-20')?.rateBp).toBe(centsFromDecimalText(percent ?? ''))
  },
)
