/**
 * Goal: not a cent appears or vanishes. Method: worked examples, properties over random amounts, and the case files of
 * roundings and partial refunds where they are present.
 */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { casesOf } from '../../test/support/case-files.ts'
import {
  addCents,
  allocateNets,
  centsFromDecimalText,
  centsToText,
  Defect,
  divideHalfAway,
  shareOf,
  splitVat,
  vatFromNet,
} from './money.ts'

const anAmount = fc.integer({ min: -10_000_000, max: 10_000_000 })
const aRate = fc.constantFrom(0, 400, 550, 600, 700, 900, 1200, 1350, 1700, 1900, 2000, 2100, 2550, 2700)

describe('decimal texts', () => {
  it.each([
    ['12.9', 1290],
    ['12.99', 1299],
    ['12.990', 1299],
    ['12', 1200],
    ['-3', -300],
    ['0', 0],
    ['-0.00', 0],
    ['0.1', 10],
    ['9007199254740.99', 900_719_925_474_099],
  ])('%s is read exactly', (text, expected) => {
    expect(centsFromDecimalText(text)).toBe(expected)
  })

  it.each(['12.345', '1e3', '1,99', '1.', '.5', '', 'NaN', '12.99 EUR', '--1', '0x10', '99999999999999'])(
    '%j is no amount in whole cents',
    (text) => {
      expect(centsFromDecimalText(text)).toBeNull()
    },
  )

  it('come back as they went', () => {
    expect([1299, 5, -5, 0, -120_000].map(centsToText)).toEqual(['12.99', '0.05', '-0.05', '0.00', '-1200.00'])
    fc.assert(fc.property(anAmount, (amount) => centsFromDecimalText(centsToText(amount)) === amount))
  })
})

describe('VAT in a price', () => {
  it.each([
    [4999, 2100, 4131, 868],
    [2999, 2100, 2479, 520],
    [2450, 600, 2311, 139],
    [1, 2100, 1, 0],
    [3, 2100, 2, 1],
    // Exact halves exist at 12 and 20 %: up, on the VAT.
    [1386, 1200, 1237, 149],
    [1989, 2000, 1657, 332],
  ])('%i cents at %i basis points', (gross, rateBp, baseCents, vatCents) => {
    expect(splitVat(gross, rateBp)).toEqual({ baseCents, vatCents })
  })

  it('sums to the cent, and a return mirrors its sale', () => {
    fc.assert(
      fc.property(anAmount, aRate, (gross, rateBp) => {
        const sale = splitVat(gross, rateBp)
        const back = splitVat(-gross, rateBp)
        expect(addCents(sale.baseCents, sale.vatCents)).toBe(gross)
        expect(addCents(sale.baseCents, back.baseCents)).toBe(0)
      }),
    )
  })

  it('refuses what is no rate or no amount', () => {
    expect(() => splitVat(100, 21.5)).toThrow(Defect)
    expect(() => splitVat(100, -1)).toThrow(Defect)
    expect(() => splitVat(0.5, 2100)).toThrow(Defect)
    expect(() => addCents(Number.MAX_SAFE_INTEGER, 1)).toThrow(Defect)
    expect(() => divideHalfAway(1, 0)).toThrow(Defect)
  })

  it('on top of a net amount is what a ledger makes of it', () => {
    expect([vatFromNet(2479, 2100), vatFromNet(164, 2100), vatFromNet(-2479, 2100)]).toEqual([521, 34, -521])
  })
})

describe('nets of lines', () => {
  it('add up to the net of their rate, none off by a cent', () => {
    fc.assert(
      fc.property(fc.array(anAmount, { maxLength: 12 }), aRate, (grosses, rateBp) => {
        const nets = allocateNets(grosses, rateBp)
        expect(addCents(...nets)).toBe(splitVat(addCents(...grosses), rateBp).baseCents)
        nets.forEach((net, index) => {
          const exactTimes = (grosses[index] as number) * 10_000
          expect(Math.abs(net * (10_000 + rateBp) - exactTimes)).toBeLessThan(10_000 + rateBp)
        })
      }),
    )
  })

  it('give the missing cents to the largest remainders, ties to the first', () => {
    expect(
      allocateNets(
        Array.from({ length: 10 }, () => 99),
        2100,
      ),
    ).toEqual([82, 82, 82, 82, 82, 82, 82, 82, 81, 81])
    expect(allocateNets([4999, -500], 2100)).toEqual([4131, -413])
  })
})

describe('shares', () => {
  it('are rounded once, and cumulative shares end at the whole', () => {
    expect([1, 2, 3].map((part) => shareOf(1000, part, 3))).toEqual([333, 667, 1000])
    expect(shareOf(-1000, 2, 3)).toBe(-667)
    expect(shareOf(900_719_925_474_099, 999, 1000)).toBe(899_819_205_548_625)
  })
})

/** Cents of euros, or basis points of a percentage. */
function number(text: string | undefined): number {
  return centsFromDecimalText(text ?? '') as number
}

const roundings = casesOf('vat-rounding-cases.csv')
const refunds = casesOf('vat-refund-cases.csv')

describe('the worked roundings', () => {
  it.each([...new Set(roundings.map((row) => row['case_id'] ?? ''))])('%s', (id) => {
    const rows = roundings.filter((row) => row['case_id'] === id)
    const lines = rows.filter((row) => /^\d+$/u.test(row['line'] ?? ''))
    const totals = rows.filter((row) => row['line'] === 'rate total')
    for (const total of totals) {
      const own = lines.filter((line) => line['rate_percent'] === total['rate_percent'])
      const rateBp = number(total['rate_percent'])
      const nets = allocateNets(
        own.map((line) => number(line['line_gross'])),
        rateBp,
      )
      expect(nets).toEqual(own.map((line) => number(line['line_net_allocated'])))
      expect(splitVat(number(total['group_gross']), rateBp)).toEqual({
        baseCents: number(total['group_net']),
        vatCents: number(total['group_vat']),
      })
      expect(vatFromNet(number(total['group_net']), rateBp)).toBe(number(total['group_vat_from_net']))
    }
    expect(totals.length).toBeGreaterThan(0)
  })
})

describe('the worked refunds, each the cumulative split less what was credited before', () => {
  it.each(refunds)('$case_id credit $credit_no', (row) => {
    const rateBp = number(row['rate_percent'])
    const now = splitVat(number(row['cumulative_gross']), rateBp)
    const before = splitVat(number(row['cumulative_gross']) - number(row['credit_gross']), rateBp)
    expect(now.baseCents - before.baseCents).toBe(number(row['credit_net']))
    expect(now.vatCents - before.vatCents).toBe(number(row['credit_vat']))
  })
})
