/** Our bookings beside the ledger's documents, as far as the ledger was read. */
import type { Instant, LocalDate } from '../../domain/calendar.ts'
import type { LedgerDifference } from '../../domain/document/ledger-difference.ts'
import type { DeletedDocument, FoundDocument } from '../../domain/ledger/ledger.ts'
import type { Cents } from '../../domain/money.ts'

/** One journal in one month, by the date of the documents. Amounts are signed: a credit counts against a sale. */
export interface JournalMonth {
  journal: string
  /** Its first day. */
  month: LocalDate
  /** Documents that the ledger should hold: booked by us, and not given up. */
  hereDocuments: number
  hereCents: Cents
  /** Documents that the ledger showed: ours as they were read back, and foreign ones. */
  ledgerDocuments: number
  ledgerCents: Cents
  /** Those of our documents that were not read back yet. */
  unread: number
  unreadCents: Cents
  /** Documents that were sent and whose outcome is not known yet. */
  inDoubt: number
  /** Documents that differ. */
  differing: number
}

/** `other`: a foreign document in our journal. */
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

/** @param journals of the connection that only we should use */
export interface LedgerChecks {
  firstDay(connectionId: string): Promise<LocalDate | null>
  months(connectionId: string, at: { from: LocalDate; to: LocalDate; journals: string[] }): Promise<JournalMonth[]>
  /** Differing ones first, then by number. */
  differences(
    connectionId: string,
    at: { from: LocalDate; to: LocalDate; journals: string[]; limit: number },
  ): Promise<DifferingDocument[]>
  standing(connectionId: string, journals: string[]): Promise<LedgerStanding>
  /** Null: the ledger was not read yet. `others`: the moment from which changes by others are known. */
  looks(connectionId: string): Promise<{ watch: Instant | null; others: Instant | null }>
  setOthersSince(connectionId: string, since: Instant): Promise<void>
  /** Returns the sales journals of all connections of the company to the same ledger: one look-up answers for all of them. */
  journals(connectionId: string, target: 'bookings' | 'invoices'): Promise<string[]>
  /** Returns the places of documents with these references, as far as we know. A place without a number was not sent yet. */
  places(references: string[]): Promise<KnownPlace[]>
  /** Saves each place once and replaces the document that was known there. */
  saveOthers(connectionId: string, others: FoundDocument[], at: Instant): Promise<void>
  /** Drops places whose document a user removed, or which turned out to be ours. */
  dropOthers(connectionId: string, places: DeletedDocument[]): Promise<void>
}
