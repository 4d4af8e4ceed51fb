/** Judges the first documents of their kind by the ledger's own reports. Pure. */
import type { PostedRow } from '../ledger/ledger.ts'
import { addCents, type Cents } from '../money.ts'

/** Null: none of it shows yet. */
export function sideOf(rows: readonly PostedRow[], expectedCents: Cents): boolean | null {
  return rows.length === 0 ? null : addCents(...rows.map((row) => row.amountCents)) === expectedCents
}

/** The rate of reverse-charged Belgian VAT. */
const reversedPercent = 21
/** The VAT may be rounded on each line. */
const roundingCents = 5

/**
 * Returns whether VAT is booked once as due (451) and once as recoverable (411), the supplier credited for no more than the document's
 * total, and the rest on the accounts of its costs.
 */
export function isReversed(
  rows: readonly PostedRow[],
  { baseCents, amountCents }: { baseCents: Cents; amountCents: Cents },
): boolean | null {
  if (rows.length === 0) return null
  const on = (prefix: string): Cents =>
    addCents(...rows.filter(({ account }) => String(account).startsWith(prefix)).map((row) => row.amountCents))
  const vat = Math.round((baseCents * reversedPercent) / 100)
  const isNear = (cents: Cents): boolean => Math.abs(cents - vat) <= roundingCents
  return isNear(-on('451')) && isNear(on('411')) && on('44') === -amountCents
}
