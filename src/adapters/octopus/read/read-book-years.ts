import type { BookYear } from '../../../domain/ledger/ledger.ts'
import type { Answer } from '../../../ports/answer.ts'
import { readList } from './read.ts'
import type { Session } from '../session.ts'
import { bookYearRows } from '../wire.ts'

/** Returns all book years with their periods. A period's own number is `YYYYNN`; the answer does not say which periods are closed. */
export async function readBookYears(
  session: Session,
  { spare = false }: { spare?: boolean } = {},
): Promise<Answer<BookYear[]>> {
  return readList(session, { route: 'GET /bookyears', path: '/bookyears', spare }, bookYearRows, (rows) =>
    rows.map((row) => ({
      bookYearId: row.bookyearKey.id,
      from: row.startDate,
      to: row.endDate,
      closed: row.closed === true,
      periods: (row.periods ?? []).map(({ bookyearPeriod, startDate, endDate }) => ({
        period: bookyearPeriod,
        from: startDate,
        to: endDate,
      })),
    })),
  )
}
