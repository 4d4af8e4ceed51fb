import { describe, expect, it } from 'vitest'
import type { OrderItem } from './order.ts'
import { coverShipments, withoutConclusions, type ShipmentWithDetail } from './shipping.ts'
import { anItem, anOrder } from '../testkit.ts'

function shipment(shipmentId: string, rows: [string, number | null][], hasDetail = false): ShipmentWithDetail {
  const items = rows.map(([orderItemId, quantity]) => ({ orderItemId, ean: null, quantity }))
  return {
    shipmentId,
    orderId: 'A1',
    shippedAt: Number(shipmentId),
    shippedOn: '2026-11-20',
    fulfilment: 'seller',
    items,
    hasDetail,
  }
}

const item = (change: Partial<OrderItem>): OrderItem => anItem({ orderItemId: 'i', ...change })
const cover = (row: OrderItem, shipments: ShipmentWithDetail[]) => coverShipments(anOrder({ items: [row] }), shipments)

describe('quantities of shipments', () => {
  it('follow from the order when everything went in one parcel', () => {
    const coverage = cover(item({ quantity: 3, quantityShipped: 3 }), [shipment('1', [['i', null]])])
    expect(coverage).toMatchObject({ complete: true, wantsDetailOf: [], parts: [{ shipmentId: '1', quantity: 3 }] })
  })

  it('are one each when there are as many parcels as units', () => {
    const coverage = cover(item({ quantity: 2, quantityShipped: 2 }), [
      shipment('1', [['i', null]]),
      shipment('2', [['i', null]]),
    ])
    expect(coverage.parts.map((part) => part.quantity)).toEqual([1, 1])
    expect(coverage.wantsDetailOf).toEqual([])
  })

  it('are asked for only where an item went in parts', () => {
    const partly = cover(item({ quantity: 3, quantityShipped: 2 }), [shipment('1', [['i', null]])])
    expect(partly).toMatchObject({ complete: false, wantsDetailOf: ['1'], parts: [] })
    const known = cover(item({ quantity: 3, quantityShipped: 2 }), [shipment('1', [['i', 2]], true)])
    expect(known).toMatchObject({ complete: true, wantsDetailOf: [], parts: [{ quantity: 2 }] })
  })

  it('show that a shipment is still missing from the list', () => {
    expect(cover(item({ quantity: 3, quantityShipped: 3 }), [shipment('1', [['i', 2]], true)])).toMatchObject({
      complete: false,
      orderIsBehind: false,
      beyondOrder: [],
    })
    expect(cover(item({ quantity: 1, quantityShipped: 1 }), [])).toMatchObject({ complete: false, parts: [] })
  })

  it('show that the order is older than its shipments', () => {
    const coverage = cover(item({ quantity: 3, quantityShipped: 1 }), [
      shipment('1', [['i', 1]], true),
      shipment('2', [['i', 2]], true),
    ])
    expect(coverage.orderIsBehind).toBe(true)
  })

  it('that were concluded from one parcel do not count before the lists were read, and are asked for where another parcel is missing', () => {
    const one = cover(item({ quantity: 3, quantityShipped: 3 }), [shipment('1', [['i', null]])])
    expect(one).toMatchObject({ complete: true, certain: false, wantsDetailOf: [] })
    expect(withoutConclusions(one)).toMatchObject({ complete: false, parts: [] })
    const told = cover(item({ quantity: 3, quantityShipped: 3 }), [shipment('1', [['i', 3]], true)])
    expect(withoutConclusions(told)).toEqual(told)

    const other = anItem({ orderItemId: 'j', quantity: 1, quantityShipped: 1 })
    const order = anOrder({ items: [item({ quantity: 3, quantityShipped: 3 }), other] })
    expect(coverShipments(order, [shipment('1', [['i', null]])])).toMatchObject({
      complete: false,
      wantsDetailOf: ['1'],
    })
  })

  it('are never guessed where the details do not tell them', () => {
    const coverage = cover(item({ quantity: 5, quantityShipped: 4 }), [
      shipment('1', [['i', null]], true),
      shipment('2', [['i', null]], true),
    ])
    expect(coverage).toMatchObject({ complete: false, parts: [], wantsDetailOf: [], unknowable: ['i', 'i'] })
  })
})
