/** The kinds of shops and ledgers that this program knows, by the name that a connection carries. */
import type { Keys, LedgerFacts, Side, SourceFacts } from '../domain/kinds.ts'
import type { DocumentTarget, LedgerBook } from '../domain/ledger/ledger.ts'
import type { Accounting } from './accounting.ts'
import type { Source } from './source.ts'

export interface SourceKind extends SourceFacts {
  /** Names (or their beginnings) under which tokens and refusals of these keys are kept. */
  tokenNames(keys: Keys): string[]
  /** The seller's account behind these keys. `tenantId` names the company, for tokens and limits. */
  open(at: { tenantId: string; keys: Keys }): Source
}

export interface LedgerKind extends LedgerFacts {
  tokenNames(keys: Keys): string[]
  /** Calls that it takes in 24 hours of one dossier or user, by route as the counted calls name it. */
  callsPerDay: Readonly<Record<string, number>>
  /** Documents that may go to one dossier in 24 hours; probes of documents in doubt have calls of their own. */
  documentsPerDay(target: DocumentTarget): number
  /**
   * The books behind these keys; null when the operator gave no key of the installation that it asks for.
   * @param at.book is asked when an invoice is read back: it changes with the local copy of the dossier
   */
  open(at: { tenantId: string; keys: Keys; dossierId: number; book: () => LedgerBook }): Accounting | null
}

export interface Kinds {
  /** Of a connection whose file names no kind. */
  usual: Readonly<Record<Side, string>>
  sources: readonly SourceKind[]
  ledgers: readonly LedgerKind[]
  /** @throws Defect for a name that no kind has: the file of a connection is read strictly. */
  source(name: string): SourceKind
  /** @throws Defect likewise. */
  ledger(name: string): LedgerKind
}
