/** What the screens show of orders: amounts by what they count as, the names of articles, the entry of a booking. */
import { afterEach, beforeEach, expect, it } from 'vitest'
import { explainOrder } from '../../src/app/show/explain-order.ts'
import { listOrders, listVatSumsOf, type SaleFilter } from '../../src/app/show/list-orders.ts'
import { overviewOf } from '../../src/app/show/overview.ts'
import { listProblems, showProblems } from '../../src/app/show/list-problems.ts'
import { retryOrders, skipOrders } from '../../src/app/decide/decide-several.ts'
import { report } from '../../src/app/show/report.ts'
import { openInside, type Inside } from '../support/inside.ts'

let shop: Inside

beforeEach(async () => {
  shop = await openInside({ now: '2026-11-24T10:00:00+01:00', file: { booking: { startDate: '2026-11-22' } } })
})
afterEach(() => shop.close())

const month = async () => {
  const [connection] = await overviewOf(shop.ports, shop.tenantId, 'nl')
  if (connection === undefined) throw new Error('no connection')
  return { ...connection.month, causes: connection.causes }
}

it('the month in euro: each order once, booked, waiting or blocked, and nothing is proven before it was read back', async () => {
  const booked = await shop.place({ country: 'BE', items: [{ quantity: 2, unitCents: 1210 }] })
  await shop.act(booked, 'ship')
  await shop.place({ country: 'BE', items: [{ quantity: 1, unitCents: 500 }] })
  const blocked = await shop.place({ country: 'BE', items: [{ quantity: 1, unitCents: 7000, fulfilment: 'FBB' }] })
  await shop.act(blocked, 'ship')
  await shop.sync()
  const seen = await month()
  const of = (name: string) => seen.classes.find((one) => one.class === name)
  expect(seen.from).toBe('2026-11-01')
  expect(of('booked')).toEqual({ class: 'booked', orders: 1, grossCents: 2420 })
  expect(of('waiting')).toEqual({ class: 'waiting', orders: 1, grossCents: 500 })
  expect(of('blocked')).toEqual({ class: 'blocked', orders: 1, grossCents: 7000 })
  expect(seen.readBack).toEqual({ documents: 1, unread: 1, differenceCents: 0 })
  expect(seen.causes).toMatchObject([{ count: 1, grossCents: 7000 }])
  const scope = { tenantIds: [shop.tenantId], connectionId: null, language: 'nl' as const }
  expect(await listProblems(shop.ports, scope)).toMatchObject([{ grossCents: 7000, orders: [blocked] }])
})

it('a list names the first article and counts the others; the entry of a booking names its account and adds up', async () => {
  const items = [
    { quantity: 2, unitCents: 1210 },
    { quantity: 1, unitCents: 605 },
  ]
  const order = await shop.place({ country: 'BE', items })
  await shop.act(order, 'ship')
  await shop.sync()
  const filter = { connectionId: shop.connectionId, class: null, from: null, to: null, search: '', after: null }
  const [row] = (await listOrders(shop.ports, shop.tenantId, filter)).rows
  expect(row?.article).toEqual({ title: expect.any(String) as string, quantity: 2, others: 1 })
  const typed = await listOrders(shop.ports, shop.tenantId, { ...filter, search: ` ${order.toLowerCase()} ` })
  expect(order.toLowerCase()).not.toBe(order)
  expect(typed.rows.map(({ orderId }) => orderId)).toEqual([order])
  const explained = await explainOrder(shop.ports, [shop.tenantId], order)
  const [document] = explained?.documents ?? []
  expect(document?.entries).toHaveLength(2)
  expect(document?.entries[0]?.accountName).toBeTruthy()
  expect(document?.entries.reduce((sum, entry) => sum + entry.netCents + entry.vatCents, 0)).toBe(3025)
  expect(explained?.lines.map(({ title }) => title)).toContain(row?.article?.title)
})

it('rows, sums and files speak of the same orders, by the date of the order, whatever else is filtered', async () => {
  const early = await shop.place({ country: 'BE', items: [{ quantity: 1, unitCents: 1210 }] })
  await shop.outside.advance(24 * 3_600_000)
  await shop.act(early, 'ship')
  const late = await shop.place({ country: 'BE', items: [{ quantity: 1, unitCents: 605 }] })
  await shop.act(late, 'ship')
  await shop.sync()
  const all = { connectionId: shop.connectionId, class: null, from: null, to: null, search: null }
  const both = async (filter: SaleFilter) => {
    const sums = await listVatSumsOf(shop.ports, shop.tenantId, filter)
    const range = { tenantIds: [shop.tenantId], connectionId: shop.connectionId, from: null, to: null, orders: filter }
    const { totals } = await report(shop.ports, range)
    const sum = (rows: { grossCents: number | null }[]) => rows.reduce((whole, row) => whole + (row.grossCents ?? 0), 0)
    return [sum(sums), sum(totals)]
  }
  // Placed on the 24th, shipped and booked on the 25th.
  expect(await both({ ...all, from: '2026-11-24', to: '2026-11-24' })).toEqual([1210, 1210])
  expect(await both({ ...all, from: '2026-11-25' })).toEqual([605, 605])
  expect(await both({ ...all, class: 'booked' })).toEqual([1815, 1815])
  expect(await both({ ...all, class: 'blocked' })).toEqual([0, 0])
  expect(await both({ ...all, search: { orderId: late, number: null, amountCents: null, words: [] } })).toEqual([
    605, 605,
  ])
})

it('orders that wait are told with their article and amount, and those that are chosen are decided by themselves', async () => {
  const placed = []
  for (const [title, unitCents] of [
    ['Vaas', 1210],
    ['Mok', 605],
    ['Kan', 302],
  ] as const) {
    const order = await shop.place({ country: 'BE', items: [{ title, quantity: 1, unitCents, fulfilment: 'FBB' }] })
    await shop.act(order, 'ship')
    placed.push(order)
  }
  await shop.sync()
  const shown = () => showProblems(shop.ports, { tenantId: shop.tenantId, language: 'nl', ordersMax: 100 })
  const [cause] = await shown()
  const told = (cause?.waiting ?? []).map(({ orderId, article, grossCents }) => [orderId, article?.title, grossCents])
  expect(new Set(told)).toEqual(
    new Set([
      [placed[0], 'Vaas', 1210],
      [placed[1], 'Mok', 605],
      [placed[2], 'Kan', 302],
    ]),
  )
  expect(cause?.orders).toEqual(cause?.waiting.map(({ orderId }) => orderId))
  const [first = '', second = '', third = ''] = placed
  expect(await skipOrders(shop.ports, shop.tenantId, { orderIds: [first], reason: ' ' })).toMatchObject({
    faults: [{ path: 'reason' }],
  })
  const skipped = await skipOrders(shop.ports, shop.tenantId, {
    orderIds: [first, 'ONBEKEND', second, first],
    reason: 'proef',
  })
  expect(skipped).toMatchObject({ skipped: 2, notSkipped: [{ order: 'ONBEKEND' }] })
  expect((await shown()).map(({ orders }) => orders)).toEqual([[third]])
  expect(await retryOrders(shop.ports, shop.tenantId, [third, third])).toEqual({ taken: 1, notTaken: [] })
})
