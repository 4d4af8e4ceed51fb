/** Documents read back, in domain words. */
import type { FoundDocument } from '../../../domain/ledger/ledger.ts'
import { centsOf } from '../decimal.ts'
import {
  bookingLinesHash,
  bookingSumsOf,
  entryRowHash,
  invoiceLinesHash,
  invoiceSumsOf,
  totalOf,
  type InvoiceLookups,
} from '../write/lines.ts'
import type { BookingRow, EntryRow, InvoiceRow } from '../wire.ts'

export function foundBooking(row: BookingRow): FoundDocument {
  const amountCents = row.amount === null ? null : centsOf(row.amount)
  const side = row.journalKey.startsWith('A') ? 'purchase' : 'sale'
  // On a purchase, `reference` holds the supplier's own number, because payments look for it there. Our mark is in the order reference.
  const mark = (side === 'purchase' ? row.orderReference : row.reference).trim()
  return { ...headOf(row), side, mark, amountCents, sums: bookingSumsOf(row), linesHash: bookingLinesHash(row) }
}

/** An entry has no texts but those of its lines: ours all begin with the same mark. */
export function foundEntry(row: EntryRow): FoundDocument {
  const lines = row.bookingLines ?? []
  const references = [...new Set(lines.map((line) => line.reference.trim()))]
  const [reference = ''] = references
  const amounts = lines.map((line) => (line.amount === null ? null : centsOf(line.amount)))
  const isWhole = amounts.every((cents) => cents !== null)
  return {
    bookYearId: row.bookyearKey.id,
    journalKey: row.journalKey,
    number: row.documentSequenceNr,
    side: 'entry',
    mark: references.length === 1 ? (reference.split(' ')[0] ?? '') : '',
    relationId: null,
    reference,
    orderReference: '',
    comment: '',
    date: row.documentDate,
    amountCents: isWhole ? amounts.reduce<number>((sum, cents) => sum + Math.max(cents ?? 0, 0), 0) : null,
    sums: null,
    linesHash: entryRowHash(row),
  }
}

export function foundInvoice(row: InvoiceRow, lookups: InvoiceLookups): FoundDocument {
  const sums = invoiceSumsOf(row, lookups)
  const mark = row.reference.trim()
  return { ...headOf(row), side: 'sale', mark, amountCents: totalOf(sums), sums, linesHash: invoiceLinesHash(row) }
}

function headOf(
  row: BookingRow | InvoiceRow,
): Omit<FoundDocument, 'side' | 'mark' | 'amountCents' | 'sums' | 'linesHash'> {
  return {
    bookYearId: row.bookyearKey.id,
    journalKey: row.journalKey,
    number: row.documentSequenceNr,
    relationId: row.relationIdentificationServiceData?.relationKey?.id ?? null,
    reference: row.reference.trim(),
    orderReference: row.orderReference.trim(),
    comment: row.comment.trim(),
    date: row.documentDate,
  }
}
