/**
 * Looks twice a day for changes and removals that users made in the ledger after our documents were read back. They are shown, and never
 * booked again by themselves.
 */
import type { Instant } from '../../domain/calendar.ts'
import { ledgerClockMs, othersBackMs, watchEveryMs } from '../../domain/delays.ts'
import { decide } from '../../domain/document/document.ts'
import type { DeletedDocument, DocumentTarget, FoundDocument } from '../../domain/ledger/ledger.ts'
import type { Accounting } from '../../ports/accounting.ts'
import type { Answer } from '../../ports/answer.ts'
import type { StoredDocument } from '../../ports/tables/documents.ts'
import type { Tx } from '../../ports/store.ts'
import { ledgerCopy, type ConnectionContext } from '../run/connection-context.ts'
import { noteLedgerAnswer } from '../run/connection-refusal.ts'
import { lookSince } from './look-up.ts'
import { noteOthers } from './other-documents.ts'
import { about, differs } from './post-problems.ts'
import { whenAllowed } from '../run/when-allowed.ts'

export async function watchLedger(context: ConnectionContext, accounting: Accounting): Promise<void> {
  const { store, connection, ports } = context
  const now = await ports.clock.now()
  const { watch: watched, others: othersSince } = await store.transaction((tx) =>
    tx.ledgerChecks.looks(connection.connectionId),
  )
  if (watched !== null && now - watched < watchEveryMs) return
  const copy = await store.transaction((tx) => ledgerCopy(tx, context))
  if (copy === null) return
  const since = sinceWhen({ watched, othersSince, createdAt: connection.createdAt, now }) - ledgerClockMs
  const years = copy.bookYears.filter((year) => !year.closed && year.to >= context.firstDay)
  const found: FoundDocument[] = []
  const sides = sidesOf(context)
  for (const target of ['bookings', 'invoices', 'entries'] as const) {
    if (!sides.targets.has(target)) continue
    const answer = await whenAllowed(ports, () => accounting.documentsModifiedSince(target, since), context.signal)
    if (answer.kind === 'ok') {
      found.push(...answer.value)
      await noteOthers(context, { target, found: answer.value, at: now })
    } else if (answer.kind !== 'notFound') return noteChanged(context, found, now)
  }
  const removed: DeletedDocument[] = []
  let isWhole = true
  for (const { bookYearId } of years)
    for (const side of sides.removed) {
      const answer = await whenAllowed(ports, () => accounting.deletedSince(bookYearId, side, since), context.signal)
      if (answer.kind === 'ok') removed.push(...answer.value)
      else if (answer.kind !== 'notFound') isWhole = false
    }
  await noteLedgerAnswer(context)
  await noteChanged(context, found, now)
  if (!(await noteRemoved(context, accounting, { removed, found, now })) || !isWhole) return
  await store.transaction(async (tx) => {
    await tx.ledger.setSwept(connection.dossierId, 'watch', now)
    if (othersSince === null) await tx.ledgerChecks.setOthersSince(connection.connectionId, since)
  })
}

/** Foreign documents are known from the first look-up on that kept them: that one goes back a month. */
function sinceWhen(at: {
  watched: Instant | null
  othersSince: Instant | null
  createdAt: Instant
  now: Instant
}): Instant {
  const last = at.watched ?? at.createdAt
  return at.othersSince === null ? Math.max(at.createdAt, Math.min(last, at.now - othersBackMs)) : last
}

/** Only sides that we book are asked for: sales always, the marketplace's charges and payouts where they are posted. */
function sidesOf({ settings }: ConnectionContext): {
  targets: ReadonlySet<DocumentTarget>
  removed: FoundDocument['side'][]
} {
  const { journals } = settings.booking
  const { active = false, journals: own } = settings.settlement ?? {}
  const purchases = active && own?.purchases != null
  const entries = active && own?.clearing != null
  const targets = new Set<DocumentTarget>()
  if (journals.bookings != null || purchases) targets.add('bookings')
  if (journals.invoices != null) targets.add('invoices')
  if (entries) targets.add('entries')
  return {
    targets,
    removed: ['sale', ...(purchases ? (['purchase'] as const) : []), ...(entries ? (['entry'] as const) : [])],
  }
}

async function noteChanged(context: ConnectionContext, found: FoundDocument[], at: Instant): Promise<void> {
  if (found.length === 0) return
  await context.store.transaction(async (tx) => {
    const byMark = new Map(found.map((row) => [row.mark, row]))
    for (const document of await tx.documents.byReferences([...byMark.keys()])) {
      const row = byMark.get(document.reference)
      if (row === undefined || document.progress.state !== 'verified') continue
      const same = row.linesHash === document.plan.linesHash && row.number === document.progress.number
      if (!same) await step(tx, document, { at, found: row })
    }
  })
}

/** @returns false when the ledger did not answer for all of them */
async function noteRemoved(
  context: ConnectionContext,
  accounting: Accounting,
  { removed, found, now }: { removed: DeletedDocument[]; found: FoundDocument[]; now: Instant },
): Promise<boolean> {
  if (removed.length === 0) return true
  const { store, connection } = context
  // A number that was removed and used again is among the found documents.
  const again = new Set(found.map((row) => `${row.bookYearId}|${row.journalKey}|${row.number}`))
  const left = removed.filter((row) => !again.has(`${row.bookYearId}|${row.journalKey}|${row.number}`))
  const candidates = await store.transaction(async (tx) => {
    await tx.ledgerChecks.dropOthers(connection.connectionId, left)
    return tx.documents.byPlace(connection.dossierId, removed)
  })
  // A number that was removed and that we used again belongs to our document.
  const standing = new Set(found.map((row) => `${row.bookYearId}|${row.journalKey}|${row.number}|${row.mark}`))
  const gone: StoredDocument[] = []
  for (const document of candidates) {
    const { bookYearId, journalKey, reference } = document
    const { number, target } = document.progress
    if (bookYearId === null || number === null || standing.has(`${bookYearId}|${journalKey}|${number}|${reference}`))
      continue
    if (target === 'invoices') {
      const place = { bookYearId, journalKey, number }
      const answer = await whenAllowed(context.ports, () => accounting.getInvoice(place), context.signal)
      if (answer.kind === 'ok' && answer.value.mark === reference) continue
      if (answer.kind !== 'ok' && answer.kind !== 'notFound') return false
    }
    gone.push(document)
  }
  if (gone.length === 0) return true
  const oldest = await lookSince(context, gone)
  const references = new Set<string>()
  for (const target of ['bookings', 'entries'] as const) {
    if (!gone.some((document) => document.progress.target === target)) continue
    const ask = (): Promise<Answer<FoundDocument[]>> => accounting.documentsModifiedSince(target, oldest)
    const still = await whenAllowed(context.ports, ask, context.signal)
    if (still.kind !== 'ok' && still.kind !== 'notFound') return false
    for (const row of still.kind === 'ok' ? still.value : []) references.add(row.mark)
  }
  await store.transaction(async (tx) => {
    for (const document of gone) if (!references.has(document.reference)) await step(tx, document, { at: now })
  })
  return true
}

/** `found`: the document as the ledger has it now. Without it, the ledger has none. */
async function step(tx: Tx, document: StoredDocument, to: { at: Instant; found?: FoundDocument }): Promise<void> {
  const stands = to.found === undefined ? 'gone' : 'changed'
  const decision = decide(document.progress, { kind: 'watched', stands })
  const done = await tx.documents.step({
    documentId: document.documentId,
    expected: { state: document.progress.state },
    progress: decision.progress,
    notBefore: decision.notBefore,
    event: 'watched',
    actor: 'tentakel',
    at: to.at,
    ...(to.found === undefined ? {} : { ledgerCents: to.found.amountCents, ledgerSums: to.found.sums }),
  })
  const told = to.found === undefined ? about(document, 'OCT-VERWIJDERD') : differs(document, to.found)
  if (!done) return
  // An invoice may have held its journal still, until it was read back.
  if (document.journalId !== null) await tx.ledger.releaseJournal(document.journalId, document.documentId)
  await tx.problems.raise([told], to.at)
}
