/**
 * Goal: the ledger's own computation, count × price rounded to cents, meets the line.
 * Method: a second computation in exact integers, over random lines.
 */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { allocateNets, splitVat } from './money.ts'
import { centDifference, exclusiveInvoiceTotal, microsPerEuro, unitPriceFor } from './price.ts'

const microsPerCent = BigInt(microsPerEuro) / 100n

/** Nearest cent, halves away from zero, of count × price. */
function ledgerCents(count: number, unitPriceMicros: number): number {
  const exact = BigInt(count) * BigInt(unitPriceMicros)
  const size = exact < 0n ? -exact : exact
  const rounded = (2n * size + microsPerCent) / (2n * microsPerCent)
  return Number(exact < 0n ? -rounded : rounded)
}

describe('a unit price', () => {
  it.each([
    [2477, 3, 8_256_700, 4, 'asIs'],
    [4131, 1, 41_310_000, 2, 'asIs'],
    [1998, 2, 9_990_000, 2, 'asIs'],
    [0, 3, 0, 2, 'asIs'],
  ] as const)('of %i cents for %i pieces', (cents, count, unitPriceMicros, decimals, description) => {
    expect(unitPriceFor(cents, count)).toEqual({ count, unitPriceMicros, decimals, description })
  })

  it('goes into the text where the journal keeps two decimals only', () => {
    expect(unitPriceFor(2477, 3, { maxDecimals: 2 })).toEqual({
      count: 1,
      unitPriceMicros: 24_770_000,
      decimals: 2,
      description: 'countInText',
    })
  })

  it('always meets the line, with no more decimals than allowed', () => {
    const lines = fc.integer({ min: -5_000_000, max: 5_000_000 })
    fc.assert(
      fc.property(
        lines,
        fc.integer({ min: 1, max: 2000 }),
        fc.constantFrom(2 as const, 4 as const),
        (cents, count, maxDecimals) => {
          const price = unitPriceFor(cents, count, { maxDecimals })
          expect(ledgerCents(price.count, price.unitPriceMicros)).toBe(cents)
          expect(Math.abs(price.unitPriceMicros) % 10 ** (6 - price.decimals)).toBe(0)
          expect(price.decimals <= (maxDecimals === 4 && count >= 100 ? 6 : maxDecimals)).toBe(true)
          if (maxDecimals === 4) expect(price.description).toBe('asIs')
        },
      ),
    )
  })
})

describe('the total of an invoice without VAT in its prices', () => {
  it.each([
    [2999, 3000, 1],
    [199, 198, -1],
    [4999, 4999, 0],
  ])('for %i cents paid at 21 %%', (grossCents, total, difference) => {
    const group = { grossCents, netCents: splitVat(grossCents, 2100).baseCents, rateBp: 2100 }
    expect([exclusiveInvoiceTotal([group]), centDifference([group])]).toEqual([total, difference])
  })

  it('is off by a cent per rate at most, however many lines', () => {
    const lines = fc.array(fc.integer({ min: 1, max: 100_000 }), { minLength: 1, maxLength: 20 })
    fc.assert(
      fc.property(lines, fc.constantFrom(550, 600, 900, 1200, 1900, 2100, 2550), (grosses, rateBp) => {
        const grossCents = grosses.reduce((sum, gross) => sum + gross, 0)
        const netCents = allocateNets(grosses, rateBp).reduce((sum, net) => sum + net, 0)
        expect(Math.abs(centDifference([{ grossCents, netCents, rateBp }]))).toBeLessThanOrEqual(1)
      }),
    )
  })
})
