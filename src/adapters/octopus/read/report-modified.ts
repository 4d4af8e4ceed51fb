/** `bookings/modified`: the only call that tells what was removed, and what a document put on each account. */
import type { Instant } from '../../../domain/calendar.ts'
import type { DeletedDocument, FoundDocument, PostedRow } from '../../../domain/ledger/ledger.ts'
import type { Answer } from '../../../ports/answer.ts'
import type { Calendar } from '../../../ports/clock.ts'
import { centsOf } from '../decimal.ts'
import { readList } from './read.ts'
import type { Session } from '../session.ts'
import { modifiedTimestamp } from '../timestamp.ts'
import { deletedBookings, modifiedBookings } from '../wire.ts'

/** "Journal Type ID (1 = Buy, 2 = Sell, 3 = Financial, 4 = Divers)", and the letter of their keys. */
const types = {
  purchase: { id: 1, letter: 'A' },
  sale: { id: 2, letter: 'V' },
  entry: { id: 4, letter: 'D' },
  bank: { id: 3, letter: 'F' },
} as const satisfies Record<FoundDocument['side'] | 'bank', { id: number; letter: string }>

interface Asked {
  bookYearId: number
  side: FoundDocument['side'] | 'bank'
  since: Instant
}

function questionOf({ bookYearId, side, since }: Asked, calendar: Calendar) {
  const query = { journalTypeId: types[side].id, modifiedTimeStamp: modifiedTimestamp(since, calendar) }
  const path = `/bookyears/${bookYearId}/bookings/modified`
  return { route: 'GET /bookyears/{bookyearId}/bookings/modified', path, query } as const
}

/** A number may have been used again since: the rows tell no moment. */
export async function deletedSince(
  session: Session,
  calendar: Calendar,
  asked: Asked,
): Promise<Answer<DeletedDocument[]>> {
  const { id, letter } = types[asked.side]
  return readList(session, questionOf(asked, calendar), deletedBookings, (answer) =>
    (answer.deletedBookings ?? [])
      .filter((row) => row.journalType === id)
      .map((row) => ({
        bookYearId: row.bookyearKey.id,
        journalKey: `${letter}${row.journalSequenceNr}`,
        number: row.documentSequenceNr,
      })),
  )
}

/** A row whose account or amount cannot be read is left out, so it proves nothing. */
export async function postedSince(session: Session, calendar: Calendar, asked: Asked): Promise<Answer<PostedRow[]>> {
  const { id, letter } = types[asked.side]
  return readList(session, questionOf(asked, calendar), modifiedBookings, (answer) =>
    (answer.modifiedBookings ?? []).flatMap((row) => {
      const amountCents = row.bookingAmount === null ? null : centsOf(row.bookingAmount)
      if (row.journalType !== id || row.accountKey === null || amountCents === null) return []
      return {
        bookYearId: row.bookyearKey.id,
        journalKey: `${letter}${row.journalNr}`,
        number: row.documentSequenceNr,
        account: row.accountKey,
        amountCents,
      }
    }),
  )
}
