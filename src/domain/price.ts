/** Unit prices that make a ledger's own computation meet the amount of a line (vat.md 6.5), and its total per rate (6.4). */
import { divideHalfAway, vatFromNet, type BasisPoints, type Cents } from './money.ts'

/** One euro. */
export const microsPerEuro = 1_000_000
const microsPerCent = 10_000

export interface UnitPrice {
  count: number
  /** 1 euro = 1 000 000. */
  unitPriceMicros: number
  decimals: 2 | 4 | 6
  /** `countInText`: no unit price meets the amount, so the line counts 1 and says "3 x …". */
  description: 'asIs' | 'countInText'
}

/** Prefers two decimals, then four (six from 100 units on), such that count × price, rounded to cents, is the line's amount. */
export function unitPriceFor(
  lineCents: Cents,
  count: number,
  options: { maxDecimals: 2 | 4 | 6 } = { maxDecimals: 4 },
): UnitPrice {
  const steps: { decimals: 2 | 4 | 6; micros: number }[] = [
    { decimals: 2, micros: microsPerCent },
    { decimals: 4, micros: 100 },
    { decimals: 6, micros: 1 },
  ]
  for (const { decimals, micros } of steps) {
    if (decimals > options.maxDecimals && !(decimals === 6 && count >= 100 && options.maxDecimals >= 4)) continue
    const price = divideHalfAway(lineCents * (microsPerCent / micros), count) * micros
    if (divideHalfAway(price * count, microsPerCent) === lineCents)
      return { count, unitPriceMicros: price, decimals, description: 'asIs' }
  }
  return { count: 1, unitPriceMicros: lineCents * microsPerCent, decimals: 2, description: 'countInText' }
}

/** What a ledger makes of an invoice without VAT in its prices: VAT on the net of each rate. */
export function exclusiveInvoiceTotal(groups: readonly { netCents: Cents; rateBp: BasisPoints }[]): Cents {
  return groups.reduce((sum, group) => sum + group.netCents + vatFromNet(group.netCents, group.rateBp), 0)
}

/** The ledger's total less what was paid: -1, 0 or 1 cent per rate. */
export function centDifference(groups: readonly { grossCents: Cents; netCents: Cents; rateBp: BasisPoints }[]): Cents {
  return exclusiveInvoiceTotal(groups) - groups.reduce((sum, group) => sum + group.grossCents, 0)
}
