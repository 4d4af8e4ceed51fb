/** Lines of the books that are matched with each other in the ledger, each pair once. */
import type { Instant, LocalDate } from '../../domain/calendar.ts'
import type { LedgerLine, LedgerMatch } from '../../domain/ledger/ledger.ts'
import type { Cents } from '../../domain/money.ts'
import type { Head, MatchKind, SettledOrder } from '../../domain/settlement/matching.ts'
import type { MatchProgress } from '../../domain/settlement/match-states.ts'

/** A line in its document. `mark` as in `BookLine`. */
export interface MatchLine extends LedgerLine {
  /** Null: of a document of the bank, whose mark is its place. */
  documentId: string | null
  mark: string
}

export interface NewMatch {
  matchId: string
  what: MatchKind
  /** The marketplace's invoice that it belongs to; null: a day. */
  invoiceId: string | null
  debit: MatchLine
  credit: MatchLine
  cents: Cents
}

export interface StoredMatch extends NewMatch, MatchProgress {
  plannedAt: Instant
  /** It cannot have been made before this day, when the later of its documents was; null: both are the bank's. */
  since: LocalDate | null
}

/** A document that can be matched as a whole. */
export interface StoredHead extends Head {
  documentId: string
  /** Null: the ledger does not have the document yet. */
  bookYearId: number | null
  journalKey: string
  number: number | null
  /** In the invoicing module, where it is no booking before a user books it through. */
  isInvoice: boolean
}

/** A document with the line of the daily entry that books its payment. Both are read back. */
export interface PaidPair {
  document: MatchLine
  entry: MatchLine
  /** Signed, as the ledger has it. */
  amountCents: Cents
  /** Signed; the buyer's payment. */
  paidCents: Cents
}

export interface Matches {
  /** Entries that are read back, and of which not all is planned that they match. The oldest first. */
  entriesDue(connectionId: string, now: Instant, limit: number): Promise<string[]>
  /** `againAt` null: all of it is planned. */
  setEntry(documentId: string, againAt: Instant | null): Promise<void>
  /** Returns the amounts that settlements up to and including this one hold of its orders. */
  ordersOf(connectionId: string, invoiceId: string): Promise<SettledOrder[]>
  /** Returns documents in the ledger with the shares of these orders, the oldest first. */
  heads(connectionId: string, orderIds: string[]): Promise<StoredHead[]>
  /** Returns the amounts already matched, or to be matched, on lines of documents with these marks. */
  usedOn(connectionId: string, marks: string[]): Promise<{ mark: string; line: number | null; cents: Cents }[]>
  paidDue(connectionId: string, limit: number): Promise<PaidPair[]>
  /** A pair that is known is left as it is. @returns how many are new */
  plan(connectionId: string, matches: NewMatch[], at: Instant): Promise<number>
  /** Planned, on their way or in doubt; the oldest first. */
  open(connectionId: string, limit: number): Promise<StoredMatch[]>
  /** Drops matches that were planned and never sent, where their documents have changed or disappeared. @returns how many */
  drop(connectionId: string): Promise<number>
  /**
   * Takes the oldest match that was looked for and may be sent, as long as both its documents are as they were read back. From here on it
   * counts as sent. Null: there is none.
   */
  claim(
    connectionId: string,
    /** `lookedSince`: an earlier look-up does not count. */
    which: { kinds: readonly MatchKind[]; at: Instant; lookedSince: Instant | null },
  ): Promise<StoredMatch | null>
  /** Written only while it is as it was read. */
  step(match: StoredMatch, to: MatchProgress & { seenAt?: Instant }): Promise<boolean>
  /** Those of these pairs that we know. */
  byPairs(connectionId: string, pairs: LedgerMatch[]): Promise<StoredMatch[]>
  /** In the order in which they were planned. */
  ofDocuments(documentIds: string[]): Promise<StoredMatch[]>
  lookedAt(connectionId: string): Promise<Instant | null>
  setLookedAt(connectionId: string, at: Instant): Promise<void>
  /** Whether anything was ever matched, so that it is to be read back. */
  any(connectionId: string): Promise<boolean>
  /** Whether something that was booked before is not read back yet. */
  isUnread(connectionId: string, before: Instant): Promise<boolean>
  /** Documents of sales and credits that were booked since then. */
  salesBooked(connectionId: string, since: Instant): Promise<number>
}
