/** Lines of a document as integers: their hash, to see changes made by hand, and the total of an invoice. */
import { isCreditKind } from '../../../domain/document/document-kinds.ts'
import { createHash } from 'node:crypto'
import type { EntryLine, JournalMode, LedgerDocument, LedgerSum } from '../../../domain/ledger/ledger.ts'
import type { BasisPoints, Cents } from '../../../domain/money.ts'
import { centsOf, divideHalfAway, parseDecimal } from '../decimal.ts'
import type { BookingRow, EntryRow, InvoiceLineRow, InvoiceRow } from '../wire.ts'

/** Amounts as cents; one that cannot be read as cents stays as its text, and so equals nothing of ours. */
type HashedLine = [account: number | null, vatCode: string, ...amounts: (Cents | string | null)[]]

/**
 * Returns the hash that a read-back of this document has when no user changed its lines: account, VAT code, and base and VAT (bookings) or
 * line amount (invoices), whatever order the ledger gives the lines in.
 */
export function linesHashOf(document: LedgerDocument): string {
  if (document.target === 'bookings')
    return hashOf(document.bookingLines.map((line) => [line.account, line.vatCode, line.baseCents, line.vatCents]))
  if (document.target === 'entries')
    return hashOf(document.entryLines.map((line) => [...sideOf(line), line.amountCents]))
  return hashOf(
    document.invoiceLines.map((line) => {
      const count = signedCount(document, line.count)
      const cents = divideHalfAway(BigInt(count) * BigInt(line.unitPriceMicros), 10_000n)
      return [line.account, line.vatCode, Number(cents)]
    }),
  )
}

/** On an invoice's credit note the count is negative and the price stays positive. */
export function signedCount(document: Pick<LedgerDocument, 'kind'>, count: number): number {
  return isCreditKind(document.kind) ? -Math.abs(count) : count
}

export function bookingLinesHash(row: BookingRow): string {
  return hashOf(
    (row.bookingLines ?? []).map((line) => [
      line.accountKey,
      line.vatCodeKey,
      line.baseAmount === null ? null : (centsOf(line.baseAmount) ?? line.baseAmount),
      line.vatAmount === null ? null : (centsOf(line.vatAmount) ?? line.vatAmount),
    ]),
  )
}

/** The ledger shows its own number of a relation, which may have been named by ours: of those only the kind is compared. */
function sideOf({ to }: EntryLine): [account: number | null, kind: string] {
  return 'account' in to ? [to.account, 'A'] : [null, 'customer' in to ? 'C' : 'S']
}

export function entryRowHash(row: EntryRow): string {
  return hashOf(
    (row.bookingLines ?? []).map((line) => [
      line.type === 'A' ? line.accountKey : null,
      line.type,
      line.amount === null ? null : (centsOf(line.amount) ?? line.amount),
    ]),
  )
}

export function invoiceLinesHash(row: InvoiceRow): string {
  return hashOf(
    (row.invoiceLines ?? []).map((line) => [line.bookingAccountNr, line.vatCodeKey, invoiceLineCents(line)]),
  )
}

function hashOf(lines: HashedLine[]): string {
  const rows = lines.map((line) => JSON.stringify(line)).toSorted()
  return createHash('sha256').update(rows.join('\n')).digest('hex')
}

/** Count × unit price less the discount on the line, rounded to the cent. Null when a part is missing. */
function invoiceLineCents(line: InvoiceLineRow): Cents | null {
  const count = parseDecimal(line.count ?? '')
  const price = parseDecimal(line.unitPrice ?? '')
  const discount = parseDecimal(line.discountPercentage ?? '0')
  if (count === null || price === null || discount === null) return null
  const paid = 100n * 10n ** BigInt(discount.scale) - discount.coefficient
  const numerator = count.coefficient * price.coefficient * paid
  const cents = Number(divideHalfAway(numerator, 10n ** BigInt(count.scale + price.scale + discount.scale)))
  return Number.isSafeInteger(cents) ? cents : null
}

/** Look-ups for facts that are not in the invoice itself; both answer null for an unknown fact. */
export interface InvoiceLookups {
  journalModeOf(bookYearId: number, journalKey: string): JournalMode | null
  rateOf(vatCode: string): BasisPoints | null
}

/**
 * Returns the ledger's sums per VAT code: in an inclusive journal VAT out of the lines, in an exclusive one on top of them, rounded once
 * per code. Null when the journal, a line or a rate is not known.
 */
export function invoiceSumsOf(row: InvoiceRow, lookups: InvoiceLookups): LedgerSum[] | null {
  const mode = lookups.journalModeOf(row.bookyearKey.id, row.journalKey)
  if (mode !== 'invoicesExclusive' && mode !== 'invoicesInclusive') return null
  const lines = new Map<string, Cents>()
  for (const line of row.invoiceLines ?? []) {
    const cents = invoiceLineCents(line)
    if (cents === null) return null
    lines.set(line.vatCodeKey, (lines.get(line.vatCodeKey) ?? 0) + cents)
  }
  const sums: LedgerSum[] = []
  for (const [vatCode, cents] of lines) {
    const rateBp = lookups.rateOf(vatCode)
    if (rateBp === null) return null
    const inclusive = mode === 'invoicesInclusive'
    const of = BigInt(inclusive ? 10_000 + rateBp : 10_000)
    const vatCents = Number(divideHalfAway(BigInt(cents) * BigInt(rateBp), of))
    sums.push({ vatCode, baseCents: inclusive ? cents - vatCents : cents, vatCents })
  }
  return sums
}

/** Of a booking its own amounts; on a credit the lines are positive and the total is not. */
export function bookingSumsOf(row: BookingRow): LedgerSum[] | null {
  const sign = (row.amount ?? '').trim().startsWith('-') ? -1 : 1
  const sums = new Map<string, LedgerSum>()
  for (const line of row.bookingLines ?? []) {
    const base = line.baseAmount === null ? null : centsOf(line.baseAmount)
    const vat = line.vatAmount === null ? 0 : centsOf(line.vatAmount)
    if (base === null || vat === null) return null
    const sum = sums.get(line.vatCodeKey) ?? { vatCode: line.vatCodeKey, baseCents: 0, vatCents: 0 }
    sums.set(line.vatCodeKey, { ...sum, baseCents: sum.baseCents + sign * base, vatCents: sum.vatCents + sign * vat })
  }
  return [...sums.values()]
}

/** Null when it is not known, or beyond what can be counted exactly. */
export function totalOf(sums: LedgerSum[] | null): Cents | null {
  if (sums === null) return null
  const total = sums.reduce((all, sum) => all + sum.baseCents + sum.vatCents, 0)
  return Number.isSafeInteger(total) ? total : null
}
