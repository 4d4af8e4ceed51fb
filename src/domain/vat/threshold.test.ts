/** Goal: what counts for the threshold, and where it lies. Method: the worked edge of exactly € 10 000.00. */
import { expect, it } from 'vitest'
import { crossBorderNet, thresholdStanding } from './threshold.ts'

const seller = { country: 'BE', scheme: 'normal' } as const
const mug = { productClass: 'STANDARD', grossCents: 4999 } as const
const book = { productClass: 'BOOK', grossCents: 2450 } as const

it('counts without the VAT that would be charged at home, per rate', () => {
  expect(crossBorderNet([mug], seller, '2026-11-20')).toBe(4131)
  expect(crossBorderNet([mug, book], seller, '2026-11-20')).toBe(4131 + 2311)
  expect(crossBorderNet([mug, book], { ...seller, scheme: 'small' }, '2026-11-20')).toBe(4999 + 2450)
})

it('does not guess where a rate is unknown', () => {
  expect(crossBorderNet([{ ...mug, productClass: 'SANITARY' }], { ...seller, country: 'AT' }, '2026-11-20')).toBeNull()
})

it('is near from 8 000.00, and passed one cent above 10 000.00', () => {
  expect([799_999, 800_000, 1_000_000, 1_000_001].map(thresholdStanding)).toEqual(['below', 'near', 'near', 'passed'])
})
