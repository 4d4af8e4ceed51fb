/** One record that bol.com gives badly holds only itself: it is told by name, asked again, and booked once it can be read. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { retryDocuments } from '../../src/app/decide/retry.ts'
import { skipOrder } from '../../src/app/decide/skip.ts'
import { openInside, type Inside } from '../support/inside.ts'

const minute = 180_000
const hour = 60 * minute

/** A shop of its own for each story: what one leaves behind is no part of the next. */
function open(file: Parameters<typeof openInside>[0] = {}): () => Inside {
  let shop: Inside | undefined
  beforeAll(async () => {
    shop = await openInside({ file: { booking: { startDate: '2026-11-24' } }, ...file })
    await shop.sync()
  })
  afterAll(() => shop?.close())
  return () => shop as Inside
}

async function sold(shop: Inside): Promise<string> {
  const order = await shop.place({ country: 'BE', items: [{ ean: '8719000001017', quantity: 2, unitCents: 2_500 }] })
  await shop.act(order, 'ship')
  return order
}

async function pass(shop: Inside, ms: number): Promise<void> {
  await shop.outside.advance(ms)
  await shop.sync()
}

const told = async (shop: Inside) =>
  (await shop.problems()).map(({ code, orderId, params }) => ({ code, orderId, field: params['field'] }))

describe('the details of an order', () => {
  const open1 = open()

  it.each([
    ['always answer 500', { status: 500 }, 'status 500'],
    ['always answer 403', { status: 403 }, 'status 403'],
    ['always answer 404', { status: 404 }, 'status 404'],
    ['have no items', { path: 'orderItems', value: [] }, 'orderItems'],
    ['have a quantity of 1.5', { path: 'orderItems.0.quantity', value: 1.5 }, 'quantity'],
  ])(
    'that %s hold that order alone; mended, it is booked and no longer told',
    async (_, spoil, field) => {
      const shop = open1()
      const bad = await sold(shop)
      const good = await sold(shop)
      await shop.act(bad, 'spoil', { where: 'order', ...spoil })
      await pass(shop, minute)
      expect(await shop.entries(good)).toMatchObject([{ amountCents: 5_000 }])
      expect(await shop.entries(bad)).toEqual([])
      expect(await told(shop)).toEqual([
        { code: 'BOL-ONVOLLEDIG', orderId: bad, field: expect.stringContaining(field) as string },
      ])
      expect(await shop.explain(bad)).toMatchObject({
        state: 'waiting',
        facts: { reason: 'noDetail' },
        problems: [{ code: 'BOL-ONVOLLEDIG' }],
      })

      await shop.act(bad, 'mend')
      await retryDocuments(shop.ports, shop.tenantId, { kind: 'order', orderId: bad })
      await pass(shop, minute)
      expect(await shop.entries(bad)).toMatchObject([{ amountCents: 5_000 }])
      expect(await shop.problems()).toEqual([])
    },
    180_000,
  )
})

describe('an order whose details never come', () => {
  const shop1 = open()

  it('does not keep the windows from moving on, is asked ever more rarely, and is a person’s after a day', async () => {
    const shop = shop1()
    const bad = await sold(shop)
    await shop.act(bad, 'spoil', { where: 'order', status: 500 })
    await pass(shop, minute)
    for (let passed = 0; passed < 6; passed += 1) {
      const younger = await sold(shop)
      await pass(shop, 5 * hour)
      expect(await shop.entries(younger)).toHaveLength(1)
    }
    expect(await told(shop)).toMatchObject([{ code: 'BOL-ONLEESBAAR', orderId: bad }])
    expect((await shop.sync()).blocked).toBe(1)
    await shop.outside.control('DELETE', '/calls')
    await pass(shop, hour)
    await pass(shop, hour)
    const { routes } = (await shop.outside.control('GET', '/calls')) as { routes: { bol: Record<string, number> } }
    expect(routes.bol['GET /retailer/orders/{id}'] ?? 0).toBe(0)

    await skipOrder(shop.ports, shop.tenantId, null, { orderId: bad, reason: 'zelf geboekt' })
    await shop.sync()
    expect(await shop.problems()).toEqual([])
  }, 180_000)
})

describe('an order that was read once, and not again', () => {
  const shop1 = open()

  it('is nobody’s concern while the first day is behind it, and is told and booked once it is not', async () => {
    const shop = shop1()
    const order = await shop.place({ country: 'BE', items: [{ ean: '8719000001017', quantity: 2, unitCents: 2_500 }] })
    await shop.sync()
    await shop.act(order, 'spoil', { where: 'order', status: 500 })
    await shop.act(order, 'ship')
    await pass(shop, minute)
    expect(await told(shop)).toMatchObject([{ code: 'BOL-ONVOLLEDIG', orderId: order }])

    await shop.change({ booking: { startDate: '2026-11-25' } })
    await pass(shop, hour)
    expect(await shop.problems()).toEqual([])

    await shop.act(order, 'mend')
    await shop.change({ booking: { startDate: '2026-11-24' } })
    await pass(shop, 6 * hour)
    expect(await shop.entries(order)).toMatchObject([{ amountCents: 5_000 }])
    expect(await shop.problems()).toEqual([])
  }, 180_000)
})

describe('so many bad orders that they look like a silent side', () => {
  const shop1 = open()

  it('hold the good ones behind them for one poll at most', async () => {
    const shop = shop1()
    const bad: string[] = []
    for (let nth = 0; nth < 9; nth += 1) {
      const order = await sold(shop)
      await shop.act(order, 'spoil', { where: 'order', path: 'orderItems.0.quantity', value: 'two' })
      bad.push(order)
    }
    const older = await sold(shop)
    await pass(shop, minute)
    await pass(shop, 30 * minute)
    await pass(shop, 30 * minute)
    expect(await shop.entries(older)).toHaveLength(1)
    await pass(shop, hour)
    expect((await told(shop)).map((problem) => problem.orderId ?? '').toSorted()).toEqual(bad.toSorted())
    expect(new Set((await told(shop)).map((problem) => problem.code))).toEqual(new Set(['BOL-ONVOLLEDIG']))
  }, 180_000)
})

describe('a row of the list of orders without a number', () => {
  const shop1 = open()

  it('is counted and told once, and ends in the night after it was mended', async () => {
    const shop = shop1()
    const bad = await sold(shop)
    const good = await sold(shop)
    await shop.act(bad, 'spoil', { where: 'orderRow', path: 'orderId', value: null })
    await pass(shop, minute)
    expect(await shop.entries(good)).toHaveLength(1)
    const [problem, ...others] = await shop.problems()
    expect(problem).toMatchObject({ code: 'BOL-ONVOLLEDIG', orderId: null, params: { rows: 1, field: 'orderId' } })
    expect(others).toEqual([])
    await pass(shop, 20 * hour)
    expect(await shop.problems()).toHaveLength(1)
    await shop.act(bad, 'mend')
    await pass(shop, 24 * hour)
    await shop.sync()
    expect(await shop.problems()).toEqual([])
    expect(await shop.entries(bad)).toHaveLength(1)
  }, 180_000)

  it('does not keep an order that the list names twice from being booked once', async () => {
    const shop = shop1()
    const twice = await sold(shop)
    await shop.act(twice, 'spoil', { where: 'orderRow', path: 'orderItems.0.quantity', value: 7, twice: true })
    await pass(shop, minute)
    expect(await shop.entries(twice)).toHaveLength(1)
    expect(await shop.problems()).toEqual([])
  })
})

describe('a row of the list of shipments', () => {
  const shop1 = open()

  it.each([
    ['without an item’s number', { path: 'shipmentItems.0.orderItemId', value: null }],
    ['without a date', { path: 'shipmentDateTime', value: null }],
    ['without items', { path: 'shipmentItems', value: [] }],
    ['told twice, each time otherwise', { path: 'shipmentItems.0.orderItemId', value: '1', twice: true }],
  ])('%s is read from the shipment itself, and holds no other', async (_, spoil) => {
    const shop = shop1()
    const bad = await sold(shop)
    const good = await sold(shop)
    await shop.act(bad, 'spoil', { where: 'shipmentRow', ...spoil })
    await pass(shop, minute)
    expect(await shop.entries(good)).toHaveLength(1)
    await shop.sync()
    expect(await shop.entries(bad)).toMatchObject([{ amountCents: 5_000 }])
    expect(await shop.problems()).toEqual([])
  })

  it('whose shipment cannot be read either is told, and booked once it is mended', async () => {
    const shop = shop1()
    const bad = await sold(shop)
    const good = await sold(shop)
    const spoil = { path: 'shipmentItems.0.orderItemId', value: null }
    await shop.act(bad, 'spoil', { where: 'shipmentRow', ...spoil })
    await shop.act(bad, 'spoil', { where: 'shipment', ...spoil })
    await pass(shop, minute)
    expect(await shop.entries(good)).toHaveLength(1)
    expect(await told(shop)).toEqual([
      { code: 'BOL-ONVOLLEDIG', orderId: bad, field: expect.stringContaining('orderItemId') as string },
    ])
    await pass(shop, 25 * hour)
    expect(await told(shop)).toMatchObject([{ code: 'BOL-ONLEESBAAR', orderId: bad }])
    await shop.act(bad, 'mend')
    await pass(shop, 13 * hour)
    expect(await shop.entries(bad)).toHaveLength(1)
    expect(await shop.problems()).toEqual([])
  })
})

describe('a row of the lists of returns', () => {
  const shop1 = open()

  it.each([
    ['of a stock that nobody knows', { path: 'fulfilmentMethod', value: 'FBX' }],
    ['told twice alike', { twice: true }],
  ])('%s is credited like any other', async (_, spoil) => {
    const shop = shop1()
    const order = await sold(shop)
    await pass(shop, minute)
    await shop.act(order, 'return', { quantity: 1, handledAfterMinutes: 1, handlingResult: 'RETURN_RECEIVED' })
    await shop.act(order, 'spoil', { where: 'returnRow', ...spoil })
    await pass(shop, 2 * hour)
    await shop.sync()
    expect((await shop.entries(order)).map((entry) => entry.amountCents)).toEqual([5_000, -2_500])
    expect(await shop.problems()).toEqual([])
  })

  it('without the number of an item is told by its return, and the returns beside it are credited', async () => {
    const shop = shop1()
    const [bad, good] = [await sold(shop), await sold(shop)]
    await pass(shop, minute)
    for (const order of [bad, good])
      await shop.act(order, 'return', { quantity: 1, handledAfterMinutes: 1, handlingResult: 'RETURN_RECEIVED' })
    await shop.act(bad, 'spoil', { where: 'returnRow', path: 'returnItems.0.rmaId' })
    await shop.act(bad, 'spoil', { where: 'return', path: 'returnItems.0.rmaId' })
    await pass(shop, 2 * hour)
    await shop.sync()
    expect(await shop.entries(good)).toHaveLength(2)
    expect(await shop.entries(bad)).toHaveLength(1)
    expect(await told(shop)).toEqual([
      { code: 'BOL-ONVOLLEDIG', orderId: bad, field: expect.stringContaining('rmaId') as string },
    ])
    await shop.act(bad, 'mend')
    await pass(shop, 2 * hour)
    await shop.sync()
    expect(await shop.entries(bad)).toHaveLength(2)
    expect(await shop.problems()).toEqual([])
  })
})
