import { describe, expect, it } from 'vitest'
import { START, orderIds, testBol } from './test-client.ts'
import type { ListedOrders } from './test-client.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR
const ALL = 'status=ALL&fulfilment-method=ALL'

interface Detail {
  billingDetails?: Record<string, unknown>
  shipmentDetails: Record<string, unknown>
  orderItems: Record<string, unknown>[]
}

describe('GET /retailer/orders', () => {
  it('shows by default only what is open and in the seller’s own stock', () => {
    const { bol, read } = testBol()
    const open = bol.placeOrder()
    bol.placeOrder({ items: [{ fulfilment: 'FBB' }] })
    bol.ship(bol.placeOrder())
    expect(orderIds(read('/retailer/orders'))).toEqual([open])
    expect(orderIds(read(`/retailer/orders?${ALL}`))).toHaveLength(3)
    expect(orderIds(read('/retailer/orders?status=SHIPPED'))).toHaveLength(1)
  })

  it('shows of an order with both stocks only the items that were asked for', () => {
    const { bol, read } = testBol()
    bol.placeOrder({ items: [{ fulfilment: 'FBR' }, { fulfilment: 'FBB' }] })
    const methods = (query: string): string[] =>
      read<ListedOrders>(`/retailer/orders?${query}`).orders?.[0]?.orderItems.map((item) => item.fulfilmentMethod) ?? []
    expect(methods('')).toEqual(['FBR'])
    expect(methods('fulfilment-method=FBB')).toEqual(['FBB'])
    expect(methods('fulfilment-method=ALL')).toEqual(['FBR', 'FBB'])
  })

  it('gives fifty per page, newest first, and an arrival between two pages moves an order to the next page', () => {
    const { bol, read } = testBol()
    const placed = Array.from({ length: 60 }, (_, index) => bol.placeOrder({ placedAt: START - (60 - index) * MINUTE }))
    const first = orderIds(read('/retailer/orders?page=1'))
    expect(first).toEqual(placed.toReversed().slice(0, 50))
    bol.placeOrder({ placedAt: START })
    const second = orderIds(read('/retailer/orders?page=2'))
    expect(second[0]).toBe(first[49])
    expect(second).toHaveLength(11)
    expect(read('/retailer/orders?page=3')).toEqual({})
  })

  it('lets a handled order go after 48 hours, and finds it again by the day of its change', () => {
    const { bol, read, world } = testBol()
    const orderId = bol.placeOrder()
    bol.ship(orderId)
    world.clock.advance(48 * HOUR - 1000)
    expect(orderIds(read(`/retailer/orders?${ALL}`))).toEqual([orderId])
    world.clock.advance(1000)
    expect(read(`/retailer/orders?${ALL}`)).toEqual({})
    expect(orderIds(read(`/retailer/orders?${ALL}&latest-change-date=2026-11-23`))).toEqual([orderId])
    expect(read(`/retailer/orders?${ALL}&latest-change-date=2026-11-24`)).toEqual({})
  })

  it('keeps an order in the list as long as one of its items is open', () => {
    const { bol, read, world } = testBol()
    const orderId = bol.placeOrder({ items: [{}, { ean: '9789463109017' }] })
    bol.ship(orderId, [{ item: 0 }])
    world.clock.advance(10 * DAY)
    const listed = read<ListedOrders>(`/retailer/orders?${ALL}`)
    expect(listed.orders?.[0]?.orderItems.map((item) => item.fulfilmentStatus)).toEqual(['HANDLED', 'OPEN'])
  })

  it('counts the day of a change in Dutch time', () => {
    const midnight = Date.parse('2026-07-14T22:00:00Z')
    const { bol, read } = testBol({ start: midnight + HOUR })
    const before = bol.placeOrder({ placedAt: midnight - 1000 })
    const after = bol.placeOrder({ placedAt: midnight })
    expect(orderIds(read(`/retailer/orders?${ALL}&latest-change-date=2026-07-14`))).toEqual([before])
    expect(orderIds(read(`/retailer/orders?${ALL}&latest-change-date=2026-07-15`))).toEqual([after])
  })

  it('goes back three months by date and no further', () => {
    const { get } = testBol({ start: Date.parse('2026-11-23T23:30:00+01:00') })
    expect(get(`/retailer/orders?${ALL}&latest-change-date=2026-08-23`).status).toBe(200)
    const tooOld = get(`/retailer/orders?${ALL}&latest-change-date=2026-08-22`)
    expect(tooOld.status).toBe(400)
    expect(String(tooOld.body)).toContain('3 months')
  })

  it('filters items by the latest change only: an earlier day no longer knows a changed item', () => {
    const { bol, read, world } = testBol()
    const orderId = bol.placeOrder({ items: [{}, { ean: '9789463109017' }] })
    world.clock.advance(DAY)
    bol.requestCancellation(orderId, [{ item: 0 }])
    const items = (query: string): number =>
      read<ListedOrders>(`/retailer/orders?${ALL}&${query}`).orders?.[0]?.orderItems.length ?? 0
    expect(items('latest-change-date=2026-11-23')).toBe(1)
    expect(items('latest-change-date=2026-11-24')).toBe(1)
    expect(items('change-interval-minute=1')).toBe(1)
    world.clock.advance(61 * MINUTE)
    expect(items('change-interval-minute=60')).toBe(0)
    bol.change({ listChangedItemsOnly: false })
    expect(items('latest-change-date=2026-11-24')).toBe(2)
  })

  it('shows bol.com’s own labels with vvb-only, and nothing of its warehouse', () => {
    const { bol, read } = testBol()
    const labelled = bol.placeOrder({ items: [{ distributionParty: 'BOL' }] })
    bol.placeOrder()
    bol.placeOrder({ items: [{ fulfilment: 'FBB' }] })
    expect(orderIds(read('/retailer/orders?vvb-only=true&fulfilment-method=ALL'))).toEqual([labelled])
    expect(read('/retailer/orders?vvb-only=true&fulfilment-method=FBB')).toEqual({})
  })
})

describe('GET /retailer/orders/{id}', () => {
  it('tells what was paid: unit price times quantity minus discounts, and leaves empty things out', () => {
    const { bol, read } = testBol()
    const discounted = bol.placeOrder({
      items: [{ quantity: 3, unitCents: 2999, discounts: [{ title: 'actie', cents: 500 }] }],
    })
    const plain = bol.placeOrder({ items: [{ quantity: 2, unitCents: 199 }] })
    expect(read<Detail>(`/retailer/orders/${discounted}`).orderItems[0]).toMatchObject({
      unitPrice: 29.99,
      totalPrice: 84.97,
      discounts: [{ title: 'actie', amount: 5 }],
    })
    const detail = read<Detail>(`/retailer/orders/${plain}`)
    expect(detail.orderItems[0]).toMatchObject({ totalPrice: 3.98 })
    expect(Object.keys(detail.orderItems[0] ?? {})).not.toContain('discounts')
    expect(Object.keys(detail)).not.toContain('billingDetails')
    expect(JSON.stringify(detail)).not.toContain('null')
  })

  it('tells no totals for orders from before 17 September 2025', () => {
    const { bol, read } = testBol({ start: Date.parse('2025-09-17T12:00:00+02:00') })
    const before = bol.placeOrder({ placedAt: Date.parse('2025-09-16T23:59:59+02:00') })
    const after = bol.placeOrder({ placedAt: Date.parse('2025-09-17T00:00:00+02:00') })
    expect(read<Detail>(`/retailer/orders/${before}`).orderItems[0]).not.toHaveProperty('totalPrice')
    expect(read<Detail>(`/retailer/orders/${after}`).orderItems[0]).toHaveProperty('totalPrice')
  })

  it('forgets billing details after 30 days and the e-mail alias after 60, but never the order', () => {
    const { bol, read, world } = testBol()
    const orderId = bol.placeOrder({ billTo: { company: 'Voorbeeld & Zonen', kvkNumber: '0999.123.456' } })
    world.clock.advance(30 * DAY - 1)
    expect(read<Detail>(`/retailer/orders/${orderId}`).billingDetails).toMatchObject({ kvkNumber: '0999.123.456' })
    world.clock.advance(1)
    expect(read<Detail>(`/retailer/orders/${orderId}`).billingDetails).toBeUndefined()
    expect(read<Detail>(`/retailer/orders/${orderId}`).shipmentDetails['email']).toMatch(/@verkopen\.bol\.com$/)
    world.clock.advance(300 * DAY)
    expect(read<Detail>(`/retailer/orders/${orderId}`).shipmentDetails['email']).toBeUndefined()
  })

  it('follows shipping, cancelling and a change of price, each with its time', () => {
    const { bol, read, world } = testBol()
    const orderId = bol.placeOrder({ items: [{ quantity: 5, unitCents: 1000 }] })
    const item = (): Record<string, unknown> => read<Detail>(`/retailer/orders/${orderId}`).orderItems[0] ?? {}
    world.clock.advance(HOUR)
    bol.changePrice(orderId, { unitCents: 900 })
    expect(item()).toMatchObject({ unitPrice: 9, totalPrice: 45, latestChangedDateTime: '2026-11-23T11:00:00+01:00' })
    world.clock.advance(HOUR)
    bol.cancel(orderId, [{ quantity: 2 }])
    expect(item()).toMatchObject({ quantityCancelled: 2, quantityShipped: 0, totalPrice: 45 })
    bol.change({ totalPriceBasis: 'rest' })
    expect(item()).toMatchObject({ totalPrice: 27 })
    bol.ship(orderId)
    expect(item()).toMatchObject({ quantity: 5, quantityCancelled: 2, quantityShipped: 3 })
    expect(() => bol.ship(orderId)).toThrow('nothing of order')
    expect(bol.truth()[0]).toMatchObject({ open: false, items: [{ shipped: 3, cancelled: 2, shippedPaidCents: 2700 }] })
  })

  it('writes times as epoch milliseconds and adds unknown things when told to', () => {
    const { bol, read, world } = testBol({ settings: { times: 'epochMs', oddities: 1 } })
    bol.populate({ orders: 30, from: START - DAY, to: START })
    world.clock.advance(HOUR)
    const details = bol.truth().map((order) => JSON.stringify(read(`/retailer/orders/${order.orderId}`)))
    for (const oddity of ['serviceLevel', 'de-BE', 'NIGHT', 'giftWrapping']) {
      expect(details.some((detail) => detail.includes(oddity))).toBe(true)
    }
    const { orders } = read<ListedOrders>(`/retailer/orders?${ALL}`)
    expect(typeof orders?.[0]?.orderPlacedDateTime).toBe('number')
  })
})
