/** The marketplace's half of a run: orders, then their shipments, then what came back. Ends early when the side is closed; nothing is lost by it. */
import { addDays, type Instant } from '../../domain/calendar.ts'
import type { Refusal } from '../../ports/answer.ts'
import { ensureAccount } from '../people/claim-account.ts'
import { checkCompleteness } from './completeness.ts'
import type { ConnectionContext } from '../run/connection-context.ts'
import { noteRefusal, problemOfRefusal } from '../run/connection-refusal.ts'
import { tellHeld } from './held-records.ts'
import { pollOrders, readWaitingDetails, type PollResult } from './poll-orders.ts'
import { endProblems } from '../run/problem-ends.ts'
import { readReturns } from './read-returns.ts'
import { readShipments } from './read-shipments.ts'
import { rereadParts, wantBlockedReadAgain } from './reread-orders.ts'

/** Orders that the lists of shipments and returns named, then the parcels of those that are new. */
async function readNamedOrders(context: ConnectionContext): Promise<Pick<PollResult, 'captured' | 'failure'>> {
  const { captured, failure } = await readWaitingDetails(context)
  if (captured === 0 || failure !== null) return { captured, failure }
  return { captured, failure: await readShipments(context) }
}

/** @returns orders new or changed in this run */
export async function captureMarketplace(context: ConnectionContext): Promise<number> {
  if (context.connection.marketplaceRefusal !== null) return 0
  const { polledUntil } = context.connection
  const gapMs = polledUntil === null ? Number.POSITIVE_INFINITY : (await context.ports.clock.now()) - polledUntil
  const unclaimed = await ensureAccount(context)
  if (unclaimed !== null) {
    await noteResult(context, unclaimed)
    return 0
  }
  const poll = await pollOrders(context)
  let failure = poll.failure
  let captured = poll.captured
  if (failure === null) {
    failure = await readShipments(context, poll.swept === true ? await startOfYesterday(context) : null)
    if (failure === null) failure = await readReturns(context, { captured, gapMs })
    if (poll.swept === true) await wantBlockedReadAgain(context)
    // A shipment may know more than its order, and a return may name an unknown order: those orders are read now.
    if (failure === null) {
      const named = await readNamedOrders(context)
      captured += named.captured
      failure = named.failure
    }
    if (failure === null) failure = await rereadParts(context)
  }
  await noteResult(context, failure)
  await tellHeld(context)
  if (failure === null && poll.swept === true) await proveYesterday(context)
  return captured
}

/** Runs once a day; the next poll reads the missing orders. That poll also reports a side that does not answer. */
async function proveYesterday(context: ConnectionContext): Promise<void> {
  const yesterday = addDays(context.ports.calendar.localDate(await context.ports.clock.now()), -1)
  if (yesterday < context.settings.booking.startDate) return
  await checkCompleteness(context, { from: yesterday, to: yesterday })
}

async function startOfYesterday({ ports }: ConnectionContext): Promise<Instant> {
  const today = ports.calendar.localDate(await ports.clock.now())
  return ports.calendar.startOfDay(addDays(today, -1))
}

async function noteResult(context: ConnectionContext, failure: Refusal | null): Promise<void> {
  const now = await context.ports.clock.now()
  context.marketplaceFailure = failure
  await context.store.transaction(async (tx) => {
    if (failure === null) {
      await endProblems(tx, context.connection.connectionId, 'marketplaceRead', { now })
      return
    }
    const problem = problemOfRefusal(context, 'marketplace', failure)
    if (problem !== null) await tx.problems.raise([problem], now)
    await noteRefusal(tx, context, 'marketplace', failure, now)
  })
}
