/**
 * A person books and deletes in the journal that we use, and Octopus tells as little as it may: a refused number comes without
 * the right one, and a journal's last number does not count concepts. The orders come through all the same, without a gap.
 */
import { afterEach, expect, it } from 'vitest'
import { openInside, type Inside } from '../support/inside.ts'

const hour = 3_600_000
let shop: Inside

async function open(target: 'bookings' | 'invoices'): Promise<void> {
  shop = await openInside({ file: { booking: { startDate: '2026-11-22', target } } })
  await shop.outside.control('POST', '/settings', {
    octopus: { numberWording: 'none', conceptsCountAsBooked: false },
  })
}

function byHand(action: string, journal: string, more: object = {}): Promise<unknown> {
  const { dossierId } = shop.outside.access
  return shop.outside.control('POST', '/octopus/bookkeeper', {
    action,
    dossier: dossierId,
    bookyear: 2,
    journal,
    ...more,
  })
}

async function ship(): Promise<string> {
  const order = await shop.place({ country: 'BE' })
  await shop.act(order, 'ship')
  return order
}

async function syncFor(hours: number): Promise<void> {
  for (let passed = 0; passed < hours; passed += 1) {
    await shop.sync()
    await shop.outside.advance(hour)
  }
}

async function numbersOf(order: string): Promise<number[]> {
  return (await shop.entries(order)).map((entry) => entry.number)
}

afterEach(() => shop.close())

it('three concepts made by hand after our first invoice: ours goes on behind them', async () => {
  await open('invoices')
  const first = await ship()
  await shop.sync()
  const [start] = await numbersOf(first)
  for (let made = 1; made <= 3; made += 1) await byHand('book', 'V6')
  const second = await ship()
  await syncFor(6)
  expect(await numbersOf(second)).toEqual([(start ?? 0) + 4])
  const third = await ship()
  await shop.sync()
  expect(await numbersOf(third)).toEqual([(start ?? 0) + 5])
})

it('our last booking deleted by hand: its number is used again, and nothing is booked twice', async () => {
  await open('bookings')
  const first = await ship()
  await shop.sync()
  const second = await ship()
  await shop.sync()
  const [last] = await numbersOf(second)
  await byHand('delete', 'V5', { number: last })
  const third = await ship()
  await syncFor(6)
  expect(await numbersOf(third)).toEqual([last])
  expect(await numbersOf(first)).toEqual([(last ?? 0) - 1])
  expect(await numbersOf(second)).toEqual([])
})

it('our two newest invoices deleted by hand: their numbers are used again, and nothing stands there twice', async () => {
  await open('invoices')
  const first = await ship()
  await shop.sync()
  const [start] = await numbersOf(first)
  const deleted = [await ship(), await ship()]
  await shop.sync()
  for (const number of [3, 2]) await byHand('delete', 'V6', { number })
  const later = [await ship(), await ship()]
  await syncFor(12)
  const numbers = await Promise.all(later.map(numbersOf))
  expect(numbers.flat().toSorted((a, b) => a - b)).toEqual([(start ?? 0) + 1, (start ?? 0) + 2])
  expect(await Promise.all(deleted.map(numbersOf))).toEqual([[], []])
})

it('a concept made by hand is not written over where Octopus would take its number again', async () => {
  await open('invoices')
  await shop.outside.control('POST', '/settings', { octopus: { invoicesEnforceNumber: 'overwrites' } })
  await byHand('book', 'V6')
  const before = (await shop.outside.ledger()).filter((entry) => entry.journal === 'V6')
  const order = await ship()
  await syncFor(3)
  expect(await numbersOf(order)).toEqual([2])
  expect((await shop.outside.ledger()).filter((entry) => entry.journal === 'V6')).toMatchObject([
    ...before,
    { orderReference: order },
  ])
})
