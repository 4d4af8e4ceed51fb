/**
 * Goal: an item is booked for what was paid, however it is shipped and cancelled, or not at all.
 * Method: each combination of total, unit price, discount and cancellation by name; random splits into parts.
 */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { paidCents, partCents, type Paid } from './amount.ts'
import type { OrderItem } from './order.ts'
import { anItem } from '../testkit.ts'

const discount = (cents: number): OrderItem['discounts'] => [{ title: 'Actie', cents }]
const three = anItem({ quantity: 3, unitPriceCents: 1000, totalPriceCents: 3000 })
const problem = { kind: 'problem', code: 'BOL-BEDRAG' }

function part(item: OrderItem, shippedNow: number, before: { shipped?: number; cents?: number } = {}): Paid {
  const paid = paidCents(item, 'reduce')
  return partCents({
    item,
    paid,
    shippedNow,
    shippedBefore: before.shipped ?? 0,
    bookedBeforeCents: before.cents ?? 0,
  })
}

describe('what was paid', () => {
  it.each<[string, Partial<OrderItem>, Partial<Paid> & { cents?: number }]>([
    ['the total, where there is one', {}, { kind: 'ok', cents: 3000, flags: [] }],
    ['unit price × quantity without a total', { totalPriceCents: null }, { kind: 'ok', cents: 3000 }],
    [
      'less discounts without a total',
      { totalPriceCents: null, discounts: discount(250) },
      { kind: 'ok', cents: 2750, flags: ['DISCOUNT_FUNDING_UNKNOWN'] },
    ],
    [
      'the total where it disagrees, with a mark',
      { totalPriceCents: 2900 },
      { cents: 2900, flags: ['TOTAL_PRICE_DIFFERS'] },
    ],
    ['the total alone', { unitPriceCents: null }, { kind: 'ok', cents: 3000, flags: [] }],
    ['nothing, for a gift', { unitPriceCents: 0, totalPriceCents: 0 }, { kind: 'ok', cents: 0 }],
    [
      'nothing for something with a price, and no discount that says why',
      { totalPriceCents: 0 },
      problem as Partial<Paid>,
    ],
    ['nothing, where a discount covers the price', { totalPriceCents: 0, discounts: discount(3000) }, { cents: 0 }],
    ['nothing, where all of it is cancelled', { totalPriceCents: 0, quantityCancelled: 3 }, { cents: 0 }],
    ['no amount at all', { unitPriceCents: null, totalPriceCents: null }, problem as Partial<Paid>],
    ['an amount with three decimals', { unreadableAmount: '12.345' }, problem as Partial<Paid>],
    [
      'a discount larger than the price',
      { totalPriceCents: null, discounts: discount(3001) },
      problem as Partial<Paid>,
    ],
    ['a negative total', { totalPriceCents: -1 }, problem as Partial<Paid>],
    [
      'more than can be counted',
      { unitPriceCents: Number.MAX_SAFE_INTEGER, totalPriceCents: null },
      problem as Partial<Paid>,
    ],
  ])('%s', (_, change, expected) => {
    expect(paidCents({ ...three, ...change }, 'reduce')).toMatchObject(expected)
  })

  it('before discounts, or waiting for a person, as the seller chose', () => {
    const item = { ...three, totalPriceCents: 2750, discounts: discount(250) }
    expect(paidCents(item, 'full')).toMatchObject({ cents: 3000, flags: ['DISCOUNT_NOT_DEDUCTED'] })
    expect(paidCents({ ...item, unitPriceCents: null }, 'full')).toMatchObject(problem)
    expect(paidCents(item, 'hold')).toMatchObject({ ...problem, code: 'BOL-KORTING', flags: ['DISCOUNT_HELD'] })
    expect(paidCents(three, 'hold')).toMatchObject({ kind: 'ok', cents: 3000 })
  })
})

describe('a part', () => {
  it('with nothing cancelled is its share of the total, also of one that disagrees with the unit price', () => {
    expect(part(three, 3)).toMatchObject({ cents: 3000 })
    expect(part({ ...three, totalPriceCents: 2900 }, 1)).toMatchObject({ cents: 967 })
    expect(part({ ...three, totalPriceCents: 2900 }, 2, { shipped: 1, cents: 967 })).toMatchObject({ cents: 1933 })
  })

  it('with a unit cancelled asks the total which count it stands for', () => {
    const cancelled = { ...three, quantityCancelled: 1 }
    expect(part(cancelled, 2)).toMatchObject({ cents: 2000 })
    expect(part({ ...cancelled, totalPriceCents: 2000 }, 2)).toMatchObject({ cents: 2000 })
    expect(part({ ...cancelled, totalPriceCents: 1700, discounts: discount(300) }, 2)).toMatchObject({ cents: 1700 })
    expect(part({ ...cancelled, totalPriceCents: 2700, discounts: discount(300) }, 2)).toMatchObject({ cents: 1800 })
    expect(part({ ...cancelled, totalPriceCents: null }, 2)).toMatchObject({ cents: 2000 })
  })

  it('with a unit cancelled and a total that fits neither count cannot be known', () => {
    const cancelled = { ...three, quantityCancelled: 1 }
    expect(part({ ...cancelled, totalPriceCents: 2500 }, 2)).toMatchObject(problem)
    expect(part({ ...cancelled, unitPriceCents: null }, 2)).toMatchObject(problem)
    expect(part({ ...cancelled, unitPriceCents: 0, totalPriceCents: 500 }, 2)).toMatchObject(problem)
  })

  it('of a gift is nothing, also with a unit cancelled', () => {
    const gift = { ...three, unitPriceCents: 0, totalPriceCents: 0 }
    expect(part({ ...gift, quantityCancelled: 1 }, 2)).toMatchObject({ kind: 'ok', cents: 0 })
  })

  it('goes on from what was booked when the total follows a later cancellation', () => {
    const after = { ...three, quantityCancelled: 1, totalPriceCents: 2000 }
    expect(part(after, 1, { shipped: 1, cents: 1000 })).toMatchObject({ cents: 1000 })
  })

  it('is never a negative sale: a price that fell after the first part is for a person', () => {
    expect(part({ ...three, totalPriceCents: 900 }, 1, { shipped: 1, cents: 1000 })).toMatchObject(problem)
  })

  it('before discounts is its share of unit price × quantity', () => {
    const item = { ...three, totalPriceCents: 1700, quantityCancelled: 1, discounts: discount(300) }
    const paid = paidCents(item, 'full')
    expect(partCents({ item, paid, shippedBefore: 0, shippedNow: 2, bookedBeforeCents: 0 })).toMatchObject({
      cents: 2000,
    })
  })

  it('and its fellows add up to the whole, in whatever parts it goes', () => {
    const parts = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 8 })
    fc.assert(
      fc.property(parts, fc.integer({ min: 0, max: 500_000 }), (units, totalPriceCents) => {
        const quantity = units.reduce((sum, count) => sum + count, 0)
        const item = anItem({ quantity, unitPriceCents: null, totalPriceCents })
        const before = { shipped: 0, cents: 0 }
        for (const count of units) {
          const amount = part(item, count, before)
          expect(amount.kind).toBe('ok')
          before.shipped += count
          before.cents += amount.kind === 'ok' ? amount.cents : 0
        }
        expect(before.cents).toBe(totalPriceCents)
      }),
    )
  })
})
