/** Orders of a day that were old at first sight may stand in the ledger already, each under its own number, from another program. */
import { hour } from '../domain/document.ts'
import type { Accounting } from '../ports/accounting.ts'
import type { StoredDocument } from '../ports/store.ts'
import { closable } from './close-days.ts'
import { knownReferences } from './confirm-documents.ts'
import type { ConnectionContext } from './connection-context.ts'
import { indexOf, readLedger, readOtherKind } from './look-up.ts'
import { about } from './post-problems.ts'

/** One look-up per kind of document answers for all of them. A side that does not answer leaves them waiting. */
export async function lookForMembers(
  context: ConnectionContext,
  accounting: Accounting,
  person: boolean,
): Promise<void> {
  const { store, ports } = context
  const now = await ports.clock.now()
  const found = await store.transaction((tx) => closable(tx, context, { now, person }))
  const members = found.filter((document) => document.progress.mustLook)
  if (members.length === 0) return
  const since = Math.min(...members.map((document) => document.queueAt)) - 24 * hour
  const foreign = new Set<StoredDocument>()
  const view = await readLedger(context, accounting, { target: 'bookings', since, numbered: [] })
  const other = await readOtherKind(context, accounting, { target: 'bookings', since })
  if (view.kind !== 'ok' || other.kind !== 'ok') return
  const all = { ...view.value, documents: [...view.value.documents, ...other.value] }
  const index = indexOf(all, await knownReferences(context, all))
  for (const member of members)
    if (member.orderId !== null && index.foreignWords.has(member.orderId)) foreign.add(member)
  await store.transaction(async (tx) => {
    const idsOf = (rows: StoredDocument[]): string[] => rows.map((document) => document.documentId)
    const absent = members.filter((member) => !foreign.has(member))
    await tx.days.lookedFor({ absent: idsOf(absent), foreign: idsOf([...foreign]) }, now)
    await tx.problems.raise(
      [...foreign].map((member) => about(member, 'OCT-DUBBEL')),
      now,
    )
  })
}
