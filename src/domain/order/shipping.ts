/**
 * Which units of an order went in which shipment. The marketplace's list of shipments names items without quantities;
 * most quantities follow from the order itself, and only an item shipped in parts needs the shipment's own detail.
 */
import { lacksItem, type Order, type OrderItem, type Shipment } from './order.ts'

export interface ShipmentWithDetail extends Shipment {
  /** The shipment's own detail was read; a quantity still missing there will not come. */
  hasDetail: boolean
}

/** Units of one item in one shipment. */
export interface ShippedPart {
  shipmentId: string
  orderItemId: string
  quantity: number
  /** Concluded from having seen one parcel only: all that was shipped is taken to be in it. True once the lists were read whole. */
  concluded: boolean
}

export interface Coverage {
  /** Every unit that the order calls shipped is in a known shipment of known quantity. */
  complete: boolean
  /** And no quantity was concluded from having seen one parcel only: an older one may still turn up further down the list. */
  certain: boolean
  parts: ShippedPart[]
  /** Shipments whose detail must be read before their quantities are known. */
  wantsDetailOf: string[]
  /** More units in shipments than the order says: the order itself must be read again. */
  orderIsBehind: boolean
  /** Shipments with an item that the order does not name: the order was not read whole. */
  beyondOrder: string[]
  /** Items whose quantities the marketplace does not tell, not even in the details. */
  unknowable: string[]
}

export function coverShipments(order: Order, shipments: readonly ShipmentWithDetail[]): Coverage {
  const ordered = shipments.toSorted(byShippedAt)
  const coverage: Coverage = {
    complete: true,
    certain: true,
    parts: [],
    wantsDetailOf: [],
    orderIsBehind: false,
    beyondOrder: ordered.filter((shipment) => lacksItem(order, itemIdsOf(shipment))).map((row) => row.shipmentId),
    unknowable: [],
  }
  const wanted = new Set<string>()
  for (const item of order.items) {
    const own = ordered.filter((shipment) => shipment.items.some((row) => row.orderItemId === item.orderItemId))
    coverItem(item, own, coverage, wanted)
  }
  if (!coverage.complete) {
    coverage.certain = false
    // Where a parcel is missing, the one that was seen need not hold all of an item.
    const withoutDetail = new Set(ordered.filter((shipment) => !shipment.hasDetail).map((row) => row.shipmentId))
    for (const part of coverage.parts)
      if (part.concluded && withoutDetail.has(part.shipmentId)) wanted.add(part.shipmentId)
  }
  coverage.wantsDetailOf = [...wanted]
  return coverage
}

/** Returns the facts known while the lists of shipments are not read yet: without quantities that an older parcel may overturn. */
export function withoutConclusions(coverage: Coverage): Coverage {
  const parts = coverage.parts.filter((part) => !part.concluded)
  return { ...coverage, parts, complete: coverage.complete && parts.length === coverage.parts.length }
}

export function itemIdsOf(shipment: Shipment): string[] {
  return shipment.items.map((row) => row.orderItemId)
}

/** Oldest first; the id decides between equals, so that parts are always counted in the same order. */
export function byShippedAt(a: Shipment, b: Shipment): number {
  return (a.shippedAt ?? 0) - (b.shippedAt ?? 0) || (a.shipmentId < b.shipmentId ? -1 : 1)
}

function coverItem(item: OrderItem, own: ShipmentWithDetail[], coverage: Coverage, wanted: Set<string>): void {
  const shipped = item.quantityShipped
  if (own.length === 0) {
    if (shipped > 0) coverage.complete = false
    return
  }
  const known = own.map((shipment) => quantityIn(shipment, item.orderItemId))
  const implied = impliedQuantities(item, known)
  let sum = 0
  own.forEach((shipment, index) => {
    const quantity = known[index] ?? implied?.[index] ?? null
    const concluded = known[index] === null && own.length !== shipped
    if (concluded) coverage.certain = false
    if (quantity === null) {
      coverage.complete = false
      if (!shipment.hasDetail) wanted.add(shipment.shipmentId)
      else coverage.unknowable.push(item.orderItemId)
      return
    }
    sum += quantity
    coverage.parts.push({ shipmentId: shipment.shipmentId, orderItemId: item.orderItemId, quantity, concluded })
  })
  if (sum < shipped) coverage.complete = false
  if (sum > shipped) coverage.orderIsBehind = true
}

function quantityIn(shipment: ShipmentWithDetail, orderItemId: string): number | null {
  let sum: number | null = null
  for (const row of shipment.items) {
    if (row.orderItemId === orderItemId && row.quantity !== null) sum = (sum ?? 0) + row.quantity
  }
  return sum
}

/** Quantities that need no detail, or null where only the details can tell. */
function impliedQuantities(item: OrderItem, known: (number | null)[]): (number | null)[] | null {
  const shipped = item.quantityShipped
  const count = known.length
  // Every shipment holds at least one unit, so as many shipments as units means one unit each.
  if (shipped === count) return known.map(() => 1)
  const missing = known.filter((quantity) => quantity === null).length
  const sumKnown = known.reduce<number>((sum, quantity) => sum + (quantity ?? 0), 0)
  const whole = shipped + item.quantityCancelled >= item.quantity
  // All that can be shipped is shipped, in one parcel; or one quantity is left to fill up the rest.
  if (missing === 1 && whole && shipped > sumKnown && (count === 1 || sumKnown > 0)) {
    return known.map((quantity) => quantity ?? shipped - sumKnown)
  }
  return null
}
