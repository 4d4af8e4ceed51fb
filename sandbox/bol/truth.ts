/** The truth of the simulated bol.com for whoever checks the books: whole cents, no API shapes. */

import type { Fulfilment, OrderFact } from './facts.ts'
import { isoWithOffset, localDate } from './local-time.ts'
import { discountCents, paidCents, stateOf } from './state.ts'

export interface TruthItem {
  orderItemId: string
  ean: string
  title: string
  fulfilment: Fulfilment
  offerReference: string | null
  quantity: number
  shipped: number
  cancelled: number
  unitCents: number
  discountCents: number
  /** What `totalPrice` says: for the ordered quantity, or for the rest, as the setting `totalPriceBasis` is. */
  paidCents: number
  /** The part of it that was shipped, rounded half up. */
  shippedPaidCents: number
}

export interface TruthShipment {
  shipmentId: string
  /** With offset of the Netherlands, and the day in that zone. */
  at: string
  date: string
  fulfilment: Fulfilment
  items: { orderItemId: string; quantity: number }[]
}

export interface TruthReturn {
  returnId: string
  registeredAt: string
  handledAt: string | null
  handlingResult: string
  items: { rmaId: string; orderItemId: string; quantity: number }[]
}

export interface TruthOrder {
  orderId: string
  clientId: string
  retailerId: string
  placedAt: string
  placedDate: string
  /** Country that the parcel goes to. */
  country: string
  business: boolean
  pickupPoint: boolean
  /** `MIXED`: items of both stocks. */
  fulfilment: Fulfilment | 'MIXED'
  open: boolean
  items: TruthItem[]
  shipments: TruthShipment[]
  returns: TruthReturn[]
}

export function truthOf(order: OrderFact, now: number, basis: 'ordered' | 'rest'): TruthOrder {
  const state = stateOf(order, now)
  const methods = new Set(order.items.map((item) => item.fulfilment))
  return {
    orderId: order.orderId,
    clientId: order.shop.clientId,
    retailerId: order.shop.retailerId,
    placedAt: isoWithOffset(order.placedAt),
    placedDate: localDate(order.placedAt),
    country: order.shipTo.countryCode,
    business: order.business,
    pickupPoint: order.pickupPointName !== undefined,
    fulfilment: methods.size > 1 ? 'MIXED' : (order.items[0]?.fulfilment ?? 'FBR'),
    open: state.handledAt === undefined,
    items: state.items.map((item) => {
      const paid = paidCents(item, basis)
      const standsFor = basis === 'rest' ? item.fact.quantity - item.cancelled : item.fact.quantity
      return {
        orderItemId: item.fact.orderItemId,
        ean: item.fact.ean,
        title: item.fact.title,
        fulfilment: item.fact.fulfilment,
        offerReference: item.fact.reference ?? null,
        quantity: item.fact.quantity,
        shipped: item.shipped,
        cancelled: item.cancelled,
        unitCents: item.unitCents,
        discountCents: discountCents(item.fact),
        paidCents: paid,
        shippedPaidCents: standsFor === 0 ? 0 : roundedShare(paid, item.shipped, standsFor),
      }
    }),
    shipments: state.shipments.map(({ at, fact }) => ({
      shipmentId: fact.shipmentId,
      at: isoWithOffset(at),
      date: localDate(at),
      fulfilment: fact.fulfilment,
      items: fact.parts.map((part) => ({ ...part })),
    })),
    returns: state.returns.map(({ at, fact }) => ({
      returnId: fact.returnId,
      registeredAt: isoWithOffset(at),
      handledAt: fact.handledAt !== undefined && fact.handledAt <= now ? isoWithOffset(fact.handledAt) : null,
      handlingResult: fact.handlingResult,
      items: fact.items.map(({ rmaId, orderItemId, quantity }) => ({ rmaId, orderItemId, quantity })),
    })),
  }
}

/** cents × part / whole, rounded half up, in whole numbers only. */
function roundedShare(cents: number, part: number, whole: number): number {
  return Math.floor((2 * cents * part + whole) / (2 * whole))
}
