/**
 * Computes the amounts of a credit on an order's invoices. The ledger computes VAT on each document's own net, so credits that each follow
 * their share would not add up to the invoice. Each credit is chosen with regard to the earlier ones, and so that the rest can still be
 * credited to the cent.
 */
import type { InvoiceSum } from './invoice-arithmetic.ts'
import { vatFromNet, type BasisPoints, type Cents } from '../money.ts'
import type { PlannedLine } from '../plan/plan.ts'
import type { BookedCredit, BookedSale } from '../plan/sale-lines.ts'

/** Of one rate of the order. */
interface Open {
  /** The buyer's payment less the refunds so far. */
  paid: Cents
  /** The ledger's amount less the credits so far. */
  base: Cents
  vat: Cents
  /** The ledger's amount of the sales, less the buyer's payment. */
  beside: Cents
}

export interface InvoiceTally {
  /** Net by VAT code that a credit of these lines is to have; a code that is absent keeps the nets of its lines. */
  netsOf(lines: readonly PlannedLine[]): Map<string, Cents>
  /** The next credit starts from there. */
  take(lines: readonly PlannedLine[], sums: readonly InvoiceSum[] | undefined): void
}

export function invoiceTally(sales: readonly BookedSale[], credits: readonly BookedCredit[]): InvoiceTally {
  const open = new Map<BasisPoints, Open>()
  for (const sale of sales)
    if (sale.standing === 'booked' && sale.target === 'invoices')
      for (const row of byRate(sale.lines, sale.ledger)) {
        const { paid, base, vat, beside } = open.get(row.rateBp) ?? { paid: 0, base: 0, vat: 0, beside: 0 }
        open.set(row.rateBp, {
          paid: paid + row.paid,
          base: base + row.base,
          vat: vat + row.vat,
          beside: beside + row.base + row.vat - row.paid,
        })
      }
  const tally: InvoiceTally = {
    netsOf(lines) {
      const codes = [...new Set(lines.map((line) => line.vatCode ?? ''))]
      return new Map(codes.flatMap((code) => netOf(open, lines, code)))
    },
    take(lines, sums) {
      for (const row of byRate(lines, sums)) {
        const left = open.get(row.rateBp)
        if (left === undefined) continue
        left.paid -= row.paid
        left.base -= row.base
        left.vat -= row.vat
      }
    },
  }
  for (const credit of credits) tally.take(credit.lines, credit.ledger)
  return tally
}

/** @param sums absent: of a document that was made before they were kept */
function byRate(
  lines: readonly PlannedLine[],
  sums: readonly InvoiceSum[] | undefined,
): { rateBp: BasisPoints; paid: Cents; base: Cents; vat: Cents }[] {
  return [...new Set(lines.map((line) => line.rateBp ?? 0))].map((rateBp) => {
    const own = lines.filter((line) => (line.rateBp ?? 0) === rateBp)
    const stands = sums?.filter((sum) => sum.rateBp === rateBp)
    return {
      rateBp,
      paid: total(own, (line) => line.grossCents),
      base: stands === undefined ? total(own, (line) => line.netCents) : total(stands, (sum) => sum.baseCents),
      vat: stands === undefined ? total(own, (line) => line.vatCents) : total(stands, (sum) => sum.vatCents),
    }
  })
}

function total<T>(rows: readonly T[], of: (row: T) => Cents | null): Cents {
  return rows.reduce((sum, row) => sum + (of(row) ?? 0), 0)
}

function netOf(
  open: ReadonlyMap<BasisPoints, Open>,
  lines: readonly PlannedLine[],
  code: string,
): [code: string, net: Cents][] {
  const own = lines.filter((line) => line.vatCode === code)
  const rateBp = own[0]?.rateBp ?? 0
  const left = open.get(rateBp)
  const isAlone = lines.every((line) => line.vatCode === code || (line.rateBp ?? 0) !== rateBp)
  if (left === undefined || !isAlone) return []
  const paid = total(own, (line) => line.grossCents)
  return [[code, bestNet(left, { paid, share: total(own, (line) => line.netCents), rateBp })]]
}

/** Looked for this far around the share that the rate gives. */
const reach = 5

function bestNet(left: Open, credit: { paid: Cents; share: Cents; rateBp: BasisPoints }): Cents {
  const { paid, share, rateBp } = credit
  const stands = left.base + left.vat
  const isLast = paid >= left.paid
  // Before the last one: the refund, less the excess of earlier credits over their refunds.
  const wanted = isLast ? stands : paid + stands - left.paid - left.beside
  let best = { net: share, score: Infinity }
  for (let net = Math.max(0, share - reach); net <= share + reach; net += 1) {
    const vat = vatFromNet(net, rateBp)
    const rest = { base: left.base - net, vat: left.vat - vat }
    const ofRest = isLast ? Math.sign(Math.abs(rest.base)) : restScore(rest, rateBp)
    const score = centBeside * Math.abs(net + vat - wanted) + ofRest
    if (score < best.score) best = { net, score }
  }
  return best.net
}

const centBeside = 10

/** Two cents beside what came back are better than a rest that no further credit can reach. */
function restScore(rest: { base: Cents; vat: Cents }, rateBp: BasisPoints): number {
  if (rest.base >= 0 && vatFromNet(rest.base, rateBp) === rest.vat) return 0
  const stands = rest.base + rest.vat
  const near = Math.round((stands * 10_000) / (10_000 + rateBp))
  const canBe = [near - 1, near, near + 1].some((net) => net >= 0 && net + vatFromNet(net, rateBp) === stands)
  return canBe ? 1 : 2 * centBeside + 5
}
