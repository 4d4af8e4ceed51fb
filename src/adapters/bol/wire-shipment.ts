/** Shipments: rows of `GET /retailer/shipments`, and `GET /retailer/shipments/{id}`, which alone gives quantities and stock. */
import { z } from 'zod'
import type { Fulfilment, Shipment, ShipmentItem } from '../../domain/order.ts'
import type { Answer } from '../../ports/answer.ts'
import type { Calendar } from '../../ports/clock.ts'
import type { ListedShipment, Page } from '../../ports/marketplace.ts'
import { unreadable } from './refusals.ts'
import { PAGE_ROWS } from './routes.ts'
import {
  anything,
  identifier,
  optionalPart,
  optionalText,
  readCount,
  readFulfilment,
  readInstant,
  readRows,
} from './wire-values.ts'

const itemSchema = z.looseObject({
  orderItemId: identifier,
  ean: optionalText,
  product: optionalPart(z.looseObject({ ean: optionalText })),
  fulfilment: optionalPart(z.looseObject({ method: anything })),
  quantityShipped: anything,
})

type WireItem = z.output<typeof itemSchema>

const shipmentSchema = z.looseObject({
  shipmentId: identifier,
  shipmentDateTime: anything,
  order: z.looseObject({ orderId: identifier, orderPlacedDateTime: anything }),
  shipmentItems: z.array(itemSchema).nullish(),
})

type WireShipment = z.output<typeof shipmentSchema>

/** What a row tells by itself. */
interface ListedIds {
  shipmentId: string
  orderId: string
}

/** @param fulfilment the one that was asked for: the rows do not repeat it */
export function readShipmentList(
  json: unknown,
  fulfilment: Fulfilment,
  calendar: Calendar,
): Answer<Page<ListedShipment>> {
  const page = readPage(json)
  if (page.kind !== 'ok') return page
  const rows = page.value.rows.map(({ wire, raw }) => ({
    shipment: toShipment(wire, fulfilment, calendar),
    placedAt: readInstant(wire.order.orderPlacedDateTime, calendar),
    raw,
  }))
  return { kind: 'ok', value: { rows, more: page.value.more } }
}

/** A list by order holds shipments of both stocks and does not say which is which; only the details do. */
export function readShipmentIds(json: unknown): Answer<Page<ListedIds>> {
  const page = readPage(json)
  if (page.kind !== 'ok') return page
  const rows = page.value.rows.map(({ wire }) => ({ shipmentId: wire.shipmentId, orderId: wire.order.orderId }))
  return { kind: 'ok', value: { rows, more: page.value.more } }
}

/** @returns `unreadable` when the stock is not told, or not the same for all items */
export function readShipment(
  json: unknown,
  raw: string,
  shipmentId: string,
  calendar: Calendar,
): Answer<ListedShipment> {
  const parsed = shipmentSchema.safeParse(json)
  if (!parsed.success) return unreadable(`the shipment lacks ${pathOf(parsed.error)}`)
  const wire = parsed.data
  if (wire.shipmentId !== shipmentId) return unreadable('another shipment came than the one asked for')
  const methods = new Set((wire.shipmentItems ?? []).map((item) => readFulfilment(item.fulfilment?.method)))
  const [fulfilment = null] = methods
  if (fulfilment === null || methods.size > 1) return unreadable('the shipment does not tell from whose stock it came')
  const placedAt = readInstant(wire.order.orderPlacedDateTime, calendar)
  return { kind: 'ok', value: { shipment: toShipment(wire, fulfilment, calendar), placedAt, raw } }
}

function readPage(json: unknown): Answer<Page<{ wire: WireShipment; raw: string }>> {
  const rows = readRows(json, 'shipments')
  if (rows === null) return unreadable('the list of shipments has another shape')
  const read: { wire: WireShipment; raw: string }[] = []
  for (const row of rows) {
    const parsed = shipmentSchema.safeParse(row)
    // Passing the row over would lose a sale without a word.
    if (!parsed.success)
      return unreadable(`row ${read.length + 1} of the list of shipments lacks ${pathOf(parsed.error)}`)
    read.push({ wire: parsed.data, raw: JSON.stringify(row) })
  }
  return { kind: 'ok', value: { rows: read, more: rows.length >= PAGE_ROWS } }
}

function toShipment(wire: WireShipment, fulfilment: Fulfilment, calendar: Calendar): Shipment {
  const shippedAt = readInstant(wire.shipmentDateTime, calendar)
  return {
    shipmentId: wire.shipmentId,
    orderId: wire.order.orderId,
    shippedAt,
    shippedOn: shippedAt === null ? null : calendar.localDate(shippedAt),
    fulfilment,
    items: toItems(wire.shipmentItems ?? []),
  }
}

/**
 * `quantity` of the details is what was ordered, `quantityShipped` what left; lists give neither. An item named twice stays
 * one, and how many of it left is then not known.
 */
function toItems(wires: WireItem[]): ShipmentItem[] {
  const items = new Map<string, ShipmentItem>()
  for (const wire of wires) {
    const ean = wire.ean ?? wire.product?.ean ?? null
    const quantity = items.has(wire.orderItemId) ? null : readCount(wire.quantityShipped)
    items.set(wire.orderItemId, { orderItemId: wire.orderItemId, ean, quantity })
  }
  return [...items.values()]
}

function pathOf(error: z.ZodError): string {
  return error.issues[0]?.path.join('.') || 'its shape'
}
