/** No cent appears or vanishes on the way from what buyers paid to the bytes for the ledger. A million: `test/long/sums.ts`. */
import { expect, it } from 'vitest'
import { checkSums } from './support/random-sales.ts'

it('50,000 random orders: what was paid, what is planned and what is sent agree per order, per rate and per day', () => {
  const checked = checkSums(50_000, 2026)
  expect(checked.differences).toEqual([])
  expect(checked.documents).toBeGreaterThan(50_000)
}, 180_000)
