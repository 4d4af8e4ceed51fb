/** A company whose trial is over: orders are captured and planned, doubts are settled, and nothing new is posted. Reading and export stay. */
import type { LocalDate } from '../../domain/calendar.ts'
import type { ConnectionContext } from './connection-context.ts'
import { sideProblem } from './connection-refusal.ts'

const code = 'SYS-PROEF'

export function trialIsOver(until: LocalDate | null, today: LocalDate): boolean {
  return until !== null && today > until
}

/** Returns whether the trial is over and nothing may be posted; reports that. */
export async function holdsBackAfterTrial(context: ConnectionContext): Promise<boolean> {
  const { ports, store, tenantId, connection } = context
  const now = await ports.clock.now()
  const until = await ports.store.directory.trialUntil(tenantId)
  if (until === null || !trialIsOver(until, ports.calendar.localDate(now))) {
    await store.transaction((tx) => tx.problems.endOwn(connection.connectionId, [code], now))
    return false
  }
  context.resumeAt = 'never'
  await store.transaction((tx) => tx.problems.raise([sideProblem(context, code, { day: until })], now))
  return true
}
