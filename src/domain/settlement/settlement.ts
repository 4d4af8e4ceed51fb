/** A settlement as the marketplace sends it: its invoice to the seller, with the specification line by line. It holds no personal data. */
import type { LocalDate } from '../calendar.ts'
import type { BasisPoints } from '../money.ts'
import type { Exact } from './exact.ts'

/** `settlement`: sales, returns and costs of a period. `advertising`: ads alone, with a term of payment. */
export type SettlementKind = 'settlement' | 'advertising'

/** The key of a charge: an invoice may have one type under several VAT categories. */
export interface ChargeKey {
  type: string
  /** Of UN/ECE 5305: `S` standard, `K` and `AE` reverse charge, `O` outside the scope. */
  category: string
  percentBp: BasisPoints
}

export interface InvoiceTotals {
  lineExtension: Exact
  taxExclusive: Exact
  taxInclusive: Exact
  /** Negative: the marketplace pays. */
  payable: Exact
}

export interface ChargeLine extends ChargeKey {
  description: string
  amount: Exact
  vat: Exact
}

export interface TaxGroup {
  category: string
  percentBp: BasisPoints
  amount: Exact
}

export interface SettlementInvoice {
  invoiceId: string
  issueDate: LocalDate
  periodFrom: LocalDate
  /** Inclusive. */
  periodTo: LocalDate
  dueDate: LocalDate | null
  supplier: { name: string; vatNumber: string | null }
  /** Where the seller is, as the invoice has it. */
  sellerCountry: string | null
  /** In the order of the invoice. */
  lines: ChargeLine[]
  taxes: TaxGroup[]
  totals: InvoiceTotals
}

/** An invoice as the list shows it. */
export interface ListedInvoice {
  invoiceId: string
  kind: SettlementKind
  issueDate: LocalDate
  periodFrom: LocalDate
  periodTo: LocalDate
  totals: InvoiceTotals
}

/** Payments and refunds of the buyers of one order; null: a line that names no order. */
export interface OrderMoney {
  orderId: string | null
  /** Negative: owed to the seller. */
  turnover: Exact
  /** Each correction by itself, positive: taken back from the seller. */
  corrections: Exact[]
}

/** A specification, or a page of one, added up. */
export interface SpecificationSums {
  lines: number
  charges: (ChargeKey & { amount: Exact })[]
  orders: OrderMoney[]
}

export function chargeKeyText({ type, category, percentBp }: ChargeKey): string {
  return `${type}|${category}|${percentBp}`
}
