/**
 * Reads documents back from the ledger every two hours. It shows what a user changed or removed there, and never books it again by itself.
 */
import type { Instant } from '../../domain/calendar.ts'
import { ledgerClockMs, verifyEveryMs } from '../../domain/delays.ts'
import { decide } from '../../domain/document/document.ts'
import type { DocumentTarget, FoundDocument } from '../../domain/ledger/ledger.ts'
import type { Accounting } from '../../ports/accounting.ts'
import type { StoredDocument } from '../../ports/tables/documents.ts'
import type { ConnectionContext } from '../run/connection-context.ts'
import { noteLedgerAnswer } from '../run/connection-refusal.ts'
import { lookSince } from './look-up.ts'
import { noteOthers } from './other-documents.ts'
import { differs, legalCent } from './post-problems.ts'
import { whenAllowed } from '../run/when-allowed.ts'

export async function verifyDocuments(context: ConnectionContext, accounting: Accounting): Promise<void> {
  const { store, connection, ports } = context
  const now = await ports.clock.now()
  const [open, swept] = await store.transaction((tx) =>
    Promise.all([tx.documents.toVerify(connection.dossierId), tx.ledger.swept(connection.dossierId)]),
  )
  for (const target of ['bookings', 'invoices', 'entries'] as const) {
    const documents = open.filter((document) => document.progress.target === target)
    const until = swept[target] ?? null
    if (documents.length > 0 && (until === null || now - until >= verifyEveryMs))
      await verifyTarget(context, accounting, { target, open: documents, swept: until, now })
  }
}

async function verifyTarget(
  context: ConnectionContext,
  accounting: Accounting,
  { target, open, swept, now }: { target: DocumentTarget; open: StoredDocument[]; swept: Instant | null; now: Instant },
): Promise<void> {
  const { store, connection, ports } = context
  // A document that was found long after it was sent has been in the ledger since its send.
  const oldest = Math.min(await lookSince(context, open), now - ledgerClockMs)
  const answer = await whenAllowed(
    ports,
    () => accounting.documentsModifiedSince(target, Math.min(oldest, (swept ?? now) - ledgerClockMs)),
    context.signal,
  )
  if (answer.kind !== 'ok' && answer.kind !== 'notFound') return
  await noteLedgerAnswer(context)
  const changed = answer.kind === 'ok' ? answer.value : []
  await noteOthers(context, { target, found: changed, at: now })
  const byMark = new Map(changed.map((found) => [found.mark, found]))
  await store.transaction(async (tx) => {
    for (const document of open) {
      const found = byMark.get(document.reference)
      if (found === undefined) continue
      const decision = decide(document.progress, { kind: 'readBack', stands: standsAs(document, found) })
      await tx.documents.step({
        documentId: document.documentId,
        expected: { state: 'confirmed' },
        progress: decision.progress,
        notBefore: decision.notBefore,
        event: 'readBack',
        actor: 'tentakel',
        at: now,
        verifiedAt: now,
        ledgerCents: found.amountCents,
        ledgerSums: found.sums,
      })
      // An invoice that waited to be read back by its number is read back now.
      if (document.journalId !== null) await tx.ledger.releaseJournal(document.journalId, document.documentId)
      const told = decision.progress.state === 'changed' ? [differs(document, found)] : legalCent(document)
      if (told.length > 0) await tx.problems.raise(told, now)
    }
    await tx.ledger.setSwept(connection.dossierId, target, now)
  })
}

function standsAs(document: StoredDocument, found: FoundDocument): 'equal' | 'changed' {
  const sameNumber = found.journalKey === document.journalKey && found.number === document.progress.number
  return sameNumber && found.linesHash === document.plan.linesHash ? 'equal' : 'changed'
}
