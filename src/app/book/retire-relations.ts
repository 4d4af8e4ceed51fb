/** Sets relations inactive in the ledger that only undone orders used. No booking depends on it, so it may be done later. */
import type { Accounting } from '../../ports/accounting.ts'
import type { ConnectionContext } from '../run/connection-context.ts'
import { whenRelationAllowed } from '../run/when-allowed.ts'

/** Two calls each: of an undone import they go a few at a time. */
const atOnceMax = 20

export async function retireRelations(context: ConnectionContext, accounting: Accounting): Promise<void> {
  const { store, ports, connection, signal } = context
  const { connectionId, dossierId } = connection
  const unused = await store.transaction((tx) => tx.relations.onlyUndone(connectionId, dossierId, atOnceMax))
  for (const { buyerHash, externalId } of unused) {
    if (signal?.aborted === true) return
    const outcome = await whenRelationAllowed(ports, () => accounting.retireRelation(externalId), signal)
    // A relation whose content the ledger refuses stays active. A ledger that does not answer is asked again later.
    if (outcome.kind !== 'saved' && outcome.kind !== 'contentRefused') return
    const now = await ports.clock.now()
    await store.transaction((tx) => tx.relations.retired(dossierId, buyerHash, now))
  }
}
