/** Documents read back, in domain words. */
import type { FoundDocument } from '../../domain/ledger.ts'
import { centsOf } from './decimal.ts'
import { bookingLinesHash, invoiceLinesHash, invoiceTotalCents, type InvoiceLookups } from './lines.ts'
import type { BookingRow, InvoiceRow } from './wire.ts'

export function foundBooking(row: BookingRow): FoundDocument {
  const amountCents = row.amount === null ? null : centsOf(row.amount)
  return { ...headOf(row), amountCents, linesHash: bookingLinesHash(row) }
}

export function foundInvoice(row: InvoiceRow, lookups: InvoiceLookups): FoundDocument {
  return { ...headOf(row), amountCents: invoiceTotalCents(row, lookups), linesHash: invoiceLinesHash(row) }
}

function headOf(row: BookingRow | InvoiceRow): Omit<FoundDocument, 'amountCents' | 'linesHash'> {
  return {
    bookYearId: row.bookyearKey.id,
    journalKey: row.journalKey,
    number: row.documentSequenceNr,
    reference: row.reference.trim(),
    orderReference: row.orderReference.trim(),
    comment: row.comment.trim(),
    date: row.documentDate,
  }
}
