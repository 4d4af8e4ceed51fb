/** A believable stream of orders: who buys what, and what happens to each order afterwards. */

import type { Chance } from '../world.ts'
import { RETURN_REASONS } from './address-book.ts'
import { alias, drawBuyer } from './buyers.ts'
import type { Buyer } from './buyers.ts'
import { drawItems } from './draw-items.ts'
import type { Fate } from './draw-items.ts'
import type { Fulfilment, OrderEvent, OrderFact, OrderItemFact, ShipmentFact, ShippedPart, Shop } from './facts.ts'
import { startOfDay } from './local-time.ts'
import type { OrderBook } from './order-book.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

export interface PopulationSpec {
  shop: Shop
  orders: number
  /** Epoch milliseconds; orders are placed at `from <= t < to`. */
  from: number
  to: number
}

/** Makes the orders and puts them into the book. Returns their numbers in order of time. */
export function populate(chance: Chance, book: OrderBook, spec: PopulationSpec): string[] {
  const times: number[] = []
  for (let index = 0; index < spec.orders; index += 1) {
    times.push(spec.from + Math.floor(chance.next() * (spec.to - spec.from)))
  }
  times.sort((a, b) => a - b)
  const regulars: Buyer[] = []
  return times.map((placedAt, index) => {
    const order = makeOrder(chance.fork(`order ${index}`), book, { shop: spec.shop, placedAt, regulars })
    book.add(order)
    return order.orderId
  })
}

export interface OrderWanted {
  shop: Shop
  placedAt: number
  /** Buyers so far: some come back, with the same alias or a new one. */
  regulars: Buyer[]
}

export function makeOrder(chance: Chance, book: OrderBook, wanted: OrderWanted): OrderFact {
  const fate = drawFate(chance)
  const kind = chance.next()
  const mixed = kind < 0.02 && (fate === 'ship' || fate === 'open')
  const items = drawItems(chance, book, { placedAt: wanted.placedAt, fate, mixed, byBol: kind < 0.22 })
  const buyer = drawReturningBuyer(chance, wanted.regulars)
  const visibleAt = wanted.placedAt + chance.int(3, 60) * 1000
  const order: OrderFact = {
    orderId: book.newOrderId(chance),
    shop: wanted.shop,
    placedAt: wanted.placedAt,
    visibleAt,
    pickupPointName: buyer.pickupPointName,
    shipTo: buyer.shipTo,
    billTo: buyer.billTo,
    business: buyer.business,
    items,
    events: [],
    oddity: chance.int(0, 0xffffffff),
  }
  order.events = planEvents(chance, book, { order, fate }).sort((a, b) => a.at - b.at)
  return order
}

/** 85 % shipped, 3 % shipped in two parts, 4 % cancelled (a third of them partly), 8 % left open. */
function drawFate(chance: Chance): Fate {
  const roll = chance.next()
  if (roll < 0.85) return 'ship'
  if (roll < 0.88) return 'split'
  if (roll < 0.92) return chance.chance(0.35) ? 'cancelPart' : 'cancelAll'
  return 'open'
}

function drawReturningBuyer(chance: Chance, regulars: Buyer[]): Buyer {
  if (regulars.length === 0 || !chance.chance(0.06)) {
    const buyer = drawBuyer(chance)
    regulars.push(buyer)
    return buyer
  }
  const buyer = chance.pick(regulars)
  if (chance.chance(0.5)) return buyer
  const email = alias(chance)
  return {
    ...buyer,
    shipTo: { ...buyer.shipTo, email },
    billTo: buyer.billTo === undefined ? undefined : { ...buyer.billTo, email },
  }
}

interface Planned {
  order: OrderFact
  fate: Fate
}

function planEvents(chance: Chance, book: OrderBook, { order, fate }: Planned): OrderEvent[] {
  if (fate === 'cancelAll') return cancelAll(chance, order)
  const events =
    fate === 'split'
      ? splitShipments(chance, book, order)
      : fate === 'cancelPart'
        ? cancelPart(chance, book, order)
        : fate === 'open'
          ? leaveOpen(chance, book, order)
          : shipAll(chance, book, order)
  const last = events.findLast((event) => event.kind === 'shipped')
  if (last && chance.chance(0.06)) {
    events.push(goBack(chance, book, { shipment: last.shipment, shippedAt: last.at }))
  }
  return events
}

/** bol.com's own warehouse is quick; a seller takes minutes to two days. */
function handlingMs(chance: Chance, fulfilment: Fulfilment): number {
  if (fulfilment === 'FBB') return chance.int(3 * 60, 6 * 3600) * 1000
  return chance.chance(0.7) ? chance.int(15 * 60, 8 * 3600) * 1000 : chance.int(8 * 3600, 48 * 3600) * 1000
}

export function newShipment(
  chance: Chance,
  book: OrderBook,
  content: { fulfilment: Fulfilment; parts: ShippedPart[] },
): ShipmentFact {
  return {
    shipmentId: book.newNumber(chance, 9),
    transportId: book.newNumber(chance, 9),
    transporterCode: chance.pick(['TNT', 'DHLFORYOU', 'DPD-NL', 'BPOST_BE']),
    trackAndTrace: `3SBOL0${book.newNumber(chance, 10)}`,
    ...content,
  }
}

function shipItems(
  chance: Chance,
  book: OrderBook,
  wanted: { at: number; items: { item: OrderItemFact; quantity: number }[] },
): OrderEvent {
  const parts = wanted.items.map(({ item, quantity }) => ({ orderItemId: item.orderItemId, quantity }))
  const fulfilment = wanted.items[0]?.item.fulfilment ?? 'FBR'
  return { kind: 'shipped', at: wanted.at, shipment: newShipment(chance, book, { fulfilment, parts }) }
}

/** One shipment per kind of stock: goods of the seller and of bol.com never leave in one parcel. */
function shipAll(chance: Chance, book: OrderBook, order: OrderFact): OrderEvent[] {
  const events: OrderEvent[] = []
  for (const fulfilment of ['FBR', 'FBB'] as const) {
    const items = order.items.filter((item) => item.fulfilment === fulfilment)
    if (items.length === 0) continue
    const at = order.visibleAt + handlingMs(chance, fulfilment)
    events.push(shipItems(chance, book, { at, items: items.map((item) => ({ item, quantity: item.quantity })) }))
  }
  return events
}

/** The first item leaves in two parts, on different days; other items go with the second. */
function splitShipments(chance: Chance, book: OrderBook, order: OrderFact): OrderEvent[] {
  const [first, ...others] = order.items
  if (!first) return []
  const firstQuantity = chance.int(1, first.quantity - 1)
  const firstAt = order.visibleAt + handlingMs(chance, first.fulfilment)
  const secondAt = firstAt + DAY + chance.int(0, 2 * 24 * 3600) * 1000
  const rest = [{ item: first, quantity: first.quantity - firstQuantity }]
  for (const item of others) rest.push({ item, quantity: item.quantity })
  return [
    shipItems(chance, book, { at: firstAt, items: [{ item: first, quantity: firstQuantity }] }),
    shipItems(chance, book, { at: secondAt, items: rest }),
  ]
}

function cancelAll(chance: Chance, order: OrderFact): OrderEvent[] {
  const requested = chance.chance(0.6)
  const askedAt = order.visibleAt + chance.int(2, 60) * MINUTE
  const at = askedAt + chance.int(5, 12 * 60) * MINUTE
  return order.items.flatMap((item): OrderEvent[] => {
    const { orderItemId, quantity } = item
    const done: OrderEvent = { kind: 'cancelled', at, orderItemId, quantity }
    return requested ? [{ kind: 'cancelRequest', at: askedAt, orderItemId }, done] : [done]
  })
}

/** Some pieces of the first item are cancelled, the rest of the order is shipped after that. */
function cancelPart(chance: Chance, book: OrderBook, order: OrderFact): OrderEvent[] {
  const [first, ...others] = order.items
  if (!first) return []
  const quantity = chance.int(1, first.quantity - 1)
  const cancelledAt = order.visibleAt + chance.int(5, 120) * MINUTE
  const shippedAt = cancelledAt + handlingMs(chance, first.fulfilment)
  const rest = [{ item: first, quantity: first.quantity - quantity }]
  for (const item of others) rest.push({ item, quantity: item.quantity })
  return [
    { kind: 'cancelled', at: cancelledAt, orderItemId: first.orderItemId, quantity },
    shipItems(chance, book, { at: shippedAt, items: rest }),
  ]
}

/** Nobody ships the seller's items: bol.com cancels them by itself on the expiry date. Its own goods come late. */
function leaveOpen(chance: Chance, book: OrderBook, order: OrderFact): OrderEvent[] {
  return order.items.map((item): OrderEvent => {
    if (item.fulfilment === 'FBB') {
      const at = order.visibleAt + chance.int(8 * 24, 12 * 24) * HOUR
      return shipItems(chance, book, { at, items: [{ item, quantity: item.quantity }] })
    }
    const at = startOfDay(item.expiryDate ?? '2100-01-01') + 3 * HOUR
    return { kind: 'cancelled', at, orderItemId: item.orderItemId, quantity: item.quantity }
  })
}

/** One or all items of a parcel come back, two to thirty days later; one in ten is never handled. */
function goBack(chance: Chance, book: OrderBook, wanted: { shipment: ShipmentFact; shippedAt: number }): OrderEvent {
  const { shipment, shippedAt } = wanted
  const parts = chance.chance(0.3) ? shipment.parts : shipment.parts.slice(0, 1)
  const at = shippedAt + chance.int(2 * 24 * 60, 30 * 24 * 60) * MINUTE
  const good = chance.chance(0.85)
  return {
    kind: 'returned',
    at,
    return: {
      returnId: book.newNumber(chance, 9),
      fulfilment: shipment.fulfilment,
      items: parts.map((part) => {
        const [mainReason, detailedReason] = chance.pick(RETURN_REASONS)
        const customerComments = chance.chance(0.3) ? 'Doos was al open – jammer! 😕' : undefined
        const quantity = chance.int(1, part.quantity)
        const rmaId = book.newNumber(chance, 9)
        return { rmaId, orderItemId: part.orderItemId, quantity, mainReason, detailedReason, customerComments }
      }),
      handledAt: chance.chance(0.9) ? at + chance.int(1, 6) * DAY : undefined,
      handlingResult: good ? 'RETURN_RECEIVED' : 'RETURN_DOES_NOT_MEET_CONDITIONS',
      processingResult: good ? 'ACCEPTED' : 'REJECTED',
    },
  }
}
