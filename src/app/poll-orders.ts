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
  const { captured, failure } = await readPages(context, windows)
  if (failure !== null) return { captured, failure, reliable: false, sweptOn: null }
  const tookMs = (await ports.clock.now()) - startedAt
  return { captured, failure: null, reliable: windows.every((window) => reachesBack(window, tookMs)), sweptOn }
}

/** One day's list, whatever the polls reached. */
export async function readDay(context: ConnectionContext, changedOn: LocalDate): Promise<PollResult> {
  return readPages(context, [{ window: { changedOn }, capturedUntil: null, mayBeOutOfReach: true, overlapMs: null }])
}

/** Pages are stored one after the other; the details of the next one are read while this one is written. */
async function readPages(context: ConnectionContext, windows: PollWindow[]): Promise<PollResult> {
  let captured = 0
  let before: { ids: Set<string>; count: Promise<number> } = { ids: new Set(), count: Promise.resolve(0) }
  try {
    for await (const page of listPages(context, windows)) {
      if (page.kind === 'refused') return { captured: captured + (await before.count), failure: page.refusal }
      // A list that moved on while it was read tells an order twice: what the page before knew of it must stand there first.
      if (page.rows.some((row) => before.ids.has(row.orderId))) await before.count
      const read = await readPage(context, page.rows, false)
      captured += await before.count
      const { capturedUntil } = page.place.window
      const count = storePage(context, read, page.more ? null : capturedUntil)
      before = { ids: new Set(page.rows.map((row) => row.orderId)), count: handledLater(count) }
      if (read.failure !== null) return { captured: captured + (await count), failure: read.failure }
    }
    return { captured: captured + (await before.count), failure: null }
  } finally {
    await Promise.allSettled([before.count])
  }
}

interface PagePlace {
  window: PollWindow
  page: number
}

type ListedPage =
  | { kind: 'listed'; place: PagePlace; rows: ListedOrder[]; more: boolean }
  | { kind: 'refused'; refusal: Refusal }

/** All pages of the windows in turn, up to the first that is refused; the next one is asked for while this one is worked on. */
async function* listPages(context: ConnectionContext, windows: PollWindow[]): AsyncGenerator<ListedPage> {
  const stop = new AbortController()
  const signal = context.signal === undefined ? stop.signal : AbortSignal.any([context.signal, stop.signal])
  const places = windows.map((window) => ({ window, page: 1 })).toReversed()
  const askNext = (): Promise<ListedPage> | null => {
    const place = places.pop()
    return place === undefined ? null : handledLater(listPage(context, place, signal))
  }
  let asked = askNext()
  try {
    while (asked !== null) {
      const listed: ListedPage = await asked
      asked = null
      if (listed.kind === 'listed') {
        const { window, page } = listed.place
        if (listed.more && page < pagesMax) places.push({ window, page: page + 1 })
        asked = askNext()
      }
      yield listed
    }
  } finally {
    stop.abort()
    await Promise.allSettled([asked])
  }
}

/** Its failure is told where it is waited for, which may be later. */
function handledLater<T>(promise: Promise<T>): Promise<T> {
  promise.catch(() => undefined)
  return promise
}

async function listPage(context: ConnectionContext, place: PagePlace, signal: AbortSignal): Promise<ListedPage> {
  const { window, mayBeOutOfReach } = place.window
  const answer = await whenAllowed(context.ports, () => context.marketplace.listOrders(window, place.page), signal)
  if (answer.kind === 'ok') return { kind: 'listed', place, ...answer.value }
  if (answer.kind === 'notFound' || (answer.kind === 'badRequest' && mayBeOutOfReach))
    return {
      kind: 'listed',
      place: { ...place, window: { ...place.window, capturedUntil: null } },
      rows: [],
      more: false,
    }
  return { kind: 'refused', refusal: answer }
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
    const page = await readPage(context, rows, true)
    captured += await storePage(context, page, null)
    if (page.failure !== null) break
  }
  return captured
}

interface ReadPage {
  seen: SeenOrder[]
  /** Of a number alone: orders that nobody has, and orders of before our time. */
  notOurs: string[]
  failure: Refusal | null
}

/** One page: reads the details of what changed. Nothing is written. */
async function readPage(context: ConnectionContext, rows: ListedOrder[], mayRebuild: boolean): Promise<ReadPage> {
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
  return { seen, notOurs, failure }
}

/**
 * All of a page, and how far the poll has come with it, in one transaction.
 * @returns orders new or changed
 */
async function storePage(
  { connection, store }: ConnectionContext,
  { seen, notOurs, failure }: ReadPage,
  capturedUntil: Instant | null,
): Promise<number> {
  const { connectionId } = connection
  return store.transaction(async (tx) => {
    const count = seen.length === 0 ? 0 : await tx.orders.saveSeen(connectionId, seen)
    if (notOurs.length > 0) await tx.orders.dropUnknown(connectionId, notOurs)
    if (capturedUntil !== null && failure === null)
      await tx.connections.change(connectionId, { polledUntil: capturedUntil })
    return count
  })
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
      : // An order that was begun by its shipments goes on so, whatever the settings say now.
        (needsShipments(context.settings, merged.order) || own.length > 0) && !coverShipments(merged.order, own).certain
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
