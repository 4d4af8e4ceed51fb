/** Reads shipments beside the orders: their date is the date of the sale. Asked only when an order says that something was shipped. */
import type { Fulfilment, Order } from '../domain/order.ts'
import type { Settings } from '../domain/mapping.ts'
import { coverShipments } from '../domain/shipping.ts'
import type { Answer, Refusal } from '../ports/answer.ts'
import type { ListedShipment, Page } from '../ports/marketplace.ts'
import type { ConnectionContext } from './connection-context.ts'
import { inParallel, whenAllowed } from './when-allowed.ts'

/** Three months of a large shop: 1000 pages of 50. */
const pagesMax = 1000
const detailsAtOnce = 4

/** Documents per shipment need shipments; so do businesses with a number, whose invoice follows the shipment in any case. */
export function needsShipments(settings: Settings, order: Order): boolean {
  return settings.booking.on === 'shipment' || order.buyer.hasVatNumber
}

export async function readShipments(context: ConnectionContext): Promise<Refusal | null> {
  const { connectionId } = context.connection
  const wanted = await context.store.transaction((tx) => tx.orders.wantingShipments(connectionId))
  if (wanted.length === 0) return null
  const open = new Map(wanted.map((entry) => [entry.orderId, entry]))
  for (const fulfilment of ['seller', 'marketplace'] as const) {
    const failure = await readLists(context, fulfilment, open)
    if (failure !== null) return failure
  }
  return null
}

type Wanted = Map<string, { orderId: string; placedAt: number | null; fulfilments: Fulfilment[] }>

/** Newest first, until every wanted order of this stock is accounted for or the list is older than the oldest of them. */
async function readLists(context: ConnectionContext, fulfilment: Fulfilment, open: Wanted): Promise<Refusal | null> {
  for (let page = 1; page <= pagesMax; page += 1) {
    const mine = [...open.values()].filter((entry) => entry.fulfilments.includes(fulfilment))
    if (mine.length === 0) return null
    const oldest = Math.min(...mine.map((entry) => entry.placedAt ?? 0))
    const answer: Answer<Page<ListedShipment>> = await whenAllowed(
      context.ports,
      () => context.marketplace.listShipments(fulfilment, page),
      context.signal,
    )
    if (answer.kind === 'notFound') return null
    if (answer.kind !== 'ok') return answer
    const failure = await storeShipments(context, answer.value.rows, open, { hasDetail: false })
    if (failure !== null) return failure
    const last = answer.value.rows.at(-1)
    const lastShippedAt = last?.shipment.shippedAt ?? null
    if (!answer.value.more || (lastShippedAt !== null && lastShippedAt < oldest)) return null
  }
  return null
}

async function storeShipments(
  context: ConnectionContext,
  rows: ListedShipment[],
  open: Wanted,
  { hasDetail }: { hasDetail: boolean },
): Promise<Refusal | null> {
  const { connectionId } = context.connection
  const { secrets, clock } = context.ports
  const seenAt = await clock.now()
  const { touched, wantsDetailOf } = await context.store.transaction(async (tx) => {
    await tx.shipments.save(
      connectionId,
      rows.map((row) => ({
        shipment: row.shipment,
        hasDetail,
        rawSealed: secrets.seal(row.raw, `${context.tenantId}|marketplace_shipment.raw|${row.shipment.shipmentId}`),
        seenAt,
      })),
    )
    const ids = [...new Set(rows.map((row) => row.shipment.orderId))].filter(
      (orderId) => hasDetail || open.has(orderId),
    )
    const orders = await tx.orders.known(connectionId, ids)
    const shipments = await tx.shipments.ofOrders(connectionId, ids)
    const entries: { orderId: string; wanted: boolean }[] = []
    const details: string[] = []
    const behind: string[] = []
    for (const { orderId, order } of orders) {
      if (order === null) continue
      const coverage = coverShipments(
        order,
        shipments.filter((shipment) => shipment.orderId === orderId),
      )
      entries.push({ orderId, wanted: !coverage.complete })
      details.push(...coverage.wantsDetailOf)
      if (coverage.orderIsBehind) behind.push(orderId)
    }
    await tx.orders.setShipmentsWanted(connectionId, entries)
    if (behind.length > 0) await tx.orders.wantDetail(connectionId, behind)
    await tx.orders.planAgain(
      connectionId,
      entries.map((entry) => entry.orderId),
    )
    return { touched: entries, wantsDetailOf: details }
  })
  for (const entry of touched) if (!entry.wanted) open.delete(entry.orderId)
  return hasDetail ? null : readDetails(context, wantsDetailOf, open)
}

/** Quantities of items that were shipped in parts. */
async function readDetails(context: ConnectionContext, shipmentIds: string[], open: Wanted): Promise<Refusal | null> {
  if (shipmentIds.length === 0) return null
  let failure: Refusal | null = null
  const found = await inParallel(shipmentIds, detailsAtOnce, async (shipmentId) => {
    if (failure !== null) return null
    const answer = await whenAllowed(context.ports, () => context.marketplace.getShipment(shipmentId), context.signal)
    if (answer.kind === 'ok') return answer.value
    if (answer.kind !== 'notFound') failure = answer
    return null
  })
  const rows = found.filter((row) => row !== null)
  if (rows.length > 0) await storeShipments(context, rows, open, { hasDetail: true })
  return failure
}
