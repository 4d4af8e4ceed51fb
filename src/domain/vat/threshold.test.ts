/** Goal: what counts for the threshold, and where it lies. Method: the worked edge of exactly € 10 000.00. */
import { expect, it } from 'vitest'
import { crossBorderNet, thresholdStanding } from './threshold.ts'

const seller = { country: 'BE', scheme: 'normal', oss: { active: false, from: null, to: null } } as const
const sold = { supplyDate: '2026-11-20', destination: 'DE' } as const
const mug = { productClass: 'STANDARD', grossCents: 4999 } as const
const book = { productClass: 'BOOK', grossCents: 2450 } as const

it('counts without the VAT that would be charged at home, per rate', () => {
  expect(crossBorderNet([mug], seller, sold)).toBe(4131)
  expect(crossBorderNet([mug, book], seller, sold)).toBe(4131 + 2311)
  expect(crossBorderNet([mug, book], { ...seller, scheme: 'small' }, sold)).toBe(4999 + 2450)
})

it('counts without the VAT of the country of arrival while OSS is used, also of a small business', () => {
  const oss = { active: true, from: '2026-01-01', to: '2026-11-20' } as const
  expect(crossBorderNet([mug], { ...seller, oss }, sold)).toBe(4201)
  expect(crossBorderNet([mug], { ...seller, oss, scheme: 'small' }, sold)).toBe(4201)
  expect(crossBorderNet([mug], { ...seller, oss }, { ...sold, supplyDate: '2026-11-21' })).toBe(4131)
})

it('does not guess where a rate is unknown', () => {
  expect(crossBorderNet([{ ...mug, productClass: 'SANITARY' }], { ...seller, country: 'AT' }, sold)).toBeNull()
})

it('is near from 8 000.00, and passed one cent above 10 000.00', () => {
  expect([799_999, 800_000, 1_000_000, 1_000_001].map(thresholdStanding)).toEqual(['below', 'near', 'near', 'passed'])
})
