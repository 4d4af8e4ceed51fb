/** The marketplace's half of a run: orders, then their shipments, then what came back. Ends early when the side is closed; nothing is lost by it. */
import type { Refusal } from '../ports/answer.ts'
import type { ConnectionContext } from './connection-context.ts'
import { noteRefusal, problemOfRefusal } from './connection-refusal.ts'
import { pollOrders, readWaitingDetails } from './poll-orders.ts'
import { readReturns } from './read-returns.ts'
import { readShipments } from './read-shipments.ts'

const marketplaceCodes = ['BOL-STORING', 'BOL-DRUK', 'BOL-RECHT', 'BOL-LOGIN']

/** @returns orders new or changed in this run */
export async function captureMarketplace(context: ConnectionContext): Promise<number> {
  if (context.connection.marketplaceRefusal !== null) return 0
  const { polledUntil } = context.connection
  const gapMs = polledUntil === null ? Number.POSITIVE_INFINITY : (await context.ports.clock.now()) - polledUntil
  const poll = await pollOrders(context)
  let failure = poll.failure
  let captured = poll.captured
  if (failure === null) {
    failure = await readShipments(context)
    // A shipment that knows more than its order: the order is read once more.
    if (failure === null) captured += await readWaitingDetails(context)
    if (failure === null) failure = await readReturns(context, { captured, gapMs })
  }
  await noteResult(context, failure)
  return captured
}

async function noteResult(context: ConnectionContext, failure: Refusal | null): Promise<void> {
  const now = await context.ports.clock.now()
  await context.store.transaction(async (tx) => {
    if (failure === null) {
      await tx.problems.clear(context.connection.connectionId, ['connection'], marketplaceCodes, now)
      return
    }
    const problem = problemOfRefusal(context, 'marketplace', failure)
    if (problem !== null) await tx.problems.raise([problem], now)
    await noteRefusal(tx, context, 'marketplace', failure, now)
  })
}
