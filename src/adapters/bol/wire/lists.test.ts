import { describe, expect, it } from 'vitest'
import type { Answer } from '../../../ports/answer.ts'
import type { ListedOrder, Page } from '../../../ports/source.ts'
import { brusselsCalendar } from '../testkit.ts'
import { readOrderList } from './order-list.ts'
import { readShipment, readShipmentList } from './shipment.ts'

// Goal: no row of a page is lost, and a row that says the same is not fetched again.

const calendar = brusselsCalendar()
const context = { calendar, hash: (text: string): string => text }

function orders(json: unknown): Answer<Page<ListedOrder>> {
  return readOrderList(json, context)
}

const ITEM = {
  orderItemId: '1',
  ean: '9',
  fulfilmentMethod: 'FBR',
  fulfilmentStatus: 'OPEN',
  quantity: 1,
  quantityShipped: 0,
  quantityCancelled: 0,
  cancellationRequest: false,
  latestChangedDateTime: '2026-08-27T18:00:17+02:00',
}
const ROW = { orderId: 'A', orderPlacedDateTime: '2026-08-27T17:59:40+02:00', orderItems: [ITEM] }

function fingerprint(row: object): string {
  const answer = orders({ orders: [row] })
  return answer.kind === 'ok' ? (answer.value.rows[0]?.fingerprint ?? '') : 'unreadable'
}

describe('a page', () => {
  it.each([[{}], [{ orders: [] }], [{ orders: null }], [{ links: [] }]])('%j is empty and the last', (json) => {
    expect(orders(json)).toEqual({ kind: 'ok', value: { rows: [], bad: [], more: false } })
  })

  it.each([
    ['a list', []],
    ['null', null],
    ['rows that are no list', { orders: {} }],
    ['a problem under status 200', { title: 'Internal error', status: 500 }],
  ])('%s is unreadable, not empty', (_, json) => {
    expect(orders(json)).toMatchObject({ kind: 'later', cause: 'unreadable' })
  })

  it.each([
    ['a row without id', { ...ROW, orderId: undefined }],
    ['a row with a blank id', { ...ROW, orderId: ' ' }],
    ['a row that is null', null],
  ])('tells %s, and reads the others', (_, row) => {
    expect(orders({ orders: [row, ROW] })).toMatchObject({
      value: { rows: [{ orderId: 'A' }], bad: [{ kind: 'orderRow', named: false, fault: 'orderId' }] },
    })
  })

  it('names an order once, however often the list does, and changes with each of its rows', () => {
    const twice = (change: object) => orders({ orders: [ROW, { ...ROW, ...change }] })
    expect(twice({})).toEqual(orders({ orders: [ROW] }))
    const [one, two] = [twice({ x: 1 }), twice({ x: 2 })].map((answer) =>
      answer.kind === 'ok' ? answer.value.rows.map((row) => row.fingerprint) : [],
    )
    expect(one).toHaveLength(1)
    expect(one).not.toEqual(two)
  })

  it('is followed by another one when it is full', () => {
    const rows = (count: number): unknown[] =>
      Array.from({ length: count }, (_, index) => ({ ...ROW, orderId: `A${index}` }))
    expect(orders({ orders: rows(49) })).toMatchObject({ value: { more: false } })
    expect(orders({ orders: rows(50) })).toMatchObject({ value: { more: true } })
  })

  it('keeps a row whose other fields are strange', () => {
    expect(orders({ orders: [{ orderId: 'A', orderPlacedDateTime: 'yesterday', orderItems: 'none' }] })).toMatchObject({
      kind: 'ok',
      value: { rows: [{ orderId: 'A', placedAt: null }] },
    })
  })
})

describe('the fingerprint of a row', () => {
  it('is the same for the same meaning', () => {
    const two = { ...ROW, orderItems: [ITEM, { ...ITEM, orderItemId: '2' }] }
    const turned = {
      orderItems: [{ ...ITEM, orderItemId: '2' }, ITEM],
      orderPlacedDateTime: ROW.orderPlacedDateTime,
      orderId: 'A',
    }
    expect(fingerprint(turned)).toBe(fingerprint(two))
    expect(fingerprint({ ...ROW, empty: null, none: [], nothing: {} })).toBe(fingerprint(ROW))
    const asNumber = { ...ITEM, latestChangedDateTime: Date.parse(ITEM.latestChangedDateTime) }
    expect(fingerprint({ ...ROW, orderItems: [asNumber] })).toBe(fingerprint(ROW))
    const inWinter = { ...ITEM, latestChangedDateTime: '2026-08-27T17:00:17+01:00' }
    expect(fingerprint({ ...ROW, orderItems: [inWinter] })).toBe(fingerprint(ROW))
  })

  it.each([
    [{ quantityShipped: 1 }],
    [{ cancellationRequest: true }],
    [{ latestChangedDateTime: '2026-08-27T18:00:18+02:00' }],
    [{ fulfilmentStatus: 'HANDLED' }],
    [{ somethingNew: 'x' }],
  ])('changes with %j', (change) => {
    expect(fingerprint({ ...ROW, orderItems: [{ ...ITEM, ...change }] })).not.toBe(fingerprint(ROW))
  })

  it('changes with an item more', () => {
    expect(fingerprint({ ...ROW, orderItems: [ITEM, ITEM] })).not.toBe(fingerprint(ROW))
  })
})

describe('shipments', () => {
  const shipment = {
    shipmentId: 541757635,
    shipmentDateTime: '2026-11-30T23:30:00Z',
    order: { orderId: 'A' },
    shipmentItems: [{ orderItemId: '1', ean: '9' }],
    transport: { transportId: '3' },
  }
  const other = { ...shipment, shipmentId: '5' }
  const detail = (item: object): unknown => ({
    ...shipment,
    shipmentItems: [{ orderItemId: '1', fulfilment: { method: 'FBB' }, product: { ean: '9' }, quantity: 4, ...item }],
  })

  it('have the day of Brussels and no quantity yet', () => {
    expect(readShipmentList({ shipments: [shipment] }, 'marketplace', context)).toMatchObject({
      value: {
        rows: [
          {
            shipment: {
              shipmentId: '541757635',
              orderId: 'A',
              shippedOn: '2026-12-01',
              fulfilment: 'marketplace',
              items: [{ orderItemId: '1', ean: '9', quantity: null }],
            },
          },
        ],
      },
    })
  })

  it.each([
    ['an order', { order: undefined }, { key: '541757635', named: true, orderId: null, fault: 'order' }],
    ['an id', { shipmentId: '' }, { named: false, orderId: 'A', fault: 'shipmentId' }],
    [
      'an id of an item',
      { shipmentItems: [{ ean: '9' }] },
      { key: '541757635', orderId: 'A', fault: 'shipmentItems.0.orderItemId' },
    ],
    ['items', { shipmentItems: [] }, { key: '541757635', orderId: 'A', fault: 'shipmentItems' }],
    ['a date', { shipmentDateTime: null }, { key: '541757635', orderId: 'A', fault: 'shipmentDateTime' }],
  ])('without %s are told, and hold no other', (_, change, told) => {
    const answer = readShipmentList({ shipments: [{ ...shipment, ...change }, other] }, 'seller', context)
    expect(answer).toMatchObject({ value: { rows: [{ shipment: { shipmentId: '5' } }], bad: [told] } })
  })

  it('told twice alike count once; told twice otherwise, the shipment itself is to say', () => {
    expect(readShipmentList({ shipments: [shipment, other, shipment] }, 'seller', context)).toMatchObject({
      value: { rows: [{ shipment: { shipmentId: '541757635' } }, { shipment: { shipmentId: '5' } }], bad: [] },
    })
    const otherwise = { ...shipment, shipmentItems: [{ orderItemId: '2' }] }
    expect(readShipmentList({ shipments: [shipment, other, otherwise] }, 'seller', context)).toMatchObject({
      value: { rows: [{ shipment: { shipmentId: '5' } }], bad: [{ key: '541757635', fault: 'shipmentId twice' }] },
    })
  })

  it('have in their details what left, which is not what was ordered', () => {
    const read = (item: object): unknown =>
      readShipment(detail(item), 'raw', { shipmentId: '541757635', known: undefined }, calendar)
    expect(read({ quantityShipped: 3 })).toMatchObject({
      value: { raw: 'raw', shipment: { fulfilment: 'marketplace', items: [{ quantity: 3, ean: '9' }] } },
    })
    expect(read({})).toMatchObject({ value: { shipment: { items: [{ quantity: null }] } } })
    expect(read({ fulfilment: null })).toMatchObject({ cause: 'unreadable' })
    const at = { shipmentId: '541757635', known: 'seller' as const }
    expect(readShipment(detail({ fulfilment: { method: 'FBX' } }), 'raw', at, calendar)).toMatchObject({
      value: { shipment: { fulfilment: 'seller' } },
    })
    expect(readShipment(detail({}), 'raw', { ...at, shipmentId: 'another' }, calendar)).toMatchObject({
      cause: 'unreadable',
    })
  })
})
