/**
 * Octopus takes no documents for three hours, while logins and lists answer. None of them ends with a person because of that, and the
 * backlog is gone soon after. A document that fails alone, while the others go through, does end with a person.
 */
import { afterEach, expect, it } from 'vitest'
import { openInside, type Inside } from '../support/inside.ts'

const minute = 60_000
const hour = 60 * minute
let shop: Inside

afterEach(() => shop.close())

async function open(target: 'bookings' | 'invoices'): Promise<void> {
  shop = await openInside({ file: { booking: { startDate: '2026-11-24', on: 'order', target } } })
  await shop.sync()
}

function fail(target: 'bookings' | 'invoices', kind: string, more: object = {}): Promise<unknown> {
  const route = `POST /dossiers/{dossierId}/${target === 'bookings' ? 'buysellbookings' : 'invoices'}`
  return shop.outside.control('POST', '/faults', { api: 'octopus', route, kind, times: 1000, ...more })
}

async function syncFor(hours: number, everyMinutes = 20): Promise<void> {
  for (let passed = 0; passed < hours * 60; passed += everyMinutes) {
    await shop.sync()
    await shop.outside.advance(everyMinutes * minute)
  }
}

it.each([
  ['bookings', '500', 3],
  ['bookings', '503', 3],
  ['bookings', 'loseRequest', 27],
  ['invoices', '500', 3],
] as const)(
  '%s, %s for %i hours',
  async (target, kind, hours) => {
    await open(target)
    await fail(target, kind)
    for (let placed = 0; placed < 5; placed += 1) await shop.place({ country: 'BE' })
    await syncFor(hours, hours > 20 ? 60 : 20)
    const { waiting, inDoubt } = await shop.sync()
    expect(waiting + inDoubt).toBe(5)
    await shop.outside.control('DELETE', '/faults')
    await syncFor(2.4)
    expect(await shop.sync()).toMatchObject({ booked: 5 })
    const numbers = (await shop.outside.ledger()).filter((entry) => entry.madeBy === 'api').map((entry) => entry.number)
    expect(numbers.toSorted((a, b) => a - b)).toEqual([1, 2, 3, 4, 5])
    expect(await shop.problems()).toEqual([])
    expect(await shop.violations()).toEqual([])
  },
  240_000,
)

it.each([
  ['bookings', '500'],
  ['invoices', '502html'],
] as const)(
  '%s: one that alone meets %s is left to a person, and the others go on',
  async (target, kind) => {
    await open(target)
    const sick = await shop.place({ country: 'BE' })
    await fail(target, kind, { body: sick })
    const started = await shop.ports.clock.now()
    let state = ''
    for (let passed = 0; passed < 14 && state !== 'quarantined'; passed += 1) {
      await shop.place({ country: 'BE' })
      await syncFor(1, 30)
      state = String((await shop.explain(sick)).documents[0]?.state)
    }
    expect(state).toBe('quarantined')
    const { orders, booked } = await shop.sync()
    expect(booked).toBeGreaterThan(orders - 3)
    const [problem] = await shop.problems()
    expect(problem?.code).toBe('OCT-QUARANTAINE')
    expect(Date.parse(String(problem?.params['since'])) - started).toBeLessThan(hour)
  },
  240_000,
)
