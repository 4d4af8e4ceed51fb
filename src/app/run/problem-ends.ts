/**
 * Ends problems after an event whose row of the problem table says so. Problems of documents end by themselves, with the state of the
 * document.
 */
import type { Instant } from '../../domain/calendar.ts'
import { codesEndedBy, timeHasPassed } from '../../domain/problem/problem.ts'
import type { ProblemEvent } from '../../domain/problem/problem-row.ts'
import type { Tx } from '../../ports/store.ts'
import type { ConnectionContext } from './connection-context.ts'

/** @param subjects of those problems only; else all of the connection's own */
export function endProblems(
  tx: Tx,
  connectionId: string,
  event: ProblemEvent,
  at: { now: Instant; subjects?: string[] },
): Promise<void> {
  return tx.problems.endOwn(connectionId, codesEndedBy(event), at.now, at.subjects)
}

/** A limit whose hour has come, a month that is long over. */
export async function endWhatIsOver({ store, ports, connection }: ConnectionContext): Promise<void> {
  const now = await ports.clock.now()
  const { connectionId } = connection
  const codes = codesEndedBy('timePassed')
  await store.transaction(async (tx) => {
    const open = await tx.problems.withCodes(connectionId, codes, openMax)
    for (const { code, subject, params } of open)
      if (timeHasPassed(params, ports.calendar.isoText(now)))
        await tx.problems.endOwn(connectionId, [code], now, [subject])
  })
}

/** A handful are open at a time: a limit, a few months, a year. */
const openMax = 50
