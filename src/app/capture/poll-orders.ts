/**
 * Captures everything that changed at the marketplace. Its own loop with its own limits: nothing on the ledger's side
 * can hold it up, and the cursor only moves on in the transaction that stored its page.
 */
import { pollGapMs } from '../../domain/delays.ts'
import type { Instant, LocalDate } from '../../domain/calendar.ts'
import { lacksItem } from '../../domain/order/order.ts'
import { itemIdsOf } from '../../domain/order/shipping.ts'
import type { Answer, Refusal } from '../../ports/answer.ts'
import type { BadRecord } from '../../ports/tables/held-records.ts'
import type { ChangedPage, ChangesStep, FetchedOrder, ListedOrder, Reading } from '../../ports/source.ts'
import type { Connection } from '../../ports/tables/connections.ts'
import type { SeenOrder, StoredOrder } from '../../ports/tables/orders.ts'
import type { StoredShipment } from '../../ports/tables/shipments.ts'
import type { Tx } from '../../ports/store.ts'
import type { ConnectionContext } from '../run/connection-context.ts'
import { fetchOrder, isOurs, isRead } from './missed-orders.ts'
import { faultOf, heldOrder, isOfSide } from './held-records.ts'
import { seenOrder } from './seen-order.ts'
import { inParallel, whenAllowed } from '../run/when-allowed.ts'

/** Details asked at once; the marketplace's own limit decides the pace. */
const detailsAtOnce = 8
/** An order that the list names and whose detail is missing so often counts as removed. */
const goneAfterFailures = 3
/**
 * So many orders in a row, none of which failed before, speak of the side and not of themselves: the others are asked by the next
 * poll. Those that failed before say nothing of the side, or the same few would hold the others each time.
 */
const failuresMax = 5
const badDaysMax = 5

export interface PollResult {
  /** Orders new or changed in this run. */
  captured: number
  /** The day before was read whole: the other lists of that day are due too. */
  swept?: boolean
  /** Why the poll ended early; everything stored until then stays. */
  failure: Refusal | null
  /** The lists were read to their end, but order after order could not be read itself. */
  silence?: Refusal | null
}

export async function pollOrders(context: ConnectionContext): Promise<PollResult> {
  const { connection, settings, marketplace } = context
  // A side that is closed answers the lists behind it no better.
  const { captured: waiting } = await readWaitingDetails(context)
  const reading = { ...readingOf(context), from: settings.booking.startDate }
  const read = await storePages(context, marketplace.changes(connection.cursor, reading))
  const captured = waiting + read.captured
  // Without an end the next poll has a longer gap, and reads it day by day.
  if (read.failure !== null || read.end === null) return { captured, failure: read.failure }
  const { end } = read
  const more = end.swept ? await readDays(context, await daysOfBadRows(context, end.days)) : null
  const result = { captured: captured + (more?.captured ?? 0), silence: read.silence ?? more?.silence ?? null }
  if (more !== null && more.failure !== null) return { captured: result.captured, failure: more.failure }
  await releaseBadRows(context, [...end.days, ...(more?.days ?? [])], end.startedAt)
  await storeEnd(context, end)
  return { captured: result.captured, failure: result.silence, swept: end.swept && connection.polledUntil !== null }
}

/** A rate limit is waited for. */
export function readingOf({ ports, signal }: ConnectionContext): Reading {
  return { ask: (call, stopped) => whenAllowed(ports, call, stopped), signal }
}

async function storeEnd({ ports, store, connection }: ConnectionContext, end: End): Promise<void> {
  const closedAt = await ports.clock.now()
  await store.transaction(async (tx) => {
    if (!(await isCurrent(tx, connection))) return
    const { until, cursor } = end.captured
    await tx.connections.change(connection.connectionId, { cursor, polledUntil: until, lastPollAt: end.startedAt })
    const from = connection.polledUntil
    if (from !== null && until - from > pollGapMs)
      await tx.completeness.addGap(connection.connectionId, { from, until, closedAt })
  })
}

/** Settings saved meanwhile may have the poll begin anew, from an earlier first day: this run does not know of it. */
async function isCurrent(tx: Tx, { connectionId, revision }: Connection): Promise<boolean> {
  return (await tx.connections.holdRevision(connectionId)) === revision
}

/** Returns days whose lists had a row without a number. They are read again each night, the oldest first. */
async function daysOfBadRows(context: ConnectionContext, read: LocalDate[]): Promise<LocalDate[]> {
  const held = await context.store.transaction((tx) => tx.heldRecords.list(context.connection.connectionId))
  const days = new Set(
    held.flatMap(({ kind, listedOn }) => (kind === 'orderRow' && listedOn !== null ? [listedOn] : [])),
  )
  for (const day of read) days.delete(day)
  return [...days].toSorted().slice(0, badDaysMax)
}

/** The days were read whole: a row without a number that did not come again was mended, and came as an order. */
async function releaseBadRows(
  { store, connection }: ConnectionContext,
  days: LocalDate[],
  startedAt: Instant,
): Promise<void> {
  if (days.length > 0)
    await store.transaction((tx) => tx.heldRecords.releaseUnseen(connection.connectionId, 'orderRow', startedAt, days))
}

async function readDays(context: ConnectionContext, days: LocalDate[]): Promise<ReadPages & { days: LocalDate[] }> {
  const all: ReadPages = { captured: 0, failure: null, silence: null, end: null }
  for (const day of days) {
    const read = await readDay(context, day)
    all.captured += read.captured
    all.silence ??= read.silence
    if (read.failure !== null) return { ...all, failure: read.failure, days }
  }
  return { ...all, days }
}

/** One day's list, whatever the polls reached. */
export async function readDay(context: ConnectionContext, day: LocalDate): Promise<ReadPages> {
  return storePages(context, context.marketplace.sweep(day, readingOf(context)))
}

type End = Extract<ChangesStep, { kind: 'end' }>

interface ReadPages {
  captured: number
  failure: Refusal | null
  /** The lists were read to their end, but order after order could not be read itself. */
  silence: Refusal | null
  end: End | null
}

/**
 * Pages are stored one after the other; the details of the next one are read while this one is written. Where no details can be read
 * for the moment, the lists are still read to their end: their orders are noted, and asked for by the next poll.
 */
async function storePages(context: ConnectionContext, steps: AsyncIterable<ChangesStep>): Promise<ReadPages> {
  const result: ReadPages = { captured: 0, failure: null, silence: null, end: null }
  let before: { ids: Set<string>; count: Promise<number> } = { ids: new Set(), count: Promise.resolve(0) }
  try {
    for await (const step of steps) {
      if (step.kind === 'refused')
        return { ...result, captured: result.captured + (await before.count), failure: step.refusal }
      if (step.kind === 'end') {
        result.end = step
        continue
      }
      // A list that changed while it was read names an order twice, so the facts of the page before must be stored first.
      if (step.rows.some((row) => before.ids.has(row.orderId))) await before.count
      const read = await readPage(context, step.rows, { mayRebuild: false, ask: result.silence === null })
      result.captured += await before.count
      const count = storePage(context, read, step)
      before = { ids: new Set(step.rows.map((row) => row.orderId)), count: handledLater(count) }
      if (read.failure !== null) return { ...result, captured: result.captured + (await count), failure: read.failure }
      result.silence ??= read.silence
    }
    return { ...result, captured: result.captured + (await before.count) }
  } finally {
    await Promise.allSettled([before.count])
  }
}

/** Its failure is reported where the promise is awaited, which may be later. */
function handledLater<T>(promise: Promise<T>): Promise<T> {
  promise.catch(() => undefined)
  return promise
}

/** Reads orders that the list named before, but whose detail could not be read then. */
export async function readWaitingDetails(
  context: ConnectionContext,
): Promise<Pick<PollResult, 'captured' | 'failure'>> {
  const { store, ports, connection } = context
  const now = await ports.clock.now()
  const waiting = await store.transaction((tx) => tx.orders.wantingDetail(connection.connectionId, 500, now))
  let captured = 0
  for (let from = 0; from < waiting.length; from += 50) {
    const rows = waiting.slice(from, from + 50).map((order) => ({
      orderId: order.orderId,
      placedAt: order.placedAt,
      fingerprint: order.listHash ?? '',
      items: order.listedItems,
      raw: '',
    }))
    const page = await readPage(context, rows, { mayRebuild: true, ask: true })
    captured += await storePage(context, page, null)
    const failure = page.failure ?? page.silence
    if (failure !== null) return { captured, failure }
  }
  return { captured, failure: null }
}

interface ReadPage {
  seen: SeenOrder[]
  /** Orders that alone could not be read. */
  held: BadRecord[]
  /** Orders known by number alone: unknown orders, and orders from before the connection's first day. */
  notOurs: string[]
  /** The side is closed to us. */
  failure: Refusal | null
  /** Order after order could not be read. */
  silence: Refusal | null
}

/** One page: reads the details of what changed. Nothing is written. */
async function readPage(
  context: ConnectionContext,
  rows: ListedOrder[],
  { mayRebuild, ask }: { mayRebuild: boolean; ask: boolean },
): Promise<ReadPage> {
  const { connection, store, ports } = context
  const connectionId = connection.connectionId
  const inScope = rows.filter((row) => isRead(context, row))
  const ids = inScope.map((row) => row.orderId)
  const now = await ports.clock.now()
  const [stored, shipments, resting] = await store.transaction((tx) =>
    Promise.all([
      tx.orders.known(connectionId, ids),
      tx.shipments.ofOrders(connectionId, ids),
      tx.heldRecords.resting(connectionId, 'order', ids, now),
    ]),
  )
  const known = new Map(stored.map((order) => [order.orderId, order]))
  const changed = inScope.filter((row) => {
    const before = known.get(row.orderId)
    if (before === undefined || (before.listHash ?? '') !== row.fingerprint) return true
    return before.wantsDetail && !resting.includes(row.orderId)
  })
  const asked = await askDetails(context, changed, { known, shipments, mayRebuild, ask })
  const seenAt = await ports.clock.now()
  const seen = changed.flatMap((row, index) =>
    asked.notOurs.includes(row.orderId)
      ? []
      : [
          seenOrder(context, {
            row,
            fetched: asked.details[index] ?? null,
            failed: asked.failed.has(row.orderId),
            before: known.get(row.orderId),
            shipments,
            seenAt,
          }),
        ],
  )
  // Where the side itself seems silent, no problem of single orders is reported.
  const held = asked.silence === null ? [...asked.failed].map(([orderId, fault]) => heldOrder(orderId, fault)) : []
  return { seen, held, notOurs: asked.notOurs, failure: asked.failure, silence: asked.silence }
}

interface AskedDetails extends Pick<ReadPage, 'notOurs' | 'failure' | 'silence'> {
  /** In the order of the rows; null where nothing was asked or read. */
  details: (FetchedOrder | null)[]
  /** Orders that could not be read, with the reason. */
  failed: Map<string, string>
}

interface AskHow {
  known: Map<string, StoredOrder>
  shipments: StoredShipment[]
  mayRebuild: boolean
}

/** An answer without an item that a list, a parcel or an earlier answer named would be booked in part: it is none. */
async function askWhole(
  context: ConnectionContext,
  { orderId, items }: ListedOrder,
  { known, shipments, mayRebuild }: AskHow,
): Promise<Answer<FetchedOrder>> {
  const before = known.get(orderId)
  const answer = await fetchOrder(context, orderId, mayRebuild && before !== undefined && mayBeGone(before))
  if (answer.kind !== 'ok' || !isOurs(context, answer.value.order.placedOn)) return answer
  const named = [
    ...items,
    ...(before?.listedItems ?? []),
    ...(before?.order?.items ?? []).map(({ orderItemId }) => orderItemId),
    ...shipments.filter((shipment) => shipment.orderId === orderId).flatMap(itemIdsOf),
  ]
  if (!lacksItem(answer.value.order, named)) return answer
  return { kind: 'later', cause: 'unreadable', until: null, detail: 'the order lacks an item that was named before' }
}

async function askDetails(
  context: ConnectionContext,
  rows: ListedOrder[],
  { known, shipments, mayRebuild, ask }: AskHow & { ask: boolean },
): Promise<AskedDetails> {
  const result: AskedDetails = { details: [], failed: new Map(), notOurs: [], failure: null, silence: null }
  let inARow = 0
  result.details = await inParallel(rows, detailsAtOnce, async (row) => {
    if (!ask || result.failure !== null || result.silence !== null) return null
    const before = known.get(row.orderId)
    const answer =
      row.fetched === undefined
        ? await askWhole(context, row, { known, shipments, mayRebuild })
        : { kind: 'ok' as const, value: row.fetched }
    const numberOnly = before?.foundBy === 'return' && before.version === 0
    const tooOld = answer.kind === 'ok' && before?.foundBy !== 'person' && !isOurs(context, answer.value.order.placedOn)
    if (tooOld || (answer.kind === 'notFound' && numberOnly)) result.notOurs.push(row.orderId)
    if (answer.kind === 'ok') {
      inARow = 0
      return answer.value
    }
    if (answer.kind !== 'notFound' && isOfSide(answer, await context.ports.clock.now())) result.failure = answer
    else {
      result.failed.set(row.orderId, faultOf(context.source, answer))
      if (answer.kind === 'notFound' || (before?.detailFailures ?? 0) > 0) return null
      inARow += 1
      if (inARow >= failuresMax) result.silence = answer
    }
    return null
  })
  return result
}

/**
 * All of a page, and how far the poll has come with it, in one transaction.
 * @param list null: the orders were asked for by their numbers
 * @returns orders new or changed
 */
async function storePage(
  { connection, store, ports }: ConnectionContext,
  { seen, held, notOurs, failure }: ReadPage,
  list: Pick<ChangedPage, 'bad' | 'listedOn' | 'captured'> | null,
): Promise<number> {
  const { connectionId } = connection
  const now = await ports.clock.now()
  return store.transaction(async (tx) => {
    const captured = failure === null ? (list?.captured ?? null) : null
    const movesOn = captured !== null && (await isCurrent(tx, connection))
    const count = seen.length === 0 ? 0 : await tx.orders.saveSeen(connectionId, seen)
    if (notOurs.length > 0) await tx.orders.dropUnknown(connectionId, notOurs)
    const read = [...seen.filter((order) => !order.wantsDetail).map((order) => order.orderId), ...notOurs]
    await tx.heldRecords.release(connectionId, 'order', read)
    await tx.heldRecords.hold(connectionId, held, now, true)
    if (list === null) return count
    const listedOn = list.listedOn ?? ports.calendar.localDate(now)
    const bad = list.bad.map((record) => ({ ...record, listedOn }))
    await tx.heldRecords.hold(connectionId, bad, now, false)
    if (movesOn) await tx.connections.change(connectionId, { cursor: captured.cursor, polledUntil: captured.until })
    return count
  })
}

/**
 * Returns whether the order may be removed: no list named it, or a list did and its detail has been missing for more than the moment after
 * the order was placed.
 */
function mayBeGone(order: StoredOrder): boolean {
  return order.foundBy !== null || order.detailFailures >= goneAfterFailures
}
