/**
 * Captures everything that changed at the marketplace. Its own loop with its own limits: nothing on the ledger's side
 * can hold it up, and a window only moves on in the transaction that stored its page.
 */
import type { Instant, LocalDate } from '../../domain/calendar.ts'
import type { Refusal } from '../../ports/answer.ts'
import type { BadRecord } from '../../ports/tables/held-records.ts'
import type { FetchedOrder, ListedOrder } from '../../ports/marketplace.ts'
import type { Connection } from '../../ports/tables/connections.ts'
import type { SeenOrder, StoredOrder } from '../../ports/tables/orders.ts'
import type { Tx } from '../../ports/store.ts'
import type { ConnectionContext } from '../run/connection-context.ts'
import { fetchOrder, isOurs } from './missed-orders.ts'
import { pollWindows, reachesBack, readsYesterday, sweepWindows, type PollWindow } from './poll-windows.ts'
import { faultOf, heldOrder, isOfSide } from './held-records.ts'
import { seenOrder } from './seen-order.ts'
import { inParallel, whenAllowed } from '../run/when-allowed.ts'

/** Details asked at once; the marketplace's own limit decides the pace. */
const detailsAtOnce = 8
/** A day of 50 000 changed orders; more than that is a loop of ours, not a shop. */
const pagesMax = 1000
/** A poll that stood still is done again at once, in the end day by day. */
const turnsMax = 3
/** An order that the list names and whose detail is missing so often is taken for gone. */
const goneAfterFailures = 3
/**
 * So many orders in a row, none of which failed before, speak of the side and not of themselves: the others are asked by the next
 * poll. Those that failed before say nothing of the side, or the same few would hold the others each time.
 */
const failuresMax = 5
const badDaysMax = 5
/** Between two polls by night lies an hour; more than this is a time in which nobody looked. */
const gapMinMs = 2 * 60 * 60_000

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
        if (!(await isCurrent(tx, connection))) return
        await tx.connections.change(connection.connectionId, {
          polledUntil: startedAt,
          lastPollAt: startedAt,
          ...(result.sweptOn === null ? {} : { sweptOn: result.sweptOn }),
        })
        const from = connection.polledUntil
        if (from !== null && startedAt - from > gapMinMs)
          await tx.completeness.addGap(connection.connectionId, { from, until: startedAt, closedAt })
      })
      const swept = result.sweptOn !== null && connection.polledUntil !== null
      return { captured, failure: result.silence ?? null, swept }
    }
  }
  // The next poll has a longer gap, and reads it day by day.
  return { captured, failure: null }
}

/** Settings saved meanwhile may have the poll begin anew, from an earlier first day: this run does not know of it. */
async function isCurrent(tx: Tx, { connectionId, revision }: Connection): Promise<boolean> {
  return (await tx.connections.holdRevision(connectionId)) === revision
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
  if (sweptOn !== null) windows.push(...(await daysOfBadRows(context, windows)))
  const { captured, failure, silence = null } = await readPages(context, windows)
  if (failure !== null) return { captured, failure, reliable: false, sweptOn: null }
  await releaseBadRows(context, windows, startedAt)
  const tookMs = (await ports.clock.now()) - startedAt
  return { captured, failure: null, silence, reliable: windows.every((window) => reachesBack(window, tookMs)), sweptOn }
}

/** Days in whose lists a row without a number stood: read again each night, the oldest first. */
async function daysOfBadRows(context: ConnectionContext, windows: PollWindow[]): Promise<PollWindow[]> {
  const held = await context.store.transaction((tx) => tx.heldRecords.list(context.connection.connectionId))
  const days = new Set(
    held.flatMap(({ kind, listedOn }) => (kind === 'orderRow' && listedOn !== null ? [listedOn] : [])),
  )
  for (const { window } of windows) if ('changedOn' in window) days.delete(window.changedOn)
  return [...days].toSorted().slice(0, badDaysMax).map(wholeDay)
}

/** The days were read whole: a row without a number that did not come again was mended, and came as an order. */
async function releaseBadRows(
  { store, connection }: ConnectionContext,
  windows: PollWindow[],
  startedAt: Instant,
): Promise<void> {
  const days = windows.flatMap(({ window }) => ('changedOn' in window ? [window.changedOn] : []))
  if (days.length > 0)
    await store.transaction((tx) => tx.heldRecords.releaseUnseen(connection.connectionId, 'orderRow', startedAt, days))
}

function wholeDay(changedOn: LocalDate): PollWindow {
  return { window: { changedOn }, capturedUntil: null, mayBeOutOfReach: true, overlapMs: null }
}

/** One day's list, whatever the polls reached. */
export async function readDay(context: ConnectionContext, changedOn: LocalDate): Promise<PollResult> {
  return readPages(context, [wholeDay(changedOn)])
}

/**
 * Pages are stored one after the other; the details of the next one are read while this one is written. Where no details can be read
 * for the moment, the lists are still read to their end: their orders are noted, and asked for by the next poll.
 */
async function readPages(context: ConnectionContext, windows: PollWindow[]): Promise<PollResult> {
  let captured = 0
  let silence: Refusal | null = null
  let before: { ids: Set<string>; count: Promise<number> } = { ids: new Set(), count: Promise.resolve(0) }
  try {
    for await (const page of listPages(context, windows)) {
      if (page.kind === 'refused') return { captured: captured + (await before.count), failure: page.refusal }
      // A list that moved on while it was read tells an order twice: what the page before knew of it must stand there first.
      if (page.rows.some((row) => before.ids.has(row.orderId))) await before.count
      const read = await readPage(context, page.rows, { mayRebuild: false, ask: silence === null })
      captured += await before.count
      const { capturedUntil, window } = page.place.window
      const count = storePage(context, read, { bad: page.bad, window, capturedUntil: page.more ? null : capturedUntil })
      before = { ids: new Set(page.rows.map((row) => row.orderId)), count: handledLater(count) }
      if (read.failure !== null) return { captured: captured + (await count), failure: read.failure }
      silence ??= read.silence
    }
    return { captured: captured + (await before.count), failure: null, silence }
  } finally {
    await Promise.allSettled([before.count])
  }
}

interface PagePlace {
  window: PollWindow
  page: number
}

type ListedPage =
  | { kind: 'listed'; place: PagePlace; rows: ListedOrder[]; bad: BadRecord[]; more: boolean }
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
      bad: [],
      more: false,
    }
  return { kind: 'refused', refusal: answer }
}

/** Orders that the list told of before, but whose detail could not be read then. */
export async function readWaitingDetails(context: ConnectionContext): Promise<number> {
  const { store, ports, connection } = context
  const now = await ports.clock.now()
  const waiting = await store.transaction((tx) => tx.orders.wantingDetail(connection.connectionId, 500, now))
  let captured = 0
  for (let from = 0; from < waiting.length; from += 50) {
    const rows = waiting.slice(from, from + 50).map((order) => ({
      orderId: order.orderId,
      placedAt: order.placedAt,
      fingerprint: order.listHash ?? '',
      raw: '',
    }))
    const page = await readPage(context, rows, { mayRebuild: true, ask: true })
    captured += await storePage(context, page, null)
    if (page.failure !== null || page.silence !== null) break
  }
  return captured
}

interface ReadPage {
  seen: SeenOrder[]
  /** Orders that alone could not be read. */
  held: BadRecord[]
  /** Of a number alone: orders that nobody has, and orders of before our time. */
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
  const inScope = rows.filter((row) => row.placedAt === null || isOurs(context, ports.calendar.localDate(row.placedAt)))
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
  const asked = await askDetails(context, changed, { known, mayRebuild, ask })
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
  // Where the side itself seems silent, it is not the orders that are told.
  const held = asked.silence === null ? [...asked.failed].map(([orderId, fault]) => heldOrder(orderId, fault)) : []
  return { seen, held, notOurs: asked.notOurs, failure: asked.failure, silence: asked.silence }
}

interface AskedDetails extends Pick<ReadPage, 'notOurs' | 'failure' | 'silence'> {
  /** In the order of the rows; null where nothing was asked or read. */
  details: (FetchedOrder | null)[]
  /** What could not be read, and why. */
  failed: Map<string, string>
}

async function askDetails(
  context: ConnectionContext,
  rows: ListedOrder[],
  { known, mayRebuild, ask }: { known: Map<string, StoredOrder>; mayRebuild: boolean; ask: boolean },
): Promise<AskedDetails> {
  const result: AskedDetails = { details: [], failed: new Map(), notOurs: [], failure: null, silence: null }
  let inARow = 0
  result.details = await inParallel(rows, detailsAtOnce, async (row) => {
    if (!ask || result.failure !== null || result.silence !== null) return null
    const before = known.get(row.orderId)
    const answer = await fetchOrder(context, row.orderId, mayRebuild && before !== undefined && mayBeGone(before))
    const numberOnly = before?.foundBy === 'return' && before.version === 0
    const tooOld = answer.kind === 'ok' && before?.foundBy !== 'person' && !isOurs(context, answer.value.order.placedOn)
    if (tooOld || (answer.kind === 'notFound' && numberOnly)) result.notOurs.push(row.orderId)
    if (answer.kind === 'ok') {
      inARow = 0
      return answer.value
    }
    if (answer.kind !== 'notFound' && isOfSide(answer, await context.ports.clock.now())) result.failure = answer
    else {
      result.failed.set(row.orderId, faultOf(answer))
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
  list: { bad: BadRecord[]; window: PollWindow['window']; capturedUntil: Instant | null } | null,
): Promise<number> {
  const { connectionId } = connection
  const now = await ports.clock.now()
  return store.transaction(async (tx) => {
    const movesOn =
      list !== null && list.capturedUntil !== null && failure === null && (await isCurrent(tx, connection))
    const count = seen.length === 0 ? 0 : await tx.orders.saveSeen(connectionId, seen)
    if (notOurs.length > 0) await tx.orders.dropUnknown(connectionId, notOurs)
    const read = [...seen.filter((order) => !order.wantsDetail).map((order) => order.orderId), ...notOurs]
    await tx.heldRecords.release(connectionId, 'order', read)
    await tx.heldRecords.hold(connectionId, held, now, true)
    if (list === null) return count
    const listedOn = 'changedOn' in list.window ? list.window.changedOn : ports.calendar.localDate(now)
    const bad = list.bad.map((record) => ({ ...record, listedOn }))
    await tx.heldRecords.hold(connectionId, bad, now, false)
    if (movesOn) await tx.connections.change(connectionId, { polledUntil: list.capturedUntil })
    return count
  })
}

/** No list told of it, or the list did and its detail has been missing for a while: not just for the moment of being placed. */
function mayBeGone(order: StoredOrder): boolean {
  return order.foundBy !== null || order.detailFailures >= goneAfterFailures
}
