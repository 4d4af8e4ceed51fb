/**
 * Proves that no order was missed: it asks the marketplace's lists of a period anew and compares them with our database. Orders, shipments
 * and returns each name order numbers. Each number is booked, waiting, blocked or skipped, or it is missing. A missing number is noted at
 * once and read with the next poll; it still counts as missed here.
 */
import { addDays, addMonths, type Instant, type LocalDate } from '../../domain/calendar.ts'
import type { Language } from '../../domain/language.ts'
import type { ReturnItem } from '../../domain/order/return.ts'
import type { Refusal } from '../../ports/answer.ts'
import type { Page } from '../../ports/source.ts'
import type { CompletenessCheck, MissingOrder, PollGap } from '../../ports/tables/completeness.ts'
import type { ConnectionContext } from '../run/connection-context.ts'
import { fetchOrder, isOurs } from './missed-orders.ts'
import { readingOf } from './poll-orders.ts'
import { whenAllowed } from '../run/when-allowed.ts'

/** 50 000 rows of one list: more is a loop of ours, not a shop. */
const pagesMax = 1000

export interface CompletenessReport extends CompletenessCheck {
  gaps: PollGap[]
  /** First day that the marketplace's lists still tell of; before it only what we know was counted. */
  reach: LocalDate
}

/** An order as one list names it. */
interface Named {
  orderId: string
  source: MissingOrder['source']
  id: string | null
  placedAt: Instant | null
}

export async function checkCompleteness(
  context: ConnectionContext,
  period: { from: LocalDate; to: LocalDate },
): Promise<{ kind: 'ok'; report: CompletenessReport } | Refusal> {
  const { ports, store, connection } = context
  const { calendar } = ports
  const checkedAt = await ports.clock.now()
  const today = calendar.localDate(checkedAt)
  const reach = addMonths(today, -context.source.reachMonths)
  const from = later(period.from, context.firstDay)
  const to = period.to > today ? today : period.to
  const asked = { from: later(from, reach), to }
  const found: Named[] = []
  for (const read of [readOrders, readShipments, readReturns]) {
    const answer = asked.from > asked.to ? { kind: 'ok' as const, named: [] } : await read(context, asked, today)
    if (answer.kind !== 'ok') return answer
    found.push(...answer.named)
  }
  const undated = await dateByOrder(context, byOrder(found))
  if (undated.kind !== 'ok') return undated
  const named = new Map([...undated.orders].filter(([, row]) => isInPeriod(context, row, asked)))
  const report = await store.transaction(async (tx) => {
    const { connectionId } = connection
    const classes = await tx.completeness.classes(connectionId, { period: { from, to }, orderIds: [...named.keys()] })
    const known = new Set(classes.map((row) => row.orderId))
    const missing = [...named.values()].filter((row) => !known.has(row.orderId))
    const unknown = missing.map(({ orderId, placedAt }) => ({
      orderId,
      placedAt,
      placedOn: placedAt === null ? null : calendar.localDate(placedAt),
    }))
    await tx.orders.addUnknown(connectionId, unknown, { foundBy: 'completeness', at: checkedAt })
    const count = (wanted: string[]): number => classes.filter((row) => wanted.includes(row.class)).length
    const check: CompletenessCheck = {
      from: period.from,
      to: period.to,
      checkedAt,
      counts: {
        orders: classes.length + missing.length,
        booked: count(['booked']),
        // In doubt is on its way to one of the others.
        waiting: count(['waiting', 'inDoubt']),
        blocked: count(['blocked']),
        skipped: count(['skipped']),
      },
      missing: missing.map(({ orderId, source, id }) => ({ order: orderId, source, id })),
    }
    await tx.completeness.save(connectionId, check)
    const gaps = await tx.completeness.gaps(
      connectionId,
      calendar.startOfDay(period.from),
      calendar.startOfDay(addDays(period.to, 1)),
    )
    return { ...check, gaps, reach }
  })
  return { kind: 'ok', report }
}

type ListAnswer = { kind: 'ok'; named: Named[] } | Refusal
interface Period {
  from: LocalDate
  to: LocalDate
}

/** The marketplace lists an order under the day of its latest change, so every day from its own on is asked. */
async function readOrders(context: ConnectionContext, { from }: Period, today: LocalDate): Promise<ListAnswer> {
  const named: Named[] = []
  for (let day = from; day <= today; day = addDays(day, 1))
    for await (const step of context.marketplace.sweep(day, readingOf(context))) {
      if (step.kind === 'refused') return step.refusal
      for (const { orderId, placedAt } of step.rows) named.push({ orderId, source: 'orders', id: null, placedAt })
    }
  return { kind: 'ok', named }
}

async function readShipments(context: ConnectionContext, { from, to }: Period): Promise<ListAnswer> {
  const named: Named[] = []
  const since = context.ports.calendar.startOfDay(from)
  for (const fulfilment of context.source.tellsShipments ? context.source.stocks : []) {
    const failure = await readPages(
      context,
      (page) => context.marketplace.listShipments(fulfilment, page),
      ({ shipment, placedAt }) => {
        const { shippedOn, shippedAt, orderId, shipmentId } = shipment
        const within = shippedOn !== null && shippedOn >= from && shippedOn <= to
        if (placedAt !== null || within) named.push({ orderId, source: 'shipments', id: shipmentId, placedAt })
        return shippedAt === null || shippedAt >= since
      },
    )
    if (failure !== null) return failure
  }
  return { kind: 'ok', named }
}

/** Returns only returns for which the buyer got the money back, or may have got it. The others need no sale of ours. */
async function readReturns(context: ConnectionContext, { from, to }: Period): Promise<ListAnswer> {
  const named: Named[] = []
  const since = context.ports.calendar.startOfDay(from)
  for (const list of context.source.returnLists.filter(({ handled }) => handled)) {
    const failure = await readPages(
      context,
      (page) => context.marketplace.listReturns(list, page),
      ({ items, registeredAt }) => {
        for (const item of items)
          if (isRefunded(context, item) && inDays(context, item.registeredAt, from, to))
            named.push({ orderId: item.orderId, source: 'returns', id: item.rmaId, placedAt: null })
        return registeredAt === null || registeredAt >= since
      },
    )
    if (failure !== null) return failure
  }
  return { kind: 'ok', named }
}

async function readPages<T>(
  context: ConnectionContext,
  ask: (page: number) => Promise<{ kind: 'ok'; value: Page<T> } | Refusal | { kind: 'notFound' }>,
  /** @returns whether the rest of the list may still be of the period */
  take: (row: T) => boolean,
): Promise<Refusal | null> {
  for (let page = 1; page <= pagesMax; page += 1) {
    const answer = await whenAllowed(context.ports, () => ask(page), context.signal)
    if (answer.kind === 'notFound') return null
    if (answer.kind !== 'ok') return answer
    let goOn = true
    for (const row of answer.value.rows) goOn = take(row)
    if (!goOn || !answer.value.more) return null
  }
  return null
}

function isRefunded({ source }: ConnectionContext, item: ReturnItem): boolean {
  return item.results.some((result) => source.refundOf(result) !== 'notRefunded')
}

function inDays({ ports }: ConnectionContext, at: Instant | null, from: LocalDate, to: LocalDate): boolean {
  if (at === null) return false
  const day = ports.calendar.localDate(at)
  return day >= from && day <= to
}

/**
 * A return does not say when its order was placed. Of orders that we do not know the marketplace is asked; one that it does not have
 * either cannot have been missed, and its return is a problem of its own.
 */
async function dateByOrder(
  context: ConnectionContext,
  orders: Map<string, Named>,
): Promise<{ kind: 'ok'; orders: Map<string, Named> } | Refusal> {
  const { store, connection } = context
  const ids = [...orders.values()].filter((row) => row.placedAt === null).map((row) => row.orderId)
  const known = await store.transaction((tx) => tx.orders.known(connection.connectionId, ids))
  const ours = new Set(known.map((order) => order.orderId))
  for (const row of [...orders.values()].filter(({ orderId }) => ids.includes(orderId) && !ours.has(orderId))) {
    const answer = await fetchOrder(context, row.orderId, true)
    if (answer.kind === 'ok') row.placedAt = answer.value.order.placedAt
    else if (answer.kind === 'notFound' || answer.kind === 'badRequest') orders.delete(row.orderId)
    else return answer
  }
  return { kind: 'ok', orders }
}

/** By the day of the order, where it is known. */
function isInPeriod(context: ConnectionContext, { placedAt }: Named, { from, to }: Period): boolean {
  if (placedAt === null) return true
  const day = context.ports.calendar.localDate(placedAt)
  return day >= from && day <= to && isOurs(context, day)
}

/** The first that named an order speaks for it. */
function byOrder(rows: Named[]): Map<string, Named> {
  const orders = new Map<string, Named>()
  for (const row of rows) {
    const before = orders.get(row.orderId)
    if (before === undefined) orders.set(row.orderId, row)
    else if (before.placedAt === null) before.placedAt = row.placedAt
  }
  return orders
}

function later(a: LocalDate, b: LocalDate): LocalDate {
  return a > b ? a : b
}

/** The sentence to print and to keep. Dates as they are written on paper in Belgium. */
export function statementOf(
  { from, to, missing }: Pick<CompletenessCheck, 'from' | 'to' | 'missing'>,
  language: Language = 'nl',
): string {
  const day = (date: LocalDate): string => date.split('-').toReversed().join('/')
  const period = { from: day(from), to: day(to), isOne: from === to }
  return statements[language](missing.length, period)
}

type Statement = (missed: number, period: { from: string; to: string; isOne: boolean }) => string

const statements: Record<Language, Statement> = {
  nl: (missed, { from, to, isOne }) =>
    `${missed} ${missed === 1 ? 'bestelling' : 'bestellingen'} gemist ${isOne ? `op ${from}` : `van ${from} tot en met ${to}`}.`,
  fr: (missed, { from, to, isOne }) =>
    `${missed} ${missed < 2 ? 'commande manquée' : 'commandes manquées'} ${isOne ? `le ${from}` : `du ${from} au ${to} inclus`}.`,
  en: (missed, { from, to, isOne }) =>
    `${missed} ${missed === 1 ? 'order' : 'orders'} missed ${isOne ? `on ${from}` : `from ${from} up to and with ${to}`}.`,
}
