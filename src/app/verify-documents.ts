/** Every two hours: documents read back from the ledger. What a person changed or removed there is shown, never booked again by itself. */
import { hour, type DocumentState } from '../domain/document.ts'
import type { DocumentTarget, FoundDocument } from '../domain/ledger.ts'
import type { Accounting } from '../ports/accounting.ts'
import type { StoredDocument } from '../ports/store.ts'
import type { ConnectionContext } from './connection-context.ts'
import { about } from './post-problems.ts'
import { whenAllowed } from './when-allowed.ts'

const sweepEveryMs = 2 * hour
const overlapMs = 3 * hour

export async function verifyDocuments(context: ConnectionContext, accounting: Accounting): Promise<void> {
  for (const target of ['bookings', 'invoices'] as const) await verifyTarget(context, accounting, target)
}

async function verifyTarget(context: ConnectionContext, accounting: Accounting, target: DocumentTarget): Promise<void> {
  const { store, connection, ports } = context
  const now = await ports.clock.now()
  const { open, swept } = await store.transaction(async (tx) => ({
    open: await tx.documents.toVerify(connection.dossierId, target),
    swept: await tx.ledger.sweptUntil(connection.dossierId, target),
  }))
  if (open.length === 0 || (swept !== null && now - swept < sweepEveryMs)) return
  const oldest = Math.min(...open.map((document) => document.confirmedAt ?? now))
  const answer = await whenAllowed(
    ports,
    () => accounting.documentsModifiedSince(target, Math.min(oldest, swept ?? oldest) - overlapMs),
    context.signal,
  )
  if (answer.kind !== 'ok') return
  const byReference = new Map(answer.value.map((found) => [found.reference, found]))
  await store.transaction(async (tx) => {
    for (const document of open) {
      const found = byReference.get(document.reference)
      if (found === undefined) continue
      const state = stateOf(document, found)
      await tx.documents.step({
        documentId: document.documentId,
        expected: { state: 'confirmed' },
        progress: { ...document.progress, state },
        notBefore: null,
        event: 'readBack',
        actor: 'tentakel',
        at: now,
        verifiedAt: now,
        ledgerCents: found.amountCents,
      })
      // An invoice that waited to be read back by its number is read back now.
      if (document.journalId !== null) await tx.ledger.releaseJournal(document.journalId, document.documentId)
      if (state === 'changed') await tx.problems.raise([about(document, 'OCT-ANDERS')], now)
    }
    await tx.ledger.setSwept(connection.dossierId, target, now)
  })
}

function stateOf(document: StoredDocument, found: FoundDocument): DocumentState {
  const sameNumber = found.journalKey === document.journalKey && found.number === document.progress.number
  return sameNumber && found.linesHash === document.plan.linesHash ? 'verified' : 'changed'
}
