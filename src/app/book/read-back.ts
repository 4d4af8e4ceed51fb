/** Reads an invoice back by its number, before the next one of its journal is sent. */
import type { Instant } from '../../domain/calendar.ts'
import { readBackDelays, restOf } from '../../domain/delays.ts'
import { decide } from '../../domain/document/document.ts'
import { states } from '../../domain/document/document-states.ts'
import type { FoundDocument } from '../../domain/ledger/ledger.ts'
import type { Accounting } from '../../ports/accounting.ts'
import type { Answer } from '../../ports/answer.ts'
import type { StoredDocument } from '../../ports/tables/documents.ts'
import type { ConnectionContext } from '../run/connection-context.ts'
import { noteLedgerAnswer, noteLedgerFailure } from '../run/connection-refusal.ts'
import { about, differs, legalCent } from './post-problems.ts'
import { whenAllowed } from '../run/when-allowed.ts'

/** True when the journal is free again. */
export async function readBack(
  context: ConnectionContext,
  accounting: Accounting,
  documentId: string,
): Promise<boolean> {
  const document = await context.store.transaction((tx) => tx.documents.get(documentId))
  if (document === null || document.journalId === null) return false
  if (document.progress.state !== 'confirmed') return isOver(document) ? release(context, document) : false
  if (document.progress.target !== 'invoices') return false
  const now = await context.ports.clock.now()
  if (document.notBefore !== null && document.notBefore > now) return false
  const { bookYearId, journalKey } = document
  const { number } = document.progress
  if (bookYearId === null || number === null) return false
  const answer = await whenAllowed(
    context.ports,
    () => accounting.getInvoice({ bookYearId, journalKey, number }),
    context.signal,
  )
  if (answer.kind !== 'ok' && answer.kind !== 'notFound') {
    await noteLedgerFailure(context, answer)
    return false
  }
  // Where no other call is made for days, this one notes that the dossier answers again.
  if (context.trouble && context.ledgerFailure === null) await noteLedgerAnswer(context)
  return writeVerdict(context, document, { answer, at: await context.ports.clock.now() })
}

/**
 * Returns whether the document went on without its read-back: a user removed it, and that was seen first. It does not need its journal any
 * more.
 */
function isOver({ progress: { state } }: StoredDocument): boolean {
  return states.settled.some((one) => one === state)
}

async function release({ store }: ConnectionContext, document: StoredDocument): Promise<boolean> {
  await store.transaction((tx) => tx.ledger.releaseJournal(document.journalId as string, document.documentId))
  return true
}

async function writeVerdict(
  context: ConnectionContext,
  document: StoredDocument,
  { answer, at }: { answer: Extract<Answer<FoundDocument>, { kind: 'ok' | 'notFound' }>; at: Instant },
): Promise<boolean> {
  const { store } = context
  const journalId = document.journalId as string
  const base = { documentId: document.documentId, expected: { state: 'confirmed' as const }, actor: 'tentakel', at }
  const found = answer.kind === 'ok' ? answer.value : null
  if (found === null && document.progress.emptyLookups < readBackDelays.length) {
    const delay = restOf(readBackDelays, document.progress.emptyLookups + 1)
    const { progress, notBefore } = decide(
      document.progress,
      { kind: 'notShownYet', lookAgainAt: at + delay },
      context.ledger.numbering,
    )
    await store.transaction((tx) => tx.documents.step({ ...base, progress, notBefore, event: 'notShownYet' }))
    return false
  }
  const same = found !== null && found.mark === document.reference && found.linesHash === document.plan.linesHash
  const stands = found === null ? 'gone' : same ? 'equal' : 'changed'
  const { progress, notBefore } = decide(document.progress, { kind: 'readBack', stands })
  await store.transaction(async (tx) => {
    await tx.documents.step({
      ...base,
      progress,
      notBefore,
      event: 'readBack',
      verifiedAt: at,
      ledgerCents: found?.amountCents ?? null,
      ledgerSums: found?.sums ?? null,
    })
    await tx.ledger.setJournal(journalId, { heldBy: null })
    const told = {
      equal: legalCent(document),
      changed: [differs(document, found)],
      gone: [about(document, 'OCT-VERWIJDERD')],
    }[stands]
    if (told.length > 0) await tx.problems.raise(told, at)
  })
  return true
}
