/**
 * Holds sending back after the database was restored from a copy. Orders are captured and planned, and nothing is sent until every send
 * that the earlier database could have made is over and visible. Then each order from before is looked for before it is sent
 * (`plan-documents.ts`, `mayStandInLedger`); the documents of the copy were marked at the restore.
 */
import { coolingMs } from '../../domain/delays.ts'
import type { ConnectionContext } from './connection-context.ts'
import { sideProblem } from './connection-refusal.ts'

const code = 'SYS-HERSTEL'

/** Returns whether nothing may be sent to the ledger yet; reports that, and until when. */
export async function holdsBackAfterRestore(context: ConnectionContext): Promise<boolean> {
  const { restoredAt, ports, store, connection } = context
  if (restoredAt === null) return false
  const now = await ports.clock.now()
  const until = restoredAt + coolingMs
  if (now >= until) {
    context.ledgerUntil = null
    await store.transaction((tx) => tx.problems.endOwn(connection.connectionId, [code], now))
    return false
  }
  context.ledgerUntil = until
  const problem = sideProblem(context, code, { until: ports.calendar.isoText(until) })
  await store.transaction((tx) => tx.problems.raise([problem], now))
  return true
}
