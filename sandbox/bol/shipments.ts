/** `GET /retailer/shipments` and `GET /retailer/shipments/{id}`. */

import { euros, omitEmpty } from './answers.ts'
import type { OrderFact } from './facts.ts'
import { localDate, monthsEarlier } from './local-time.ts'
import { timeWriter } from './oddities.ts'
import type { WriteTime } from './oddities.ts'
import { commissionCents, pageOf } from './orders.ts'
import { billingDetails, shipmentDetails } from './people.ts'
import type { Seen } from './people.ts'
import { stateOf } from './state.ts'
import type { ItemState, OrderState, ShipmentState } from './state.ts'

const HOUR = 3_600_000

/** Newest first, up to three months old. Without a stock the seller's own is meant; with an order number both are. */
export function listShipments(
  orders: readonly OrderFact[],
  query: Record<string, string>,
  seen: Seen,
): Record<string, unknown> {
  const orderId = query['order-id']
  const stock = query['fulfilment-method'] ?? 'FBR'
  const oldest = monthsEarlier(localDate(seen.now), 3)
  const found: { order: OrderFact; shipment: ShipmentState }[] = []
  for (const order of orders) {
    if (orderId !== undefined && order.orderId !== orderId) continue
    for (const shipment of stateOf(order, seen.now).shipments) {
      const mine = orderId !== undefined || shipment.fact.fulfilment === stock
      if (mine && localDate(shipment.at) >= oldest) found.push({ order, shipment })
    }
  }
  found.sort(
    (a, b) => b.shipment.at - a.shipment.at || (a.shipment.fact.shipmentId < b.shipment.fact.shipmentId ? -1 : 1),
  )
  return omitEmpty({
    shipments: pageOf(found, query).map(({ order, shipment }) => {
      const time = timeWriter(order, seen.settings)
      return omitEmpty({
        ...head(order, shipment, time),
        shipmentItems: shipment.fact.parts.map(({ orderItemId }) => ({
          orderItemId,
          ean: order.items.find((item) => item.orderItemId === orderItemId)?.ean,
        })),
        transport: { transportId: shipment.fact.transportId },
      })
    }),
  })
}

/** Undefined while the shipment has not left. */
export function shipmentDetail(order: OrderFact, shipmentId: string, seen: Seen): Record<string, unknown> | undefined {
  const state = stateOf(order, seen.now)
  const shipment = state.shipments.find((candidate) => candidate.fact.shipmentId === shipmentId)
  if (!shipment) return undefined
  const time = timeWriter(order, seen.settings)
  return omitEmpty({
    ...head(order, shipment, time),
    pickupPoint: order.pickupPointName !== undefined,
    shipmentDetails: shipmentDetails(order, seen),
    billingDetails: billingDetails(order, seen),
    shipmentItems: shippedItems(state, shipment, seen),
    transport: omitEmpty({
      transportId: shipment.fact.transportId,
      transporterCode: shipment.fact.transporterCode,
      trackAndTrace: shipment.fact.trackAndTrace,
      transportEvents: transportEvents(shipment.at, seen.now, time),
    }),
  })
}

function head(order: OrderFact, shipment: ShipmentState, time: WriteTime): Record<string, unknown> {
  return {
    shipmentId: shipment.fact.shipmentId,
    shipmentDateTime: time(shipment.at),
    shipmentReference: shipment.fact.reference,
    order: { orderId: order.orderId, orderPlacedDateTime: time(order.placedAt) },
  }
}

/** `quantity` is what was ordered; only `quantityShipped` tells what is in this parcel. No total, no discounts. */
function shippedItems(state: OrderState, shipment: ShipmentState, seen: Seen): Record<string, unknown>[] {
  return shipment.fact.parts.map((part) => {
    const item = state.items.find((candidate) => candidate.fact.orderItemId === part.orderItemId) as ItemState
    const { fact } = item
    return omitEmpty({
      orderItemId: fact.orderItemId,
      fulfilment: omitEmpty({
        method: fact.fulfilment,
        distributionParty: fact.distributionParty,
        latestDeliveryDate: fact.latestDeliveryDate,
      }),
      offer: omitEmpty({ offerId: fact.offerId, reference: fact.reference }),
      product: { ean: fact.ean, title: fact.title },
      quantity: fact.quantity,
      quantityShipped: seen.settings.quantityShipped ? part.quantity : undefined,
      unitPrice: euros(item.unitCents),
      commission: euros(commissionCents(item)),
    })
  })
}

function transportEvents(shippedAt: number, now: number, time: WriteTime): Record<string, unknown>[] {
  const story: readonly (readonly [string, number])[] = [
    ['PRE_ANNOUNCED', 0],
    ['AT_TRANSPORTER', 5 * HOUR],
    ['IN_TRANSIT', 11 * HOUR],
    ['DELIVERED_AT_CUSTOMER', 26 * HOUR],
  ]
  return story
    .filter(([, after]) => shippedAt + after <= now)
    .map(([eventCode, after]) => ({ eventCode, eventDateTime: time(shippedAt + after) }))
}
