/** What the bank received of the marketplace: the lines that may be it, and those that are. */
import type { Instant, LocalDate } from '../../domain/calendar.ts'
import type { BankLine, LinePlace, Receipt } from '../../domain/bank/recognise.ts'
import type { DeletedDocument } from '../../domain/ledger/ledger.ts'

export interface BankPoll {
  readAt: Instant
  /** Of the settings that said which lines count. */
  revision: number
  /** The newest document of the bank; null: there was none. */
  last: { journal: string; number: number; date: LocalDate } | null
}

export interface Bank {
  /** Null: it was never read. */
  poll(connectionId: string): Promise<BankPoll | null>
  setPoll(connectionId: string, poll: BankPoll): Promise<void>
  /** The ledger's numbers of all central relations of the connection's books, and of the one under this hash. */
  ownRelations(connectionId: string, supplierHash: string): Promise<number[]>
  /** By day, then place. */
  lines(connectionId: string): Promise<BankLine[]>
  /** These documents have these lines now, and no others. */
  saveLines(connectionId: string, documents: DeletedDocument[], lines: BankLine[]): Promise<void>
  /** By day. Each tells which line paid which settlements, and which advertising invoices were held back. */
  receipts(connectionId: string): Promise<Receipt[]>
  /** Lines of the same books that are receipts of other connections. */
  takenByOthers(connectionId: string): Promise<LinePlace[]>
  /** A line or an invoice that has its receipt already keeps it. */
  saveReceipts(connectionId: string, receipts: Receipt[], at: Instant): Promise<void>
  /** The line is gone, or another one by now. */
  dropReceipts(connectionId: string, places: LinePlace[]): Promise<void>
}
