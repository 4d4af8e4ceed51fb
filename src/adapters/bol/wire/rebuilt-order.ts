/**
 * Rebuilds an order from its shipments. They give the address of delivery, the units that left and the price of one; they give no
 * discounts, no cancelled units, and billing details only sometimes.
 */
import { z } from 'zod'
import type { Order, OrderItem } from '../../../domain/order/order.ts'
import type { Answer } from '../../../ports/answer.ts'
import type { Calendar } from '../../../ports/clock.ts'
import type { FetchedOrder } from '../../../ports/source.ts'
import { unreadable } from '../refusals.ts'
import { addressSchema, readBuyer, readBuyerFacts, readDestination, withContent } from './buyer.ts'
import {
  anything,
  identifier,
  optionalPart,
  optionalText,
  readAmount,
  readCount,
  readFulfilment,
  readInstant,
} from './values.ts'

const itemSchema = z.looseObject({
  orderItemId: identifier,
  fulfilment: optionalPart(z.looseObject({ method: anything })),
  offer: optionalPart(z.looseObject({ reference: optionalText })),
  product: optionalPart(z.looseObject({ ean: optionalText, title: optionalText })),
  quantity: anything,
  quantityShipped: anything,
  unitPrice: anything,
})

type WireItem = z.output<typeof itemSchema>

const shipmentSchema = z.looseObject({
  shipmentDateTime: anything,
  pickupPoint: anything,
  order: z.looseObject({ orderId: identifier, orderPlacedDateTime: anything }),
  shipmentDetails: optionalPart(addressSchema),
  billingDetails: optionalPart(addressSchema),
  shipmentItems: z.array(itemSchema).min(1),
})

type WireShipment = z.output<typeof shipmentSchema>

/** @param shipments at least one; the answers as they came */
export function readRebuiltOrder(
  shipments: readonly { json: unknown; text: string }[],
  orderId: string,
  calendar: Calendar,
): Answer<FetchedOrder> {
  const wires: WireShipment[] = []
  for (const { json } of shipments) {
    const parsed = shipmentSchema.safeParse(json)
    if (!parsed.success) return unreadable(`a shipment lacks ${parsed.error.issues[0]?.path.join('.') || 'its shape'}`)
    if (parsed.data.order.orderId !== orderId) return unreadable('a shipment of another order came')
    wires.push(parsed.data)
  }
  const items = new Map<string, OrderItem>()
  for (const wire of wires) {
    const shippedAt = readInstant(wire.shipmentDateTime, calendar)
    for (const row of wire.shipmentItems) {
      const item = readItem(row, shippedAt)
      if (item === null) return unreadable('an item of a shipment lacks its quantity')
      const before = items.get(item.orderItemId)
      items.set(item.orderItemId, before === undefined ? item : together(before, item))
    }
  }
  const placed = wires.map((wire) => readInstant(wire.order.orderPlacedDateTime, calendar))
  const placedAt = placed.find((instant) => instant !== null) ?? null
  const shipping = wires.map((wire) => withContent(wire.shipmentDetails)).find((found) => found !== null) ?? null
  const billing = wires.map((wire) => withContent(wire.billingDetails)).find((found) => found !== null) ?? null
  const order: Order = {
    orderId,
    placedAt,
    placedOn: placedAt === null ? null : calendar.localDate(placedAt),
    pickupPoint: wires.some((wire) => wire.pickupPoint === true) || (shipping?.pickupPointName ?? null) !== null,
    destination: readDestination(shipping),
    buyer: readBuyerFacts(shipping, billing),
    items: [...items.values()],
    rebuilt: true,
  }
  const raw = JSON.stringify(shipments.map((shipment) => shipment.text))
  return { kind: 'ok', value: { order, buyer: readBuyer(shipping, billing), raw } }
}

/** Only units that left are known to be sold. Units that were ordered and never left are not booked. */
function readItem(wire: WireItem, shippedAt: number | null): OrderItem | null {
  const quantity = readCount(wire.quantityShipped ?? wire.quantity)
  if (quantity === null) return null
  const fulfilment = readFulfilment(wire.fulfilment?.method)
  const unitPrice = readAmount(wire.unitPrice)
  const missing = unitPrice.cents === null ? (unitPrice.unreadable ?? 'unitPrice') : null
  return {
    orderItemId: wire.orderItemId,
    ean: wire.product?.ean ?? null,
    offerReference: wire.offer?.reference ?? null,
    title: wire.product?.title ?? null,
    fulfilment: fulfilment ?? 'seller',
    quantity,
    quantityShipped: quantity,
    quantityCancelled: 0,
    cancellationRequested: false,
    unitPriceCents: unitPrice.cents,
    totalPriceCents: null,
    discounts: [],
    unreadableAmount: missing,
    ...(fulfilment === null ? { unreadableField: 'fulfilment.method' } : {}),
    changedAt: shippedAt,
  }
}

/** Joins the same item of two parcels. With two prices it is not known which units had which. */
function together(a: OrderItem, b: OrderItem): OrderItem {
  const differs = a.unitPriceCents === b.unitPriceCents ? undefined : 'unitPrice differs between parcels'
  const field = a.unreadableField ?? b.unreadableField ?? differs
  return {
    ...a,
    quantity: a.quantity + b.quantity,
    quantityShipped: a.quantityShipped + b.quantityShipped,
    changedAt: Math.max(a.changedAt ?? 0, b.changedAt ?? 0) || null,
    unreadableAmount: a.unreadableAmount ?? b.unreadableAmount,
    ...(field === undefined ? {} : { unreadableField: field }),
  }
}
