/** Entries of financial journals: what Octopus made of the bank's statements. Nothing is ever written there. */
import type { Instant } from '../../../domain/calendar.ts'
import type { BankDocument } from '../../../domain/ledger/ledger.ts'
import type { Answer } from '../../../ports/answer.ts'
import type { Calendar } from '../../../ports/clock.ts'
import { centsOf } from '../decimal.ts'
import type { Session } from '../session.ts'
import { modifiedTimestamp } from '../timestamp.ts'
import { entryRows, type EntryRow } from '../wire.ts'
import { readList } from './read.ts'

const allBookYears = -1
const kinds = ['A', 'C', 'S'] as const

/** The call tells entries of all journals; the bank's have keys that begin with F. */
export async function bankDocumentsSince(
  session: Session,
  since: Instant,
  calendar: Calendar,
): Promise<Answer<BankDocument[]>> {
  const path = '/financialdiversbookings/modified'
  const query = { bookyearId: allBookYears, modifiedTimeStamp: modifiedTimestamp(since, calendar) }
  return readList(session, { route: `GET ${path}`, path, query } as const, entryRows, (rows) =>
    rows.filter(({ journalKey }) => journalKey.startsWith('F')).flatMap(bankDocumentOf),
  )
}

/** A line that cannot be read is left out: nothing is recognised by it. */
function bankDocumentOf(row: EntryRow): BankDocument[] {
  if (row.documentDate === null) return []
  const lines = (row.bookingLines ?? []).flatMap((line, index) => {
    const kind = kinds.find((one) => one === line.type)
    const cents = line.amount === null ? null : centsOf(line.amount)
    const target = kind === 'A' ? line.accountKey : line.relationId
    if (kind === undefined || cents === null || target === null || target === 0) return []
    return { line: index + 1, kind, target, cents }
  })
  return [
    {
      bookYearId: row.bookyearKey.id,
      journalKey: row.journalKey,
      number: row.documentSequenceNr,
      date: row.documentDate,
      lines,
    },
  ]
}
