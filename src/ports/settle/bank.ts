/** The marketplace's payouts as the bank received them: the bank lines that may be one, and those that are. */
import type { Instant, LocalDate } from '../../domain/calendar.ts'
import type { BankLine, LinePlace, Receipt } from '../../domain/bank/recognise.ts'
import type { Cents } from '../../domain/money.ts'
import type { DeletedDocument, DocumentTarget, RelationReference } from '../../domain/ledger/ledger.ts'

export interface BankPoll {
  readAt: Instant
  /** The revision of the settings that chose these lines. */
  revision: number
  /** The newest document of the bank; null: there was none. */
  last: { journal: string; number: number; date: LocalDate } | null
}

/** An account or relation of the settlements: its balance by our own documents, and its balance by the ledger. Debit positive. */
export interface AccountBalance {
  kind: 'A' | 'C' | 'S'
  /** The account, or the ledger's number of the relation. */
  target: number
  /** A role of an account, `supplier`, or a country of destination. */
  label: string
  readAt: Instant
  predictedCents: Cents
  ledgerCents: Cents
  /** Foreign documents on it. */
  others: { journal: string; number: number; cents: Cents }[]
}

export interface MarkedSale {
  documentId: string
  reference: string
  target: DocumentTarget
  confirmedAt: Instant
}

export interface OwnRelation {
  relationId: number | null
  externalId: number | null
  isSupplier: boolean
}

/** Sales and credits that are booked on a central relation. */
export interface CentralSum {
  relationId: number
  externalId: number | null
  buyerHash: string
  cents: Cents
}

export interface Bank {
  /** Null: it was never read. */
  poll(connectionId: string): Promise<BankPoll | null>
  setPoll(connectionId: string, poll: BankPoll): Promise<void>
  /** All central relations of the connection's books, and the one under this hash. */
  ownRelations(connectionId: string, supplierHash: string): Promise<OwnRelation[]>
  /** Returns the lines by day, then place. */
  lines(connectionId: string): Promise<BankLine[]>
  /** These documents have these lines now, and no others. */
  saveLines(connectionId: string, documents: DeletedDocument[], lines: BankLine[]): Promise<void>
  /** Returns receipts by day. Each names the line that paid the settlements, and the advertising invoices that were held back. */
  receipts(connectionId: string): Promise<Receipt[]>
  /** Lines of the same books that are receipts of other connections. */
  takenByOthers(connectionId: string): Promise<LinePlace[]>
  /** A line or an invoice that has its receipt already keeps it. */
  saveReceipts(connectionId: string, receipts: Receipt[], at: Instant): Promise<void>
  balances(connectionId: string): Promise<AccountBalance[]>
  /** In the place of all that were kept. */
  saveBalances(connectionId: string, balances: AccountBalance[]): Promise<void>
  /** The newest documents of sales on a relation: by their marks, and when they were confirmed. */
  salesOn(connectionId: string, relation: RelationReference, limit: number): Promise<MarkedSale[]>
  /** The relation is another one in the ledger by now. */
  moveRelation(connectionId: string, from: RelationReference, to: number): Promise<void>
  /** Returns the sums by central relation, of this connection's own documents. */
  centralSums(connectionId: string): Promise<CentralSum[]>
  /** Drops receipts whose line was removed or replaced. */
  dropReceipts(connectionId: string, places: LinePlace[]): Promise<void>
}
