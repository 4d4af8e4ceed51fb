/** `GET /retailer/returns` and `GET /retailer/returns/{id}`. */

import { omitEmpty } from './answers.ts'
import type { OrderFact, ReturnFact, ReturnItemFact } from './facts.ts'
import { timeWriter } from './oddities.ts'
import { pageOf } from './orders.ts'
import { customerDetails } from './people.ts'
import type { Seen } from './people.ts'
import { stateOf } from './state.ts'
import type { ReturnState } from './state.ts'

/**
 * Handled returns newest first, unhandled oldest first. The document does not say what stands in the list without
 * `handled` and without a stock: here unhandled returns of the seller's own goods, so that a client must ask for all.
 */
export function listReturns(
  orders: readonly OrderFact[],
  query: Record<string, string>,
  seen: Seen,
): Record<string, unknown> {
  const handled = query['handled'] === 'true'
  const stock = query['fulfilment-method'] ?? 'FBR'
  const found: { order: OrderFact; entry: ReturnState }[] = []
  for (const order of orders) {
    for (const entry of stateOf(order, seen.now).returns) {
      if (entry.fact.fulfilment === stock && isHandled(entry.fact, seen.now) === handled) found.push({ order, entry })
    }
  }
  const direction = handled ? -1 : 1
  found.sort(
    (a, b) => direction * (a.entry.at - b.entry.at) || (a.entry.fact.returnId < b.entry.fact.returnId ? -1 : 1),
  )
  return omitEmpty({
    returns: pageOf(found, query).map(({ order, entry }) => ({
      ...head(order, entry, seen),
      returnItems: entry.fact.items.map((item) => returnItem(order, entry.fact, item, seen)),
    })),
  })
}

/** Undefined while it is not registered yet. */
export function returnDetail(order: OrderFact, returnId: string, seen: Seen): Record<string, unknown> | undefined {
  const entry = stateOf(order, seen.now).returns.find((candidate) => candidate.fact.returnId === returnId)
  if (!entry) return undefined
  return {
    ...head(order, entry, seen),
    returnItems: entry.fact.items.map((item) => ({
      ...returnItem(order, entry.fact, item, seen),
      title: order.items.find((candidate) => candidate.orderItemId === item.orderItemId)?.title,
      transporterName: 'PostNL',
      trackAndTrace: `3SRET0${item.rmaId}`,
      customerDetails: customerDetails(order, seen),
    })),
  }
}

function head(order: OrderFact, entry: ReturnState, seen: Seen): Record<string, unknown> {
  return {
    returnId: entry.fact.returnId,
    registrationDateTime: timeWriter(order, seen.settings)(entry.at),
    fulfilmentMethod: entry.fact.fulfilment,
  }
}

/** No order item id and no amounts: bol.com tells the order, the product and a quantity. */
function returnItem(order: OrderFact, fact: ReturnFact, item: ReturnItemFact, seen: Seen): Record<string, unknown> {
  const handled = isHandled(fact, seen.now)
  const result = {
    quantity: item.quantity,
    processingResult: fact.processingResult,
    handlingResult: fact.handlingResult,
    processingDateTime: timeWriter(order, seen.settings)(fact.handledAt ?? 0),
  }
  return omitEmpty({
    rmaId: item.rmaId,
    orderId: order.orderId,
    ean: order.items.find((candidate) => candidate.orderItemId === item.orderItemId)?.ean,
    expectedQuantity: item.quantity,
    returnReason: omitEmpty({
      mainReason: item.mainReason,
      detailedReason: item.detailedReason,
      customerComments: item.customerComments,
    }),
    handled,
    processingResults: handled ? [result] : undefined,
  })
}

function isHandled(fact: ReturnFact, now: number): boolean {
  return fact.handledAt !== undefined && fact.handledAt <= now
}
