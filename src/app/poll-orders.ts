/**
 * Captures everything that changed at the marketplace. Its own loop with its own limits: nothing on the ledger's side
 * can hold it up, and a window only moves on in the transaction that stored its page.
 */
import type { Instant, LocalDate } from '../domain/calendar.ts'
import type { Buyer, Order } from '../domain/order.ts'
import { coverShipments } from '../domain/shipping.ts'
import type { Refusal } from '../ports/answer.ts'
import type { FetchedOrder, ListedOrder } from '../ports/marketplace.ts'
import type { SeenOrder, StoredOrder, StoredShipment } from '../ports/store.ts'
import { buyerContext, mergeBuyer } from './buyer-data.ts'
import type { ConnectionContext } from './connection-context.ts'
import { fetchOrder, isOurs } from './missed-orders.ts'
import { pollWindows, reachesBack, readsYesterday, sweepWindows, type PollWindow } from './poll-windows.ts'
import { needsShipments } from './read-shipments.ts'
import { inParallel, whenAllowed } from './when-allowed.ts'

/** Details asked at once; the marketplace's own limit decides the pace. */
const detailsAtOnce = 8
/** A day of 50 000 changed orders; more than that is a loop of ours, not a shop. */
const pagesMax = 1000
/** A poll that stood still is done again at once, in the end day by day. */
const turnsMax = 3
/** An order that the list names and whose detail is missing so often is taken for gone. */
const goneAfterFailures = 3
/** Between two polls by night lies an hour; more than this is a time in which nobody looked. */
const gapMinMs = 2 * 60 * 60_000

export interface PollResult {
  /** Orders new or changed in this run. */
  captured: number
  /** The day before was read whole: the other lists of that day are due too. */
  swept?: boolean
  /** Why the poll ended early; everything stored until then stays. */
  failure: Refusal | null
}

export async function pollOrders(context: ConnectionContext): Promise<PollResult> {
  const { ports, connection } = context
  let captured = await readWaitingDetails(context)
  for (let turn = 1; turn <= turnsMax; turn += 1) {
    const startedAt = await ports.clock.now()
    const result = await readWindows(context, startedAt)
    captured += result.captured
    if (result.failure !== null) return { captured, failure: result.failure }
    if (result.reliable) {
      const closedAt = await ports.clock.now()
      await context.store.transaction(async (tx) => {
        await tx.connections.change(connection.connectionId, {
          polledUntil: startedAt,
          lastPollAt: startedAt,
          ...(result.sweptOn === null ? {} : { sweptOn: result.sweptOn }),
        })
        const from = connection.polledUntil
        if (from !== null && startedAt - from > gapMinMs)
          await tx.completeness.addGap(connection.connectionId, { from, until: startedAt, closedAt })
      })
      return { captured, failure: null, swept: result.sweptOn !== null && connection.polledUntil !== null }
    }
  }
  // The next poll has a longer gap, and reads it day by day.
  return { captured, failure: null }
}

/** `reliable`: what was read reaches back to the last poll. */
async function readWindows(
  context: ConnectionContext,
  startedAt: Instant,
): Promise<PollResult & { reliable: boolean; sweptOn: LocalDate | null }> {
  const { ports, connection, settings } = context
  const today = ports.calendar.localDate(startedAt)
  const windows = pollWindows(
    { polledUntil: connection.polledUntil, startDate: settings.booking.startDate },
    startedAt,
    ports.calendar,
  )
  if (!readsYesterday(windows, today))
    windows.push(...sweepWindows(connection, today, ports.calendar.isoText(startedAt).slice(11, 16)))
  const sweptOn = readsYesterday(windows, today) || connection.polledUntil === null ? today : null
  let captured = 0
  for (const window of windows) {
    const result = await readWindow(context, window)
    captured += result.captured
    if (result.failure !== null) return { captured, failure: result.failure, reliable: false, sweptOn: null }
  }
  const tookMs = (await ports.clock.now()) - startedAt
  return { captured, failure: null, reliable: windows.every((window) => reachesBack(window, tookMs)), sweptOn }
}

/** One day's list, whatever the polls reached. */
export async function readDay(context: ConnectionContext, changedOn: LocalDate): Promise<PollResult> {
  return readWindow(context, { window: { changedOn }, capturedUntil: null, mayBeOutOfReach: true, overlapMs: null })
}

async function readWindow(context: ConnectionContext, at: PollWindow): Promise<PollResult> {
  let captured = 0
  for (let page = 1; page <= pagesMax; page += 1) {
    const answer = await whenAllowed(
      context.ports,
      () => context.marketplace.listOrders(at.window, page),
      context.signal,
    )
    if (answer.kind === 'badRequest' && at.mayBeOutOfReach) return { captured, failure: null }
    if (answer.kind === 'notFound') return { captured, failure: null }
    if (answer.kind !== 'ok') return { captured, failure: answer }
    const result = await storePage(context, answer.value.rows, {
      capturedUntil: answer.value.more ? null : at.capturedUntil,
      mayRebuild: false,
    })
    captured += result.captured
    if (result.failure !== null) return { captured, failure: result.failure }
    if (!answer.value.more) return { captured, failure: null }
  }
  return { captured, failure: null }
}

/** Orders that the list told of before, but whose detail could not be read then. */
export async function readWaitingDetails(context: ConnectionContext): Promise<number> {
  const waiting = await context.store.transaction((tx) => tx.orders.wantingDetail(context.connection.connectionId, 500))
  let captured = 0
  for (let from = 0; from < waiting.length; from += 50) {
    const rows = waiting.slice(from, from + 50).map((order) => ({
      orderId: order.orderId,
      placedAt: order.placedAt,
      fingerprint: order.listHash ?? '',
      raw: '',
    }))
    const result = await storePage(context, rows, { capturedUntil: null, mayRebuild: true })
    captured += result.captured
    if (result.failure !== null) break
  }
  return captured
}

/** One page: reads the details of what changed, then stores all of it and moves the window in one transaction. */
async function storePage(
  context: ConnectionContext,
  rows: ListedOrder[],
  { capturedUntil, mayRebuild }: { capturedUntil: Instant | null; mayRebuild: boolean },
): Promise<PollResult> {
  const { connection, store, ports } = context
  const connectionId = connection.connectionId
  const inScope = rows.filter((row) => row.placedAt === null || isOurs(context, ports.calendar.localDate(row.placedAt)))
  const ids = inScope.map((row) => row.orderId)
  const [stored, shipments] = await store.transaction((tx) =>
    Promise.all([tx.orders.known(connectionId, ids), tx.shipments.ofOrders(connectionId, ids)]),
  )
  const known = new Map(stored.map((order) => [order.orderId, order]))
  const changed = inScope.filter((row) => {
    const before = known.get(row.orderId)
    return before === undefined || before.wantsDetail || before.listHash !== row.fingerprint
  })
  let failure: Refusal | null = null
  // Of a number alone: orders that nobody has, and orders of before our time.
  const notOurs: string[] = []
  const details = await inParallel(changed, detailsAtOnce, async (row) => {
    if (failure !== null) return null
    const before = known.get(row.orderId)
    const answer = await fetchOrder(context, row.orderId, mayRebuild && before !== undefined && mayBeGone(before))
    const numberOnly = before?.foundBy === 'return' && before.version === 0
    const tooOld = answer.kind === 'ok' && before?.foundBy !== 'person' && !isOurs(context, answer.value.order.placedOn)
    if (tooOld || (answer.kind === 'notFound' && numberOnly)) notOurs.push(row.orderId)
    if (answer.kind === 'ok') return answer.value
    if (answer.kind !== 'notFound' && answer.kind !== 'badRequest' && stopsThePoll(answer)) failure = answer
    return null
  })
  const seenAt = await ports.clock.now()
  const seen = changed.flatMap((row, index) =>
    notOurs.includes(row.orderId)
      ? []
      : [
          seenOrder(context, {
            row,
            fetched: details[index] ?? null,
            before: known.get(row.orderId),
            shipments,
            seenAt,
          }),
        ],
  )
  const captured = await store.transaction(async (tx) => {
    const count = seen.length === 0 ? 0 : await tx.orders.saveSeen(connectionId, seen)
    if (notOurs.length > 0) await tx.orders.dropUnknown(connectionId, notOurs)
    if (capturedUntil !== null && failure === null)
      await tx.connections.change(connectionId, { polledUntil: capturedUntil })
    return count
  })
  return { captured, failure }
}

/** No list told of it, or the list did and its detail has been missing for a while: not just for the moment of being placed. */
function mayBeGone(order: StoredOrder): boolean {
  return order.foundBy !== null || order.detailFailures >= goneAfterFailures
}

/** A single order that cannot be read waits on its own; a side that is closed to us ends the poll. */
function stopsThePoll(refusal: Refusal): boolean {
  return (
    refusal.kind === 'loginRefused' ||
    refusal.kind === 'forbidden' ||
    (refusal.kind === 'later' && refusal.cause !== 'unreadable')
  )
}

interface Seen {
  row: ListedOrder
  fetched: FetchedOrder | null
  before: StoredOrder | undefined
  shipments: StoredShipment[]
  seenAt: Instant
}

function seenOrder(context: ConnectionContext, seen: Seen): SeenOrder {
  const { row, fetched, before, seenAt } = seen
  const placedAt = fetched?.order.placedAt ?? row.placedAt ?? before?.placedAt ?? null
  const base = {
    orderId: row.orderId,
    placedAt,
    placedOn: placedAt === null ? null : context.ports.calendar.localDate(placedAt),
    seenAt,
    listHash: row.fingerprint,
  }
  if (fetched === null) {
    return {
      ...base,
      changedAt: placedAt ?? seenAt,
      wantsDetail: true,
      detailFailed: true,
      version: null,
      wantsShipments: null,
    }
  }
  const merged = mergeBuyer(context, row.orderId, fetched, before)
  const hash = context.ports.secrets.fingerprint(JSON.stringify([merged.order, merged.buyer]), 'order version')
  const version = before?.versionHash === hash ? null : sealedVersion(context, { ...merged, hash, raw: fetched.raw })
  const own = seen.shipments.filter((shipment) => shipment.orderId === row.orderId)
  // Any change may mean another parcel, unless the known ones leave no doubt.
  const wantsShipments =
    version === null
      ? (before?.wantsShipments ?? false)
      : needsShipments(context.settings, merged.order) && !coverShipments(merged.order, own).certain
  return {
    ...base,
    changedAt: lastChange(merged.order) ?? placedAt ?? seenAt,
    wantsDetail: false,
    detailFailed: false,
    version,
    wantsShipments,
  }
}

function sealedVersion(
  context: ConnectionContext,
  found: { order: Order; buyer: Buyer; hash: string; raw: string },
): NonNullable<SeenOrder['version']> {
  const { secrets } = context.ports
  const { orderId } = found.order
  return {
    order: found.order,
    hash: found.hash,
    buyerSealed: secrets.seal(JSON.stringify(found.buyer), buyerContext(context.tenantId, orderId)),
    rawSealed: secrets.seal(found.raw, `${context.tenantId}|order_version.raw|${orderId}`),
  }
}

function lastChange(order: Order): Instant | null {
  let last: Instant | null = null
  for (const item of order.items)
    if (item.changedAt !== null && (last === null || item.changedAt > last)) last = item.changedAt
  return last
}
