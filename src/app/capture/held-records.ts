/**
 * Holds records that the marketplace gave badly. Each is held alone, reported under its own problem, and asked for again with growing
 * rests. The problems are derived from the held records, so that each ends with its cause.
 */
import { silenceWaitMaxMs } from '../../domain/delays.ts'
import type { Instant } from '../../domain/calendar.ts'
import type { SourceFacts } from '../../domain/kinds.ts'
import type { ProblemCode } from '../../domain/problem/problem.ts'
import { heldCode, heldPrefix } from '../../domain/order/held-record.ts'
import type { Answer, Refusal } from '../../ports/answer.ts'
import type { BadRecord, HeldRecord } from '../../ports/tables/held-records.ts'
import type { NewProblem, StoredProblem } from '../../ports/tables/problems.ts'
import type { Tx } from '../../ports/store.ts'
import type { ConnectionContext } from '../run/connection-context.ts'
import type { StoredOrder } from '../../ports/tables/orders.ts'
import { isBeforeStart, isRead } from './missed-orders.ts'

/** Whether an answer to a question for one record speaks of the whole side. */
export function isOfSide(refusal: Refusal, now: Instant): boolean {
  if (refusal.kind !== 'later') return refusal.kind === 'loginRefused'
  if (refusal.cause === 'unreadable') return false
  return refusal.cause !== 'unavailable' || (refusal.until !== null && refusal.until - now > silenceWaitMaxMs)
}

/** For the eye: a status or a field, never a content. */
export function faultOf(
  { label }: Pick<SourceFacts, 'label'>,
  answer: Exclude<Answer<unknown>, { kind: 'ok' }>,
): string {
  if (answer.kind === 'notFound') return 'status 404'
  return (answer.detail.startsWith(`${label}: `) ? answer.detail.slice(label.length + 2) : answer.detail).replace(
    / \(request [\w-]+\)$/u,
    '',
  )
}

export function heldOrder(orderId: string, fault: string): BadRecord {
  return { kind: 'order', key: orderId, named: true, orderId, listedOn: null, fault }
}

/** Tells what is held, and ends what no longer is. */
export async function tellHeld(context: ConnectionContext): Promise<void> {
  const { store, ports, connection } = context
  const { connectionId } = connection
  const now = await ports.clock.now()
  await store.transaction(async (tx) => {
    const held = await withoutEarlier(tx, context, await tx.heldRecords.list(connectionId))
    const open = await tx.problems.withPrefix(connectionId, heldPrefix)
    if (held.length === 0 && open.length === 0) return
    const wanted = problemsOf(context, held, now)
    const over = open.filter((old) => !wanted.some((one) => one.subject === old.subject && one.code === old.code))
    for (const { subject } of over) await tx.problems.endAbout(connectionId, subject, now)
    const news = wanted.filter((one) => !open.some((old) => isSame(one, old)))
    if (news.length > 0) await tx.problems.raise(news, now)
    await blockUnreadable(tx, connectionId, wanted)
    const free = over.filter((old) => !wanted.some((one) => one.orderId === old.orderId))
    await planReleased(tx, connectionId, free)
  })
}

/** The user moved the first day to after this record, so a part that cannot be read needs no action unless the day is moved back. */
async function withoutEarlier(tx: Tx, context: ConnectionContext, held: HeldRecord[]): Promise<HeldRecord[]> {
  const ids = held.flatMap(({ orderId }) => (orderId === null ? [] : [orderId]))
  if (ids.length === 0) return held
  const orders = await tx.orders.known(context.connection.connectionId, [...new Set(ids)])
  const idsOf = (rows: StoredOrder[]): Set<string> => new Set(rows.map((order) => order.orderId))
  const early = idsOf(orders.filter((order) => isBeforeStart(context, order)))
  // Of an order that was read once, parcels and returns still count; the order itself is read no more.
  const unread = idsOf(orders.filter((order) => !isRead(context, order)))
  return held.filter(
    ({ kind, orderId }) => orderId === null || !(early.has(orderId) || (kind === 'order' && unread.has(orderId))),
  )
}

function isSame(one: NewProblem, old: StoredProblem): boolean {
  return (
    one.subject === old.subject && one.code === old.code && JSON.stringify(one.params) === JSON.stringify(old.params)
  )
}

/** One for each record with a number; rows without one are counted together, by list. */
function problemsOf({ ports, connection }: ConnectionContext, held: HeldRecord[], now: Instant): NewProblem[] {
  const about = { connectionId: connection.connectionId, documentId: null }
  const named = held.filter((record) => record.named)
  const unnamed = Map.groupBy(
    held.filter((record) => !record.named),
    (record) => `${record.kind}:${record.orderId ?? '?'}`,
  )
  return [
    ...named.map((record): NewProblem => ({
      ...about,
      code: codeOf(record, now),
      subject: `${heldPrefix}${record.kind}:${record.key}`,
      orderId: record.orderId,
      params: {
        order: record.orderId,
        since: ports.calendar.isoText(record.firstAt),
        field: record.fault,
        ...(record.kind === 'shipment' ? { shipment: record.key } : {}),
        ...(record.kind === 'return' ? { return: record.key } : {}),
        ...(record.kind === 'invoice' ? { invoice: record.key } : {}),
      },
    })),
    ...[...unnamed].map(([key, records]): NewProblem => {
      const [first] = records as [HeldRecord]
      return {
        ...about,
        code: codeOf(first, now),
        subject: `${heldPrefix}${key}`,
        orderId: first.orderId,
        params: {
          order: first.orderId,
          since: ports.calendar.isoText(first.firstAt),
          field: first.fault,
          rows: records.length,
        },
      }
    }),
  ]
}

function codeOf({ kind, firstAt }: HeldRecord, now: Instant): ProblemCode {
  return kind === 'invoice' ? 'UIT-ONLEESBAAR' : heldCode(firstAt, now)
}

/** Blocks orders that waited for their unreadable record, so that the user sees them. */
async function blockUnreadable(tx: Tx, connectionId: string, wanted: NewProblem[]): Promise<void> {
  const orderIds = wanted
    .filter((problem) => problem.code === 'BOL-ONLEESBAAR')
    .flatMap((problem) => (problem.orderId === null ? [] : [problem.orderId]))
  await tx.orders.block(connectionId, orderIds, 'BOL-ONLEESBAAR')
}

async function planReleased(tx: Tx, connectionId: string, over: StoredProblem[]): Promise<void> {
  const orderIds = over.flatMap((problem) => (problem.orderId === null ? [] : [problem.orderId]))
  if (orderIds.length > 0) await tx.orders.planAgain(connectionId, orderIds)
}

/** Forgets the unreadable records of an order that the user left out. */
export async function forgetHeld(tx: Tx, connectionId: string, orderId: string, at: Instant): Promise<void> {
  const open = await tx.problems.ofOrder(connectionId, orderId)
  for (const { subject } of open)
    if (subject.startsWith(heldPrefix)) await tx.problems.endAbout(connectionId, subject, at)
}
