/**
 * What a test or an administrator does to single orders: place, ship, cancel, return, change a price. Whatever the
 * generator had planned for such an order is dropped, so that only the hand decides what happens next.
 */

import type { Chance } from '../world.ts'
import { alias, drawPerson } from './buyers.ts'
import { PRODUCTS, productByEan } from './catalogue.ts'
import type { BillingPerson, Discount, Fulfilment, OrderFact, OrderItemFact, Person, Shop } from './facts.ts'
import { itemOf } from './draw-items.ts'
import { addDays, localDate } from './local-time.ts'
import type { OrderBook } from './order-book.ts'
import { newShipment } from './population.ts'
import { dropPlanned, stateOf } from './state.ts'
import type { ItemState } from './state.ts'

export interface ItemSpec {
  ean?: string
  title?: string
  quantity?: number
  unitCents?: number
  discounts?: Discount[]
  fulfilment?: Fulfilment
  distributionParty?: 'RETAILER' | 'BOL'
  reference?: string
  /** `YYYY-MM-DD`; default four days after the order. */
  latestDeliveryDate?: string
}

export interface OrderSpec {
  orderId?: string
  /** Epoch milliseconds; default now. The order is visible at once. */
  placedAt?: number
  /** Country of the invented address; default NL. */
  country?: string
  shipTo?: Partial<Person>
  /** Absent: no billing details, like most orders. */
  billTo?: Partial<BillingPerson>
  business?: boolean
  pickupPointName?: string
  /** Default: one piece of the first product, from the seller's own stock. */
  items?: ItemSpec[]
}

/** A part of an order; default: all that is still open. `item` is an order item id or its place in the order (0…). */
export interface PartSpec {
  item?: string | number
  quantity?: number
}

export interface HandContext {
  chance: Chance
  book: OrderBook
  now: number
}

export function placeOrder(context: HandContext, shop: Shop, spec: OrderSpec): OrderFact {
  const { chance, book } = context
  const placedAt = spec.placedAt ?? context.now
  const person = drawPerson(chance, spec.country ?? 'NL')
  const shipTo: Person = { ...person, email: alias(chance), ...spec.shipTo }
  const billTo = spec.billTo === undefined ? undefined : { ...shipTo, company: undefined, ...spec.billTo }
  const order: OrderFact = {
    orderId: spec.orderId ?? book.newOrderId(chance),
    shop,
    placedAt,
    visibleAt: placedAt,
    pickupPointName: spec.pickupPointName,
    shipTo,
    billTo,
    business: spec.business ?? (billTo?.company !== undefined || shipTo.company !== undefined),
    items: (spec.items ?? [{}]).map((item) => placeItem(context, item, placedAt)),
    events: [],
    oddity: 0xffffffff,
  }
  book.add(order)
  return order
}

function placeItem({ chance, book }: HandContext, spec: ItemSpec, placedAt: number): OrderItemFact {
  const known = spec.ean === undefined ? PRODUCTS[8] : productByEan(spec.ean)
  const product = known ?? {
    ean: spec.ean ?? '',
    title: 'Onbekend product',
    kind: 'standard',
    unitCents: 1000,
    commissionBp: 1500,
  }
  const quantity = whole(spec.quantity ?? 1, 'quantity')
  const item = itemOf(chance, book, { product, quantity, fulfilment: spec.fulfilment ?? 'FBR' })
  const latestDeliveryDate = spec.latestDeliveryDate ?? addDays(localDate(placedAt), 4)
  return {
    ...item,
    title: spec.title ?? item.title,
    unitCents: whole(spec.unitCents ?? item.unitCents, 'unitCents'),
    discounts: spec.discounts ?? [],
    distributionParty: spec.distributionParty ?? (item.fulfilment === 'FBB' ? 'BOL' : 'RETAILER'),
    reference: spec.reference ?? item.reference,
    latestDeliveryDate,
    expiryDate: addDays(latestDeliveryDate, 3),
  }
}

/** Ships what is given, or all that is open. One shipment per kind of stock; returns their numbers. */
export function ship(context: HandContext, order: OrderFact, parts: PartSpec[], at: number): string[] {
  const { chance, book } = context
  const chosen = chooseOpen(context, order, parts, at)
  dropPlanned(order, Math.max(at, context.now))
  const ids: string[] = []
  for (const fulfilment of ['FBR', 'FBB'] as const) {
    const mine = chosen.filter((part) => part.state.fact.fulfilment === fulfilment)
    if (mine.length === 0) continue
    const content = mine.map(({ state, quantity }) => ({ orderItemId: state.fact.orderItemId, quantity }))
    const shipment = newShipment(chance, book, { fulfilment, parts: content })
    book.addEvent(order, { kind: 'shipped', at, shipment })
    ids.push(shipment.shipmentId)
  }
  return ids
}

export function requestCancellation(context: HandContext, order: OrderFact, parts: PartSpec[], at: number): void {
  const chosen = chooseOpen(context, order, parts, at)
  dropPlanned(order, Math.max(at, context.now))
  for (const { state } of chosen) {
    context.book.addEvent(order, { kind: 'cancelRequest', at, orderItemId: state.fact.orderItemId })
  }
}

export function cancel(context: HandContext, order: OrderFact, parts: PartSpec[], at: number): void {
  const chosen = chooseOpen(context, order, parts, at)
  dropPlanned(order, Math.max(at, context.now))
  for (const { state, quantity } of chosen) {
    context.book.addEvent(order, { kind: 'cancelled', at, orderItemId: state.fact.orderItemId, quantity })
  }
}

export interface ReturnSpec extends PartSpec {
  mainReason?: string
  /** Minutes from the registration until it is handled; absent: not handled. */
  handledAfterMinutes?: number
  handlingResult?: string
}

/** Registers a return of one item; returns its number. */
export function returnItem(context: HandContext, order: OrderFact, spec: ReturnSpec, at: number): string {
  const { chance, book } = context
  const state = itemStates(order, at, spec.item)[0]
  if (!state) throw new Error('no such item')
  const quantity = whole(spec.quantity ?? state.shipped, 'quantity')
  if (quantity > state.shipped) throw new Error(`only ${state.shipped} of item ${state.fact.orderItemId} were shipped`)
  const handledAt = spec.handledAfterMinutes === undefined ? undefined : at + spec.handledAfterMinutes * 60_000
  const returnId = book.newNumber(chance, 9)
  const rmaId = book.newNumber(chance, 9)
  const mainReason = spec.mainReason ?? 'Geen reden'
  book.addEvent(order, {
    kind: 'returned',
    at,
    return: {
      returnId,
      fulfilment: state.fact.fulfilment,
      items: [{ rmaId, orderItemId: state.fact.orderItemId, quantity, mainReason }],
      handledAt,
      handlingResult: spec.handlingResult ?? 'RETURN_RECEIVED',
      processingResult: 'ACCEPTED',
    },
  })
  return returnId
}

export function changePrice(
  context: HandContext,
  order: OrderFact,
  change: { item?: string | number; unitCents: number },
  at: number,
): void {
  const state = itemStates(order, at, change.item)[0]
  if (!state) throw new Error('no such item')
  const { orderItemId } = state.fact
  context.book.addEvent(order, { kind: 'price', at, orderItemId, unitCents: whole(change.unitCents, 'unitCents') })
}

function itemStates(order: OrderFact, at: number, item: string | number | undefined): ItemState[] {
  const { items } = stateOf(order, at)
  if (item === undefined) return items
  const found = typeof item === 'number' ? items[item] : items.find((state) => state.fact.orderItemId === item)
  if (!found) throw new Error(`order ${order.orderId} has no item ${item}`)
  return [found]
}

function chooseOpen(
  context: HandContext,
  order: OrderFact,
  parts: PartSpec[],
  at: number,
): { state: ItemState; quantity: number }[] {
  if (at < order.visibleAt) throw new Error(`order ${order.orderId} is not placed yet at that time`)
  const wanted = parts.length > 0 ? parts : [{}]
  const chosen = wanted.flatMap((part) =>
    itemStates(order, Math.max(at, context.now), part.item).map((state) => {
      const open = state.fact.quantity - state.shipped - state.cancelled
      return { state, open, quantity: whole(part.quantity ?? open, 'quantity', 0) }
    }),
  )
  const useful = chosen.filter(({ quantity }) => quantity > 0)
  if (useful.length === 0) throw new Error(`nothing of order ${order.orderId} is open`)
  for (const { state, open, quantity } of useful) {
    if (quantity > open) throw new Error(`only ${open} of item ${state.fact.orderItemId} are open`)
  }
  return useful
}

function whole(value: number, name: string, min = 1): number {
  if (!Number.isSafeInteger(value) || value < min) throw new Error(`${name} must be a whole number of at least ${min}`)
  return value
}
