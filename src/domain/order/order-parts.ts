/** The parts of an order that are booked as documents of their own. */
import type { LocalDate } from '../calendar.ts'
import type { Journal } from '../ledger/ledger.ts'
import type { Order, OrderItem } from './order.ts'
import type { DocumentPlan } from '../plan/plan.ts'
import type { PlanInput, PlannedProblem } from '../plan/plan-order.ts'
import { byShippedAt, itemIdsOf } from './shipping.ts'

/** Whole, or per shipment. */
export type BookingWay = 'order' | 'shipment'

/** A part of an order that is booked as one document. */
export interface Part {
  businessKey: string
  shipmentId: string | null
  supplyDate: LocalDate
  items: { item: OrderItem; quantity: number }[]
  /** Place among the order's parts when it is not the whole order, from 1. */
  partNumber: number | null
}

/**
 * Returns facts that hold the order because they must not be guessed: units of parcels that the marketplace does not list, not even in
 * their details, and a missing date of the sale.
 */
export function unknownParts(input: PlanInput<Journal>): PlannedProblem[] {
  const units = followsShipments(input) ? new Set(input.coverage.unknowable) : []
  const field = missingDate(input)
  return [
    ...[...units].map((item): PlannedProblem => ({ code: 'BOL-BEDRAG', params: { item, amount: null } })),
    ...(field === null ? [] : [{ code: 'BOL-ONLEESBAAR' as const, params: { field } }]),
  ]
}

/** A new order follows the settings. An order with a document that was sent, or about which a user decided, keeps its way to the end. */
export function followsShipments(
  input: Pick<PlanInput<Journal>, 'source' | 'order' | 'settings' | 'existing' | 'begunAs'>,
): boolean {
  const begun = begunWay(input)
  if (begun !== null) return begun === 'shipment'
  const { buyer } = input.order
  if (!input.source.tellsShipments) return false
  return input.settings.booking.on === 'shipment' || (buyer.hasVatNumber && buyer.vatNumberValid)
}

/**
 * Returns how the order was begun: whole, or per shipment. Both ways book the same units, whatever names their document, so the two are
 * never mixed. Where both are found, documents that may be in the ledger go before those that were certainly refused.
 */
function begunWay({
  order,
  existing,
  begunAs,
}: Pick<PlanInput<Journal>, 'order' | 'existing' | 'begunAs'>): BookingWay | null {
  const wayOf = (begun: 'stands' | 'refused'): BookingWay | null => {
    const keys = existing.filter((document) => document.begun === begun).map((document) => document.businessKey)
    if (keys.length === 0) return null
    return keys.some((key) => isOfWhole(key, order.orderId)) ? 'order' : 'shipment'
  }
  return wayOf('stands') ?? begunAs ?? wayOf('refused')
}

/** Returns whether the document holds the order as a whole, or an item that the order got after it was booked. */
export function isOfWhole(businessKey: string, orderId: string): boolean {
  return businessKey === orderId || businessKey.startsWith(`${orderId}|`)
}

/** Per shipment, oldest first, or the whole order at once. */
export function partsOf(input: PlanInput<Journal>): Part[] {
  const { order } = input
  if (!followsShipments(input)) {
    const items = order.items
      .map((item) => ({ item, quantity: item.quantity - item.quantityCancelled }))
      .filter((row) => row.quantity > 0)
    if ((items.length === 0 && !isBooked(input, order.orderId)) || order.placedOn === null) return []
    const whole = { shipmentId: null, supplyDate: order.placedOn, partNumber: null }
    const later = laterItems(input)
    const beside = items.filter(({ item }) => later.has(item.orderItemId))
    return [
      { ...whole, businessKey: order.orderId, items: items.filter((row) => !beside.includes(row)) },
      ...beside.map((row) => ({ ...whole, businessKey: `${order.orderId}|${row.item.orderItemId}`, items: [row] })),
    ]
  }
  const byItem = new Map(order.items.map((item) => [item.orderItemId, item]))
  const shipped = input.shipments.toSorted(byShippedAt).flatMap((shipment) => {
    const items = input.coverage.parts
      .filter((part) => part.shipmentId === shipment.shipmentId)
      .flatMap((part) => {
        const item = byItem.get(part.orderItemId)
        return item === undefined ? [] : [{ item, quantity: part.quantity }]
      })
    const supplyDate = shipment.shippedOn
    if (items.length === 0 || supplyDate === null) return []
    // A parcel is one document: it waits until each of its quantities is known, for what is left out would never be booked.
    const inside = new Set(itemIdsOf(shipment).filter((orderItemId) => byItem.has(orderItemId)))
    const isWhole = items.length === inside.size && !input.coverage.beyondOrder.includes(shipment.shipmentId)
    if (!isWhole && !isBooked(input, shipment.shipmentId)) return []
    return [{ businessKey: shipment.shipmentId, shipmentId: shipment.shipmentId, supplyDate, items, partNumber: null }]
  })
  const { complete, beyondOrder } = input.coverage
  const whole = shipped.length === 1 && complete && beyondOrder.length === 0 && !stillOpen(order)
  return whole ? shipped : shipped.map((part, index) => ({ ...part, partNumber: index + 1 }))
}

/**
 * Returns the items that an order got after it was booked as a whole. One that is made from its shipments grows by each parcel; what was
 * sent is never changed, so each of them is a document of its own.
 */
function laterItems({ order, existing }: PlanInput<Journal>): ReadonlySet<string> {
  const booked = existing.find(({ businessKey, inBooks }) => inBooks && businessKey === order.orderId)
  if (booked === undefined) return new Set()
  const inside = new Set(booked.lines.map((line) => line.orderItemId))
  return new Set(order.items.map((item) => item.orderItemId).filter((orderItemId) => !inside.has(orderItemId)))
}

/** The date of the sale that is missing, by its field: without it nothing can be booked, and nothing may be passed over. */
function missingDate(input: PlanInput<Journal>): string | null {
  const { order, shipments, coverage } = input
  if (!followsShipments(input)) return order.placedOn === null ? 'orderPlacedDateTime' : null
  const undated = shipments.filter(({ shipmentId, shippedOn }) => shippedOn === null && !isBooked(input, shipmentId))
  const holds = undated.some(({ shipmentId }) => coverage.parts.some((part) => part.shipmentId === shipmentId))
  return holds ? 'shipmentDateTime' : null
}

/** Whatever is known of it later. */
export function isBooked(input: PlanInput<Journal>, businessKey: string): boolean {
  return input.existing.some((document) => document.businessKey === businessKey && document.settled)
}

function stillOpen(order: Order): boolean {
  return order.items.some((item) => item.quantityShipped + item.quantityCancelled < item.quantity)
}

/** Something of the order is still to come. */
export function stillToShip(input: PlanInput<Journal>, parts: Part[]): boolean {
  if (!followsShipments(input)) return input.order.placedOn === null
  const { complete, beyondOrder } = input.coverage
  return (
    !complete ||
    beyondOrder.length > 0 ||
    stillOpen(input.order) ||
    (parts.length === 0 && input.order.items.length === 0)
  )
}

/** Days beside its own whose totals might hold a part: it may have been booked by its order, or by its parcel, before. */
export function otherDays(input: PlanInput<Journal>, part: Part): Pick<DocumentPlan, 'mayStandOn' | 'mayStandFrom'> {
  const { order, shipments, coverage } = input
  const known = [order.placedOn, ...shipments.map((shipment) => shipment.shippedOn)]
  const days = [...new Set(known)].filter((day) => day !== null && day !== part.supplyDate) as LocalDate[]
  const unread = part.shipmentId === null && !coverage.complete
  return {
    ...(days.length === 0 ? {} : { mayStandOn: days }),
    ...(unread ? { mayStandFrom: part.supplyDate } : {}),
  }
}
