/**
 * Octopus keeps a document, and then something says "come back later", as if nothing had been done: a limit, a journal in use, a
 * session that ran out. Each order stands in the books once, the journal has no gap, and those behind it are not held up for long.
 */
import { afterEach, expect, it } from 'vitest'
import { retryDocuments } from '../../src/app/decide/retry.ts'
import { openInside, type Inside } from '../support/inside.ts'

const minute = 60_000
const refusals = ['400', '401', '403', '429', '503'].map((status) => `${status}afterCommit`)
let shop: Inside

afterEach(() => shop.close())

async function open(target: 'bookings' | 'invoices', invoicesEnforceNumber = 'enforces'): Promise<void> {
  shop = await openInside({ file: { booking: { startDate: '2026-11-24', on: 'order', target } } })
  await shop.outside.control('POST', '/settings', { octopus: { invoicesEnforceNumber } })
}

function refuse(target: 'bookings' | 'invoices', kind: string, more: object = {}): Promise<unknown> {
  const route = `POST /dossiers/{dossierId}/${target === 'bookings' ? 'buysellbookings' : 'invoices'}`
  const settings = kind === '429afterCommit' || kind === '503afterCommit' ? { retryAfter: '240' } : {}
  return shop.outside.control('POST', '/faults', { api: 'octopus', route, kind, settings, ...more })
}

async function syncFor(hours: number): Promise<void> {
  for (let passed = 0; passed < hours * 60; passed += 20) {
    await shop.sync()
    await shop.outside.advance(20 * minute)
  }
}

async function ownNumbers(journal: string): Promise<number[]> {
  return (await shop.outside.ledger()).filter((entry) => entry.journal === journal).map((entry) => entry.number)
}

it.each([
  ['bookings', 'enforces'],
  ['invoices', 'enforces'],
  ['invoices', 'overwrites'],
  ['invoices', 'acceptsTwice'],
] as const)(
  '%s where the ledger %s: each order once, whatever the refusal',
  async (target, enforces) => {
    await open(target, enforces)
    for (const kind of refusals) {
      const refused = await shop.place({ country: 'BE' })
      await refuse(target, kind)
      await shop.sync()
      expect((await shop.entries(refused)).length, kind).toBe(1)
      const behind = await shop.place({ country: 'BE' })
      // A limit that names no end may last for a night.
      if (kind === '400afterCommit') await shop.outside.advance(20 * 60 * minute)
      await syncFor(3)
      expect((await shop.entries(refused)).length, kind).toBe(1)
      expect((await shop.entries(behind)).length, kind).toBe(1)
    }
    expect(await shop.sync()).toMatchObject({ orders: 10, booked: 10 })
    expect(await ownNumbers(target === 'bookings' ? 'V5' : 'V6')).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10])
    expect(await shop.violations()).toEqual([])
    expect(await shop.problems()).toEqual([])
  },
  240_000,
)

it('that was true costs one more call, waits as long as it was told, and is no doubt', async () => {
  await open('bookings')
  await shop.sync()
  const order = await shop.place({ country: 'BE' })
  await refuse('bookings', '429', { settings: { retryAfter: '1200' } })
  expect(await shop.sync()).toMatchObject({ waiting: 1, inDoubt: 0, blocked: 0 })
  const { documents } = await shop.explain(order)
  expect(documents).toMatchObject([{ state: 'deferred', number: 1, attempts: [{ number: 1, outcome: 'refused' }] }])
  await shop.outside.advance(10 * minute)
  await shop.sync()
  expect((await shop.explain(order)).documents[0]?.attempts).toHaveLength(1)
  await shop.outside.advance(11 * minute)
  await shop.outside.control('DELETE', '/calls')
  expect(await shop.sync()).toMatchObject({ booked: 1 })
  const { routes } = (await shop.outside.control('GET', '/calls')) as { routes: { octopus: Record<string, unknown> } }
  expect(Object.keys(routes.octopus).filter((route) => route.startsWith('GET'))).toEqual([])
})

it('a journal in use lets nobody through, and lets go of all of them at once; a person may ask sooner', async () => {
  await open('bookings')
  await shop.sync()
  const { dossierId } = shop.outside.access
  const hand = (action: object): Promise<unknown> =>
    shop.outside.control('POST', '/octopus/bookkeeper', { dossier: dossierId, bookyear: 2, journal: 'V5', ...action })
  await hand({ action: 'openOnScreen', minutes: 95 })
  const orders = [await shop.place({ country: 'BE' }), await shop.place({ country: 'BE' })]
  await syncFor(1)
  expect(await shop.sync()).toMatchObject({ waiting: 2, inDoubt: 0, booked: 0 })
  await shop.outside.advance(36 * minute)
  const [first] = orders
  await retryDocuments(shop.ports, shop.tenantId, { kind: 'order', orderId: first as string })
  expect(await shop.sync()).toMatchObject({ waiting: 0, booked: 2 })
  expect(await shop.problems()).toEqual([])
})
