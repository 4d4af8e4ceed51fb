/** The part of a plan that is kept for "waarom?": of each document, and of each order, also of one that is not booked. */
import type { LocalDate } from '../calendar.ts'
import type { InvoiceSum } from '../invoice/invoice-arithmetic.ts'
import type { ProductClass, Treatment } from '../settings/mapping.ts'
import type { EntryLine } from '../ledger/ledger.ts'
import type { BasisPoints, Cents } from '../money.ts'
import type { ShownLine } from '../settlement/clearing.ts'
import type { EntrySide } from '../settlement/matching.ts'
import type { PlanStatus } from './plan-status.ts'

/** One line of an order as it is, or would be, booked. */
export interface PlannedLine {
  orderItemId: string
  ean: string | null
  description: string
  quantity: number
  productClass: ProductClass | null
  treatment: Treatment | null
  country: string | null
  rateBp: BasisPoints | null
  grossCents: Cents | null
  netCents: Cents | null
  vatCents: Cents | null
  vatCode: string | null
  account: number | null
  /** Name of the rule that decided, and where the documentation has it. */
  rule: string
  place: string
  /** On a credit, or on a later increase: business key of the sale whose line this one changes. */
  saleKey?: string
  /** Units that come off, or on, with it: none where only the price changed. Absent: `quantity`. */
  units?: number
  /** On an invoice: its net there, and its share of the VAT that the ledger computes, where those are others (`invoice-lines.ts`). */
  invoiceNetCents?: Cents
  invoiceVatCents?: Cents
}

/** Returns a line's amounts as the ledger has them. */
export function standsOf(line: PlannedLine): { grossCents: Cents; netCents: Cents; vatCents: Cents } {
  const netCents = line.invoiceNetCents ?? line.netCents ?? 0
  const vatCents = line.invoiceVatCents ?? line.vatCents ?? 0
  return { grossCents: netCents + vatCents, netCents, vatCents }
}

/** The amounts of an invoice after the ledger's own arithmetic; positive on a credit. */
export interface LedgerOutcome {
  sums: InvoiceSum[]
  /** VAT of the document in a ledger that rounds in another way than the law has it. Absent: all ways agree. */
  otherVatCents?: Cents
}

/** Why something that was booked changes. */
export type CreditCause = 'return' | 'cancellation' | 'correction'

/** Kept with a document, so that every cent can be explained later. No person in it. */
export interface DocumentPlan {
  /** The hash that the ledger's lines must have when it shows the document unchanged. */
  linesHash: string
  shipmentId: string | null
  supplyDate: LocalDate
  lines: PlannedLine[]
  flags: string[]
  /** Of an invoice; a booking is sent with its amounts. */
  ledger?: LedgerOutcome
  /** Of a credit, or of an increase: why, and which return it is for. */
  change?: { cause: CreditCause; rmaId: string | null }
  /** Country of destination of a sale to a consumer: of the totals that might hold it already. */
  consumerIn?: string
  /** Other days whose totals might hold it: those of its order and its parcels, in case it was booked by the other one of these. */
  mayStandOn?: LocalDate[]
  /** Its parcels were never asked for: a total of any day from this one on might hold it. */
  mayStandFrom?: LocalDate
  /** Of what the marketplace charges and pays: its invoice as it was read then. */
  settlement?: SettlementPlan
  /** Goes into the totals of this day, on the relation of this country of destination. */
  day?: { date: LocalDate; destination: string }
}

/** Which reading of an invoice was booked, and what is to be looked for before. */
export interface SettlementPlan {
  /** Null: of a day. */
  invoiceId: string | null
  /** The reading; a later one is another invoice under the same number. */
  version: number
  /** Nothing about it can have been entered earlier. */
  lookFrom: LocalDate
  /** Of a purchase: the ledger's number of the supplier, where it is known. */
  supplier?: number | null
  /** Of a purchase. `inBooking`: sent with it. `later`: added once the purchase is booked. */
  pdf?: 'inBooking' | 'later' | 'none'
  /** Of a purchase with reverse-charged VAT: the base of that VAT. */
  reverseChargeCents?: Cents
  /**
   * Of a clearing entry: orders that were not in the books and are therefore on the suspense account. Of a supplement: the orders that it
   * explains.
   */
  orders?: string[]
  /** Of a supplement: its lines, as people read them. */
  shown?: ShownLine[]
  /** Of an entry: lines of it that are matched with others. Absent: made before anything was matched. */
  sides?: EntrySide[]
  /** Of an entry: all its lines, as the ledger has them. */
  entry?: EntryLine[]
  /** Of an entry: an account of it, and what it puts there. */
  clearing?: { account: number; cents: Cents }
}

/** Kept with an order, also when nothing is booked of it. */
export interface OrderExplanation {
  status: PlanStatus
  dispatch: string | null
  destination: string | null
  buyer: 'consumer' | 'company' | 'business'
  vies: string | null
  supplyDate: LocalDate | null
  grossCents: Cents | null
  lines: PlannedLine[]
  flags: string[]
}
