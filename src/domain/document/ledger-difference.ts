/** What of a document may differ between us and the ledger, by its state. Pure. */
import type { DocumentState } from './document-states.ts'

/**
 * `changed`: other amounts, lines or number than we sent · `duplicate`: stands there twice · `removed`: gone, as long as nobody decided about it ·
 * `unread`: not read back yet · `inDoubt`: sent, and looked for.
 */
export type LedgerDifference = 'changed' | 'duplicate' | 'removed' | 'unread' | 'inDoubt'

/** States without a row stand there as they were sent, or were never there. */
export const ledgerDifferences: Partial<Record<DocumentState, LedgerDifference>> = {
  confirmed: 'unread',
  changed: 'changed',
  mismatch: 'changed',
  duplicate: 'duplicate',
  deletedInLedger: 'removed',
  sending: 'inDoubt',
  inDoubt: 'inDoubt',
  checking: 'inDoubt',
  cooling: 'inDoubt',
  quarantined: 'inDoubt',
}

/** @returns the states of these differences */
export function statesOfDifference(...kinds: LedgerDifference[]): DocumentState[] {
  return (Object.keys(ledgerDifferences) as DocumentState[]).filter((state) =>
    kinds.some((kind) => kind === ledgerDifferences[state]),
  )
}
