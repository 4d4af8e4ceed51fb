import type { Instant } from '../../../domain/calendar.ts'
import type { DocumentTarget, FoundDocument } from '../../../domain/ledger/ledger.ts'
import type { Answer } from '../../../ports/answer.ts'
import type { Calendar } from '../../../ports/clock.ts'
import { foundBooking, foundEntry, foundInvoice } from './found-document.ts'
import type { InvoiceLookups } from '../write/lines.ts'
import { readList } from './read.ts'
import type { Session } from '../session.ts'
import { modifiedTimestamp } from '../timestamp.ts'
import { bookingRows, entryRows, invoiceRows } from '../wire.ts'

/** All book years in one call; without a journal that means all journals. */
const allBookYears = -1

/**
 * One call answers for the whole dossier, unsorted. Bookings: purchases and other people's journals too.
 * A row without a key makes the whole answer unreadable: left out, it could be the one that is looked for.
 */
export async function documentsModifiedSince(
  session: Session,
  target: DocumentTarget,
  since: Instant,
  options: { calendar: Calendar; lookups: InvoiceLookups },
): Promise<Answer<FoundDocument[]>> {
  const query = { bookyearId: allBookYears, modifiedTimeStamp: modifiedTimestamp(since, options.calendar) }
  if (target === 'bookings') {
    const question = { route: 'GET /buysellbookings/modified', path: '/buysellbookings/modified', query } as const
    return readList(session, question, bookingRows, (rows) => rows.map(foundBooking))
  }
  if (target === 'entries') {
    const path = '/financialdiversbookings/modified'
    return readList(session, { route: `GET ${path}`, path, query } as const, entryRows, (rows) => rows.map(foundEntry))
  }
  const question = { route: 'GET /invoices/modified', path: '/invoices/modified', query } as const
  return readList(session, question, invoiceRows, (rows) => rows.map((row) => foundInvoice(row, options.lookups)))
}
