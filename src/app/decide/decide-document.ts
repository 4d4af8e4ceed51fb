/** Takes the user's decision on a document that the protocol leaves to the user. It never sends anything itself. */
import type { Instant } from '../../domain/calendar.ts'
import { decide, type Decision, type SettledEvent } from '../../domain/document/document.ts'
import type { LookUp, Progress } from '../../domain/document/progress.ts'
import { verdictsOf, type Verdict } from '../../domain/document/verdict.ts'
import type { Accounting } from '../../ports/accounting.ts'
import type { StoredDocument } from '../../ports/tables/documents.ts'
import type { Tx } from '../../ports/store.ts'
import { knownReferences, standing } from '../book/confirm-documents.ts'
import { openConnection, type ConnectionContext } from '../run/connection-context.ts'
import { findInLedger, indexOf, lookSince, readLedger } from '../book/look-up.ts'
import type { Ports } from '../run/ports.ts'

export type Decided =
  | { kind: 'done'; state: Progress['state'] }
  | {
      kind: 'refused'
      reason: 'unknownDocument' | 'notOpenToHim' | 'ledgerDoesNotAnswer' | 'callsUsedUp' | 'notInLedger' | 'goneOn'
    }

export async function decideDocument(
  ports: Ports,
  tenantId: string,
  wanted: { documentId: string; verdict: Verdict; by: string },
): Promise<Decided> {
  const store = ports.store.forTenant(tenantId)
  const document = await store.transaction(
    async (tx) =>
      (await tx.documents.get(wanted.documentId)) ?? (await tx.documents.byReferences([wanted.documentId]))[0] ?? null,
  )
  if (document === null) return { kind: 'refused', reason: 'unknownDocument' }
  if (!verdictsOf(document.progress.state).includes(wanted.verdict)) return { kind: 'refused', reason: 'notOpenToHim' }
  // The user asks now, so no rest after an earlier failure keeps the ledger from being asked.
  await store.transaction((tx) => tx.ledger.endRests())
  const context = await openConnection(ports, { tenantId, connectionId: document.connectionId })
  if (context === null) return { kind: 'refused', reason: 'unknownDocument' }
  const at = await ports.clock.now()
  if (wanted.verdict === 'lookAgain' || wanted.verdict === 'sendAgain')
    return afterLook(context, document, { sendAgain: wanted.verdict === 'sendAgain', at, by: wanted.by })
  return store.transaction((tx) => decideIn(tx, document, { ...wanted, at }))
}

async function decideIn(
  tx: Tx,
  document: StoredDocument,
  { verdict, at, by }: { verdict: Verdict; at: Instant; by: string },
): Promise<Decided> {
  const { connectionId, documentId, orderId } = document
  let { state } = document.progress
  const event = events[verdict]
  if (event !== undefined) {
    const decision = decide(document.progress, event)
    if (!(await step(tx, document, { decision, at, event: verdict, by }))) return { kind: 'refused', reason: 'goneOn' }
    state = decision.progress.state
  }
  if (verdict === 'bookAgain') {
    await tx.documents.bookAnyway(documentId)
    if (orderId !== null) await tx.orders.planAgain(connectionId, [orderId])
    await tx.schedule.ask([connectionId], at)
  }
  await tx.problems.endAbout(connectionId, documentId, at)
  return { kind: 'done', state }
}

/** The document's event per decision; the other decisions leave its state as it is. */
const events: Partial<Record<Verdict, SettledEvent>> = {
  accept: { kind: 'accepted' },
  bookAgain: { kind: 'bookedAgain' },
}

async function afterLook(
  context: ConnectionContext,
  document: StoredDocument,
  { sendAgain, at, by }: { sendAgain: boolean; at: Instant; by: string },
): Promise<Decided> {
  const { accounting, store } = context
  if (accounting === null) return { kind: 'refused', reason: 'ledgerDoesNotAnswer' }
  const found = await lookFor(context, accounting, document)
  if ('reason' in found) return { kind: 'refused', reason: found.reason }
  const nothing = found.ours.length === 0
  if (nothing && !sendAgain) return { kind: 'refused', reason: 'notInLedger' }
  const decision = decide(document.progress, { kind: 'lookedByPerson', found })
  const { state } = decision.progress
  return store.transaction(async (tx) => {
    const moved = await step(tx, document, {
      decision,
      at,
      event: nothing ? 'sendAgain' : 'lookAgain',
      by,
      ...(state === 'mismatch' ? { found } : {}),
    })
    if (!moved) return { kind: 'refused', reason: 'goneOn' }
    await tx.schedule.ask([document.connectionId], at)
    return { kind: 'done', state }
  })
}

async function lookFor(
  context: ConnectionContext,
  accounting: Accounting,
  document: StoredDocument,
): Promise<LookUp | { reason: 'ledgerDoesNotAnswer' | 'callsUsedUp' }> {
  const { target } = document.progress
  const since = await lookSince(context, [document])
  const view = await readLedger(context, accounting, {
    target,
    since,
    numbered: [document],
    anyUnsent: false,
    onlyOurs: true,
  })
  if (view.kind !== 'ok')
    return { reason: view.kind === 'later' && view.cause === 'budget' ? 'callsUsedUp' : 'ledgerDoesNotAnswer' }
  return findInLedger(
    document,
    view.value,
    indexOf(view.value, await knownReferences(context, view.value), context.source),
  )
}

function step(
  tx: Tx,
  document: StoredDocument,
  to: { decision: Decision; at: Instant; event: string; by: string; found?: LookUp },
): Promise<boolean> {
  const { progress, notBefore, confirmedNumber } = to.decision
  return tx.documents.step({
    documentId: document.documentId,
    expected: { state: document.progress.state },
    progress,
    notBefore,
    event: to.event,
    actor: to.by,
    at: to.at,
    ...standing(to.found),
    ...(confirmedNumber !== null ? { confirmedAt: to.at, ledgerCents: document.amountCents } : {}),
  })
}
