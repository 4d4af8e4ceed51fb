/** Goal: no order waits without an end. Method: the last day of waiting, by what the marketplace told. */
import { expect, it } from 'vitest'
import { anItem, anOrder } from '../testkit.ts'
import { coverShipments } from './shipping.ts'
import { shipmentWait } from './waiting.ts'

const dayOf = (instant: number): string => new Date(instant).toISOString().slice(0, 10)
const wait = (change: Parameters<typeof anOrder>[0]) => {
  const order = anOrder(change)
  return shipmentWait(order, coverShipments(order, []), dayOf)
}
const open = anItem({ quantity: 2, quantityShipped: 0 })

it('an order that is not shipped waits a month beyond its last day of delivery', () => {
  expect(wait({ items: [open], deliverBy: '2026-12-10' })).toEqual({ until: '2027-01-10', untold: null })
})

it('without such a day, two months from when it was placed', () => {
  expect(wait({ items: [open], placedOn: '2026-11-20' })).toEqual({ until: '2027-01-20', untold: null })
})

it('one that is called shipped waits a week for the shipment itself', () => {
  const shipped = { ...open, quantityShipped: 2, changedAt: Date.parse('2026-11-24T10:00:00Z') }
  expect(wait({ items: [shipped], deliverBy: '2026-12-10' })).toEqual({ until: '2026-12-01', untold: 2 })
})

it('nothing is said of one of which no day is known', () => {
  expect(wait({ items: [open], placedOn: null, placedAt: null })).toBeNull()
})
