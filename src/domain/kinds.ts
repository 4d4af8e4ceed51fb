/** What is fixed for all accounts of one kind of shop or ledger. The kinds themselves are the table `src/kinds.ts`. */
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
  /** What document ids are made of too, so that no other kind's are the same; null of the first ones, whose ids keep their bytes. */
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
  /** Whether the buyer got his money back by this result, in its own words. */
  refundOf: (result: Pick<ReturnResult, 'processing' | 'handling'>) => Refund
  /** Under which VAT numbers it has sent invoices to sellers: one of them may stand in the ledger already. */
  supplierVatNumbers: readonly string[]
}

/**
 * What a ledger does with a document that it has had already, and so what proves that a document went in once.
 * `compareAndSet`: takes the next number only, so the same bytes may go again under the same number.
 * `mayOverwrite`: may write over the first, or take both: each document is read back before the next, and looked for before it goes again.
 * `ownKey`: gives the numbers itself and refuses a key of ours that it knows, so the same bytes may go again at any time and no document waits
 * for the number of another one.
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
