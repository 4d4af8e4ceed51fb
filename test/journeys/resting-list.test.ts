/** Goal: an hour without the ledger's list, with a document in doubt that needs it, leaves calls for when the list is back. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { retryDocuments } from '../../src/app/decide/retry.ts'
import { openInside, type Inside } from '../support/inside.ts'
import { clockSeen } from '../support/outside.ts'

const minute = 60_000
const list = 'GET /dossiers/{dossierId}/buysellbookings/modified'
let shop: Inside

beforeAll(async () => {
  shop = await openInside({ file: { booking: { startDate: '2026-11-24', on: 'order' } } })
})
afterAll(() => shop.close())

async function listsAsked(): Promise<number> {
  const { routes } = (await shop.outside.control('GET', '/calls')) as { routes: Record<string, Record<string, number>> }
  return routes['octopus']?.[list] ?? 0
}

it('is asked a few times in that hour, says when the next time is, and goes on soon after', async () => {
  await shop.place({ country: 'BE' })
  await shop.sync()
  const order = await shop.place({ country: 'BE' })
  await clockSeen()
  await shop.outside.control('POST', '/faults', [
    { api: 'octopus', route: 'POST /dossiers/{dossierId}/buysellbookings', kind: '500afterCommit', times: 1 },
    { api: 'octopus', route: list, kind: '503', times: 1000 },
  ])
  await shop.sync()
  await shop.outside.control('DELETE', '/calls')
  for (let passed = 0; passed < 60; passed += 5) {
    await shop.outside.advance(5 * minute)
    await clockSeen()
    const { next, inDoubt } = await shop.sync()
    expect(inDoubt).toBe(1)
    expect(Date.parse(next ?? '')).toBeGreaterThan(await shop.ports.clock.now())
  }
  expect(await listsAsked()).toBeGreaterThan(3)
  expect(await listsAsked()).toBeLessThan(10)

  await shop.outside.control('DELETE', '/faults')
  await shop.outside.advance(30 * minute)
  expect(await shop.sync()).toMatchObject({ inDoubt: 0, booked: 2 })
  expect(await shop.entries(order)).toHaveLength(1)
  expect(await shop.violations()).toEqual([])
})

it('is asked at once by a person', async () => {
  const order = await shop.place({ country: 'BE' })
  await shop.outside.control('POST', '/faults', [
    { api: 'octopus', route: 'POST /dossiers/{dossierId}/buysellbookings', kind: '500afterCommit', times: 1 },
    { api: 'octopus', route: list, kind: '503', times: 1000 },
  ])
  await shop.sync()
  for (let passed = 0; passed < 20; passed += 5) {
    await shop.outside.advance(5 * minute)
    await shop.sync()
  }
  await shop.outside.control('DELETE', '/faults')
  expect(await shop.sync()).toMatchObject({ inDoubt: 1 })
  await retryDocuments(shop.ports, shop.tenantId, { kind: 'order', orderId: order })
  expect(await shop.sync()).toMatchObject({ inDoubt: 0, booked: 3 })
})
