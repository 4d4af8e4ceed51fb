/**
 * A marketplace's facts about goods that come back. A return names an order, a product and a quantity; no order item and no amount. The
 * source itself knows which of its results mean that the buyer got the money back (`SourceFacts.refundOf`).
 */
import type { Instant, LocalDate } from '../calendar.ts'
import type { Cents } from '../money.ts'
import type { Fulfilment } from './order.ts'

/** One processing of returned units. */
export interface ReturnResult {
  /** Null where the marketplace gave no readable number. */
  quantity: number | null
  /** The marketplace's decision, in its own word (`ACCEPTED`). */
  processing: string | null
  /** The handling of the goods, in its own word (`RETURN_RECEIVED`). */
  handling: string | null
  processedAt: Instant | null
  processedOn: LocalDate | null
}

/** One product of a return, under a number of its own. No person in it. */
export interface ReturnItem {
  rmaId: string
  returnId: string
  orderId: string
  ean: string | null
  fulfilment: Fulfilment
  registeredAt: Instant | null
  expectedQuantity: number | null
  handled: boolean
  /** Chosen by the buyer from a list that the marketplace changes at will: for the eye only. */
  mainReason: string | null
  results: ReturnResult[]
  /** Where the source tells an amount that was paid back, including VAT, and no units. Absent or null: it tells units. */
  amountCents?: Cents | null
}

/** The user's decision about a returned item that the rules leave to the user. */
export interface ReturnDecision {
  /**
   * `ignored`: a user booked it by hand. `refunded`, `notRefunded`: the fact that the marketplace's own words leave open. `creditAnyway`:
   * credited as far as the sale goes, also where the sale is in books that another program kept.
   */
  decision: 'ignored' | 'refunded' | 'notRefunded' | 'undecided' | 'creditAnyway'
  /** What came back, where it makes a difference: `returned-from.ts`. */
  orderItemId: string | null
  reason: string
  at: Instant
}

/** Whether the buyer got the money back for it. `unknown`: an undocumented word, whose meaning is not guessed. */
export type Refund = 'refunded' | 'notRefunded' | 'unknown'
