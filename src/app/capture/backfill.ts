/**
 * Imports a period from before the connection's first day. It is read day by day and goes on where it stopped. Its orders are planned like
 * any other, looked up in the ledger before the first send, and come after those of today in the queue.
 */
import { addDays, addMonths, type LocalDate } from '../../domain/calendar.ts'
import { hour } from '../../domain/delays.ts'
import { fault, type Fault, type Given, type MessageCode } from '../../domain/message/message.ts'
import type { Accounting } from '../../ports/accounting.ts'
import type { Refusal } from '../../ports/answer.ts'
import type { HistoryImport } from '../../ports/tables/history.ts'
import type { ConnectionContext } from '../run/connection-context.ts'
import { readDay } from './poll-orders.ts'
import { readAllReturns } from './read-returns.ts'
import { readShipments } from './read-shipments.ts'
import type { Ports } from '../run/ports.ts'

/** Days of an import that a worker reads between two polls. */
export const daysOfPoll = 10

export interface BackfillPeriod {
  from: LocalDate
  to: LocalDate
}

export type AskedBackfill =
  | { kind: 'asked'; period: BackfillPeriod; reach: LocalDate }
  | { kind: 'fault'; fault: Fault }

/** `to` absent: up to the day before the connection's first one. */
export async function askBackfill(
  ports: Ports,
  at: { tenantId: string; connectionId: string },
  wanted: { from: LocalDate; to: LocalDate | null },
): Promise<AskedBackfill> {
  const now = await ports.clock.now()
  return ports.store.forTenant(at.tenantId).transaction(async (tx) => {
    const connection = await tx.connections.get(at.connectionId)
    if (connection === null) return refused('from', 'noConnection', { connection: at.connectionId })
    const { reachMonths } = ports.kinds.source(connection.source)
    const reach = addMonths(ports.calendar.localDate(now), -reachMonths)
    const { booking } = await tx.connections.settings(at.connectionId, connection.revision)
    const last = addDays(booking.startDate, -1)
    const to = wanted.to === null || wanted.to > last ? last : wanted.to
    if (wanted.to !== null && wanted.to < wanted.from)
      return refused('to', 'periodEndsEarly', { to: wanted.to, from: wanted.from })
    if (wanted.from > to) return refused('from', 'periodNotPast', { start: booking.startDate })
    const period = { from: wanted.from, to }
    const firstRead = wanted.from < reach ? reach : wanted.from
    await tx.history.ask(at.connectionId, { ...period, firstRead, at: now })
    // Left out when the first day was moved behind them.
    const placed = await tx.orders.placedIn(at.connectionId, period.from, period.to)
    const known = await tx.orders.known(at.connectionId, placed)
    const leftOut = known.filter((order) => order.standingReason === 'beforeStart').map((order) => order.orderId)
    if (leftOut.length > 0) await tx.orders.planAgain(at.connectionId, leftOut)
    return { kind: 'asked', period, reach }
  })
}

function refused<C extends MessageCode>(
  path: 'from' | 'to',
  code: C,
  ...given: Given<C>
): Extract<AskedBackfill, { kind: 'fault' }> {
  return { kind: 'fault', fault: fault(path, code, ...given) }
}

export interface ListedImport {
  from: LocalDate
  to: LocalDate
  state: HistoryImport['state']
  daysRead: number
  days: number
  captured: number
}

/** For the eye: how far each import is. Oldest first. */
export async function listImports(ports: Ports, tenantId: string, connectionId: string): Promise<ListedImport[]> {
  const today = ports.calendar.localDate(await ports.clock.now())
  const rows = await ports.store.forTenant(tenantId).transaction((tx) => tx.history.list(connectionId))
  return rows.map(({ from, to, nextDay, state, captured }) => {
    const days = daysBetween(from, today)
    return { from, to, state, captured, days, daysRead: state === 'done' ? days : daysBetween(from, nextDay) - 1 }
  })
}

export interface ImportProgress {
  daysRead: number
  days: number
}

/**
 * Reads on, `daysMax` days at most, and stores each day before it goes to the next. The marketplace lists an order under the day of its
 * latest change, so the lists of all days up to today are read.
 */
export async function readHistory(
  context: ConnectionContext,
  daysMax: number,
  onProgress: (progress: ImportProgress) => void = () => undefined,
): Promise<Refusal | null> {
  let left = daysMax
  for (const period of context.history.filter((row) => row.state === 'running')) {
    const failure = await readPeriod(context, period, { daysMax: left, onProgress })
    if (failure.kind !== 'read') return failure
    left -= failure.days
    if (left <= 0) return null
  }
  return null
}

async function readPeriod(
  context: ConnectionContext,
  period: HistoryImport,
  { daysMax, onProgress }: { daysMax: number; onProgress: (progress: ImportProgress) => void },
): Promise<{ kind: 'read'; days: number } | Refusal> {
  const { ports, store, connection, signal } = context
  const today = ports.calendar.localDate(await ports.clock.now())
  const days = daysBetween(period.from, today)
  let read = 0
  let day = period.nextDay
  for (; day <= today && read < daysMax; day = addDays(day, 1), read += 1) {
    onProgress({ daysRead: daysBetween(period.from, day) - 1, days })
    if (signal?.aborted === true) return { kind: 'read', days: daysMax }
    const result = await readDay(context, day)
    if (result.failure !== null) return result.failure
    const at = await ports.clock.now()
    await store.transaction((tx) =>
      tx.history.advance(connection.connectionId, period, {
        nextDay: addDays(day, 1),
        captured: result.captured,
        done: false,
        at,
      }),
    )
  }
  if (day <= today) return { kind: 'read', days: read }
  const failure = (await readShipments(context)) ?? (await readAllReturns(context))
  if (failure !== null) return failure
  const at = await ports.clock.now()
  await store.transaction((tx) =>
    tx.history.advance(connection.connectionId, period, { nextDay: day, captured: 0, done: true, at }),
  )
  period.state = 'done'
  onProgress({ daysRead: days, days })
  return { kind: 'read', days: read }
}

function daysBetween(from: LocalDate, to: LocalDate): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / (24 * hour)) + 1
}

/**
 * Releases imported documents: they may take half of the day's calls that today's documents leave; computed anew each hour. @returns how
 * many wait
 */
export async function releaseHistory(context: ConnectionContext, accounting: Accounting): Promise<number> {
  if (context.history.length === 0) return 0
  const { ports, store, connection } = context
  const now = await ports.clock.now()
  const nextAt = Math.floor(now / hour + 1) * hour
  return store.transaction(async (tx) => {
    let waiting = 0
    for (const target of ['bookings', 'invoices'] as const) {
      const { limit } = accounting.countedRoute(target, 'document')
      waiting += await tx.documents.releaseHistory(connection.dossierId, { target, limit, now, nextAt })
    }
    return waiting
  })
}
