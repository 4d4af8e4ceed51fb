/** The calls that the application needs from a ledger. One value is one dossier, seen with one user's rights. */
import type { Instant } from '../domain/calendar.ts'
import type {
  BankDocument,
  BookYear,
  Dossier,
  DocumentTarget,
  DeletedDocument,
  FoundDocument,
  Journal,
  LedgerAccount,
  LedgerDocument,
  LedgerMatch,
  NewRelation,
  PostedRow,
  PriceDecimals,
  Relation,
  VatCode,
} from '../domain/ledger/ledger.ts'
import type { Cents } from '../domain/money.ts'
import type { ProblemCode } from '../domain/problem/problem.ts'
import type { Answer } from './answer.ts'

/** A document rendered once: its bytes are frozen, only the number is put in its place when it is sent. */
export interface RenderedDocument {
  /**
   * JSON text with the placeholder `{{number}}` exactly once for the document number. Without the placeholder where the document is sent
   * under a key of ours.
   */
  template: string
  /** Same hash as `FoundDocument.linesHash` of this document once the ledger has it unchanged. */
  linesHash: string
}

/** Answer to a POST of a document. Total: whatever comes back is one of these. */
export type PostOutcome =
  /** `number`: the ledger's own, where it gives them. */
  | { kind: 'created'; number?: number }
  /** The ledger has a document under our key: this document, unless another program chose the same text. */
  | { kind: 'exists'; detail: string }
  /** Not one byte left: no connection, or a limit of our own. */
  | {
      kind: 'notSent'
      cause: 'network' | 'unsupported' | 'rateLimit' | 'budget' | 'unauthorized'
      until: Instant | null
      detail: string
    }
  /**
   * "Not now", from the ledger or something in front of it. It may come after the deed, so it proves as little as silence: the same
   * bytes go again under the same number, not before `until`.
   */
  | {
      kind: 'refused'
      cause: 'rateLimit' | 'budget' | 'unauthorized' | 'journalBusy' | 'forbidden'
      until: Instant | null
      detail: string
    }
  /** Login refused or the dossier is not open to us: nothing was sent. */
  | { kind: 'loginRefused'; detail: string }
  | { kind: 'forbidden'; at?: 'login' | 'call' | 'shop'; detail: string }
  /**
   * The content was refused; `problemCode` of `domain/problem/problem.ts`. `proof`: by a code that the ledger gives before it writes, which on
   * the first send of a number proves that nothing was booked.
   */
  | {
      kind: 'contentRefused'
      problemCode: ProblemCode
      errorCode: number | null
      proof: boolean
      detail: string
      /** The kind of thing that the document names and the ledger does not know. */
      lost?: 'relation'
    }
  /** The number is not the next one. Not an answer about our document. `lastNumber` when the text names it. */
  | { kind: 'wrongNumber'; lastNumber: number | null; detail: string }
  /** May have been carried out. `serverError`: a clean 500, which two times running means something else than silence. */
  | {
      kind: 'unknown'
      serverError: boolean
      /** Status of an answer that is not of the interface that we know: perhaps it was a gate on the way that gave it. */
      unsupported?: number
      detail: string
    }

export type RelationOutcome =
  | { kind: 'saved'; relation: Relation | null }
  | { kind: 'contentRefused'; problemCode: ProblemCode; detail: string }
  | { kind: 'unknown'; detail: string }
  | Exclude<Answer<never>, { kind: 'ok' } | { kind: 'notFound' }>

/** Answer to a match of two lines. */
export type MatchOutcome =
  | { kind: 'created' }
  /** Not one byte left, or a limit of our own. */
  | { kind: 'notSent'; until: Instant | null; detail: string }
  /** The ledger does not take it: a line is matched already, or cannot be. It may also be its answer after the deed. */
  | { kind: 'refused'; detail: string }
  /** May have been carried out. */
  | { kind: 'unknown'; until: Instant | null; detail: string }

export interface MatchChanges {
  standing: LedgerMatch[]
  undone: LedgerMatch[]
}

export interface RelationChanges {
  changed: Relation[]
  /** Relation ids that no longer exist. */
  deleted: number[]
}

export interface AccountChanges {
  changed: LedgerAccount[]
  /** Accounts that are no longer there, or out of use. */
  deleted: LedgerAccount[]
}

/** A new document leaves room for probes of documents in doubt, and both leave a reserve for a user's wishes. */
export type PostPurpose = 'document' | 'probe' | 'person'

/** `until` absent: that period alone. */
export interface PeriodRange {
  bookYearId: number
  period: number
  until?: { bookYearId: number; period: number }
}

export interface Accounting {
  listDossiers(): Promise<Answer<Dossier[]>>
  /** `spare`: a known list is read once more, and leaves calls for unknown ones. */
  readBookYears(options?: { spare?: boolean }): Promise<Answer<BookYear[]>>
  readJournals(bookYearId: number, options?: { spare?: boolean }): Promise<Answer<Journal[]>>
  /** Of an invoice journal; null where the ledger does not tell. The list of journals does not have it. */
  readPriceDecimals(at: { bookYearId: number; journalKey: string }): Promise<Answer<PriceDecimals | null>>
  /** The scarcest of all calls: known accounts are updated by `accountsModifiedSince`. */
  readAccounts(bookYearId: number): Promise<Answer<LedgerAccount[]>>
  /** Returns changes over all book years. `since` null: every account that ever changed; it may lack accounts that never did. */
  accountsModifiedSince(since: Instant | null): Promise<Answer<AccountChanges>>
  readVatCodes(): Promise<Answer<VatCode[]>>
  /** Whole-name search, case-insensitive; inactive ones included. Nothing found is an empty list. */
  findRelationsByName(name: string): Promise<Answer<Relation[]>>
  findRelationsByVatNumber(vatNumber: string): Promise<Answer<Relation[]>>
  /** One at most. */
  findRelationsById(relationId: number): Promise<Answer<Relation[]>>
  findRelationsByExternalId(externalId: number): Promise<Answer<Relation[]>>
  /** `since` null: everything. */
  relationsModifiedSince(since: Instant | null): Promise<Answer<RelationChanges>>
  /** Upsert by our external id: safe to repeat. */
  saveRelation(relation: NewRelation): Promise<RelationOutcome>
  /** Sets the relation under our external id inactive; one that was removed counts as done. Safe to repeat. */
  retireRelation(externalId: number): Promise<RelationOutcome>
  /** Pure: the bytes of a document without its number. */
  render(document: LedgerDocument): RenderedDocument
  /** Pure. Returns the bytes as they are sent under a number; null: under our key, which the bytes already contain. */
  bytesOf(rendered: RenderedDocument, number: number | null): string
  /** The one effect outside a transaction. Its call must have been counted before (see `countedRoute`). `deadlineMonotonicMs`: not written after this moment. */
  postDocument(target: DocumentTarget, bytes: string, options: { deadlineMonotonicMs: number }): Promise<PostOutcome>
  /** The budget that a POST of this kind is counted against, so that the caller can count it in its own transaction. */
  countedRoute(target: DocumentTarget, purpose: PostPurpose): { key: string; limit: number; windowMs: number }
  /** All documents of the dossier that changed since then, unsorted; book years and journals of all kinds. */
  documentsModifiedSince(target: DocumentTarget, since: Instant): Promise<Answer<FoundDocument[]>>
  /**
   * Returns the documents under one of our keys, whoever made them. Only for a ledger that takes such keys. `notFound` means that there are
   * none.
   */
  documentsUnderKey(target: DocumentTarget, key: string): Promise<Answer<FoundDocument[]>>
  /** Documents of one kind that were removed from a book year. A number may have been used again since. */
  deletedSince(
    bookYearId: number,
    side: FoundDocument['side'] | 'bank',
    since: Instant,
  ): Promise<Answer<DeletedDocument[]>>
  /** Entries of the bank's journals that changed since then, in all book years. */
  bankDocumentsSince(since: Instant): Promise<Answer<BankDocument[]>>
  /** Returns the postings per account of the purchases or entries of a book year that changed since then. */
  postedSince(bookYearId: number, side: 'purchase' | 'entry', since: Instant): Promise<Answer<PostedRow[]>>
  /** Returns the rows of one account in one period, or up to another period, with their side. */
  accountHistory(at: PeriodRange & { account: number }): Promise<Answer<PostedRow[]>>
  /** Returns the open items of one relation; `account` of a row is that relation. */
  openItems(at: PeriodRange & { side: 'customer' | 'supplier'; relationId: number }): Promise<Answer<PostedRow[]>>
  /** Matches two lines for an amount. Like the POST of a document it may be carried out although no answer confirms it. */
  matchLines(match: LedgerMatch & { cents: Cents }, options: { deadlineMonotonicMs: number }): Promise<MatchOutcome>
  /** Returns the matches that were made since then and still exist, and the undone ones, whoever made them. */
  matchesSince(since: Instant): Promise<Answer<MatchChanges>>
  /** Adds a file to a booking in the ledger. May be repeated: at worst the booking has the file twice. */
  attach(at: DeletedDocument, file: { fileName: string; contentBase64: string }): Promise<Answer<null>>
  getInvoice(at: { bookYearId: number; journalKey: string; number: number }): Promise<Answer<FoundDocument>>
  callsMade(): number
}
