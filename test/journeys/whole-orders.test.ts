/** Goal: an order whose answer lacks one of its items is never booked in part: it is told, asked for again, and booked whole. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { retryDocuments } from '../../src/app/decide/retry.ts'
import { openInside, type Inside } from '../support/inside.ts'

const minute = 60_000
const items = [
  { ean: '8719000001017', quantity: 2, unitCents: 2_500 },
  { ean: '8719000001024', quantity: 1, unitCents: 1_000 },
]

describe.each([['order'], ['shipment']] as const)('booked by %s', (on) => {
  let shop: Inside
  beforeAll(async () => {
    shop = await openInside({ file: { booking: { startDate: '2026-11-24', on } } })
    await shop.sync()
  })
  afterAll(() => shop.close())

  async function pass(ms: number): Promise<void> {
    await shop.outside.advance(ms)
    await shop.sync()
  }

  async function bookedOnceMended(order: string): Promise<void> {
    await shop.act(order, 'mend')
    await retryDocuments(shop.ports, shop.tenantId, { kind: 'order', orderId: order })
    await pass(minute)
    expect(await shop.entries(order)).toMatchObject([{ amountCents: 6_000 }])
    expect(await shop.problems()).toEqual([])
  }

  it('an item that only the list names holds the order, also when its details are asked for by number', async () => {
    const order = await shop.place({ country: 'BE', items })
    await shop.act(order, 'ship')
    await shop.act(order, 'spoil', { where: 'order', path: 'orderItems.1' })
    for (const wait of [3, 40, 90]) {
      await pass(wait * minute)
      expect(await shop.entries(order)).toEqual([])
      expect(await shop.problems()).toMatchObject([{ code: 'BOL-ONVOLLEDIG', orderId: order }])
    }

    await bookedOnceMended(order)
  }, 180_000)

  it('an item that left the answer since is still sold', async () => {
    const order = await shop.place({ country: 'BE', items })
    await pass(minute)
    await shop.act(order, 'spoil', { where: 'order', path: 'orderItems.1' })
    await shop.act(order, 'ship')
    await pass(3 * minute)
    expect(await shop.problems()).toMatchObject([{ code: 'BOL-ONVOLLEDIG', orderId: order }])

    await bookedOnceMended(order)
  }, 180_000)

  it('an item that only its parcel names holds that parcel, and has the order read again', async () => {
    const order = await shop.place({ country: 'BE', items })
    await shop.act(order, 'spoil', { where: 'order', path: 'orderItems.1' })
    await shop.act(order, 'spoil', { where: 'orderRow', path: 'orderItems.1' })
    await shop.act(order, 'ship')
    await pass(3 * minute)
    // The lists of shipments are read for orders that are expected to ship, and each night.
    await pass(24 * 60 * minute)
    await pass(60 * minute)
    expect(await shop.entries(order)).toHaveLength(on === 'shipment' ? 0 : 1)
    expect(await shop.problems()).toMatchObject([{ code: expect.stringMatching(/^BOL-ON/) as string, orderId: order }])
  }, 180_000)
})
