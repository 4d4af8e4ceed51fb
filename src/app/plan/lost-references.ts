/**
 * Handles references of a document that disappear in the ledger: a relation is merged, an account blocked, a code renamed, a period closed.
 * The ledger then refuses the document for certain, so our copy of that reference is read again before the document is sent once more.
 */
import { refusedAgainMs, relationsFreshMs } from '../../domain/delays.ts'
import type { Instant } from '../../domain/calendar.ts'
import { isTotal } from '../../domain/document/document-subject.ts'
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
    // An entry names the relations on which its sales are booked, and follows them when they change. Where such a relation no longer
    // exists, the problem stays and the entry is tried again each day.
    const follows = document.kind === 'paid' && document.version === 1
    if (document.progress.target === 'entries' && !follows) return
    if (!follows && !(await forgetRelation(tx, context, document, now))) return
  } else {
    if (!isMendedInDossier(outcome.problemCode)) return
    await tx.ledger.doubtLists(document.dossierId, listsShowing([outcome.problemCode]))
    if (document.version > 1) return
  }
  context.lostReference = true
  await takeUpAgain(tx, document, 'referenceLost', now)
}

/** All documents of its buyer that were not sent yet name it, those of other shops on the dossier too: they are planned anew. @returns whether this one is */
async function forgetRelation(
  tx: Tx,
  context: ConnectionContext,
  document: StoredDocument,
  now: Instant,
): Promise<boolean> {
  const { buyerHash, dossierId, documentId } = document
  if (buyerHash === null) return false
  const answer = await tx.relations.loseBuyer(documentId, now)
  if (answer === 'stands') return false
  // Without this, the run would use its remembered relation once more.
  context.centralRelations.delete(buyerHash)
  if (answer === 'replaced') return true
  const { relations: sweptAt } = await tx.ledger.swept(dossierId)
  if (sweptAt !== undefined) await tx.ledger.setSwept(dossierId, 'relations', Math.min(sweptAt, now - relationsFreshMs))
  const waiting = Map.groupBy(await tx.documents.unnumberedLike(documentId), (row) => row.connectionId)
  for (const [connectionId, own] of waiting) await planWithAnother(tx, connectionId, own, now)
  return true
}

async function planWithAnother(tx: Tx, connectionId: string, own: StoredDocument[], now: Instant): Promise<void> {
  const totals = own.filter(isTotal)
  const single = own.filter((row) => !isTotal(row))
  for (const total of totals) await tx.days.dissolveOf(connectionId, total.documentId, now)
  if (single.length === 0) return
  await tx.documents.withdraw(
    single.map((row) => row.documentId),
    'blocked',
    'referenceLost',
    now,
  )
  await tx.orders.planAgain(
    connectionId,
    single.flatMap((row) => row.orderId ?? []),
  )
}

/**
 * Tries documents again each day that were refused for a cause in the dossier, one document per cause, so that booking continues by itself
 * once a user has mended it. An unknown relation is a cause of its own; where it was replaced within the day, the next day tries again.
 */
export async function tryRefusedAgain(tx: Tx, { connection }: ConnectionContext, now: Instant): Promise<void> {
  const { connectionId } = connection
  const rejected = await tx.documents.inState(connectionId, ['rejected'])
  if (rejected.length === 0) return
  const problems = await tx.problems.open(connectionId)
  const tried = new Set<string>()
  for (const { code, documentId, lastAt, params } of problems) {
    const document = rejected.find((row) => row.documentId === documentId)
    if (document === undefined || now - lastAt < refusedAgainMs) continue
    const ofRelation = params['lost'] === 'relation'
    if (!ofRelation && !isMendedInDossier(code)) continue
    const cause = ofRelation ? `${code} ${document.buyerHash}` : code
    if (tried.has(cause)) continue
    tried.add(cause)
    await takeUpAgain(tx, document, 'dossierMayBeMended', now)
  }
}
