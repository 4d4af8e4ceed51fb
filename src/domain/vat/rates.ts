/**
 * VAT rates of the EU with their dates of validity. Data, not code: a change of law is a new row. Source: the Commission's TEDB, snapshots
 * of 2026 (vat-rules.md 1). A rate is listed only where it holds for a whole class; a missing row holds the order. FOOD, for one, is not
 * listed for Germany (drinks carry 19 %) and France (sweets carry 20 %).
 */
import type { LocalDate } from '../calendar.ts'
import type { ProductClass } from '../settings/mapping.ts'
import type { BasisPoints } from '../money.ts'
import { isoCountry, type RateTerritory } from './territory.ts'

export interface RateRow {
  country: string
  productClass: ProductClass
  /** First day. */
  from: LocalDate
  /** First day on which it no longer holds; null = still in force. */
  to: LocalDate | null
  rateBp: BasisPoints
}

/** Version of this table, kept with what was priced by it. */
export const rateTableVersion = '2026-11-29'

const since = '2016-01-01'

/** Country, class, then pairs of first day and basis points; each holds until the next. */
const table: [string, ProductClass, ...(string | number)[]][] = [
  ['AT', 'STANDARD', since, 2000],
  ['BE', 'STANDARD', since, 2100],
  ['BE', 'BOOK', since, 600],
  ['BE', 'FOOD', since, 600],
  ['BE', 'MEDICINE', since, 600],
  ['BE', 'PLANT', since, 600],
  ['BE', 'SANITARY', since, 2100, '2018-01-01', 600],
  ['BE', 'PESTICIDE', since, 1200, '2026-03-01', 2100],
  ['BE', 'FERTILISER', since, 600],
  ['BE', 'NEWSPAPER', since, 0],
  ['BE', 'MARGARINE', since, 1200],
  ['BG', 'STANDARD', since, 2000],
  ['CY', 'STANDARD', since, 1900],
  ['CZ', 'STANDARD', since, 2100],
  ['CZ', 'BOOK', '2024-01-01', 0],
  ['DE', 'STANDARD', since, 1900, '2020-07-01', 1600, '2021-01-01', 1900],
  ['DE', 'BOOK', since, 700, '2020-07-01', 500, '2021-01-01', 700],
  ['DK', 'STANDARD', since, 2500],
  // No reduced rate at all; books and newspapers are left out, for they are being discussed.
  ['DK', 'FOOD', since, 2500],
  ['DK', 'MEDICINE', since, 2500],
  ['DK', 'PLANT', since, 2500],
  ['DK', 'SANITARY', since, 2500],
  ['DK', 'PESTICIDE', since, 2500],
  ['DK', 'FERTILISER', since, 2500],
  ['DK', 'MARGARINE', since, 2500],
  ['EE', 'STANDARD', since, 2000, '2024-01-01', 2200, '2025-07-01', 2400],
  ['ES', 'STANDARD', since, 2100],
  ['FI', 'STANDARD', since, 2400, '2024-09-01', 2550],
  ['FI', 'FOOD', since, 1400, '2026-01-01', 1350],
  ['FR', 'STANDARD', since, 2000],
  ['FR', 'BOOK', since, 550],
  ['GR', 'STANDARD', '2016-06-01', 2400],
  ['HR', 'STANDARD', since, 2500],
  ['HU', 'STANDARD', since, 2700],
  ['IE', 'STANDARD', since, 2300, '2020-09-01', 2100, '2021-03-01', 2300],
  ['IE', 'BOOK', since, 0],
  ['IT', 'STANDARD', since, 2200],
  ['LT', 'STANDARD', since, 2100],
  ['LT', 'BOOK', since, 900, '2026-01-01', 500],
  ['LU', 'STANDARD', since, 1700, '2023-01-01', 1600, '2024-01-01', 1700],
  ['LU', 'BOOK', since, 300],
  ['LU', 'FOOD', since, 300],
  ['LV', 'STANDARD', since, 2100],
  ['MT', 'STANDARD', since, 1800],
  ['NL', 'STANDARD', since, 2100],
  ['NL', 'BOOK', since, 600, '2019-01-01', 900],
  ['NL', 'FOOD', since, 600, '2019-01-01', 900],
  ['NL', 'MEDICINE', since, 600, '2019-01-01', 900],
  ['NL', 'PLANT', since, 600, '2019-01-01', 900],
  ['NL', 'SANITARY', since, 600, '2019-01-01', 900],
  ['NL', 'NEWSPAPER', since, 600, '2019-01-01', 900],
  ['NL', 'MARGARINE', since, 600, '2019-01-01', 900],
  ['NL', 'PESTICIDE', since, 2100],
  ['NL', 'FERTILISER', since, 2100],
  ['PL', 'STANDARD', since, 2300],
  ['PT', 'STANDARD', since, 2300],
  ['RO', 'STANDARD', '2017-01-01', 1900, '2025-08-01', 2100],
  ['SE', 'STANDARD', since, 2500],
  ['SI', 'STANDARD', since, 2200],
  ['SK', 'STANDARD', since, 2000, '2025-01-01', 2300],
]

export const rateRows: readonly RateRow[] = table.flatMap(([country, productClass, ...steps]) => {
  const rows: RateRow[] = []
  for (let at = 0; at < steps.length; at += 2) {
    const to = steps[at + 2]
    rows.push({
      country,
      productClass,
      from: String(steps[at]),
      to: to === undefined ? null : String(to),
      rateBp: Number(steps[at + 1]),
    })
  }
  return rows
})

const byKey = new Map<string, RateRow[]>()
for (const row of rateRows) {
  const key = `${row.country}|${row.productClass}`
  byKey.set(key, [...(byKey.get(key) ?? []), row])
}

/** Standard rates of places that have their own; for every other class there no rate is certain. */
const ofTerritories: Partial<Record<RateTerritory, [LocalDate, BasisPoints]>> = {
  AZORES: ['2021-07-01', 1600],
  MADEIRA: [since, 2200],
  JUNGHOLZ: [since, 1900],
  MITTELBERG: [since, 1900],
  // Only the lower rates differ from those of the mainland.
  CORSICA: [since, 2000],
}

/** The rate of a place that has its own; null where it is not known, which holds the order. */
export function territoryRateOf(
  territory: RateTerritory,
  productClass: ProductClass,
  date: LocalDate,
): BasisPoints | null {
  const [from, rateBp] = ofTerritories[territory] ?? []
  return from === undefined || rateBp === undefined || productClass !== 'STANDARD' || date < from ? null : rateBp
}

/** The rate on a day of supply (half-open intervals); null when no row matches, which holds the order. */
export function rateOf(country: string, productClass: ProductClass, date: LocalDate): RateRow | null {
  const rows = byKey.get(`${isoCountry(country)}|${productClass}`) ?? []
  return rows.find((row) => row.from <= date && (row.to === null || date < row.to)) ?? null
}
