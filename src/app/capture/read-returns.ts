/**
 * Reads returns, list by list as the source has them (`SourceFacts.returnLists`). A return names an order, a product and a quantity; the
 * plan of the order decides the effect on the books.
 */
import type { Instant } from '../../domain/calendar.ts'
import {
  handledReturnsEveryMs,
  hour,
  minute,
  returnsOfUnusedStockEveryMs,
  returnsSweepEveryMs,
  returnsSweepLateMs,
  unhandledReturnsEveryMs,
} from '../../domain/delays.ts'
import type { ProblemCode } from '../../domain/problem/problem.ts'
import type { ReturnList } from '../../domain/kinds.ts'
import type { ReturnItem } from '../../domain/order/return.ts'
import type { Refusal } from '../../ports/answer.ts'
import type { BadRecord } from '../../ports/tables/held-records.ts'
import type { ListedReturn } from '../../ports/source.ts'
import type { NewProblem } from '../../ports/tables/problems.ts'
import type { ReturnListRead } from '../../ports/tables/returns.ts'
import type { Tx } from '../../ports/store.ts'
import type { ConnectionContext } from '../run/connection-context.ts'
import { faultOf, isOfSide } from './held-records.ts'
import { noteUnknown } from './missed-orders.ts'
import { inParallel, whenAllowed } from '../run/when-allowed.ts'

/** 50 000 returns: more is a loop of ours, not a shop. */
const pagesMax = 1000
/** Calls to the marketplace of a poll in which nothing happened, its token and its list of orders included. */
const idleCallsMax = 3
/** A poll that comes this soon after the last one, and finds nothing, is idle. */
const idleGapMaxMs = 65 * minute
const nightEndsAt = 6
const detailsMax = 100
const detailsAtOnce = 2
/** Returns that alone could not be read, asked for in one run. */
const heldMax = 20
/** Each list is read whole within this time: a row without a number that was not seen again was mended. */
const unseenMs = 48 * hour

interface ListToRead {
  list: ReturnList
  whole: boolean
  /** Age of the last reading in terms of what it may be. */
  due: number
}

/** @param poll whether the poll of orders found something, and how long after the last one it came */
export async function readReturns(
  context: ConnectionContext,
  poll: { captured: number; gapMs: number },
): Promise<Refusal | null> {
  const { ports, connection, store } = context
  const now = await ports.clock.now()
  const [read, stocks] = await store.transaction((tx) =>
    Promise.all([tx.returns.listsRead(connection.connectionId), tx.shipments.stocks(connection.connectionId)]),
  )
  const idle = poll.captured === 0 && poll.gapMs <= idleGapMaxMs
  const night = Number(ports.calendar.isoText(now).slice(11, 13)) < nightEndsAt
  const { returnLists } = context.source
  const lists = listsToRead(returnLists, read, stocks, { now, idle, night })
  const room = idle ? Math.max(1, idleCallsMax - context.marketplace.callsMade()) : lists.length
  for (const { list, whole } of lists.slice(0, room)) {
    const failure = await readList(context, list, whole)
    if (failure !== null) return failure
  }
  return askHeldReturns(context, now)
}

/** Returns whose row could not be read: their own answers may tell what the list does not. */
async function askHeldReturns(context: ConnectionContext, now: Instant): Promise<Refusal | null> {
  const { connectionId } = context.connection
  const due = await context.store.transaction(async (tx) => {
    await tx.heldRecords.releaseUnseen(connectionId, 'return', now - unseenMs, null)
    return tx.heldRecords.due(connectionId, 'return', now, heldMax)
  })
  return readDetails(
    context,
    due.map(({ key, orderId }) => ({ returnId: key, orderId })),
  )
}

/** All that was ever handled: of a period that is imported, returns were passed over before. */
export async function readAllReturns(context: ConnectionContext): Promise<Refusal | null> {
  for (const list of context.source.returnLists.filter(({ handled }) => handled)) {
    const failure = await readList(context, list, true)
    if (failure !== null) return failure
  }
  return null
}

/** The most overdue first. */
export function listsToRead(
  returnLists: readonly ReturnList[],
  read: ReturnListRead[],
  stocks: readonly ReturnList['fulfilment'][],
  at: { now: Instant; idle: boolean; night: boolean },
): ListToRead[] {
  const lists = returnLists.map((list): ListToRead => {
    const { fulfilment, handled } = list
    const before = read.find((row) => row.fulfilment === fulfilment && row.handled === handled)
    const unused = stocks.length > 0 && !stocks.includes(fulfilment)
    const every = !handled ? unhandledReturnsEveryMs : unused ? returnsOfUnusedStockEveryMs : handledReturnsEveryMs
    const due = before === undefined ? Number.POSITIVE_INFINITY : (at.now - before.readAt) / every
    const sweptMs = at.now - (before?.sweptAt ?? Number.NEGATIVE_INFINITY)
    const whole = !handled || sweptMs > (at.idle && !at.night ? returnsSweepLateMs : returnsSweepEveryMs)
    return { list, whole, due }
  })
  // Handled returns are read whenever a user asks, because the user waits for the credit.
  return lists.filter(({ list, due }) => list.handled || due >= 1).toSorted((a, b) => b.due - a.due || 0)
}

/** Handled ones come newest first: the first page without news ends the reading, unless the whole list is due. */
async function readList(context: ConnectionContext, list: ReturnList, whole: boolean): Promise<Refusal | null> {
  const { ports, connection, store } = context
  const startedAt = await ports.clock.now()
  const horizon = ports.calendar.startOfDay(context.firstDay) - 200 * 24 * hour
  const seen = new Set<string>()
  for (let page = 1; page <= pagesMax; page += 1) {
    const answer = await whenAllowed(ports, () => context.marketplace.listReturns(list, page), context.signal)
    if (answer.kind === 'notFound') break
    if (answer.kind !== 'ok') return answer
    const { rows, bad, more } = answer.value
    for (const row of rows) seen.add(row.returnId)
    for (const row of bad) seen.add(row.key)
    const news = await saveReturns(context, rows, bad)
    const last = rows.at(-1)?.registeredAt ?? null
    if (!more || (list.handled && ((!whole && news === 0) || (last !== null && last < horizon)))) break
  }
  const failure = list.handled ? null : await readVanished(context, list.fulfilment, seen)
  if (failure !== null) return failure
  await store.transaction((tx) =>
    tx.returns.setListRead(connection.connectionId, {
      ...list,
      readAt: startedAt,
      sweptAt: whole ? startedAt : null,
    }),
  )
  return null
}

/** A return that is no longer among the unhandled ones was handled: it is asked for by its number. */
async function readVanished(
  context: ConnectionContext,
  fulfilment: ReturnList['fulfilment'],
  seen: ReadonlySet<string>,
): Promise<Refusal | null> {
  const { store, connection } = context
  const open = await store.transaction((tx) => tx.returns.unhandled(connection.connectionId, fulfilment))
  const gone = new Map(open.filter((row) => !seen.has(row.returnId)).map((row) => [row.returnId, row]))
  const wanted = [...gone.values()].slice(0, detailsMax)
  return readDetails(
    context,
    wanted.map(({ returnId, orderId }) => ({ returnId, orderId, known: fulfilment })),
  )
}

/** A return that alone cannot be read is held, and asked for again after a rest. @returns why the side itself is closed */
async function readDetails(
  context: ConnectionContext,
  wanted: { returnId: string; orderId: string | null; known?: ReturnList['fulfilment'] }[],
): Promise<Refusal | null> {
  const { store, connection, ports, marketplace, signal } = context
  const { connectionId } = connection
  if (wanted.length === 0) return null
  const now = await ports.clock.now()
  const ids = wanted.map(({ returnId }) => returnId)
  const resting = await store.transaction((tx) => tx.heldRecords.resting(connectionId, 'return', ids, now))
  const due = wanted.filter(({ returnId }) => !resting.includes(returnId))
  const bad: BadRecord[] = []
  const gone: string[] = []
  let failure: Refusal | null = null
  const found = await inParallel(due, detailsAtOnce, async ({ returnId, orderId, known }) => {
    if (failure !== null) return null
    const answer = await whenAllowed(ports, () => marketplace.getReturn(returnId, known), signal)
    if (answer.kind === 'ok') return answer.value
    // A return that was removed is not credited.
    if (answer.kind === 'notFound') gone.push(returnId)
    else if (isOfSide(answer, await ports.clock.now())) failure = answer
    else
      bad.push({
        kind: 'return',
        key: returnId,
        named: true,
        orderId,
        listedOn: null,
        fault: faultOf(context.source, answer),
      })
    return null
  })
  const rows = found.filter((row) => row !== null)
  if (rows.length > 0) await saveReturns(context, rows, [])
  const at = await ports.clock.now()
  await store.transaction(async (tx) => {
    await tx.heldRecords.release(connectionId, 'return', gone)
    await tx.heldRecords.hold(connectionId, bad, at, true)
  })
  return failure
}

/** The returns that we know of one order, each by its own answer. */
export async function readReturnsAgain(context: ConnectionContext, orderId: string): Promise<Refusal | null> {
  const { store, connection } = context
  const known = await store.transaction((tx) => tx.returns.ofOrders(connection.connectionId, [orderId]))
  const once = new Map(known.map((row) => [row.returnId, row]))
  return readDetails(
    context,
    [...once.values()].map(({ returnId, fulfilment }) => ({ returnId, orderId, known: fulfilment })),
  )
}

/** @returns how many of the page were new or changed */
async function saveReturns(context: ConnectionContext, rows: ListedReturn[], bad: BadRecord[]): Promise<number> {
  const { ports, connection, store, tenantId } = context
  const { connectionId } = connection
  const { secrets } = ports
  const seenAt = await ports.clock.now()
  const entries = rows.flatMap((row) => {
    const rawSealed = secrets.seal(row.raw, `${tenantId}|marketplace_return.raw|${row.returnId}`)
    return row.items
      .filter((item) => isOurs(item, context.firstDay))
      .map((item) => ({
        item,
        hash: secrets.fingerprint(JSON.stringify(item), 'return version'),
        rawSealed,
        seenAt,
      }))
  })
  return store.transaction(async (tx) => {
    const held = await unreadReturns(tx, context, bad)
    const readable = rows
      .map((row) => row.returnId)
      .filter((returnId) => !held.some((record) => record.key === returnId))
    await tx.heldRecords.release(connectionId, 'return', readable)
    await tx.heldRecords.hold(connectionId, held, seenAt, false)
    const saved = await tx.returns.save(connectionId, entries)
    if (saved.length === 0) return 0
    const changed = new Set(saved.map((row) => row.rmaId))
    const items = entries.map((entry) => entry.item).filter((item) => changed.has(item.rmaId))
    await settleOrders(tx, context, items, seenAt)
    return saved.length
  })
}

/** Returns unreadable returns of our orders or our time, except those whose own answer shows that they were handled. */
async function unreadReturns(tx: Tx, context: ConnectionContext, bad: BadRecord[]): Promise<BadRecord[]> {
  if (bad.length === 0) return []
  const { connectionId } = context.connection
  const orderIds = bad.flatMap(({ orderId }) => (orderId === null ? [] : [orderId]))
  const [orders, stored] = await Promise.all([
    tx.orders.known(connectionId, orderIds),
    tx.returns.ofOrders(connectionId, orderIds),
  ])
  const known = new Set(orders.map((order) => order.orderId))
  const firstAt = context.ports.calendar.startOfDay(context.firstDay)
  return bad.filter(
    ({ orderId, key, at }) =>
      (at == null || at >= firstAt || (orderId !== null && known.has(orderId))) &&
      !stored.some((row) => row.returnId === key && row.handled),
  )
}

/** Plans the orders of these returns again; for an order that is not ours to book, the user gets a problem. */
async function settleOrders(tx: Tx, context: ConnectionContext, items: ReturnItem[], at: Instant): Promise<void> {
  const { connectionId } = context.connection
  const orderIds = [...new Set(items.map((item) => item.orderId))]
  const known = new Set((await tx.orders.known(connectionId, orderIds)).map((order) => order.orderId))
  if (known.size > 0) await tx.orders.planAgain(connectionId, [...known])
  const without = items.filter((item) => !known.has(item.orderId) && mayRefund(context, item))
  const unknown = without.map((item) => ({ orderId: item.orderId, placedAt: null }))
  await noteUnknown(tx, context, unknown, { foundBy: 'return', at })
  if (without.length > 0)
    await tx.problems.raise(
      without.map((item) => returnProblem(connectionId, item, 'RET-ZONDER')),
      at,
    )
}

export function returnProblem(
  connectionId: string,
  item: ReturnItem,
  code: ProblemCode,
  params: NewProblem['params'] = {},
): NewProblem {
  return {
    connectionId,
    code,
    subject: item.rmaId,
    orderId: item.orderId,
    documentId: null,
    params: { order: item.orderId, return: item.rmaId, ean: item.ean, ...params },
  }
}

function mayRefund({ source }: ConnectionContext, item: ReturnItem): boolean {
  return item.handled && item.results.some((result) => source.refundOf(result) !== 'notRefunded')
}

/**
 * Returns whether the return is ours to credit. A return that was processed before the connection's first day is in books that another
 * program kept.
 */
function isOurs(item: ReturnItem, startDate: string): boolean {
  if (item.results.length === 0) return true
  return item.results.some((result) => result.processedOn === null || result.processedOn >= startDate)
}
