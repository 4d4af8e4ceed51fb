/** The local copy of a dossier, and what is known of its journals and calls. */
import type { Instant } from '../../domain/calendar.ts'
import type { CopiedList, ReadList } from '../../domain/ledger/dossier-lists.ts'
import type { ListKind } from '../../domain/ledger/ledger.ts'
import type {
  BookYear,
  DocumentTarget,
  Journal,
  JournalMode,
  LedgerAccount,
  LedgerBook,
  VatCode,
} from '../../domain/ledger/ledger.ts'
import type { UnreadLists } from '../../domain/ledger/period.ts'

export interface LedgerCopy {
  /** Lists of open book years that were never read. */
  unread: UnreadLists
  bookYears: BookYear[]
  journals: StoredJournal[]
  accounts: LedgerAccount[]
  vatCodes: VatCode[]
}

export interface StoredJournal extends Journal {
  journalId: string
  mode: JournalMode
}

/** Journals have a table of their own, changed accounts go into those of their year: of both only the moment is kept. */
export type CopiedRows<L extends CopiedList> = L extends 'bookYears'
  ? BookYear[]
  : L extends 'vatCodes'
    ? VatCode[]
    : L extends `journals:${number}`
      ? Journal[]
      : L extends `${'accounts' | 'someAccounts'}:${number}`
        ? LedgerAccount[]
        : []

/** Lists of the ledger that are read on from where they were read last. */
export type SweptList = DocumentTarget | 'relations' | 'watch'

/** Calls of the ledger that rest apart; `journal:<id>`: documents of a journal; `proof:<what>`: a document that does not show yet. */
export type LedgerCall =
  | DocumentTarget
  | 'bookYears'
  | 'journals'
  | 'priceDecimals'
  | 'accounts'
  | 'changedAccounts'
  | 'vatCodes'
  | 'relations'
  | 'changedRelations'
  | 'savedRelation'
  | 'deleted'
  | 'accountHistory'
  | 'attachment'
  | 'matches'
  | 'invoice'
  | `journal:${string}`
  | `proof:${string}`

/** A call that failed so often without an answer in between. */
export interface RestingCall {
  call: LedgerCall
  failures: number
  failedAt: Instant
  /** It is not asked before. */
  until: Instant
}

export interface Ledger {
  copy(dossierId: number): Promise<LedgerCopy | null>
  /** Returns the book years as last read; null: never. */
  bookYears(dossierId: number): Promise<BookYear[] | null>
  /** When each list of the copy was read. */
  lists(dossierId: number): Promise<ReadList[]>
  /** Returns the book of the connection's dossier. */
  book(connectionId: string): Promise<LedgerBook>
  saveList<L extends CopiedList>(dossierId: number, list: L, rows: CopiedRows<L>, readAt: Instant): Promise<void>
  /** Adds, changes and removes accounts of all book years whose accounts are known. */
  changeAccounts(dossierId: number, changes: { changed: LedgerAccount[]; deleted: LedgerAccount[] }): Promise<void>
  /** Marks lists that no longer match the ledger: they are read again at the next occasion. */
  doubtLists(dossierId: number, kinds: ListKind[]): Promise<void>
  /**
   * Inserts and updates journals. The last number only ever goes up here, and known decimals of prices stay where none are given.
   * `wholeYear`: journals of the year that are not among them are removed.
   */
  saveJournals(
    dossierId: number,
    journals: Journal[],
    at: { newId: () => string; readAt: Instant; wholeYear?: number },
  ): Promise<void>
  /** Locks the journal's row until the transaction ends. */
  lockJournal(journalId: string): Promise<{ lastNumber: number; heldBy: string | null } | null>
  /** Frees the journal if this document holds it. */
  releaseJournal(journalId: string, documentId: string): Promise<void>
  setJournal(journalId: string, change: { lastNumber?: number; heldBy?: string | null }): Promise<void>
  journal(journalId: string): Promise<StoredJournal | null>
  /** Returns the moment up to which each list of the ledger was read; a list that was never read is absent. */
  swept(dossierId: number): Promise<Partial<Record<SweptList, Instant>>>
  setSwept(dossierId: number, list: SweptList, until: Instant): Promise<void>
  /** Returns the resting calls of the connection's dossier. */
  resting(connectionId: string): Promise<RestingCall[]>
  saveRest(dossierId: number, rest: RestingCall): Promise<void>
  endRest(dossierId: number, call: LedgerCall): Promise<void>
  /** Ends the rests of all dossiers: a user wants the calls tried now. */
  endRests(): Promise<void>
}
