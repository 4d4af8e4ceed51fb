/** `GET /retailer/orders` and `GET /retailer/orders/{id}`. */

import { euros, omitEmpty } from './answers.ts'
import { TOTAL_PRICE_SINCE } from './draw-items.ts'
import type { OrderFact } from './facts.ts'
import { localDate } from './local-time.ts'
import { oddKind, timeWriter } from './oddities.ts'
import { billingDetails, shipmentDetails } from './people.ts'
import type { Seen } from './people.ts'
import { paidCents, stateOf } from './state.ts'
import type { ItemState, OrderState } from './state.ts'

const HANDLED_VISIBLE_MS = 48 * 3_600_000
export const PAGE_SIZE = 50

/** The 50 that stand on a page (1…) of a list as it is now: what arrives meanwhile shifts the pages. */
export function pageOf<T>(list: readonly T[], query: Record<string, string>): T[] {
  const page = Number(query['page'] ?? '1')
  return list.slice((page - 1) * PAGE_SIZE, page * PAGE_SIZE)
}

/** @param orders of one shop, newest first */
export function listOrders(
  orders: readonly OrderFact[],
  query: Record<string, string>,
  seen: Seen,
): Record<string, unknown> {
  const wanted = itemFilter(query, seen)
  const changeAsked = query['latest-change-date'] !== undefined || query['change-interval-minute'] !== undefined
  const found: { state: OrderState; items: ItemState[] }[] = []
  for (const order of orders) {
    if (order.visibleAt > seen.now || order.hidden !== undefined) continue
    const state = stateOf(order, seen.now)
    if (query['latest-change-date'] === undefined && !visibleWithoutDate(state, seen.now)) continue
    const stock = state.items.filter((item) => wanted.stock(item))
    const items = stock.filter((item) => wanted.status(item) && wanted.change(item))
    if (items.length === 0) continue
    found.push({ state, items: changeAsked && !seen.settings.listChangedItemsOnly ? stock : items })
  }
  return omitEmpty({ orders: pageOf(found, query).map(({ state, items }) => reduced(state, items, seen)) })
}

/** Handled orders stay in the list for 48 hours, unless a date is asked for. */
function visibleWithoutDate(state: OrderState, now: number): boolean {
  return state.handledAt === undefined || now - state.handledAt < HANDLED_VISIBLE_MS
}

interface ItemFilter {
  stock: (item: ItemState) => boolean
  status: (item: ItemState) => boolean
  change: (item: ItemState) => boolean
}

function itemFilter(query: Record<string, string>, seen: Seen): ItemFilter {
  const stock = query['fulfilment-method'] ?? 'FBR'
  const status = query['status'] ?? 'OPEN'
  const vvbOnly = query['vvb-only'] === 'true'
  const date = query['latest-change-date']
  const minutes = query['change-interval-minute']
  const since = minutes === undefined ? -Infinity : seen.now - Number(minutes) * 60_000
  return {
    stock: ({ fact }) =>
      (stock === 'ALL' || fact.fulfilment === stock) &&
      (!vvbOnly || (fact.fulfilment === 'FBR' && fact.distributionParty === 'BOL')),
    status: (item) => status === 'ALL' || (status === 'OPEN' ? !item.handled : item.handled && item.shipped > 0),
    change: (item) => item.changedAt >= since && (date === undefined || localDate(item.changedAt) === date),
  }
}

function reduced(state: OrderState, items: ItemState[], seen: Seen): Record<string, unknown> {
  const { order } = state
  const time = timeWriter(order, seen.settings)
  return omitEmpty({
    orderId: order.orderId,
    orderPlacedDateTime: time(order.placedAt),
    channel: oddKind(order, seen.settings) === 'field' ? { name: 'APP', version: 7 } : undefined,
    orderItems: items.map((item) => ({
      orderItemId: item.fact.orderItemId,
      ean: item.fact.ean,
      fulfilmentMethod: item.fact.fulfilment,
      fulfilmentStatus: item.handled ? 'HANDLED' : 'OPEN',
      quantity: item.fact.quantity,
      quantityShipped: item.shipped,
      quantityCancelled: item.cancelled,
      cancellationRequest: item.cancellationRequest,
      latestChangedDateTime: time(item.changedAt),
    })),
  })
}

export function orderDetail(order: OrderFact, seen: Seen): Record<string, unknown> {
  const state = stateOf(order, seen.now)
  return omitEmpty({
    orderId: order.orderId,
    pickupPoint: order.pickupPointName !== undefined,
    orderPlacedDateTime: timeWriter(order, seen.settings)(order.placedAt),
    serviceLevel: oddKind(order, seen.settings) === 'field' ? 'PLUS' : undefined,
    shipmentDetails: shipmentDetails(order, seen),
    billingDetails: billingDetails(order, seen),
    orderItems: state.items.map((item) => itemDetail(order, item, seen)),
  })
}

function itemDetail(order: OrderFact, item: ItemState, seen: Seen): Record<string, unknown> {
  const { fact } = item
  const { settings } = seen
  const odd = oddKind(order, settings)
  const told = settings.totalPrice && localDate(order.placedAt) >= TOTAL_PRICE_SINCE
  return omitEmpty({
    orderItemId: fact.orderItemId,
    cancellationRequest: item.cancellationRequest,
    fulfilment: omitEmpty({
      method: fact.fulfilment,
      distributionParty: odd === 'delivery' ? 'PARTNER' : fact.distributionParty,
      latestDeliveryDate: fact.latestDeliveryDate,
      exactDeliveryDate: fact.exactDeliveryDate,
      expiryDate: fact.expiryDate,
      timeFrameType: odd === 'delivery' ? 'NIGHT' : 'REGULAR',
    }),
    offer: omitEmpty({ offerId: fact.offerId, reference: fact.reference }),
    product: { ean: fact.ean, title: fact.title },
    quantity: fact.quantity,
    quantityShipped: item.shipped,
    quantityCancelled: item.cancelled,
    unitPrice: euros(item.unitCents),
    totalPrice: told ? euros(paidCents(item, settings.totalPriceBasis)) : undefined,
    discounts: told ? fact.discounts.map(({ title, cents }) => ({ title, amount: euros(cents) })) : undefined,
    commission: euros(commissionCents(item)),
    giftWrapping: odd === 'item' ? { paper: 'RED', price: null } : undefined,
    latestChangedDateTime: timeWriter(order, settings)(item.changedAt),
  })
}

/** For all pieces of the item. */
export function commissionCents(item: ItemState): number {
  return Math.round((item.unitCents * item.fact.quantity * item.fact.commissionBp) / 10_000)
}
