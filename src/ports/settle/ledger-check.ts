/** What we booked beside what the ledger holds of it, as far as it was looked at. */
import type { Instant, LocalDate } from '../../domain/calendar.ts'
import type { LedgerDifference } from '../../domain/document/ledger-difference.ts'
import type { DeletedDocument, FoundDocument } from '../../domain/ledger/ledger.ts'
import type { Cents } from '../../domain/money.ts'

/** One journal in one month, by the date of the documents. Amounts are signed: a credit counts against a sale. */
export interface JournalMonth {
  journal: string
  /** Its first day. */
  month: LocalDate
  /** What should stand there: booked by us, and not given up. */
  hereDocuments: number
  hereCents: Cents
  /** What was seen there: ours as they were read back, and those of others. */
  ledgerDocuments: number
  ledgerCents: Cents
  /** Of those here: not read back yet. */
  unread: number
  unreadCents: Cents
  /** Sent, and nobody knows yet whether they stand there. */
  inDoubt: number
  /** Documents that differ. */
  differing: number
}

/** `other`: somebody else's in our journal. */
type DifferenceKind = LedgerDifference | 'other'

export interface DifferingDocument {
  kind: DifferenceKind
  journal: string
  number: number | null
  date: LocalDate | null
  orderId: string | null
  /** Null: nothing of ours. */
  hereCents: Cents | null
  /** Null: nothing there, or not known. */
  ledgerCents: Cents | null
}

/** Over all months. */
export interface LedgerStanding {
  differing: number
  differenceCents: Cents
  unread: number
}

export interface KnownPlace {
  reference: string
  bookYearId: number | null
  journalKey: string
  number: number | null
}

/** @param journals of the connection that nobody else should use */
export interface LedgerChecks {
  firstDay(connectionId: string): Promise<LocalDate | null>
  months(connectionId: string, at: { from: LocalDate; to: LocalDate; journals: string[] }): Promise<JournalMonth[]>
  /** Differing ones first, then by number. */
  differences(
    connectionId: string,
    at: { from: LocalDate; to: LocalDate; journals: string[]; limit: number },
  ): Promise<DifferingDocument[]>
  standing(connectionId: string, journals: string[]): Promise<LedgerStanding>
  /** Null: nobody looked yet. `others`: from when on changes of others are known. */
  looks(connectionId: string): Promise<{ watch: Instant | null; others: Instant | null }>
  setOthersSince(connectionId: string, since: Instant): Promise<void>
  /** Of sales, of all connections of the company to the same ledger: one look answers for all of them. */
  journals(connectionId: string, target: 'bookings' | 'invoices'): Promise<string[]>
  /** Where documents of these references stand, as far as we know; without a number nothing was sent yet. */
  places(references: string[]): Promise<KnownPlace[]>
  /** Each place once; what stood there before is replaced. */
  saveOthers(connectionId: string, others: FoundDocument[], at: Instant): Promise<void>
  /** Somebody removed them, or they are ours after all. */
  dropOthers(connectionId: string, places: DeletedDocument[]): Promise<void>
}
