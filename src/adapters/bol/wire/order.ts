/** The answer of `GET /retailer/orders/{id}`. */
import { z } from 'zod'
import { isDate } from '../../../domain/calendar.ts'
import type { Discount, Order, OrderItem } from '../../../domain/order/order.ts'
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
  tidyText,
} from './values.ts'

const itemSchema = z.looseObject({
  orderItemId: identifier,
  cancellationRequest: anything,
  fulfilment: optionalPart(
    z.looseObject({
      method: anything,
      latestDeliveryDate: anything,
      exactDeliveryDate: anything,
      expiryDate: anything,
    }),
  ),
  offer: optionalPart(z.looseObject({ reference: optionalText })),
  product: optionalPart(z.looseObject({ ean: optionalText, title: optionalText })),
  quantity: anything,
  quantityShipped: anything,
  quantityCancelled: anything,
  unitPrice: anything,
  totalPrice: anything,
  discounts: anything,
  latestChangedDateTime: anything,
})

type WireItem = z.output<typeof itemSchema>

const orderSchema = z.looseObject({
  orderId: identifier,
  // Written with a capital P until version 9.
  pickupPoint: anything,
  pickUpPoint: anything,
  orderPlacedDateTime: anything,
  shipmentDetails: optionalPart(addressSchema),
  billingDetails: optionalPart(addressSchema),
  // An order without items is no order: reading it as "nothing to book" would lose a sale.
  orderItems: z.array(itemSchema).min(1),
})

/** @param orderId the order that was asked for; an answer with another id answers another request */
export function readOrder(json: unknown, raw: string, orderId: string, calendar: Calendar): Answer<FetchedOrder> {
  const parsed = orderSchema.safeParse(json)
  if (!parsed.success) return unreadable(`the order lacks ${parsed.error.issues[0]?.path.join('.') || 'its shape'}`)
  const wire = parsed.data
  if (wire.orderId !== orderId) return unreadable('another order came than the one asked for')

  const items = readItems(wire.orderItems, calendar)
  if (typeof items === 'string') return unreadable(items)
  const shipping = withContent(wire.shipmentDetails)
  const billing = withContent(wire.billingDetails)
  const placedAt = readInstant(wire.orderPlacedDateTime, calendar)
  const order: Order = {
    orderId,
    placedAt,
    placedOn: placedAt === null ? null : calendar.localDate(placedAt),
    pickupPoint: isYes(wire.pickupPoint ?? wire.pickUpPoint) || (shipping?.pickupPointName ?? null) !== null,
    destination: readDestination(shipping),
    buyer: readBuyerFacts(shipping, billing),
    items,
    ...deliveryOf(wire.orderItems),
  }
  return { kind: 'ok', value: { order, buyer: readBuyer(shipping, billing), raw } }
}

function deliveryOf(wires: WireItem[]): Pick<Order, 'deliverBy'> {
  const days = wires
    .flatMap(({ fulfilment }) => [
      fulfilment?.latestDeliveryDate,
      fulfilment?.exactDeliveryDate,
      fulfilment?.expiryDate,
    ])
    .filter((day): day is string => typeof day === 'string' && isDate(day))
  const last = days.toSorted((a, b) => (a < b ? -1 : 1)).at(-1)
  return last === undefined ? {} : { deliverBy: last }
}

/** @returns the items, or what is missing */
function readItems(wires: WireItem[], calendar: Calendar): OrderItem[] | string {
  const items = new Map<string, OrderItem>()
  for (const wire of wires) {
    const item = readItem(wire, calendar)
    if (typeof item === 'string') return `an item of the order lacks ${item}`
    const twin = items.get(item.orderItemId)
    if (twin && JSON.stringify(twin) !== JSON.stringify(item)) {
      // Which of the two is right cannot be known, so neither is booked.
      items.set(item.orderItemId, { ...twin, unreadableField: 'orderItemId twice' })
    } else {
      items.set(item.orderItemId, item)
    }
  }
  return [...items.values()]
}

function readItem(wire: WireItem, calendar: Calendar): OrderItem | string {
  const quantity = readCount(wire.quantity)
  if (quantity === null) return 'quantity'
  // Older answers leave these two out as long as they are 0.
  const quantityShipped = readCount(wire.quantityShipped ?? 0)
  if (quantityShipped === null) return 'quantityShipped'
  const quantityCancelled = readCount(wire.quantityCancelled ?? 0)
  if (quantityCancelled === null) return 'quantityCancelled'
  // Nothing was ordered, and nothing of it cancelled: read as it stands, the item would never be booked.
  if (quantity === 0 && quantityCancelled === 0) return 'quantity'

  const fulfilment = readFulfilment(wire.fulfilment?.method)
  const unitPrice = readAmount(wire.unitPrice)
  const totalPrice = readAmount(wire.totalPrice)
  const { discounts, unreadable: discountTexts } = readDiscounts(wire.discounts)
  const obstacles = [unitPrice.unreadable, totalPrice.unreadable, ...discountTexts].filter((text) => text !== null)
  return {
    orderItemId: wire.orderItemId,
    ean: wire.product?.ean ?? null,
    offerReference: wire.offer?.reference ?? null,
    title: wire.product?.title ?? null,
    fulfilment: fulfilment ?? 'seller',
    quantity,
    quantityShipped,
    quantityCancelled,
    cancellationRequested: isYes(wire.cancellationRequest),
    unitPriceCents: unitPrice.cents,
    totalPriceCents: totalPrice.cents,
    discounts,
    unreadableAmount: obstacles.length === 0 ? null : obstacles.join('; '),
    ...(fulfilment === null ? { unreadableField: 'fulfilment.method' } : {}),
    changedAt: readInstant(wire.latestChangedDateTime, calendar),
  }
}

/** Absent, null, `[]` and `{}` are no discounts. Anything else that is no list of amounts is an obstacle, not a zero. */
function readDiscounts(value: unknown): { discounts: Discount[]; unreadable: string[] } {
  if (value === null || value === undefined) return { discounts: [], unreadable: [] }
  if (!Array.isArray(value)) {
    const empty = typeof value === 'object' && Object.keys(value).length === 0
    return { discounts: [], unreadable: empty ? [] : ['discounts'] }
  }
  const discounts: Discount[] = []
  const unreadable: string[] = []
  for (const part of value as unknown[]) {
    const { title, amount } = (part ?? {}) as { title?: unknown; amount?: unknown }
    const { cents, unreadable: text } = readAmount(amount)
    if (cents === null) unreadable.push(text ?? 'discount without amount')
    else discounts.push({ title: typeof title === 'string' ? tidyText(title) : '', cents })
  }
  return { discounts, unreadable }
}

function isYes(value: unknown): boolean {
  return value === true || value === 'true'
}
