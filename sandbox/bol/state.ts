/** What an order looks like at a moment: its events up to then, folded. */

import type { OrderEvent, OrderFact, OrderItemFact, ReturnFact, ShipmentFact } from './facts.ts'

export interface ItemState {
  fact: OrderItemFact
  unitCents: number
  shipped: number
  cancelled: number
  cancellationRequest: boolean
  changedAt: number
  /** Shipped and cancelled together make the ordered quantity. */
  handled: boolean
}

export interface ShipmentState {
  at: number
  fact: ShipmentFact
}

export interface ReturnState {
  at: number
  fact: ReturnFact
}

export interface OrderState {
  order: OrderFact
  items: ItemState[]
  shipments: ShipmentState[]
  returns: ReturnState[]
  /** When the last item was handled; undefined while one is open. */
  handledAt: number | undefined
}

interface Cached {
  from: number
  until: number
  eventCount: number
  state: OrderState
}

const cache = new WeakMap<OrderFact, Cached>()

/** The order as it is at `now`. Remembered between two events, because a list page asks it of every order. */
export function stateOf(order: OrderFact, now: number): OrderState {
  const known = cache.get(order)
  if (known && now >= known.from && now < known.until && known.eventCount === order.events.length) return known.state
  const past = order.events.filter((event) => event.at <= now)
  const next = order.events.find((event) => event.at > now)
  const state = fold(order, past)
  cache.set(order, {
    from: past.at(-1)?.at ?? -Infinity,
    until: next?.at ?? Infinity,
    eventCount: order.events.length,
    state,
  })
  return state
}

/** Adds an event in its place in time and forgets what was remembered. */
export function addEvent(order: OrderFact, event: OrderEvent): void {
  order.events.push(event)
  order.events.sort((a, b) => a.at - b.at)
  cache.delete(order)
}

/** Takes back what the generator had planned for after `now`: somebody decides by hand what happens to this order. */
export function dropPlanned(order: OrderFact, now: number): void {
  order.events = order.events.filter((event) => event.at <= now)
  cache.delete(order)
}

function fold(order: OrderFact, events: OrderEvent[]): OrderState {
  const items = order.items.map((fact): ItemState => ({
    fact,
    unitCents: fact.unitCents,
    shipped: 0,
    cancelled: 0,
    cancellationRequest: false,
    changedAt: order.visibleAt,
    handled: false,
  }))
  const state: OrderState = { order, items, shipments: [], returns: [], handledAt: undefined }
  const byId = new Map(items.map((item) => [item.fact.orderItemId, item]))
  for (const event of events) apply(state, byId, event)
  if (items.every((item) => item.handled)) state.handledAt = Math.max(...items.map((item) => item.changedAt))
  return state
}

function apply(state: OrderState, items: Map<string, ItemState>, event: OrderEvent): void {
  if (event.kind === 'returned') {
    state.returns.push({ at: event.at, fact: event.return })
    return
  }
  if (event.kind === 'shipped') {
    state.shipments.push({ at: event.at, fact: event.shipment })
    for (const part of event.shipment.parts) {
      const item = itemOf(items, part.orderItemId)
      item.shipped += part.quantity
      touch(item, event.at)
    }
    return
  }
  const item = itemOf(items, event.orderItemId)
  if (event.kind === 'price') item.unitCents = event.unitCents
  if (event.kind === 'cancelRequest') item.cancellationRequest = true
  if (event.kind === 'cancelled') item.cancelled += event.quantity
  touch(item, event.at)
}

function touch(item: ItemState, at: number): void {
  item.changedAt = at
  item.handled = item.shipped + item.cancelled >= item.fact.quantity
}

function itemOf(items: Map<string, ItemState>, orderItemId: string): ItemState {
  const item = items.get(orderItemId)
  if (!item) throw new Error(`no item ${orderItemId} in this order`)
  return item
}

/** Discounts given on an item, in cents. */
export function discountCents(item: OrderItemFact): number {
  return item.discounts.reduce((sum, discount) => sum + discount.cents, 0)
}

/**
 * What the buyer paid for the item. `rest`: bol.com's `totalPrice` stands for what was not cancelled, and is nothing
 * when all was cancelled.
 */
export function paidCents(item: ItemState, basis: 'ordered' | 'rest'): number {
  const quantity = basis === 'rest' ? item.fact.quantity - item.cancelled : item.fact.quantity
  return Math.max(0, item.unitCents * quantity - discountCents(item.fact))
}
