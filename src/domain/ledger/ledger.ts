/** A ledger's data of a dossier, in words that fit a second ledger too. */
import type { DocumentKind } from '../document/document-kinds.ts'
import type { BasisPoints, Cents } from '../money.ts'
import type { LocalDate } from '../calendar.ts'

export interface Dossier {
  dossierId: number
  name: string
  vatNumber: string | null
  country: string | null
}

export interface Period {
  /** The ledger's own number of the period, e.g. 202603. */
  period: number
  from: LocalDate
  to: LocalDate
}

export interface BookYear {
  bookYearId: number
  from: LocalDate
  to: LocalDate
  closed: boolean
  periods: Period[]
}

/** Lists that the copy of a dossier is made of, each read for itself. */
export type ListKind = 'bookYears' | 'vatCodes' | 'journals' | 'accounts' | 'changedAccounts'

/**
 * The documents that a journal takes: sales bookings, invoices whose unit prices are without or with VAT, bookings of purchases, or entries
 * of accounts and relations that balance.
 */
export type JournalMode = 'bookings' | 'invoicesExclusive' | 'invoicesInclusive' | 'purchases' | 'entries' | 'other'

export interface Journal {
  bookYearId: number
  journalKey: string
  name: string
  mode: JournalMode
  closed: boolean
  /** Last used document number as the ledger says, 0 when empty. */
  lastNumber: number
  /** Bookings up to and including this period are refused; 0 = none. */
  protectedPeriod: number
  /** Periods up to and including it are treated as closed, though the vendor's documents contradict each other; 0 = none. */
  closedPeriod: number
  /** Decimals that a unit price may have on its invoices. Absent or null: not told, and two fit every journal. */
  priceDecimals?: PriceDecimals | null
}

export type PriceDecimals = 2 | 4

export interface LedgerAccount {
  bookYearId: number
  account: number
  name: string
}

export type VatCodeType = 'buy' | 'sell' | 'buyCredit' | 'sellCredit' | 'unknown'

export interface VatCode {
  code: string
  description: string
  type: VatCodeType
  rateBp: BasisPoints
  defaultAccount: number | null
}

/** VAT position of a relation; the ledger's numbers are the adapter's business. */
export type RelationVatType =
  | 'unknown'
  | 'businessBE'
  | 'businessEU'
  | 'businessOutsideEU'
  | 'consumerBE'
  | 'consumerEU'
  | 'consumerOutsideEU'
  | 'notTaxable'

/** A customer or supplier as the ledger has it. */
export interface Relation {
  relationId: number
  /** Our own number, or null when none was set. */
  externalId: number | null
  active: boolean
  supplier: boolean
  name: string
  firstName: string | null
  email: string | null
  vatNumber: string | null
  street: string | null
  postcode: string | null
  city: string | null
  country: string | null
}

/** A customer or supplier that we make. */
export interface NewRelation {
  externalId: number
  /** Absent: a customer. */
  role?: 'supplier'
  name: string
  firstName: string | null
  email: string | null
  street: string | null
  postcode: string | null
  city: string | null
  country: string | null
  vatType: RelationVatType
  vatNumber: string | null
  /** `print` = the ledger sends nothing by mail; an alias of a marketplace never gets `email`. */
  delivery: 'print' | 'email' | 'peppol'
  language: 'nl' | 'fr' | 'en' | 'de'
}

/** How a document names its customer: the ledger's own number, or our external number. */
export type RelationReference = { relationId: number } | { externalId: number }

/** Where a sale goes: the bookings of a journal, or the invoicing module. */
export type SaleTarget = 'bookings' | 'invoices'
/** Purchases are bookings too; an entry goes into a journal for everything else. */
export type DocumentTarget = SaleTarget | 'entries'

/** One line of a booking: one VAT code and one account. Cents are positive also on a credit; the adapter knows the signs. */
export interface BookingLine {
  account: number
  vatCode: string
  baseCents: Cents
  vatCents: Cents
  comment: string
}

/** One line of an entry: of an account, a customer or a supplier. */
export interface EntryLine {
  to: { account: number } | { customer: RelationReference } | { supplier: RelationReference }
  /** Debit positive; the lines of an entry add up to 0. */
  amountCents: Cents
  /** The purpose of the line, for later questions; the ledger does not get it. */
  why?: string
}

/** One line of an invoice. The ledger computes count × price itself. */
export interface InvoiceLine {
  description: string
  ean: string | null
  count: number
  /** Unit price in ten-thousandths of a cent's hundred, that is 1 euro = 1 000 000; without VAT in an exclusive journal, with VAT in an inclusive one. */
  unitPriceMicros: number
  vatCode: string
  account: number
}

/** Everything of a document that does not change between tries. Only the number is set when it is sent. */
export interface LedgerDocument {
  target: DocumentTarget
  kind: DocumentKind
  bookYearId: number
  journalKey: string
  period: number
  date: LocalDate
  dueDate: LocalDate
  /** Null: an entry, whose lines name theirs. */
  relation: RelationReference | null
  /** Total including VAT, signed: negative on a credit. For an entry: the sum of its debit lines. */
  amountCents: Cents
  /** Our document id, 12 characters; on a purchase the number of the marketplace's invoice, on an entry both. */
  reference: string
  /** The order number of the marketplace; on a purchase our document id. */
  orderReference: string
  comment: string
  paymentMethod: number
  bookingLines: BookingLine[]
  invoiceLines: InvoiceLine[]
  entryLines: EntryLine[]
  /** The buyer's own reference, for electronic invoices. */
  buyerReference: string | null
  attachment: { fileName: string; contentBase64: string } | null
}

/** A document that a user removed from the ledger. */
export interface DeletedDocument {
  bookYearId: number
  journalKey: string
  number: number
}

/** Of one VAT code of a document, signed. */
export interface LedgerSum {
  vatCode: string
  baseCents: Cents
  vatCents: Cents
}

/** A document as the ledger shows it. */
export interface FoundDocument {
  bookYearId: number
  journalKey: string
  number: number
  side: 'sale' | 'purchase' | 'entry'
  /** The text in the field that holds our document id on a document of its kind; it may be a foreign text. */
  mark: string
  /** The relation on which it is booked; null: an entry, or not told. */
  relationId: number | null
  reference: string
  orderReference: string
  comment: string
  date: LocalDate | null
  /** Including VAT, signed; for invoices computed from the lines by the ledger's own rule. Null when it cannot be known. */
  amountCents: Cents | null
  /** Its sums per VAT code, signed, by the same rule. Null when they cannot be known. */
  sums: LedgerSum[] | null
  /** SHA-256 (hex) over account, VAT code and amounts of the lines in a fixed order, to see changes made by hand. */
  linesHash: string
}

/** A document of the bank's journal, with all its present lines. */
export interface BankDocument extends DeletedDocument {
  date: LocalDate
  lines: {
    /** From 1. */
    line: number
    /** An account (A), a customer (C) or a supplier (S), by the ledger's number. */
    kind: 'A' | 'C' | 'S'
    target: number
    /** By its effect on the bank: a receipt is positive. */
    cents: Cents
  }[]
}

/** A line of the books as the ledger names it. `line` null: the document itself, of a sale or purchase; 1 is the first line of an entry. */
export interface LedgerLine {
  bookYearId: number
  journalKey: string
  number: number
  line: number | null
}

/** Two lines that are matched with each other. */
export interface LedgerMatch {
  debit: LedgerLine
  credit: LedgerLine
}

/** The sum of one document on one account, by the ledger's own report. */
export interface PostedRow {
  bookYearId: number
  journalKey: string
  number: number
  account: number
  /** Debit positive. */
  amountCents: Cents
}

/** The facts of a dossier that decide how it computes an invoice's total. */
export interface LedgerBook {
  inclusiveJournals: { bookYearId: number; journalKey: string }[]
  rateBpByCode: Record<string, number>
}
