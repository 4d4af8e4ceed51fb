/**
 * Goal: the ledger's own computation, count × price rounded to cents, meets the line.
 * Method: a second computation in exact integers, over random lines.
 */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { unitPriceFor } from './price.ts'

describe('a unit price', () => {
  it.each([
    [2477, 3, 4, 8_256_700, 'asIs'],
    [4131, 1, 2, 41_310_000, 'asIs'],
    [1998, 2, 4, 9_990_000, 'asIs'],
    [0, 3, 2, 0, 'asIs'],
  ] as const)('of %i cents for %i pieces', (cents, count, decimals, unitPriceMicros, description) => {
    expect(unitPriceFor(cents, count, decimals)).toEqual({ count, unitPriceMicros, description })
  })

  it.each([
    ['3 × 9.99 where the journal keeps two decimals', 2477, 3, 2],
    ['250 × 1.39', 28_719, 250, 4],
    ['999 × 1.40', 115_587, 999, 4],
  ] as const)('goes into the text: %s', (_, cents, count, decimals) => {
    const inText = { count: 1, unitPriceMicros: cents * 10_000, description: 'countInText' }
    expect(unitPriceFor(cents, count, decimals)).toEqual(inText)
  })

  it('always meets the line, with no more decimals than the journal has and nowhere near half a cent', () => {
    const lines = fc.integer({ min: 0, max: 5_000_000 })
    const counts = fc.integer({ min: 1, max: 2000 })
    fc.assert(
      fc.property(lines, counts, fc.constantFrom(2 as const, 4 as const), (cents, count, decimals) => {
        const price = unitPriceFor(cents, count, decimals)
        const off = BigInt(price.count) * BigInt(price.unitPriceMicros) - BigInt(cents) * 10_000n
        expect(off > -5_000n && off < 5_000n).toBe(true)
        expect(price.unitPriceMicros % 10 ** (6 - decimals)).toBe(0)
        if (decimals === 2) expect(off).toBe(0n)
      }),
      { numRuns: 2000 },
    )
  })
})
