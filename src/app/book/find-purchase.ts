/** Before a purchase is sent: has the bookkeeper, or the ledger's own inbox, booked this invoice already? */
import { addDays } from '../../domain/calendar.ts'
import type { FoundDocument } from '../../domain/ledger/ledger.ts'
import type { StoredDocument } from '../../ports/tables/documents.ts'

/** An entry of the same supplier and amount so near may be this invoice under another number. */
const nearDays = 10

/**
 * `sameInvoice`: the booking carries the invoice's number; `stands` is that booking. `similar`: the booking may be the invoice, and only
 * the user can say so. Null: no booking resembles it.
 */
export type OtherPurchase = { kind: 'sameInvoice'; stands: FoundDocument } | { kind: 'similar'; stands: FoundDocument }

export function findOtherPurchase(
  document: StoredDocument,
  found: readonly FoundDocument[],
  ownMarks: ReadonlySet<string>,
): OtherPurchase | null {
  const { settlement } = document.plan
  if (document.kind !== 'purchase' || settlement === undefined || document.bookAnyway) return null
  const others = found.filter(({ side, mark }) => side === 'purchase' && !ownMarks.has(mark))
  const { invoiceId } = settlement
  const named = invoiceId === null ? [] : others.filter((row) => names(row, invoiceId))
  const same = named.find((row) => row.amountCents === document.amountCents) ?? named[0]
  if (same !== undefined) return { kind: 'sameInvoice', stands: same }
  const similar = others.find(
    (row) =>
      settlement.supplier != null &&
      row.relationId === settlement.supplier &&
      row.amountCents === document.amountCents &&
      isNear(document, row),
  )
  return similar === undefined ? null : { kind: 'similar', stands: similar }
}

/** In the field for it, or as a whole word of any text. */
function names({ reference, orderReference, comment }: FoundDocument, invoiceId: string): boolean {
  return [reference, orderReference, comment].some((text) => text.split(/[^\p{L}\p{N}]+/u).includes(invoiceId))
}

function isNear({ plan }: StoredDocument, { date }: FoundDocument): boolean {
  const { supplyDate } = plan
  return date !== null && date >= addDays(supplyDate, -nearDays) && date <= addDays(supplyDate, nearDays)
}
