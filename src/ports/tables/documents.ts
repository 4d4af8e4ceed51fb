/** Documents, their attempts and the sends of these. */
import type { Instant, LocalDate } from '../../domain/calendar.ts'
import type { DocumentState } from '../../domain/document/document-states.ts'
import type { Decision } from '../../domain/document/document.ts'
import type { Others, Progress } from '../../domain/document/progress.ts'
import type { DocumentKind } from '../../domain/document/document-kinds.ts'
import type { DeletedDocument, DocumentTarget, LedgerSum } from '../../domain/ledger/ledger.ts'
import type { Cents } from '../../domain/money.ts'
import type { DocumentPlan } from '../../domain/plan/plan.ts'
import type { LimitRequest } from '../call-limits.ts'

export interface StoredDocument {
  documentId: string
  connectionId: string
  dossierId: number
  kind: DocumentKind
  businessKey: string
  version: number
  reference: string
  orderId: string | null
  journalId: string | null
  journalKey: string
  bookYearId: number | null
  period: number | null
  documentDate: LocalDate | null
  amountCents: Cents
  buyerHash: string | null
  revision: number
  orderVersion: number
  plan: DocumentPlan
  templateSealed: string | null
  templateHash: string | null
  notBefore: Instant | null
  queueAt: Instant
  progress: Progress
  ledgerCents: Cents | null
  confirmedAt: Instant | null
  priority: number
  /** Its relation is still to be made in the ledger before it can be sent. */
  relationWanted: boolean
  /** The user wants it booked although a foreign document names the order. */
  bookAnyway: boolean
  /** It left once and came back, and then the plan had no use for it any more. Not decided for good: planned again, it goes on. */
  discarded: boolean
}

export interface NewDocument {
  documentId: string
  connectionId: string
  dossierId: number
  kind: DocumentKind
  businessKey: string
  version: number
  reference: string
  orderId: string | null
  target: DocumentTarget
  journalId: string | null
  journalKey: string
  bookYearId: number | null
  period: number | null
  documentDate: LocalDate | null
  amountCents: Cents
  buyerHash: string | null
  revision: number
  orderVersion: number
  plan: DocumentPlan
  templateSealed: string | null
  templateHash: string | null
  mustLook: boolean
  queueAt: Instant
  state: 'ready' | 'blocked' | 'approval' | 'inDay'
  /** For a document that collects in its day: when the day is closed. */
  notBefore: Instant | null
  /** Below 0: of a period from before the connection's first day. -2 is not released yet (`releaseHistory`); -1 comes after all others. */
  priority: number
  at: Instant
}

/** The new values of a step. `expected` guards it: a document that went on in the meantime is left alone. */
export interface DocumentStep {
  documentId: string
  expected: { state: DocumentState; sendsOfNumber?: number }
  progress: Progress
  notBefore: Instant | null
  event: string
  actor: string
  at: Instant
  confirmedAt?: Instant
  verifiedAt?: Instant
  /** The document's amount as read from the ledger. */
  ledgerCents?: Cents | null
  ledgerSums?: LedgerSum[] | null
  /** The document goes behind all others of its journal, because a failed document lets the others go first. */
  goesLast?: boolean
}

export interface JournalWithWork {
  journalId: string
  target: DocumentTarget
}

export type NextInJournal =
  | { kind: 'empty' }
  | { kind: 'held'; documentId: string }
  | { kind: 'relationWanted'; document: StoredDocument }
  | { kind: 'budget'; until: Instant }
  | { kind: 'head'; document: StoredDocument; lastNumber: number }

/** `other`: the prepared document is not the next one, or needs more than a claim. Nothing was counted or written. */
export type NextPrepared =
  | ClaimedAttempt
  | Exclude<NextInJournal, { kind: 'head' | 'relationWanted' }>
  | { kind: 'other' }

export interface ClaimWrite {
  document: StoredDocument
  progress: Progress
  journalId: string
  newAttemptId: string
  bytesHash: string
  sentBy: string
  at: Instant
}

/** `bytesHash`: of the bytes that were sent first under this attempt. */
export interface ClaimedAttempt {
  kind: 'claimed'
  attemptId: string
  bytesHash: string
}

export interface AnswerWrite {
  document: StoredDocument
  attemptId: string
  expected: { state: DocumentState; sendsOfNumber: number }
  decision: Decision
  outcome: string
  detail: string
  at: Instant
  journal: { heldBy: string | null; lastNumber: number | null }
}

export interface Documents {
  ofOrders(connectionId: string, orderIds: string[]): Promise<StoredDocument[]>
  /** Purchases and clearing entries, the oldest first. */
  ofSettlements(connectionId: string): Promise<StoredDocument[]>
  anyOfSettlements(connectionId: string, states: readonly DocumentState[]): Promise<boolean>
  get(documentId: string): Promise<StoredDocument | null>
  /** Same key and version again: the row is replaced as long as nothing was ever sent of it. */
  savePlanned(documents: NewDocument[]): Promise<void>
  /** Takes back a document that was planned and never sent. */
  withdraw(documentIds: string[], to: 'draft' | 'blocked', event: string, at: Instant): Promise<void>
  /** Discards documents of which nothing is left to be booked: removed where no part was ever sent, else skipped. */
  discard(documentIds: string[], event: 'planAgain' | 'nothingLeft', at: Instant): Promise<void>
  /** Returns whether one of them was sent, or the user decided about it, since it was read as unsent. */
  anyGoneOn(documentIds: string[]): Promise<boolean>
  /** Lets documents that the plan set aside (`discarded`) be planned again. */
  takeUp(documentIds: string[], at: Instant): Promise<void>
  step(step: DocumentStep): Promise<boolean>
  /** Documents looked for before their first send and not found: through `checking` back to `ready`, all at once. */
  notFoundFirst(documentIds: string[], at: Instant): Promise<void>
  /**
   * Lets documents of an imported period go: of what today's documents leave of `limit`, at most half. The others are asked about
   * again at `nextAt`. @returns how many wait
   */
  releaseHistory(
    dossierId: number,
    release: { target: DocumentTarget; limit: number; now: Instant; nextAt: Instant },
  ): Promise<number>
  /** Raises the documents' place in the queue; those that were told to come later are asked for then. */
  prioritise(documentIds: string[], notBefore: Instant | null): Promise<void>
  /** Locks the journal until the transaction ends, and answers with the head of its queue; its call is counted when it may go. */
  next(journalId: string, budget: LimitRequest, now: Instant): Promise<NextInJournal>
  /** The same, and in one statement with it the claim of the document that was prepared, if it is that head under that number. */
  nextPrepared(claim: ClaimWrite, budget: LimitRequest): Promise<NextPrepared>
  /** Returns the first documents of the queue, without a lock. They come next unless another document is put before them. */
  peek(journalId: string, now: Instant, limit: number): Promise<StoredDocument[]>
  journalsWithWork(dossierId: number, now: Instant): Promise<JournalWithWork[]>
  inState(connectionId: string, states: DocumentState[]): Promise<StoredDocument[]>
  /** Ready ones without a number yet that name the same relation as this one, of all connections. */
  unnumberedLike(documentId: string): Promise<StoredDocument[]>
  /** Journals for which documents of the connection wait, in one of these states. */
  journalsOf(connectionId: string, states: DocumentState[]): Promise<string[]>
  /** Something is on its way, in doubt, in check, cooling down, or to be looked for before it is sent. */
  anyUnsettled(connectionId: string): Promise<boolean>
  anyInState(connectionId: string, states: DocumentState[]): Promise<boolean>
  /** Whether a confirmed invoice still holds its journal until it is read back. */
  toReadBack(connectionId: string): Promise<boolean>
  /** Ready documents that must be looked for in the ledger before their first send. */
  toLookFor(connectionId: string): Promise<StoredDocument[]>
  /** The earliest moment at which a waiting document of the connection can go on; null when none waits. */
  nextAttention(connectionId: string): Promise<Instant | null>
  /**
   * Returns the next moments exactly: `queue`, when a document can be sent at the earliest, also behind one that holds its journal or in a
   * journal that rests; `rest`, when other work can go on.
   */
  nextMoments(connectionId: string): Promise<{ queue: Instant | null; rest: Instant | null }>
  toVerify(dossierId: number): Promise<StoredDocument[]>
  byReferences(references: string[]): Promise<StoredDocument[]>
  /** Returns documents that are in the ledger as far as we know. */
  byPlace(dossierId: number, places: DeletedDocument[]): Promise<StoredDocument[]>
  /** Saves that the user saw a foreign document of the order and wants ours booked beside it. */
  bookAnyway(documentId: string): Promise<void>
  /** Documents of these references that could be sent are looked for before. */
  lookFirst(references: string[]): Promise<void>
  /**
   * Writes a claim in one statement: document to `sending`, its attempt (the open one of this document and number, or a new one),
   * one send, and the journal held. Answers with the attempt's id and the hash of the bytes first sent under it.
   */
  claim(claim: ClaimWrite): Promise<ClaimedAttempt>
  /** Writes the end of a send in one statement: send, attempt, document (guarded by `expected`), journal. False when the guard held it off. */
  record(answer: AnswerWrite): Promise<boolean>
  /** Gives back or closes the open attempt of a document, where a look-up decided. */
  closeAttempt(documentId: string, state: 'answered' | 'returned'): Promise<void>
  /** How other documents of its kind and dossier fared while this one failed. */
  others(document: StoredDocument): Promise<Others>
  /** When the first of these documents left for the first time; null: none ever did. */
  firstSentAt(documentIds: string[]): Promise<Instant | null>
  /** Returns the process and moment of the last send, for documents found in `sending`. */
  lastSends(
    documentIds: string[],
  ): Promise<{ documentId: string; attemptId: string; sentBy: string; sentAt: Instant }[]>
  attemptsOfOrder(
    connectionId: string,
    orderId: string,
  ): Promise<{ documentId: string; at: Instant; number: number | null; outcome: string | null }[]>
}
