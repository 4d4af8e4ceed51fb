/** Unit prices that make a ledger's own computation meet the amount of a line (vat-rules.md 6.5). */
import type { PriceDecimals } from '../ledger/ledger.ts'
import { divideHalfAway, type Cents } from '../money.ts'

/** Millionths of a euro. */
export const microsPerCent = 10_000

export interface UnitPrice {
  count: number
  /** 1 euro = 1 000 000. */
  unitPriceMicros: number
  /** `countInText`: no unit price meets the amount, so the line counts 1 and says "3 x …". */
  description: 'asIs' | 'countInText'
}

/**
 * Prefers two decimals, then four where the journal has them, such that count × price is the line's amount: exactly, or by less than half a
 * cent, so that it makes no difference how halves are rounded. Never more decimals than the journal has, because a ledger's handling of
 * those is not known.
 */
export function unitPriceFor(lineCents: Cents, count: number, decimals: PriceDecimals): UnitPrice {
  const steps = decimals === 4 ? [microsPerCent, 100] : [microsPerCent]
  for (const micros of steps) {
    const unitPriceMicros = divideHalfAway(lineCents * (microsPerCent / micros), count) * micros
    const off = unitPriceMicros * count - lineCents * microsPerCent
    if (2 * Math.abs(off) < microsPerCent) return { count, unitPriceMicros, description: 'asIs' }
  }
  return countedInText(lineCents)
}

/** Right whatever the journal takes: two decimals, and nothing to multiply. */
export function countedInText(lineCents: Cents): UnitPrice {
  return { count: 1, unitPriceMicros: lineCents * microsPerCent, description: 'countInText' }
}
