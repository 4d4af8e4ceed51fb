/**
 * Looks at the next invoice number before the first invoice of a run, as long as it is not certain that the ledger refuses a used number.
 * Otherwise we would write over a concept that a user made under that number, or the number would exist twice.
 */
import type { Accounting } from '../../ports/accounting.ts'
import type { ConnectionContext } from '../run/connection-context.ts'
import { noteLedgerFailure } from '../run/connection-refusal.ts'
import { invoicesFrom, takenMax } from './look-up.ts'

/** The number of groups looked at in one run. A user with more hand-made concepts than that waits for the next run. */
const groupsMax = 4

/** @returns false when the next number could not be found */
export async function stepOverTaken(
  context: ConnectionContext,
  accounting: Accounting,
  journalId: string,
): Promise<boolean> {
  const { store } = context
  for (let group = 1; group <= groupsMax; group += 1) {
    const { journal, held } = await store.transaction(async (tx) => ({
      held: (await tx.ledger.lockJournal(journalId))?.heldBy ?? null,
      journal: await tx.ledger.journal(journalId),
    }))
    // A document on its way decides the numbers itself.
    if (held !== null) return true
    if (journal === null) return false
    const { bookYearId, journalKey, lastNumber } = journal
    const taken = await invoicesFrom(context, accounting, { bookYearId, journalKey, number: lastNumber + 1 })
    if (taken.kind !== 'ok') {
      await noteLedgerFailure(context, taken)
      return false
    }
    if (taken.value.length === 0) return true
    const last = lastNumber + taken.value.length
    const references = taken.value.map((found) => found.reference).filter((reference) => reference !== '')
    await store.transaction(async (tx) => {
      // The ledger has a document of ours that we took for not sent: look it up, and never send it again.
      if (references.length > 0) await tx.documents.lookFirst(references)
      const locked = await tx.ledger.lockJournal(journalId)
      if (locked !== null && locked.heldBy === null && locked.lastNumber < last)
        await tx.ledger.setJournal(journalId, { lastNumber: last })
    })
    if (taken.value.length < takenMax) return true
  }
  return false
}
