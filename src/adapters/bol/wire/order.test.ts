import { describe, expect, it } from 'vitest'
import type { FetchedOrder } from '../../../ports/source.ts'
import { brusselsCalendar } from '../testkit.ts'
import { readOrder } from './order.ts'

// Goal: whatever bol.com leaves out or adds, an order is either read rightly or held up in sight; no amount, stock or
// quantity is made up. Method: one whole order, changed in one place per test.

const ITEM = {
  orderItemId: '9203000001',
  cancellationRequest: false,
  fulfilment: { method: 'FBR', distributionParty: 'BOL', latestDeliveryDate: '2026-11-26', timeFrameType: 'TELEPORT' },
  offer: { offerId: '8f1183e3', reference: 'SKU-1' },
  product: { ean: '9780471117094', title: ' Kookboek\n' },
  quantity: 3,
  quantityShipped: 1,
  quantityCancelled: 1,
  unitPrice: 12.99,
  totalPrice: 35.97,
  discounts: [{ title: '2e halve prijs', amount: 3 }],
  commission: 5.18,
  latestChangedDateTime: '2026-11-23T09:30:17+01:00',
}

const SHIPPING = {
  salutation: 'FEMALE',
  firstName: 'Zoë',
  surname: 'van den Berg-Ünal',
  streetName: 'Kerkstraat',
  houseNumber: '12',
  houseNumberExtension: 'bus 3',
  zipCode: '2000',
  city: 'Antwerpen',
  countryCode: 'be',
  email: 'alias@verkopen.bol.com',
  language: 'nl-BE',
}

const ORDER = {
  orderId: 'C000TEST01',
  pickupPoint: false,
  orderPlacedDateTime: '2026-11-22T23:30:00+00:00',
  shipmentDetails: SHIPPING,
  orderItems: [ITEM],
  somethingNew: { a: 1 },
}

function read(change: object = {}): FetchedOrder {
  const answer = readOrder({ ...ORDER, ...change }, 'raw', ORDER.orderId, brusselsCalendar())
  if (answer.kind !== 'ok') throw new Error(JSON.stringify(answer))
  return answer.value
}

function readItem(change: object) {
  const item = read({ orderItems: [{ ...ITEM, ...change }] }).order.items[0]
  if (!item) throw new Error('an item was expected')
  return item
}

describe('a whole order', () => {
  it('is read to the cent, on the day of Brussels', () => {
    const { order, buyer } = read()
    expect(order).toEqual({
      orderId: 'C000TEST01',
      deliverBy: '2026-11-26',
      placedAt: Date.parse('2026-11-22T23:30:00Z'),
      placedOn: '2026-11-23',
      pickupPoint: false,
      destination: { country: 'BE', postcodePrefix: '20', specialTerritory: false },
      buyer: {
        hasBillingDetails: false,
        hasCompany: false,
        billingCountry: null,
        hasVatNumber: false,
        vatNumberCountry: null,
        vatNumberValid: false,
        language: 'nl-BE',
      },
      items: [
        {
          orderItemId: '9203000001',
          ean: '9780471117094',
          offerReference: 'SKU-1',
          title: 'Kookboek',
          fulfilment: 'seller',
          quantity: 3,
          quantityShipped: 1,
          quantityCancelled: 1,
          cancellationRequested: false,
          unitPriceCents: 1299,
          totalPriceCents: 3597,
          discounts: [{ title: '2e halve prijs', cents: 300 }],
          unreadableAmount: null,
          changedAt: Date.parse('2026-11-23T09:30:17+01:00'),
        },
      ],
    })
    expect(buyer.billing).toBeNull()
    expect(buyer.shipping).toMatchObject({
      firstName: 'Zoë',
      street: 'Kerkstraat',
      houseNumberExtension: 'bus 3',
      postcode: '2000',
      country: 'BE',
      company: null,
      pickupPointName: null,
    })
  })

  it('keeps the facts free of the person', () => {
    const facts = JSON.stringify(
      read({ billingDetails: { ...SHIPPING, company: 'Ünal BV', vatNumber: 'BE0123456749' } }).order,
    )
    for (const word of ['Zoë', 'Berg', 'Kerkstraat', 'Antwerpen', 'alias@', 'Ünal', '0123456749', '"2000"']) {
      expect(facts).not.toContain(word)
    }
  })

  it('may have epoch milliseconds for times, as a number or as text, or no time at all', () => {
    const at = Date.parse('2026-11-23T09:30:17+01:00')
    expect(read({ orderPlacedDateTime: at }).order).toMatchObject({ placedAt: at, placedOn: '2026-11-23' })
    expect(read({ orderPlacedDateTime: String(at) }).order.placedAt).toBe(at)
    expect(read({ orderPlacedDateTime: null }).order).toMatchObject({ placedAt: null, placedOn: null })
  })

  it('may be going to a pick-up point, under the old or the new key, without a first name', () => {
    expect(read({ pickupPoint: true }).order.pickupPoint).toBe(true)
    expect(read({ pickupPoint: undefined, pickUpPoint: true }).order.pickupPoint).toBe(true)
    const shipmentDetails = { ...SHIPPING, firstName: undefined, pickupPointName: 'Ophaalpunt: GENT' }
    const { order, buyer } = read({ pickupPoint: undefined, shipmentDetails })
    expect(order.pickupPoint).toBe(true)
    expect(buyer.shipping).toMatchObject({ firstName: null, pickupPointName: 'Ophaalpunt: GENT' })
  })

  it('may have lost its addresses', () => {
    const { order, buyer } = read({ shipmentDetails: undefined, billingDetails: {} })
    expect(order.destination).toEqual({ country: null, postcodePrefix: null, specialTerritory: false })
    expect(order.buyer.hasBillingDetails).toBe(false)
    expect(buyer).toMatchObject({ billing: null, shipping: { street: null } })
  })

  it('knows a special territory from the whole postcode', () => {
    const shipmentDetails = { ...SHIPPING, countryCode: 'ES', zipCode: '35001' }
    expect(read({ shipmentDetails }).order.destination).toEqual({
      country: 'ES',
      postcodePrefix: '35',
      specialTerritory: true,
    })
  })
})

describe('an item', () => {
  it('may lack offer, product, discounts, total and the counts that are 0', () => {
    const bare = { orderItemId: 6107771545, fulfilment: { method: 'FBB' }, quantity: 1, unitPrice: 19.99 }
    expect(read({ orderItems: [bare] }).order.items).toEqual([
      {
        orderItemId: '6107771545',
        ean: null,
        offerReference: null,
        title: null,
        fulfilment: 'marketplace',
        quantity: 1,
        quantityShipped: 0,
        quantityCancelled: 0,
        cancellationRequested: false,
        unitPriceCents: 1999,
        totalPriceCents: null,
        discounts: [],
        unreadableAmount: null,
        changedAt: null,
      },
    ])
    expect(readItem({ discounts: {}, offer: null, product: null }).discounts).toEqual([])
  })

  it.each([
    [0.1 + 0.2, 30, null],
    [19.990000000000002, 1999, null],
    [19.989999999999998, 1999, null],
    ['19.990000000000002', 1999, null],
    [2.1316282072803006e-14, 0, null],
    [19.995, null, '19.995'],
    [19.99001, null, '19.99001'],
    [19.9900001, null, '19.9900001'],
    [12.345, null, '12.345'],
    ['12,99', null, '12,99'],
    [1e21, null, '1e+21'],
    [-5, null, '-5'],
    [{ amount: 5 }, null, 'object'],
    ['12.5', 1250, null],
    [20, 2000, null],
    [0, 0, null],
    [1234567.89, 123456789, null],
    [4.35, 435, null],
    [null, null, null],
  ])('with price %j has cents %j and keeps what it cannot read: %j', (price, cents, unreadable) => {
    expect(readItem({ unitPrice: price })).toMatchObject({ unitPriceCents: cents, unreadableAmount: unreadable })
    expect(readItem({ totalPrice: price })).toMatchObject({ totalPriceCents: cents, unreadableAmount: unreadable })
  })

  it.each([
    [[{ title: 'x', amount: 0.005 }], '0.005'],
    [[{ title: 'x' }], 'discount without amount'],
    [[null], 'discount without amount'],
    ['10 %', 'discounts'],
    [{ title: 'x', amount: 1 }, 'discounts'],
  ])('with discounts %j is held up', (discounts, text) => {
    expect(readItem({ discounts }).unreadableAmount).toBe(text)
  })

  it.each([[undefined], [{}], [{ method: 'FBX' }], ['FBR']])(
    'of unknown stock (%j) is held up, not guessed',
    (fulfilment) => {
      expect(readItem({ fulfilment })).toMatchObject({ unreadableField: 'fulfilment.method', unreadableAmount: null })
    },
  )

  it('named twice counts once, and is held up when the two differ', () => {
    expect(read({ orderItems: [ITEM, ITEM] }).order.items).toHaveLength(1)
    const { items } = read({ orderItems: [ITEM, { ...ITEM, quantity: 5 }, ITEM] }).order
    expect(items).toMatchObject([{ unreadableField: 'orderItemId twice', unreadableAmount: null }])
  })

  it('carries no character that a database refuses', () => {
    const title = 'Boek\u0000\ud800deel'
    expect(readItem({ product: { ean: '1', title } }).title).toBe('Boek \ufffddeel')
  })
})

describe('no order at all', () => {
  it.each([
    ['an empty object', {}, 'orderId'],
    ['no items', { ...ORDER, orderItems: undefined }, 'orderItems'],
    ['an empty list of items', { ...ORDER, orderItems: [] }, 'orderItems'],
    ['an item without id', { ...ORDER, orderItems: [{ ...ITEM, orderItemId: undefined }] }, 'orderItems.0.orderItemId'],
    ['an item without quantity', { ...ORDER, orderItems: [{ ...ITEM, quantity: undefined }] }, 'quantity'],
    [
      'no piece, and none cancelled',
      { ...ORDER, orderItems: [{ ...ITEM, quantity: 0, quantityCancelled: 0 }] },
      'quantity',
    ],
    ['half a piece', { ...ORDER, orderItems: [{ ...ITEM, quantity: 1.5 }] }, 'quantity'],
    ['a count that is a word', { ...ORDER, orderItems: [{ ...ITEM, quantityCancelled: 'all' }] }, 'quantityCancelled'],
    ['a text', 'hello', 'shape'],
  ])('%s is unreadable, with the place and without the contents', (_, json, place) => {
    const answer = readOrder(json, 'raw', ORDER.orderId, brusselsCalendar())
    expect(answer).toMatchObject({ kind: 'later', cause: 'unreadable' })
    expect(JSON.stringify(answer)).toContain(place)
    expect(JSON.stringify(answer)).not.toContain('Kerkstraat')
  })
})
