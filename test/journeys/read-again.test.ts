/** What bol.com told badly once, and mended without a word in its lists, is read again: by *Verwerk*, by the night, and when a person asks. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { retryDocuments } from '../../src/app/decide/retry.ts'
import { openInside, type Inside } from '../support/inside.ts'

const minute = 60_000
const hour = 60 * minute
let shop: Inside

beforeAll(async () => {
  shop = await openInside({ file: { booking: { startDate: '2026-11-24' } } })
  await shop.sync()
})
afterAll(() => shop.close())

async function sold(): Promise<string> {
  const order = await shop.place({ country: 'BE', items: [{ ean: '8719000001017', quantity: 2, unitCents: 2_500 }] })
  await shop.act(order, 'ship')
  return order
}

async function pass(ms: number): Promise<void> {
  await shop.outside.advance(ms)
  await shop.sync()
}

const spoils = [
  { code: 'BTW-GEBIED', path: 'shipmentDetails' },
  { code: 'BOL-BEDRAG', path: 'orderItems.0.unitPrice', also: 'orderItems.0.totalPrice' },
  { code: 'BOL-ONLEESBAAR', path: 'orderItems.0.fulfilment.method', value: 'FBX' },
]

async function spoilt(): Promise<string[]> {
  const orders: string[] = []
  for (const { path, value, also } of spoils) {
    const order = await sold()
    await shop.act(order, 'spoil', { where: 'order', path, value })
    if (also !== undefined) await shop.act(order, 'spoil', { where: 'order', path: also })
    orders.push(order)
  }
  await pass(minute)
  for (const [place, order] of orders.entries()) {
    expect((await shop.explain(order)).problems.map(({ code }) => code)).toEqual([spoils[place]?.code])
    expect(await shop.entries(order)).toEqual([])
    await shop.act(order, 'mend')
  }
  return orders
}

it('Verwerk reads the details again, hours after they were mended', async () => {
  const orders = await spoilt()
  await pass(3 * hour)
  for (const order of orders) expect(await shop.entries(order)).toEqual([])
  expect(await retryDocuments(shop.ports, shop.tenantId, { kind: 'all' })).toEqual({ taken: 3, notTaken: [] })
  await pass(minute)
  for (const order of orders) expect(await shop.entries(order)).toMatchObject([{ amountCents: 5_000 }])
  expect(await shop.problems()).toEqual([])
}, 180_000)

it('the night does the same without anybody', async () => {
  const orders = await spoilt()
  for (let passed = 0; passed < 5; passed += 1) await pass(4 * hour)
  for (const order of orders) expect(await shop.entries(order)).toMatchObject([{ amountCents: 5_000 }])
  expect(await shop.problems()).toEqual([])
}, 180_000)

it('"Lees opnieuw" asks for an order with its shipments and returns, also when it is booked', async () => {
  const order = await sold()
  await pass(minute)
  expect(await shop.entries(order)).toHaveLength(1)
  await pass(2 * hour)
  await shop.outside.control('DELETE', '/calls')
  await retryDocuments(shop.ports, shop.tenantId, { kind: 'order', orderId: order, reread: true })
  await pass(minute)
  const { routes } = (await shop.outside.control('GET', '/calls')) as { routes: { bol: Record<string, number> } }
  expect(routes.bol).toMatchObject({ 'GET /retailer/orders/{id}': 1, 'GET /retailer/shipments/{id}': 1 })
  expect(await shop.entries(order)).toHaveLength(1)
  expect(
    await retryDocuments(shop.ports, shop.tenantId, { kind: 'order', orderId: 'NOBODY', reread: true }),
  ).toMatchObject({
    taken: 0,
  })
}, 180_000)

it('an order whose shipment bol.com never tells waits with an end, and is a person’s after it', async () => {
  const order = await sold()
  await shop.act(order, 'spoil', { where: 'shipmentRow', gone: true })
  await pass(minute)
  expect(await shop.explain(order)).toMatchObject({
    state: 'waiting',
    facts: { reason: 'notShipped', until: expect.stringMatching(/^2026-12-/u) as string },
  })
  for (let day = 0; day < 9; day += 1) await pass(24 * hour)
  expect(await shop.explain(order)).toMatchObject({ state: 'blocked', problems: [{ code: 'BOL-VERZENDING' }] })
  await shop.act(order, 'mend')
  for (let passed = 0; passed < 5; passed += 1) await pass(6 * hour)
  expect(await shop.entries(order)).toHaveLength(1)
  expect(await shop.problems()).toEqual([])
}, 180_000)
