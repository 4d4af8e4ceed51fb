import { describe, expect, it } from 'vitest'
import { START, testBol } from './test-client.ts'

const DAY = 24 * 3_600_000

interface Shipments {
  shipments?: { shipmentId: string; shipmentDateTime: string; order: { orderId: string }; shipmentItems: unknown[] }[]
}

interface Returns {
  returns?: { returnId: string; returnItems: Record<string, unknown>[] }[]
}

function ids(list: Shipments): string[] {
  return (list.shipments ?? []).map((shipment) => shipment.shipmentId)
}

describe('GET /retailer/shipments', () => {
  it('lists the seller’s own stock unless asked otherwise, and both stocks of one order', () => {
    const { bol, read } = testBol()
    const orderId = bol.placeOrder({ items: [{ fulfilment: 'FBR' }, { fulfilment: 'FBB' }] })
    const [own, theirs] = bol.ship(orderId)
    expect(ids(read('/retailer/shipments'))).toEqual([own])
    expect(ids(read('/retailer/shipments?fulfilment-method=FBB'))).toEqual([theirs])
    expect(new Set(ids(read(`/retailer/shipments?order-id=${orderId}`)))).toEqual(new Set([own, theirs]))
  })

  it('is sorted by the time of shipping, not of ordering, and gives fifty per page', () => {
    const { bol, read, world } = testBol()
    const early = bol.placeOrder({ placedAt: START - 2 * DAY })
    for (let index = 0; index < 50; index += 1) bol.ship(bol.placeOrder({ placedAt: START - DAY + index * 1000 }))
    world.clock.advance(1000)
    const [last] = bol.ship(early)
    const first = ids(read('/retailer/shipments'))
    expect(first).toHaveLength(50)
    expect(first[0]).toBe(last)
    expect(ids(read('/retailer/shipments?page=2'))).toHaveLength(1)
    expect(read('/retailer/shipments?page=3')).toEqual({})
  })

  it('forgets shipments older than three months in the list', () => {
    const { bol, read, world } = testBol()
    bol.ship(bol.placeOrder())
    world.clock.set(Date.parse('2027-02-23T23:59:00+01:00'))
    expect(ids(read('/retailer/shipments'))).toHaveLength(1)
    world.clock.set(Date.parse('2027-02-24T00:00:00+01:00'))
    expect(read('/retailer/shipments')).toEqual({})
  })

  it('tells the quantity of a part only in the detail, and there only when it may', () => {
    const { bol, read, world } = testBol()
    const orderId = bol.placeOrder({ items: [{ quantity: 3, unitCents: 2450 }] })
    const [first] = bol.ship(orderId, [{ quantity: 1 }])
    world.clock.advance(DAY)
    const [second] = bol.ship(orderId)
    expect(JSON.stringify(read('/retailer/shipments'))).not.toContain('quantity')
    const item = (id: string | undefined): unknown =>
      read<{ shipmentItems: unknown[] }>(`/retailer/shipments/${id}`).shipmentItems[0]
    expect(item(first)).toMatchObject({ quantity: 3, quantityShipped: 1, unitPrice: 24.5 })
    expect(item(second)).toMatchObject({ quantity: 3, quantityShipped: 2 })
    expect(item(second)).not.toHaveProperty('totalPrice')
    bol.change({ quantityShipped: false })
    expect(item(second)).not.toHaveProperty('quantityShipped')
  })
})

describe('GET /retailer/returns', () => {
  it('lists unhandled ones oldest first, handled ones newest first, each with its result', () => {
    const { bol, read, world } = testBol()
    const orderIds = Array.from({ length: 3 }, () => bol.placeOrder())
    for (const orderId of orderIds) bol.ship(orderId)
    const returnIds = orderIds.map((orderId) => {
      world.clock.advance(DAY)
      return bol.return(orderId, { handledAfterMinutes: 10 * 24 * 60 })
    })
    const listed = (query: string): string[] =>
      read<Returns>(`/retailer/returns?${query}`).returns?.map((entry) => entry.returnId) ?? []
    expect(listed('handled=false')).toEqual(returnIds)
    expect(JSON.stringify(read('/retailer/returns?handled=false'))).not.toContain('processingResults')
    world.clock.advance(10 * DAY)
    expect(read('/retailer/returns?handled=false')).toEqual({})
    expect(listed('handled=true&fulfilment-method=FBR')).toEqual(returnIds.toReversed())
    expect(read('/retailer/returns?handled=true&fulfilment-method=FBB')).toEqual({})
    const detail = read<{ returnItems: Record<string, unknown>[] }>(`/retailer/returns/${returnIds[0]}`)
    expect(detail.returnItems[0]).toMatchObject({
      handled: true,
      processingResults: [{ quantity: 1, handlingResult: 'RETURN_RECEIVED' }],
    })
    expect(detail.returnItems[0]).toHaveProperty('customerDetails')
  })
})
