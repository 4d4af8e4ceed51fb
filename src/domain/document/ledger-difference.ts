/** The differences between a document as we know it and as the ledger has it, by state. Pure. */
import type { DocumentState } from './document-states.ts'

/**
 * `changed`: other amounts, lines or number than we sent · `duplicate`: the ledger has it twice · `removed`: gone from the ledger, and no
 * user has decided yet · `unread`: not read back yet · `inDoubt`: sent, and the ledger is asked for it.
 */
export type LedgerDifference = 'changed' | 'duplicate' | 'removed' | 'unread' | 'inDoubt'

/** States without a row: the ledger has the document as it was sent, or never had it. */
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
