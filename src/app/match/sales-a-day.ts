/** Decides whether sales are matched. Above a number of sales a day the ledger's calls are too few, and the user is told. */
import type { Instant } from '../../domain/calendar.ts'
import { day } from '../../domain/delays.ts'
import { kindsOfSales, salesPerDayMax, type MatchKind } from '../../domain/settlement/matching.ts'
import type { ConnectionContext } from '../run/connection-context.ts'

const days = 7
export const matchingSubject = 'matching:sales'

export async function salesAreMatched(
  { store, connection }: ConnectionContext,
  kinds: readonly MatchKind[],
  now: Instant,
): Promise<boolean> {
  const { connectionId } = connection
  return store.transaction(async (tx) => {
    const wanted = kinds.some((kind) => kindsOfSales.includes(kind))
    const booked = wanted ? await tx.matches.salesBooked(connectionId, now - days * day) : 0
    const isTooMany = booked > days * salesPerDayMax
    const [open] = await tx.problems.withPrefix(connectionId, matchingSubject)
    if (isTooMany && open === undefined) {
      const params = { documents: Math.round(booked / days), max: salesPerDayMax }
      const about = { connectionId, subject: matchingSubject, orderId: null, documentId: null }
      await tx.problems.raise([{ ...about, code: 'AFP-BUDGET', params }], now)
    }
    if (!isTooMany && open !== undefined) await tx.problems.endOwn(connectionId, ['AFP-BUDGET'], now, [matchingSubject])
    return wanted && !isTooMany
  })
}
