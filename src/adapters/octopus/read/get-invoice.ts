import type { FoundDocument } from '../../../domain/ledger/ledger.ts'
import type { Answer } from '../../../ports/answer.ts'
import { foundInvoice } from './found-document.ts'
import type { InvoiceLookups } from '../write/lines.ts'
import { readOne } from './read.ts'
import type { Session } from '../session.ts'
import { invoiceRow } from '../wire.ts'

/** One invoice by its key; `notFound` only when Octopus itself says so. */
export async function getInvoice(
  session: Session,
  at: { bookYearId: number; journalKey: string; number: number },
  lookups: InvoiceLookups,
): Promise<Answer<FoundDocument>> {
  const query = { bookyearId: at.bookYearId, journalKey: at.journalKey, documentSeqNr: at.number }
  return readOne(session, { route: 'GET /invoices', path: '/invoices', query }, invoiceRow, (row) =>
    foundInvoice(row, lookups),
  )
}
