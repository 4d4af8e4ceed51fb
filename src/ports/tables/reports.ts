/** Orders and documents as people read them. */
import type { Instant, LocalDate } from '../../domain/calendar.ts'
import type { DocumentState } from '../../domain/document/document-states.ts'
import type { SaleDocumentKind } from '../../domain/document/document-kinds.ts'
import type { DocumentTarget, LedgerSum } from '../../domain/ledger/ledger.ts'
import type { Cents } from '../../domain/money.ts'
import type { DocumentPlan, OrderExplanation } from '../../domain/plan/plan.ts'
import type { SaleFilter } from './order-lists.ts'
import type { OrderStanding } from './orders.ts'

export interface ReportedOrder {
  connectionId: string
  orderId: string
  placedOn: LocalDate | null
  standing: OrderStanding
  standingReason: string | null
  skipReason: string | null
  /** The moment when the plan looks again at the cause of the wait. */
  planAgainAt: Instant | null
  explanation: OrderExplanation | null
}

export interface ReportedDocument {
  documentId: string
  connectionId: string
  orderId: string | null
  placedOn: LocalDate | null
  kind: SaleDocumentKind
  target: DocumentTarget
  state: DocumentState
  journalKey: string
  bookYearId: number | null
  period: number | null
  number: number | null
  documentDate: LocalDate | null
  /** The amount in the ledger; for a document that is not there yet, the amount that it will have. */
  amountCents: Cents
  /** The sums as read from the ledger, where they are known. */
  ledgerSums: LedgerSum[] | null
  revision: number
  plan: DocumentPlan
  /** The totals of its day that hold it, one per treatment, country and rate. */
  totals: ReportedTotal[]
}

export interface ReportedTotal {
  documentId: string
  kind: SaleDocumentKind
  state: DocumentState
  journalKey: string
  bookYearId: number | null
  period: number | null
  number: number | null
  documentDate: LocalDate | null
  amountCents: Cents
  revision: number
  treatment: string
  country: string
  rateBp: number
  /** Where the ledger holds another amount of it than we booked: the difference. */
  beside: { netCents: Cents; vatCents: Cents } | null
}

export interface Reports {
  /** Documents dated in the range (both ends included), oldest first, a page at a time after `after`. */
  documents(
    range: {
      connectionId: string | null
      from: LocalDate | null
      to: LocalDate | null
      /** Only of orders that fit. */
      orders?: SaleFilter | undefined
    },
    page: { after: string | null; limit: number },
  ): Promise<ReportedDocument[]>
  order(orderId: string): Promise<{ order: ReportedOrder; documents: ReportedDocument[] }[]>
  /** Documents of the ledger's journal that are ours. */
  ownNumbers(dossierId: number, journalKey: string): Promise<number>
}
