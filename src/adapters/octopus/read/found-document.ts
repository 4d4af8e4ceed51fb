/** Documents read back, in domain words. */
import type { FoundDocument } from '../../../domain/ledger/ledger.ts'
import { centsOf } from '../decimal.ts'
import {
  bookingLinesHash,
  bookingSumsOf,
  invoiceLinesHash,
  invoiceSumsOf,
  totalOf,
  type InvoiceLookups,
} from '../write/lines.ts'
import type { BookingRow, InvoiceRow } from '../wire.ts'

export function foundBooking(row: BookingRow): FoundDocument {
  const amountCents = row.amount === null ? null : centsOf(row.amount)
  return { ...headOf(row), amountCents, sums: bookingSumsOf(row), linesHash: bookingLinesHash(row) }
}

export function foundInvoice(row: InvoiceRow, lookups: InvoiceLookups): FoundDocument {
  const sums = invoiceSumsOf(row, lookups)
  return { ...headOf(row), amountCents: totalOf(sums), sums, linesHash: invoiceLinesHash(row) }
}

function headOf(row: BookingRow | InvoiceRow): Omit<FoundDocument, 'amountCents' | 'sums' | 'linesHash'> {
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
