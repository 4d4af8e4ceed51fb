/**
 * What a document names may go away in the ledger: a relation is merged, an account blocked, a code renamed, a period closed. Then the ledger
 * refuses the document for certain, and what we remember of that is looked at again before anything is sent once more.
 */
import { refusedAgainMs, relationsFreshMs } from '../../domain/delays.ts'
import type { Instant } from '../../domain/calendar.ts'
import { isMendedInDossier, listsShowing } from '../../domain/ledger/dossier-lists.ts'
import type { PostOutcome } from '../../ports/accounting.ts'
import type { StoredDocument } from '../../ports/tables/documents.ts'
import type { Tx } from '../../ports/store.ts'
import type { ConnectionContext } from '../run/connection-context.ts'
import { takeUpAgain } from '../decide/retry.ts'

/** Called in the transaction that writes a certain refusal. The document goes again as its next version, once, with what is found then. */
export async function noteLost(
  tx: Tx,
  context: ConnectionContext,
  document: StoredDocument,
  at: { outcome: PostOutcome; now: Instant },
): Promise<void> {
  const { outcome, now } = at
  if (outcome.kind !== 'contentRefused') return
  if (outcome.lost === 'relation') {
    if (!(await forgetRelation(tx, document, now))) return
  } else {
    if (!isMendedInDossier(outcome.problemCode)) return
    await tx.ledger.doubtLists(document.dossierId, listsShowing([outcome.problemCode]))
    if (document.version > 1) return
  }
  context.lostReference = true
  await takeUpAgain(tx, document, 'referenceLost', now)
}

/** All documents of its buyer that were not sent yet name it: they are planned anew. */
async function forgetRelation(tx: Tx, document: StoredDocument, now: Instant): Promise<boolean> {
  const { buyerHash, connectionId, dossierId } = document
  if (buyerHash === null || !(await tx.relations.loseBuyer(dossierId, buyerHash, now))) return false
  const { relations: sweptAt } = await tx.ledger.swept(dossierId)
  if (sweptAt !== undefined) await tx.ledger.setSwept(dossierId, 'relations', Math.min(sweptAt, now - relationsFreshMs))
  const waiting = await tx.documents.inState(connectionId, ['ready'])
  const own = waiting.filter((row) => row.buyerHash === buyerHash && row.progress.number === null)
  const orders = own.flatMap((row) => (row.orderId === null ? [] : [row.orderId]))
  for (const total of own.filter((row) => row.orderId === null))
    await tx.days.dissolveOf(connectionId, total.documentId, now)
  await tx.documents.withdraw(
    own.filter((row) => row.orderId !== null).map((row) => row.documentId),
    'blocked',
    'referenceLost',
    now,
  )
  if (orders.length > 0) await tx.orders.planAgain(connectionId, orders)
  return true
}

/** What was refused because of the dossier is tried again each day, one document of a cause, so that what a person mended goes on by itself. */
export async function tryRefusedAgain(tx: Tx, { connection }: ConnectionContext, now: Instant): Promise<void> {
  const { connectionId } = connection
  const rejected = await tx.documents.inState(connectionId, ['rejected'])
  if (rejected.length === 0) return
  const problems = await tx.problems.open(connectionId)
  const tried = new Set<string>()
  for (const { code, documentId, lastAt } of problems) {
    const document = rejected.find((row) => row.documentId === documentId)
    if (document === undefined || !isMendedInDossier(code) || tried.has(code)) continue
    if (now - lastAt < refusedAgainMs) continue
    tried.add(code)
    await takeUpAgain(tx, document, 'dossierMayBeMended', now)
  }
}
