/**
 * The kinds of documents. A row says what each is about and how it counts; the sets used in the program and in statements are read from it. Pure.
 */
export interface DocumentKindRow {
  /** An order, the orders of a day together, or an invoice of the marketplace. */
  about: 'order' | 'day' | 'orderOrDay' | 'settlement'
  /** What its total is to its lines: their sum, its opposite, or whichever their sum says. */
  sign: 'charge' | 'credit' | 'byAmount'
  /**
   * What of it is matched: the document as one, or lines of an entry that name both sides. `payments`: lines of an entry for documents of
   * buyers with a relation of their own.
   */
  matched: 'sale' | 'purchase' | 'entry' | 'payments'
}

/** Those of a settlement in the order in which they are sent: what a later one clears stands there by then. */
const rows = {
  booking: { about: 'order', sign: 'charge', matched: 'sale' },
  invoice: { about: 'order', sign: 'charge', matched: 'sale' },
  creditNote: { about: 'orderOrDay', sign: 'credit', matched: 'sale' },
  dayTotal: { about: 'day', sign: 'byAmount', matched: 'sale' },
  /** What the marketplace charged, of one of its invoices. */
  purchase: { about: 'settlement', sign: 'byAmount', matched: 'purchase' },
  /** What buyers paid, cleared by one of its settlements. */
  clearing: { about: 'settlement', sign: 'charge', matched: 'entry' },
  /** What a settlement held before it was known, cleared later. */
  supplement: { about: 'settlement', sign: 'charge', matched: 'entry' },
  /** What buyers with a relation of their own paid. */
  paid: { about: 'settlement', sign: 'charge', matched: 'payments' },
  /** Advertising that was held back from a payout. */
  setOff: { about: 'settlement', sign: 'charge', matched: 'entry' },
} as const satisfies Record<string, DocumentKindRow>

export type DocumentKind = keyof typeof rows

export type SettlementDocumentKind = {
  [K in DocumentKind]: (typeof rows)[K]['about'] extends 'settlement' ? K : never
}[DocumentKind]

const kinds = Object.keys(rows) as DocumentKind[]

export function kindRow(kind: DocumentKind): DocumentKindRow {
  return rows[kind]
}

function kindsWhere<K extends DocumentKind>(holds: (row: DocumentKindRow) => boolean): readonly K[] {
  return kinds.filter((kind): kind is K => holds(rows[kind]))
}

export const kindsOf = {
  /** Sales that are of one order. */
  saleOfOrder: kindsWhere(({ about }) => about === 'order'),
  /** What may be of many orders together. */
  total: kindsWhere(({ about }) => about === 'day' || about === 'orderOrDay'),
  /** What buyers are charged and credited. */
  sale: kindsWhere(({ matched }) => matched === 'sale'),
  /** In the order in which they are sent. */
  settlement: kindsWhere<SettlementDocumentKind>(({ about }) => about === 'settlement'),
  /** Entries whose lines are matched with documents. */
  matchedEntry: kindsWhere(({ matched }) => matched === 'entry'),
} as const

/** Of what the marketplace charges and pays: of no order and of no day. */
export function isOfSettlement(kind: DocumentKind): kind is SettlementDocumentKind {
  return rows[kind].about === 'settlement'
}
