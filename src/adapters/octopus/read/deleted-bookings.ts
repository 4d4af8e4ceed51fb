import type { Instant } from '../../../domain/calendar.ts'
import type { DeletedDocument } from '../../../domain/ledger/ledger.ts'
import type { Answer } from '../../../ports/answer.ts'
import type { Calendar } from '../../../ports/clock.ts'
import { readList } from './read.ts'
import type { Session } from '../session.ts'
import { modifiedTimestamp } from '../timestamp.ts'
import { deletedBookings } from '../wire.ts'

/** "Journal Type ID (1 = Buy, 2 = Sell, 3 = Financial, 4 = Divers)". */
const sales = 2

/** What was removed from the sales journals of one book year. A number may have been used again since: the rows tell no moment. */
export async function deletedSince(
  session: Session,
  calendar: Calendar,
  bookYearId: number,
  since: Instant,
): Promise<Answer<DeletedDocument[]>> {
  const query = { journalTypeId: sales, modifiedTimeStamp: modifiedTimestamp(since, calendar) }
  const path = `/bookyears/${bookYearId}/bookings/modified`
  const route = 'GET /bookyears/{bookyearId}/bookings/modified' as const
  return readList(session, { route, path, query }, deletedBookings, (answer) =>
    (answer.deletedBookings ?? [])
      .filter((row) => row.journalType === sales)
      .map((row) => ({
        bookYearId: row.bookyearKey.id,
        journalKey: `V${row.journalSequenceNr}`,
        number: row.documentSequenceNr,
      })),
  )
}
