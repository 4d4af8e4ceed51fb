/** Which cents of a sale are not what one would get by rounding each line alone, and why: told by "waarom?". */
import { splitVat, type Cents } from './money.ts'
import type { DocumentPlan, PlannedLine } from './plan.ts'
import { exclusiveInvoiceTotal } from './price.ts'

export type Rounding =
  /** VAT is computed once per rate; this line's net got, or gave, a cent so that the lines add up to it (vat.md 6.3). */
  | { kind: 'spread'; orderItemId: string; netCents: Cents; aloneCents: Cents }
  /** From net prices the ledger computes another total than what was paid (vat.md 6.4). */
  | { kind: 'invoiceCent'; paidCents: Cents; invoiceCents: Cents }

/** @param plan of a sale; credits follow the sale that they take back */
export function roundingsOf(plan: Pick<DocumentPlan, 'lines' | 'flags'>): Rounding[] {
  const found: Rounding[] = []
  const rates = new Map<string, { grossCents: Cents; netCents: Cents; rateBp: number }>()
  for (const line of plan.lines) {
    const { grossCents, netCents, rateBp, orderItemId } = line
    if (grossCents === null || netCents === null || rateBp === null) continue
    const aloneCents = splitVat(grossCents, rateBp).baseCents
    if (aloneCents !== netCents) found.push({ kind: 'spread', orderItemId, netCents, aloneCents })
    const rate = rates.get(keyOf(line)) ?? { grossCents: 0, netCents: 0, rateBp }
    rate.grossCents += grossCents
    rate.netCents += netCents
    rates.set(keyOf(line), rate)
  }
  if (!plan.flags.includes('PEPPOL_CENT_DIFFERENCE')) return found
  const groups = [...rates.values()]
  const paidCents = groups.reduce((sum, group) => sum + group.grossCents, 0)
  return [...found, { kind: 'invoiceCent', paidCents, invoiceCents: exclusiveInvoiceTotal(groups) }]
}

function keyOf(line: PlannedLine): string {
  return `${line.vatCode}|${line.rateBp}`
}
