/**
 * A person changes how orders are booked while orders are under way. What stands in the ledger, or may stand there, stays as it is; what
 * is new goes the new way; no unit is booked twice and none is forgotten. Each story reads the ledger, not our own tables.
 */
import { afterEach, describe, expect, it } from 'vitest'
import { parseConnectionFile } from '../../src/app/setup/connection-file.ts'
import { previewSettings, type PreviewedOrder } from '../../src/app/setup/preview-settings.ts'
import { openInside, type Inside } from '../support/inside.ts'
import { usualKinds } from '../support/kinds.ts'

const minute = 60_000
const hour = 60 * minute
const day = 24 * hour
const startDate = '2026-11-22'

let shop: Inside

afterEach(() => shop.close())

async function amounts(order: string): Promise<number[]> {
  return (await shop.entries(order)).map((entry) => entry.amountCents)
}

describe('from shipment to order', () => {
  it('seven orders booked by their shipments are not booked again', async () => {
    shop = await openInside({ file: { booking: { startDate, on: 'shipment' } } })
    const orders: string[] = []
    for (let count = 1; count <= 7; count += 1) {
      const order = await shop.place({ country: 'BE', items: [{ quantity: 1, unitCents: 1000 + count }] })
      await shop.act(order, 'ship')
      orders.push(order)
    }
    await shop.sync()
    const open = await shop.place({ country: 'BE', items: [{ quantity: 1, unitCents: 2500 }] })
    await shop.sync()
    expect(await amounts(open)).toEqual([])

    await shop.change({ booking: { startDate, on: 'order' } })
    const after = await shop.sync()
    for (const [index, order] of orders.entries()) expect(await amounts(order)).toEqual([1001 + index])
    // Nothing of it was booked, so it goes the new way at once.
    expect(await amounts(open)).toEqual([2500])
    expect(after).toMatchObject({ orders: 8, booked: 8, blocked: 0 })

    await shop.act(orders[0] ?? '', 'return', { quantity: 1, handledAfterMinutes: 0 })
    await shop.act(open, 'ship')
    await shop.outside.advance(hour)
    await shop.sync()
    expect(await amounts(orders[0] ?? '')).toEqual([1001, -1001])
    expect(await amounts(open)).toEqual([2500])
    expect(await shop.violations()).toEqual([])
  })

  it('of an order of two parcels, the second is booked once, when it is shipped', async () => {
    shop = await openInside({ file: { booking: { startDate, on: 'shipment' } } })
    const order = await shop.place({
      country: 'BE',
      items: [
        { quantity: 2, unitCents: 999 },
        { quantity: 1, unitCents: 500 },
      ],
    })
    await shop.act(order, 'ship', { items: [{ item: 0, quantity: 1 }] })
    await shop.sync()
    const first = await amounts(order)
    expect(first).toHaveLength(1)

    await shop.change({ booking: { startDate, on: 'order' } })
    expect(await shop.sync()).toMatchObject({ orders: 1, waiting: 1 })
    expect(await amounts(order)).toEqual(first)

    await shop.outside.advance(day)
    await shop.act(order, 'ship')
    await shop.outside.advance(hour)
    expect(await shop.sync()).toMatchObject({ orders: 1, booked: 1 })
    const all = await amounts(order)
    expect(all.reduce((sum, cents) => sum + cents, 0)).toBe(2498)
    expect(await shop.violations()).toEqual([])
  })
})

describe('from order to shipment', () => {
  it('an order that was booked whole stays so when it is shipped, changed and returned', async () => {
    shop = await openInside({ file: { booking: { startDate, on: 'order' } } })
    const order = await shop.place({ country: 'BE', items: [{ quantity: 3, unitCents: 999 }] })
    await shop.sync()
    expect(await amounts(order)).toEqual([2997])

    await shop.change({ booking: { startDate, on: 'shipment' } })
    await shop.act(order, 'ship', { items: [{ item: 0, quantity: 1 }] })
    await shop.outside.advance(hour)
    await shop.sync()
    expect(await amounts(order)).toEqual([2997])

    await shop.act(order, 'ship')
    await shop.act(order, 'return', { quantity: 1, handledAfterMinutes: 0 })
    await shop.outside.advance(hour)
    expect(await shop.sync()).toMatchObject({ booked: 1, credited: 1, blocked: 0, waiting: 0 })
    expect(await amounts(order)).toEqual([2997, -999])
  })

  it('an order that was never booked is booked by the parcel that left before the change', async () => {
    shop = await openInside({ file: { booking: { startDate, on: 'order' }, vat: { default: 'ask' } } })
    const order = await shop.place({ country: 'BE', items: [{ quantity: 2, unitCents: 999 }] })
    await shop.act(order, 'ship')
    expect(await shop.sync()).toMatchObject({ blocked: 1 })

    await shop.change({ booking: { startDate, on: 'shipment' }, vat: { default: 'STANDARD' } })
    expect(await shop.sync()).toMatchObject({ booked: 1, waiting: 0, blocked: 0 })
    expect(await amounts(order)).toEqual([1998])
    const truth = (await shop.outside.truth()).find((row) => row.orderId === order)
    expect((await shop.entries(order))[0]?.date).toBe(truth?.shipments[0]?.date)
  })
})

describe('a change that is only looked at', () => {
  async function lookedAt(file: object): Promise<Map<string, PreviewedOrder>> {
    const read = parseConnectionFile(await shop.outside.file(file), {
      today: '2026-11-25',
      secrets: 'required',
      kinds: usualKinds,
    })
    if (read.kind === 'faults') throw new Error(JSON.stringify(read.faults))
    const result = await previewSettings(shop.ports, shop, read.settings)
    if (result.kind !== 'preview') throw new Error(result.kind)
    return new Map(result.preview.differences.map((row) => [row.order, row]))
  }

  it('shows the credit that is not sent yet, and the relation that a sale goes to', async () => {
    const booking = { startDate, on: 'order', cancellations: 'approve' }
    shop = await openInside({ file: { booking } })
    const sold = await shop.place({ country: 'BE', items: [{ unitCents: 1210 }] })
    await shop.sync()
    await shop.act(sold, 'cancel')
    const fresh = await shop.place({ country: 'NL', items: [{ unitCents: 2420 }] })
    await shop.outside.control('POST', '/octopus/bookkeeper', { action: 'closeJournal', bookyear: 2, journal: 'V5' })
    await shop.outside.advance(hour)
    await shop.sync()

    expect(await lookedAt({ booking })).toEqual(new Map())
    const changed = { booking: { ...booking, journals: { bookings: 'V1', invoices: 'V6' } } }
    const differences = await lookedAt({ ...changed, relations: { consumers: 'perBuyer' } })
    const credit = { kind: 'creditNote', amountCents: -1210 }
    expect(differences.get(sold)).toMatchObject({
      booked: true,
      before: { documents: [], problems: ['OCT-DAGBOEK-DICHT'], relation: null },
      after: { documents: [{ ...credit, journal: 'V1' }], relation: null },
    })
    expect(differences.get(fresh)).toMatchObject({
      before: { documents: [], relation: null },
      after: { documents: [{ amountCents: 2420 }], relation: { kind: 'buyer' } },
    })
    expect(await shop.outside.ledger()).toHaveLength(1)
  })
})
