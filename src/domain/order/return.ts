/**
 * What a marketplace tells of goods that come back, and which of its results mean that the buyer got his money. A return
 * names an order, a product and a quantity; no order item and no amount.
 */
import type { Instant, LocalDate } from '../calendar.ts'
import type { Fulfilment } from './order.ts'

/** One processing of returned units. */
export interface ReturnResult {
  /** Null where the marketplace gave no readable number. */
  quantity: number | null
  /** What the marketplace made of it, in its own word (`ACCEPTED`). */
  processing: string | null
  /** What was done with the goods, in its own word (`RETURN_RECEIVED`). */
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
}

/** What a person decided about a returned item that the rules leave to him. */
export interface ReturnDecision {
  /**
   * `ignored`: somebody booked it by hand. `refunded`, `notRefunded`: what the marketplace's own words leave open. `creditAnyway`:
   * credited as far as the sale goes, also where the sale stands in books that somebody else kept.
   */
  decision: 'ignored' | 'refunded' | 'notRefunded' | 'undecided' | 'creditAnyway'
  /** The order item that came back, where the product stands in the order more than once. */
  orderItemId: string | null
  reason: string
  at: Instant
}

/** Whether the buyer got his money back for it. `unknown`: a word that no document explains; nobody guesses. */
export type Refund = 'refunded' | 'notRefunded' | 'unknown'

const refunding = new Set(['RETURN_RECEIVED', 'STILL_APPROVED'])
const keeping = new Set([
  'EXCHANGE_PRODUCT',
  'RETURN_DOES_NOT_MEET_CONDITIONS',
  'REPAIR_PRODUCT',
  'CUSTOMER_KEEPS_PRODUCT_PAID',
])
const accepted = new Set(['ACCEPTED'])
/** The marketplace did not go along with the return: whatever was to be done with the goods, nothing is paid back. */
const refused = new Set(['REJECTED', 'CANCELLED', 'EXPIRED'])

export function refundOf(result: Pick<ReturnResult, 'processing' | 'handling'>): Refund {
  const processing = word(result.processing)
  const handling = word(result.handling)
  if (refused.has(processing)) return 'notRefunded'
  if (keeping.has(handling)) return 'notRefunded'
  return accepted.has(processing) && refunding.has(handling) ? 'refunded' : 'unknown'
}

function word(text: string | null): string {
  return (text ?? '')
    .trim()
    .toUpperCase()
    .replaceAll(/[\s-]+/gu, '_')
}
