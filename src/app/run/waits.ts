/** The waits of a connection, as a run left them, and the moment when its documents are sent. */
import { addDays, type Instant } from '../../domain/calendar.ts'
import { day, hour } from '../../domain/delays.ts'
import { earliest, nextOfLedger, type Side, type Waits } from '../../domain/document/next-moment.ts'
import type { Settings } from '../../domain/settings/mapping.ts'
import { paysDaily } from '../../domain/settlement/paid-entry.ts'
import type { Refusal } from '../../ports/answer.ts'
import type { Calendar } from '../../ports/clock.ts'
import type { WorkWanted } from '../../ports/schedule.ts'
import type { Tx } from '../../ports/store.ts'
import type { ConnectionContext } from './connection-context.ts'

/** All that may be waited for, as this run left it. */
export async function waitsOf(context: ConnectionContext): Promise<Waits> {
  const { connection, store, ports } = context
  const { connectionId } = connection
  const now = await ports.clock.now()
  const {
    moments,
    toPlan,
    dayIsPaidAt: paidAt,
  } = await store.transaction(async (tx) => ({
    moments: await tx.documents.nextMoments(connectionId),
    toPlan: (await tx.orders.toPlan(connectionId, 1)).length > 0,
    dayIsPaidAt: await dayIsPaidAt(tx, context, now),
  }))
  return {
    now,
    paused: connection.pauseCause === 'person',
    marketplace: sideOf(context.marketplaceFailure, connection.marketplaceRefusal !== null),
    ledger: sideOf(context.ledgerFailure, connection.ledgerRefusal !== null || context.accounting === null),
    toPlan,
    queue: moments.queue,
    queueUntil: context.resumeAt,
    rest: earliest([moments.rest, paidAt, context.proofAt]),
    ledgerUntil: context.ledgerUntil,
    restsUntil: context.restsUntil,
  }
}

/** Today's documents on relations of their own are entered as paid once the day is over. */
async function dayIsPaidAt(
  tx: Tx,
  { connection, settings, ports: { calendar } }: ConnectionContext,
  now: Instant,
): Promise<Instant | null> {
  if (!paysDaily(settings)) return null
  const today = calendar.localDate(now)
  const tomorrow = addDays(today, 1)
  const confirmedSince = now - 2 * day
  const at = { from: today, before: tomorrow, confirmedSince, limit: 1 }
  const open = await tx.settlements.unpaid(connection.connectionId, at)
  return open.length === 0 ? null : calendar.startOfDay(tomorrow)
}

function sideOf(failure: Refusal | null, refused: boolean): Side {
  if (refused || (failure !== null && failure.kind !== 'later')) return { kind: 'closed' }
  return failure === null ? { kind: 'open' } : { kind: 'later', until: failure.until }
}

/** A day's documents are sent from its hour on, for so long; later documents wait for the next day. */
const pushLastsMs = 2 * hour

/** From when on documents are sent: now, or at the hour of the day that the connection names. Documents in doubt never wait for it. */
export function pushOpensAt(calendar: Calendar, { booking: { push } }: Settings, now: Instant): Instant {
  if (!push.startsWith('daily@')) return now
  const time = push.slice('daily@'.length)
  const today = calendar.localDate(now)
  const next = [-1, 0, 1]
    .map((days) => calendar.instantOf(addDays(today, days), time))
    .find((opens) => now < opens + pushLastsMs)
  return Math.max(now, next ?? now)
}

/**
 * Returns when work on a connection's documents can go on, from the result of the work just done. `workAt` null: not before its next poll.
 * `toPlan`: orders wait for a plan; orders that the plan could have reached and did not have their turn with the next poll.
 */
async function nextWork(
  context: ConnectionContext,
  opensAt: Instant,
): Promise<{ workAt: Instant | null; toPlan: boolean }> {
  const { toPlan, ...waits } = await waitsOf(context)
  if (opensAt <= waits.now) return { workAt: nextOfLedger({ ...waits, toPlan: false }), toPlan }
  const sending = [waits.queue, toPlan ? waits.now : null].filter((moment) => moment !== null)
  const queue = sending.length === 0 ? null : Math.max(opensAt, Math.min(...sending))
  return { workAt: nextOfLedger({ ...waits, toPlan: false, queue }), toPlan }
}

/**
 * Ends work on a connection: folds its tallies, and saves the moment when it goes on.
 * @param seen as it was read before the work began
 * @param askedAt the moment of a user's wish that this work did not fulfil
 */
export async function endWork(
  context: ConnectionContext,
  { seen, askedAt, now }: { seen: WorkWanted; askedAt: Instant | null; now: Instant },
): Promise<{ workAt: Instant | null; toPlan: boolean }> {
  const { store, ports, settings, connection } = context
  const { workAt, toPlan } = await nextWork(context, pushOpensAt(ports.calendar, settings, now))
  const next = { workAt: askedAt === null ? workAt : now, askedAt }
  await store.transaction(async (tx) => {
    await tx.orders.foldTallies(connection.connectionId)
    await tx.schedule.worked(connection.connectionId, { seen, next })
  })
  return { workAt: next.workAt, toPlan }
}
