/** Shipments: rows of `GET /retailer/shipments`, and `GET /retailer/shipments/{id}`, which alone gives quantities and stock. */
import { z } from 'zod'
import type { Fulfilment, Shipment, ShipmentItem } from '../../../domain/order/order.ts'
import type { Answer } from '../../../ports/answer.ts'
import type { Calendar } from '../../../ports/clock.ts'
import type { BadRecord } from '../../../ports/tables/held-records.ts'
import type { ListedShipment, Page } from '../../../ports/source.ts'
import { badRow, faultOf, fieldOf, meaningOf, type RowContext } from './fingerprint.ts'
import { unreadable } from '../refusals.ts'
import { PAGE_ROWS } from '../routes.ts'
import {
  anything,
  identifier,
  optionalPart,
  optionalText,
  readCount,
  readFulfilment,
  readInstant,
  readRows,
} from './values.ts'

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
  shipmentItems: z.array(itemSchema).min(1),
})

type WireShipment = z.output<typeof shipmentSchema>

/** The ids that a row of the list gives. */
interface ListedIds {
  shipmentId: string
  orderId: string
}

/** @param fulfilment the one that was asked for: the rows do not repeat it */
export function readShipmentList(
  json: unknown,
  fulfilment: Fulfilment,
  context: RowContext,
): Answer<Page<ListedShipment>> {
  const page = readPage(json, context)
  if (page.kind !== 'ok') return page
  const { more } = page.value
  const bad = [...page.value.bad]
  const rows: ListedShipment[] = []
  for (const { wire, raw, row } of page.value.rows) {
    const shipment = toShipment(wire, fulfilment, context.calendar)
    // Its date is the date of the sale. The shipment's own answer may tell it.
    if (shipment.shippedOn === null) bad.push(badShipment(row, context, 'shipmentDateTime'))
    else rows.push({ shipment, placedAt: readInstant(wire.order.orderPlacedDateTime, context.calendar), raw })
  }
  return { kind: 'ok', value: { rows, bad, more } }
}

/** A list by order holds shipments of both stocks and does not say which is which; only the details do. */
export function readShipmentIds(json: unknown, context: RowContext): Answer<Page<ListedIds>> {
  const page = readPage(json, context)
  if (page.kind !== 'ok') return page
  const { bad, more } = page.value
  const rows = page.value.rows.map(({ wire }) => ({ shipmentId: wire.shipmentId, orderId: wire.order.orderId }))
  return { kind: 'ok', value: { rows, bad, more } }
}

/** @returns `unreadable` when the stock is neither told nor known, or not the same for all items */
export function readShipment(
  json: unknown,
  raw: string,
  at: { shipmentId: string; known: Fulfilment | undefined },
  calendar: Calendar,
): Answer<ListedShipment> {
  const parsed = shipmentSchema.safeParse(json)
  if (!parsed.success) return unreadable(`the shipment lacks ${faultOf(parsed.error)}`)
  const wire = parsed.data
  if (wire.shipmentId !== at.shipmentId) return unreadable('another shipment came than the one asked for')
  const methods = new Set(wire.shipmentItems.map((item) => readFulfilment(item.fulfilment?.method) ?? at.known ?? null))
  const [fulfilment = null] = methods
  if (fulfilment === null || methods.size > 1) return unreadable('the shipment does not tell from whose stock it came')
  const shipment = toShipment(wire, fulfilment, calendar)
  if (shipment.shippedOn === null) return unreadable('the shipment lacks shipmentDateTime')
  return { kind: 'ok', value: { shipment, placedAt: readInstant(wire.order.orderPlacedDateTime, calendar), raw } }
}

interface ReadRow {
  wire: WireShipment
  row: unknown
  raw: string
}

function badShipment(row: unknown, context: RowContext, fault: string): BadRecord {
  const order = fieldOf(row, 'order')
  const at = fieldOf(order, 'orderPlacedDateTime')
  const id = fieldOf(row, 'shipmentId')
  return badRow(row, context, { kind: 'shipment', id, orderId: fieldOf(order, 'orderId'), at, fault })
}

/** A row that cannot be read is told as bad: passing it over would lose a sale without a word. */
function readPage(json: unknown, context: RowContext): Answer<Page<ReadRow>> {
  const rows = readRows(json, 'shipments')
  if (rows === null) return unreadable('the list of shipments has another shape')
  const read = new Map<string, ReadRow>()
  const twins = new Set<string>()
  const bad: BadRecord[] = []
  for (const row of rows) {
    const parsed = shipmentSchema.safeParse(row)
    if (!parsed.success) {
      bad.push(badShipment(row, context, faultOf(parsed.error)))
      continue
    }
    const { shipmentId } = parsed.data
    const twin = read.get(shipmentId)
    // Which of two is right cannot be known; the shipment itself can say.
    if (twin !== undefined && meaningOf(twin.row, context.calendar) !== meaningOf(row, context.calendar)) {
      twins.add(shipmentId)
      bad.push(badShipment(row, context, 'shipmentId twice'))
    }
    read.set(shipmentId, { wire: parsed.data, row, raw: JSON.stringify(row) })
  }
  for (const shipmentId of twins) read.delete(shipmentId)
  return { kind: 'ok', value: { rows: [...read.values()], bad, more: rows.length >= PAGE_ROWS } }
}

function toShipment(wire: WireShipment, fulfilment: Fulfilment, calendar: Calendar): Shipment {
  const shippedAt = readInstant(wire.shipmentDateTime, calendar)
  return {
    shipmentId: wire.shipmentId,
    orderId: wire.order.orderId,
    shippedAt,
    shippedOn: shippedAt === null ? null : calendar.localDate(shippedAt),
    fulfilment,
    items: toItems(wire.shipmentItems),
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
