/** Reads shipments beside the orders: their date is the date of the sale. Asked only when an order says that something was shipped. */
import type { Instant } from '../../domain/calendar.ts'
import type { Fulfilment, Order } from '../../domain/order/order.ts'
import type { SourceFacts } from '../../domain/kinds.ts'
import type { Settings } from '../../domain/settings/mapping.ts'
import { hour } from '../../domain/delays.ts'
import { coverShipments, type Coverage } from '../../domain/order/shipping.ts'
import type { Answer, Refusal } from '../../ports/answer.ts'
import type { BadRecord } from '../../ports/tables/held-records.ts'
import type { ListedShipment, Page } from '../../ports/source.ts'
import type { Tx } from '../../ports/store.ts'
import type { ConnectionContext } from '../run/connection-context.ts'
import { faultOf, isOfSide } from './held-records.ts'
import { isOurs, noteUnknown } from './missed-orders.ts'
import { inParallel, whenAllowed } from '../run/when-allowed.ts'

/** Three months of a large shop: 1000 pages of 50. */
const pagesMax = 1000
const detailsAtOnce = 4
/** 100 parcels of one order. */
const pagesOfOrderMax = 2
/** Shipments that alone could not be read, asked for in one run. */
const heldMax = 50
/** Rows without a number are looked for so far back; after that the order's own problem reports the missing shipment. */
const unnamedReachMs = 30 * 24 * hour

/** Documents per shipment need shipments; so do businesses with a number, whose invoice follows the shipment in any case. */
export function needsShipments(
  { source, settings }: { source: Pick<SourceFacts, 'tellsShipments'>; settings: Settings },
  order: Order,
): boolean {
  if (!source.tellsShipments) return false
  return settings.booking.on === 'shipment' || order.buyer.hasVatNumber
}

/** @param since the lists are read back to here in any case: a shipment may name an order that no list of orders had */
export async function readShipments(context: ConnectionContext, since: Instant | null = null): Promise<Refusal | null> {
  const { source } = context
  if (!source.tellsShipments) return null
  const { connectionId } = context.connection
  const startedAt = await context.ports.clock.now()
  const wanted = await context.store.transaction((tx) => tx.orders.wantingShipments(connectionId))
  const readsLists = wanted.length > 0 || since !== null
  const reach = since === null ? null : await reachOf(context, since, startedAt)
  for (const fulfilment of readsLists ? source.stocks : []) {
    const open = new Map(wanted.map((entry) => [entry.orderId, entry]))
    const failure = await readLists(context, fulfilment, { open, since: reach })
    if (failure !== null) return failure
  }
  if (reach !== null)
    await context.store.transaction((tx) => tx.heldRecords.releaseUnseen(connectionId, 'shipment', startedAt, null))
  const failure = await askHeldShipments(context)
  if (failure !== null) return failure
  return settle(
    context,
    wanted.map((entry) => entry.orderId),
  )
}

/** Back to the oldest row without a number too, to see whether it can be read by now. */
async function reachOf({ store, connection }: ConnectionContext, since: Instant, now: Instant): Promise<Instant> {
  const held = await store.transaction((tx) => tx.heldRecords.list(connection.connectionId))
  const unnamed = held.filter((record) => record.kind === 'shipment' && !record.named).map((record) => record.firstAt)
  return Math.max(Math.min(since, ...unnamed.map((at) => at - 24 * hour)), now - unnamedReachMs)
}

/** Shipments whose row could not be read: their own answers may tell what the list does not. */
async function askHeldShipments(context: ConnectionContext): Promise<Refusal | null> {
  const { store, ports, connection } = context
  const now = await ports.clock.now()
  const due = await store.transaction((tx) => tx.heldRecords.due(connection.connectionId, 'shipment', now, heldMax))
  return due.length === 0
    ? null
    : readDetails(
        context,
        due.map(({ key, orderId }) => ({ shipmentId: key, orderId })),
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
    const { rows, bad, more } = answer.value
    const certain = await storeShipments(context, rows, { hasDetail: false, open, bad })
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
  { hasDetail, open, bad }: { hasDetail: boolean; open: Wanted | null; bad: BadRecord[] },
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
    await wantWhole(tx, connectionId, touched)
    await tx.heldRecords.release(
      connectionId,
      'shipment',
      rows.map((row) => row.shipment.shipmentId),
    )
    await holdShipments(tx, context, bad, seenAt)
    const ids = [...new Set(rows.map((row) => row.shipment.orderId))].filter((orderId) => open?.has(orderId) === true)
    const covered = ids.length === 0 ? [] : await coverages(tx, connectionId, ids)
    return covered.filter((entry) => entry.coverage.certain).map((entry) => entry.orderId)
  })
}

/** Has orders read again that were not read whole. One that is made from its parcels is another one with each. */
async function wantWhole(tx: Tx, connectionId: string, orderIds: string[]): Promise<void> {
  const covered = orderIds.length === 0 ? [] : await coverages(tx, connectionId, orderIds)
  const inPart = covered
    .filter(({ coverage, isRebuilt }) => isRebuilt || coverage.beyondOrder.length > 0)
    .map(({ orderId }) => orderId)
  if (inPart.length > 0) await tx.orders.wantDetail(connectionId, inPart)
}

/** Rows that alone cannot be read: of orders that are ours, and not where the shipment's own answer was read before. */
async function holdShipments(tx: Tx, context: ConnectionContext, bad: BadRecord[], at: Instant): Promise<void> {
  if (bad.length === 0) return
  const { connectionId } = context.connection
  const { calendar } = context.ports
  const ours = bad.filter((record) => record.at == null || isOurs(context, calendar.localDate(record.at)))
  const named = ours.flatMap(({ orderId, at: placedAt = null }) =>
    orderId === null || placedAt === null ? [] : [{ orderId, placedAt }],
  )
  await noteUnknown(tx, context, named, { foundBy: 'shipment', at })
  const orderIds = ours.flatMap(({ orderId }) => (orderId === null ? [] : [orderId]))
  const [orders, stored] = await Promise.all([
    tx.orders.known(connectionId, orderIds),
    tx.shipments.ofOrders(connectionId, orderIds),
  ])
  const known = new Set(orders.map((order) => order.orderId))
  const read = new Set(stored.filter((shipment) => shipment.hasDetail).map((shipment) => shipment.shipmentId))
  const held = ours.filter(({ orderId, key }) => (orderId === null || known.has(orderId)) && !read.has(key))
  await tx.heldRecords.hold(connectionId, held, at, false)
}

interface Covered {
  orderId: string
  coverage: Coverage
  isRebuilt: boolean
}

async function coverages(tx: Tx, connectionId: string, orderIds: string[]): Promise<Covered[]> {
  const [orders, shipments] = await Promise.all([
    tx.orders.known(connectionId, orderIds),
    tx.shipments.ofOrders(connectionId, orderIds),
  ])
  return orders.flatMap(({ orderId, order }) => {
    if (order === null) return []
    const own = shipments.filter((shipment) => shipment.orderId === orderId)
    return [{ orderId, coverage: coverShipments(order, own), isRebuilt: order.rebuilt === true }]
  })
}

/** With the lists read: quantities of items that went in parts, and what is still missing. */
async function settle(context: ConnectionContext, orderIds: string[]): Promise<Refusal | null> {
  const { connectionId } = context.connection
  const before = await context.store.transaction((tx) => coverages(tx, connectionId, orderIds))
  const failure = await readDetails(
    context,
    before.flatMap(({ orderId, coverage }) => coverage.wantsDetailOf.map((shipmentId) => ({ shipmentId, orderId }))),
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

/** A shipment that alone cannot be read is held, and asked for again after a rest. @returns why the side itself is closed */
async function readDetails(
  context: ConnectionContext,
  wanted: { shipmentId: string; orderId: string | null }[],
): Promise<Refusal | null> {
  const { ports, store, connection, marketplace, signal } = context
  const { connectionId } = connection
  const now = await ports.clock.now()
  const ids = wanted.map(({ shipmentId }) => shipmentId)
  const resting = await store.transaction((tx) => tx.heldRecords.resting(connectionId, 'shipment', ids, now))
  const due = wanted.filter(({ shipmentId }) => !resting.includes(shipmentId))
  const bad: BadRecord[] = []
  let failure: Refusal | null = null
  const found = await inParallel(due, detailsAtOnce, async ({ shipmentId, orderId }) => {
    if (failure !== null) return null
    const answer = await whenAllowed(ports, () => marketplace.getShipment(shipmentId), signal)
    if (answer.kind === 'ok') return answer.value
    if (answer.kind !== 'notFound' && isOfSide(answer, await ports.clock.now())) failure = answer
    else
      bad.push({
        kind: 'shipment',
        key: shipmentId,
        named: true,
        orderId,
        listedOn: null,
        fault: faultOf(context.source, answer),
      })
    return null
  })
  const rows = found.filter((row) => row !== null)
  if (rows.length > 0) await storeShipments(context, rows, { hasDetail: true, open: null, bad: [] })
  const at = await ports.clock.now()
  if (bad.length > 0) await store.transaction((tx) => tx.heldRecords.hold(connectionId, bad, at, true))
  return failure
}

/** All shipments of one order, each with its own answer, whatever is known of them. */
export async function readShipmentsAgain(context: ConnectionContext, orderId: string): Promise<Refusal | null> {
  const { ports, marketplace, signal } = context
  for (let page = 1; page <= pagesOfOrderMax; page += 1) {
    const answer = await whenAllowed(ports, () => marketplace.listShipmentsOfOrder(orderId, page), signal)
    if (answer.kind === 'notFound') return null
    if (answer.kind !== 'ok') return answer
    const { rows, bad, more } = answer.value
    await storeShipments(context, rows, { hasDetail: true, open: null, bad })
    if (!more) return null
  }
  return null
}
