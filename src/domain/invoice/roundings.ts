/** Which cents of a sale are not what one would get by rounding each line alone, and why: told by "waarom?". */
import { splitVat, type Cents } from '../money.ts'
import type { DocumentPlan } from '../plan/plan.ts'
import { grossOf } from './invoice-arithmetic.ts'

export type Rounding =
  /** VAT is computed once per rate; this line's net got, or gave, a cent so that the lines add up to it (vat-rules.md 6.3). */
  | { kind: 'spread'; orderItemId: string; netCents: Cents; aloneCents: Cents }
  /** From net prices the ledger computes another total than what was paid (vat-rules.md 6.4). */
  | { kind: 'invoiceCent'; paidCents: Cents; invoiceCents: Cents }
  /** The invoice's line has another net, so that it comes to the same whether the ledger rounds VAT per line or per rate. */
  | { kind: 'invoiceLine'; orderItemId: string; netCents: Cents; invoiceCents: Cents }
  /** A ledger that rounds in another way than once per rate comes to another VAT, and no other lines are near. */
  | { kind: 'vatReading'; vatCents: Cents; otherVatCents: Cents }

/** @param plan of a sale, or of a credit, whose split between base and VAT follows its sale */
export function roundingsOf(plan: Pick<DocumentPlan, 'lines' | 'ledger'>): Rounding[] {
  const found: Rounding[] = []
  for (const line of plan.lines) {
    const { grossCents, netCents, rateBp, orderItemId, invoiceNetCents } = line
    if (grossCents === null || netCents === null || rateBp === null) continue
    const aloneCents = splitVat(grossCents, rateBp).baseCents
    if (aloneCents !== netCents && line.saleKey === undefined)
      found.push({ kind: 'spread', orderItemId, netCents, aloneCents })
    if (invoiceNetCents !== undefined)
      found.push({ kind: 'invoiceLine', orderItemId, netCents, invoiceCents: invoiceNetCents })
  }
  if (plan.ledger === undefined) return found
  const paidCents = plan.lines.reduce((sum, line) => sum + (line.grossCents ?? 0), 0)
  const invoiceCents = grossOf(plan.ledger.sums)
  if (invoiceCents !== paidCents) found.push({ kind: 'invoiceCent', paidCents, invoiceCents })
  const { otherVatCents } = plan.ledger
  const vatCents = plan.ledger.sums.reduce((sum, row) => sum + row.vatCents, 0)
  if (otherVatCents !== undefined) found.push({ kind: 'vatReading', vatCents, otherVatCents })
  return found
}
