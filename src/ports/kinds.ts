/** The kinds of shops and ledgers that this program knows, by the name that a connection carries. */
import type { LedgerFacts, SourceFacts } from '../domain/kinds.ts'

export interface Kinds {
  /** Of a connection whose file names no kind. */
  usual: { source: string; ledger: string }
  /** @throws Defect for a name that no kind has: the file of a connection is read strictly. */
  source(name: string): SourceFacts
  /** @throws Defect likewise. */
  ledger(name: string): LedgerFacts
}
