import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { basisPointsOf, centsOf, centsText, integerOf, microsText } from './decimal.ts'

describe('decimal text', () => {
  // Goal: no cent is lost between an integer and its text on the wire. Method: print and read back any amount.
  it('gives every amount back', () => {
    fc.assert(
      fc.property(fc.maxSafeInteger(), (cents) => {
        const text = centsText(cents)
        expect(text).toMatch(/^-?\d+\.\d{2}$/)
        expect(centsOf(text)).toBe(cents === 0 ? 0 : cents)
      }),
    )
  })

  // Goal: a unit price is printed as the number it is. Method: compare with exact arithmetic on its digits.
  it('prints unit prices with two to six decimals and no more than needed', () => {
    fc.assert(
      fc.property(fc.integer({ min: -2_000_000_000, max: 2_000_000_000 }), (micros) => {
        const text = microsText(micros)
        expect(text).toMatch(/^-?\d+\.\d{2}(?:\d{0,3}[1-9])?$/)
        expect(
          BigInt(
            text
              .replace('.', '')
              .padEnd(text.indexOf('.') + 7, '0')
              .slice(0, text.indexOf('.') + 6),
          ),
        ).toBe(BigInt(micros))
      }),
    )
  })

  // Goal: amounts as a Java server prints them are read exactly. Method: its known forms, with the traps of floats.
  it.each([
    ['4715.8', 471_580],
    ['2544.0', 254_400],
    ['1.0E7', 1_000_000_000],
    ['1.23456789E7', 1_234_567_890],
    ['1.0E-2', 1],
    ['-347.04', -34_704],
    ['1.005', null],
    ['121.00000000000001', 12_100],
    ['0.1e', null],
    ['1e99', null],
    ['', null],
  ])('reads %s as %s cents', (text, cents) => {
    expect(centsOf(text)).toBe(cents)
  })

  it('reads percentages as basis points without a float in between', () => {
    expect(['5.5', '21.0', '25.5', '0.0', '5.555'].map(basisPointsOf)).toEqual([550, 2100, 2550, 0, null])
  })

  it('takes a whole number only', () => {
    expect(['6', '6.0', '6.5', '99999999999999999999'].map(integerOf)).toEqual([6, 6, null, null])
  })
})
