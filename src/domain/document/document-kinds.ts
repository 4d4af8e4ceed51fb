/**
 * The kinds of documents. A row gives the subject of each kind and how it counts; the sets used in the program and in statements are read
 * from it. Pure.
 */
export interface DocumentKindRow {
  /** An order, the orders of a day together, or an invoice of the marketplace. */
  about: 'order' | 'day' | 'orderOrDay' | 'settlement'
  /** How the total follows from the lines: their sum, the opposite of their sum, or the sign that their sum has. */
  sign: 'charge' | 'credit' | 'byAmount'
  /**
   * How the ledger matches it: as a whole document (`sale`, `purchase`), as lines of an entry that name both sides (`entry`), or as lines
   * of an entry for documents of buyers with a relation of their own (`payments`).
   */
  matched: 'sale' | 'purchase' | 'entry' | 'payments'
  /**
   * Of a document about a settlement, what it settles: the invoice that its plan names, amounts of that invoice whose orders were unknown
   * when it was settled, an advertising invoice that a payout held back, or the payments of the day in its key. Null: it settles nothing.
   */
  settles: Settled | null
}

export type Settled = 'invoice' | 'laterOrders' | 'advertising' | 'day'

/** Kinds of a settlement are listed in the order in which they are sent: a document that a later one clears is in the ledger by then. */
const rows = {
  booking: { about: 'order', sign: 'charge', matched: 'sale', settles: null },
  invoice: { about: 'order', sign: 'charge', matched: 'sale', settles: null },
  creditNote: { about: 'orderOrDay', sign: 'credit', matched: 'sale', settles: null },
  dayTotal: { about: 'day', sign: 'byAmount', matched: 'sale', settles: null },
  /** A charge of the marketplace, from one of its invoices. */
  purchase: { about: 'settlement', sign: 'byAmount', matched: 'purchase', settles: 'invoice' },
  /** Payments of buyers, cleared by one of the marketplace's settlements. */
  clearing: { about: 'settlement', sign: 'charge', matched: 'entry', settles: 'invoice' },
  /** Amounts of a settlement whose orders were unknown then, cleared later. */
  supplement: { about: 'settlement', sign: 'charge', matched: 'entry', settles: 'laterOrders' },
  /** Payments of buyers with a relation of their own. */
  paid: { about: 'settlement', sign: 'charge', matched: 'payments', settles: 'day' },
  /** Advertising that was held back from a payout. */
  setOff: { about: 'settlement', sign: 'charge', matched: 'entry', settles: 'advertising' },
} as const satisfies Record<string, DocumentKindRow>

export type DocumentKind = keyof typeof rows

export type SettlementDocumentKind = {
  [K in DocumentKind]: (typeof rows)[K]['about'] extends 'settlement' ? K : never
}[DocumentKind]

export type SaleDocumentKind = Exclude<DocumentKind, SettlementDocumentKind>

const kinds = Object.keys(rows) as DocumentKind[]

export function kindRow(kind: DocumentKind): DocumentKindRow {
  return rows[kind]
}

function kindsWhere<K extends DocumentKind>(holds: (row: DocumentKindRow) => boolean): readonly K[] {
  return kinds.filter((kind): kind is K => holds(rows[kind]))
}

/** Returns whether the kind gives a buyer money back. */
export function isCreditKind(kind: DocumentKind): boolean {
  return rows[kind].sign === 'credit'
}

export const kindsOf = {
  /** Sales that are of one order. */
  saleOfOrder: kindsWhere(({ about }) => about === 'order'),
  /** Kinds that may hold many orders. */
  total: kindsWhere(({ about }) => about === 'day' || about === 'orderOrDay'),
  /** Kinds that charge or credit a buyer. */
  sale: kindsWhere(({ matched }) => matched === 'sale'),
  /** In the order in which they are sent. */
  settlement: kindsWhere<SettlementDocumentKind>(({ about }) => about === 'settlement'),
  /** Entries whose lines are matched with documents. */
  matchedEntry: kindsWhere(({ matched }) => matched === 'entry'),
} as const

/** Returns whether the kind books the marketplace's charges and payouts: it has no order and no day. */
export function isOfSettlement(kind: DocumentKind): kind is SettlementDocumentKind {
  return rows[kind].about === 'settlement'
}
