/** A month is closed in Octopus after its orders were planned and before they were sent; nobody does anything at Tentakel. */
import { afterEach, expect, it } from 'vitest'
import { openInside, type Inside } from '../support/inside.ts'

const minute = 60_000
let shop: Inside

afterEach(() => shop.close())

/** Three orders that wait behind a used-up limit while the bookkeeper closes their month, on its last day. */
async function closeUnderWay(closedPeriod: 'firstOpen' | 'hold'): Promise<string[]> {
  shop = await openInside({
    now: '2026-11-30T20:00:00+01:00',
    file: { booking: { startDate: '2026-11-30', on: 'order', closedPeriod } },
  })
  await shop.sync()
  const route = 'POST /dossiers/{dossierId}/buysellbookings'
  await shop.outside.control('POST', '/faults', { api: 'octopus', route, kind: 'journalBusy' })
  const orders = []
  for (let placed = 0; placed < 3; placed += 1) orders.push(await shop.place({ country: 'BE' }))
  await shop.sync()
  await byHand('closePeriod', { period: 202611 })
  await shop.outside.advance(20 * minute)
  return orders
}

function byHand(action: string, more: object = {}): Promise<unknown> {
  const { dossierId } = shop.outside.access
  return shop.outside.control('POST', '/octopus/bookkeeper', {
    action,
    dossier: dossierId,
    bookyear: 2,
    journal: 'V5',
    ...more,
  })
}

async function syncFor(minutes: number): Promise<void> {
  for (let passed = 0; passed < minutes; passed += 15) {
    await shop.sync()
    await shop.outside.advance(15 * minute)
  }
}

it('all of them go to the first open day, each once', async () => {
  const orders = await closeUnderWay('firstOpen')
  await syncFor(180)
  expect(await shop.sync()).toMatchObject({ orders: 3, booked: 3, blocked: 0 })
  for (const order of orders)
    expect(await shop.entries(order)).toMatchObject([{ date: '2026-12-01', orderReference: order }])
  expect(await shop.problems()).toEqual([])
}, 240_000)

it('they wait with the reason where the connection is to hold them, and go by themselves once the month is open again', async () => {
  await closeUnderWay('hold')
  await syncFor(180)
  expect(await shop.sync()).toMatchObject({ blocked: 3 })
  await byHand('reopenJournal')
  await syncFor(60)
  expect(await shop.sync()).toMatchObject({ booked: 3, blocked: 0 })
  expect(await shop.problems()).toEqual([])
}, 240_000)
