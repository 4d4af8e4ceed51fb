/** Facts that hold for all accounts of one kind of shop or ledger. The kinds themselves are the table `src/kinds.ts`. */
import type { DocumentTarget } from './ledger/ledger.ts'
import type { Fulfilment } from './order/order.ts'
import type { Refund, ReturnResult } from './order/return.ts'

/** One of a source's lists of returns: of the stock they were sold from, and handled or not yet. */
export interface ReturnList {
  fulfilment: Fulfilment
  handled: boolean
}

export interface SourceFacts {
  /** In the file of a connection, in keys and in marks of ours: `bol`. */
  name: string
  /** As people write it; our marks in the ledger begin with it. */
  label: string
  /** A part of document ids that keeps the ids of kinds apart; null for the first kinds, whose ids keep their bytes. */
  idPart: string | null
  /** Its lists tell changes of so many months. */
  reachMonths: number
  /** It shows a buyer's billing details for so many days after the order; null: they stay. */
  billingDays: number | null
  /** Whose stock its goods leave from. */
  stocks: readonly Fulfilment[]
  /** It tells of parcels: a sale may be booked with each of them, on its day. */
  tellsShipments: boolean
  /** Handled ones newest first, the others oldest first. */
  returnLists: readonly ReturnList[]
  /** Returns whether the buyer got the money back by this result, given in the source's own words. */
  refundOf: (result: Pick<ReturnResult, 'processing' | 'handling'>) => Refund
  /** The VAT numbers under which it has sent invoices to sellers: the ledger may have one of them already. */
  supplierVatNumbers: readonly string[]
}

/**
 * A ledger's answer to a document that it already has, and so the proof that a document was booked once. `compareAndSet`: it takes the next
 * number only, so the same bytes may be sent again under the same number. `mayOverwrite`: it may write over the first document, or take
 * both, so each document is read back before the next, and looked for before it is sent again. `ownKey`: it gives the numbers itself and
 * refuses a known key of ours, so the same bytes may be sent again at any time and no document waits for the number of another one.
 */
type Numbering = 'compareAndSet' | 'mayOverwrite' | 'ownKey'

export type Numberings = Readonly<Record<DocumentTarget, Numbering>>

export interface LedgerFacts {
  name: string
  label: string
  /** As of a source. */
  idPart: string | null
  numbering: Numberings
}
