/** Reads shipments beside the orders: their date is the date of the sale. Asked only when an order says that something was shipped. */
import type { Instant } from '../domain/calendar.ts'
import type { Fulfilment, Order } from '../domain/order.ts'
import type { Settings } from '../domain/mapping.ts'
import { coverShipments, type Coverage } from '../domain/shipping.ts'
import type { Answer, Refusal } from '../ports/answer.ts'
import type { ListedShipment, Page } from '../ports/marketplace.ts'
import type { Tx } from '../ports/store.ts'
import type { ConnectionContext } from './connection-context.ts'
import { isOurs, noteUnknown } from './missed-orders.ts'
import { inParallel, whenAllowed } from './when-allowed.ts'

/** Three months of a large shop: 1000 pages of 50. */
const pagesMax = 1000
const detailsAtOnce = 4

/** Documents per shipment need shipments; so do businesses with a number, whose invoice follows the shipment in any case. */
export function needsShipments(settings: Settings, order: Order): boolean {
  return settings.booking.on === 'shipment' || order.buyer.hasVatNumber
}

/** @param since the lists are read back to here whatever is wanted: a shipment may name an order that no list of orders told of */
export async function readShipments(context: ConnectionContext, since: Instant | null = null): Promise<Refusal | null> {
  const { connectionId } = context.connection
  const wanted = await context.store.transaction((tx) => tx.orders.wantingShipments(connectionId))
  if (wanted.length === 0 && since === null) return null
  for (const fulfilment of ['seller', 'marketplace'] as const) {
    const open = new Map(wanted.map((entry) => [entry.orderId, entry]))
    const failure = await readLists(context, fulfilment, { open, since })
    if (failure !== null) return failure
  }
  return settle(
    context,
    wanted.map((entry) => entry.orderId),
  )
}

type Wanted = Map<string, { orderId: string; placedAt: number | null; fulfilments: Fulfilment[] }>

/** Newest first, until every wanted order of this stock is certain or the list is older than the oldest of them. */
async function readLists(
  context: ConnectionContext,
  fulfilment: Fulfilment,
  { open, since }: { open: Wanted; since: Instant | null },
): Promise<Refusal | null> {
  for (const entry of open.values()) if (!entry.fulfilments.includes(fulfilment)) open.delete(entry.orderId)
  let reached = since === null
  for (let page = 1; page <= pagesMax && (open.size > 0 || !reached); page += 1) {
    const oldest = Math.min(
      since ?? Number.POSITIVE_INFINITY,
      ...[...open.values()].map((entry) => entry.placedAt ?? 0),
    )
    const answer: Answer<Page<ListedShipment>> = await whenAllowed(
      context.ports,
      () => context.marketplace.listShipments(fulfilment, page),
      context.signal,
    )
    if (answer.kind === 'notFound') return null
    if (answer.kind !== 'ok') return answer
    const { rows, more } = answer.value
    const certain = await storeShipments(context, rows, { hasDetail: false, open })
    for (const orderId of certain) open.delete(orderId)
    const last = rows.at(-1)?.shipment.shippedAt ?? null
    reached ||= since === null || (last !== null && last < since)
    if (!more || (last !== null && last < oldest)) return null
  }
  return null
}

/** Saves a page and has the orders it touches planned. @returns the open orders of which no more parcels can turn up */
async function storeShipments(
  context: ConnectionContext,
  rows: ListedShipment[],
  { hasDetail, open }: { hasDetail: boolean; open: Wanted | null },
): Promise<string[]> {
  const { connectionId } = context.connection
  const { secrets, clock } = context.ports
  const seenAt = await clock.now()
  return context.store.transaction(async (tx) => {
    const named = rows
      .filter((row) => row.placedAt !== null || isOurs(context, row.shipment.shippedOn))
      .map((row) => ({ orderId: row.shipment.orderId, placedAt: row.placedAt }))
    await noteUnknown(tx, context, named, { foundBy: 'shipment', at: seenAt })
    const touched = await tx.shipments.save(
      connectionId,
      rows.map((row) => ({
        shipment: row.shipment,
        hasDetail,
        rawSealed: secrets.seal(row.raw, `${context.tenantId}|marketplace_shipment.raw|${row.shipment.shipmentId}`),
        seenAt,
      })),
    )
    if (touched.length > 0) await tx.orders.planAgain(connectionId, touched)
    const ids = [...new Set(rows.map((row) => row.shipment.orderId))].filter((orderId) => open?.has(orderId) === true)
    const covered = ids.length === 0 ? [] : await coverages(tx, connectionId, ids)
    return covered.filter((entry) => entry.coverage.certain).map((entry) => entry.orderId)
  })
}

interface Covered {
  orderId: string
  coverage: Coverage
}

async function coverages(tx: Tx, connectionId: string, orderIds: string[]): Promise<Covered[]> {
  const [orders, shipments] = await Promise.all([
    tx.orders.known(connectionId, orderIds),
    tx.shipments.ofOrders(connectionId, orderIds),
  ])
  return orders.flatMap(({ orderId, order }) => {
    if (order === null) return []
    const own = shipments.filter((shipment) => shipment.orderId === orderId)
    return [{ orderId, coverage: coverShipments(order, own) }]
  })
}

/** With the lists read: quantities of items that went in parts, and what is still missing. */
async function settle(context: ConnectionContext, orderIds: string[]): Promise<Refusal | null> {
  const { connectionId } = context.connection
  const before = await context.store.transaction((tx) => coverages(tx, connectionId, orderIds))
  const failure = await readDetails(
    context,
    before.flatMap((entry) => entry.coverage.wantsDetailOf),
  )
  await context.store.transaction(async (tx) => {
    const covered = await coverages(tx, connectionId, orderIds)
    await tx.orders.setShipmentsWanted(
      connectionId,
      covered.map(({ orderId, coverage }) => ({ orderId, wanted: !coverage.complete })),
    )
    const behind = covered.filter((entry) => entry.coverage.orderIsBehind).map((entry) => entry.orderId)
    if (behind.length > 0) await tx.orders.wantDetail(connectionId, behind)
  })
  return failure
}

async function readDetails(context: ConnectionContext, shipmentIds: string[]): Promise<Refusal | null> {
  let failure: Refusal | null = null
  const found = await inParallel(shipmentIds, detailsAtOnce, async (shipmentId) => {
    if (failure !== null) return null
    const answer = await whenAllowed(context.ports, () => context.marketplace.getShipment(shipmentId), context.signal)
    if (answer.kind === 'ok') return answer.value
    if (answer.kind !== 'notFound') failure = answer
    return null
  })
  const rows = found.filter((row) => row !== null)
  if (rows.length > 0) await storeShipments(context, rows, { hasDetail: true, open: null })
  return failure
}
