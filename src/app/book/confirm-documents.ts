/**
 * Settles documents in doubt: the same number and bytes again, a look in the ledger, two hours of patience before a new
 * number. One look-up answers for all open documents of a dossier.
 */
import { sendLeaseMs } from '../../domain/delays.ts'
import type { Instant } from '../../domain/calendar.ts'
import { decide, nextStep, type Decision } from '../../domain/document/document.ts'
import { noOthers, type LookUp, type Others } from '../../domain/document/progress.ts'
import { isTotal } from '../../domain/document/document-subject.ts'
import { holdsJournal, type DocumentState } from '../../domain/document/document-states.ts'
import type { DocumentTarget, FoundDocument } from '../../domain/ledger/ledger.ts'
import { centsToText } from '../../domain/money.ts'
import type { ProblemCode } from '../../domain/problem/problem.ts'
import type { Accounting } from '../../ports/accounting.ts'
import type { DocumentStep, StoredDocument } from '../../ports/tables/documents.ts'
import type { Tx } from '../../ports/store.ts'
import type { ConnectionContext } from '../run/connection-context.ts'
import { noteLedgerAnswer, noteLedgerFailure } from '../run/connection-refusal.ts'
import {
  findInLedger,
  indexOf,
  invoicesFrom,
  lookSince,
  readLedger,
  readOtherKind,
  type LedgerView,
} from './look-up.ts'
import { about, differs } from './post-problems.ts'
import { waitsForRest } from '../run/resting-calls.ts'
import { claimDocument, recordOutcome, send } from './post-document.ts'
import { takeUpAgain } from '../decide/retry.ts'
import { readUnknownMarks } from './unknown-marks.ts'

export async function confirmDocuments(context: ConnectionContext, accounting: Accounting): Promise<void> {
  const { connectionId } = context.connection
  if (!(await context.store.transaction((tx) => tx.documents.anyUnsettled(connectionId)))) return
  await findLostSends(context)
  // A probe that is answered "wrong number" is looked up at once, so its document gets a second turn.
  for (let turn = 1; turn <= 2; turn += 1) {
    const doubtful = await context.store.transaction((tx) =>
      tx.documents.inState(connectionId, ['deferred', 'inDoubt']),
    )
    for (const document of doubtful) await takeNextStep(context, accounting, document)
  }
  for (const target of ['bookings', 'invoices', 'entries'] as const) await lookUpAll(context, accounting, target)
}

/** A process that died between its two transactions leaves `sending`; that becomes doubt, never `ready`. */
async function findLostSends(context: ConnectionContext): Promise<void> {
  const { store, ports, connection } = context
  const { sending, sends } = await store.transaction(async (tx) => {
    const found = await tx.documents.inState(connection.connectionId, ['sending'])
    return {
      sending: found,
      sends: found.length === 0 ? [] : await tx.documents.lastSends(found.map((row) => row.documentId)),
    }
  })
  for (const document of sending) {
    const last = sends.find((row) => row.documentId === document.documentId)
    const now = await ports.clock.now()
    const mine = last !== undefined && last.sentBy === ports.processId
    const expired = last === undefined || now - last.sentAt > sendLeaseMs
    if (!expired && (mine || !(await ports.store.directory.processIsGone(last.sentBy)))) continue
    await write(context, document, decide(document.progress, { kind: 'lost', at: now }, context.ledger.numbering), {
      event: 'lost',
      at: now,
    })
    await store.transaction((tx) => tx.problems.raise([about(document, 'OCT-ONZEKER')], now))
  }
}

async function takeNextStep(
  context: ConnectionContext,
  accounting: Accounting,
  document: StoredDocument,
): Promise<void> {
  const { ports } = context
  const now = await ports.clock.now()
  const step = nextStep(document.progress, context.ledger.numbering)
  if (Math.max(step.at, document.notBefore ?? 0) > now) return
  return step.kind === 'probe' ? probe(context, accounting, document) : startCheck(context, document)
}

async function startCheck(context: ConnectionContext, document: StoredDocument): Promise<void> {
  const at = await context.ports.clock.now()
  const decision = decide(document.progress, { kind: 'checkStarted', at }, context.ledger.numbering)
  await write(context, document, decision, { event: 'checkStarted', at })
}

/**
 * Sends the same bytes under the same number again, because the ledger itself refuses a second document. Where the ledger may write over
 * the first one, the number is looked at once more right before: a user may have used it since the last look-up.
 */
async function probe(context: ConnectionContext, accounting: Accounting, document: StoredDocument): Promise<void> {
  const { store, ports } = context
  // The time is read before the look-up, so that a process that was paused after the look-up sends nothing.
  const monotonicMs = ports.clock.monotonicMs()
  const { number, target } = document.progress
  const proof = context.ledger.numbering[target]
  if ((number === null && proof !== 'ownKey') || document.journalId === null) return
  const journalId = document.journalId
  if (proof === 'mayOverwrite' && !(await isStillFree(context, accounting, document))) return
  const now = await ports.clock.now()
  const claim = await store.transaction(async (tx) => {
    await tx.ledger.lockJournal(journalId)
    const current = await tx.documents.get(document.documentId)
    if (
      current === null ||
      current.progress.state !== document.progress.state ||
      current.progress.sendsOfNumber !== document.progress.sendsOfNumber
    )
      return null
    const counted = await tx.countCall(accounting.countedRoute(current.progress.target, 'probe'), now)
    if (counted.kind === 'wait') {
      waitsForRest(context, counted.until)
      return null
    }
    return claimDocument(tx, context, accounting, { document: current, number, now, monotonicMs })
  })
  if (claim === null) return
  const outcome = await send(accounting, claim)
  const answeredAt = await ports.clock.now()
  await store.transaction((tx) => recordOutcome(tx, context, claim, outcome, answeredAt))
}

/**
 * @returns false where the ledger has a document under the number (the caller then looks it up in full), or where the ledger did not answer
 */
async function isStillFree(
  context: ConnectionContext,
  accounting: Accounting,
  document: StoredDocument,
): Promise<boolean> {
  const { bookYearId, journalKey, progress } = document
  if (bookYearId === null || progress.number === null) return false
  const place = { bookYearId, journalKey, number: progress.number }
  const found = await invoicesFrom(context, accounting, place, 1)
  if (found.kind !== 'ok') await noteLedgerFailure(context, found)
  else if (found.value.length === 0) return true
  else await startCheck(context, document)
  return false
}

/** All documents of one kind that wait for a look-up: in check, cooled down, or old at first sight. */
async function lookUpAll(context: ConnectionContext, accounting: Accounting, target: DocumentTarget): Promise<void> {
  const { store, ports, connection } = context
  const now = await ports.clock.now()
  const candidates = await store.transaction(async (tx) => {
    const [open, first] = await Promise.all([
      tx.documents.inState(connection.connectionId, ['checking', 'cooling']),
      tx.documents.toLookFor(connection.connectionId),
    ])
    return [...open, ...first].filter((document) => document.progress.target === target)
  })
  const due = candidates.filter(
    (document) => document.progress.state === 'checking' || (document.notBefore ?? 0) <= now,
  )
  const sent = due.filter((document) => document.progress.sendsOfNumber > 0)
  // Where each number or key is asked for by itself, no such answer shows a document that was never sent. It needs the list, and only it
  // waits for the list.
  const isSplit = context.ledger.numbering[target] !== 'compareAndSet' && sent.length > 0 && sent.length < due.length
  for (const group of isSplit ? [sent, due.filter((document) => !sent.includes(document))] : [due])
    if (group.length > 0) await lookUp(context, accounting, { target, due: group, now })
}

async function lookUp(
  context: ConnectionContext,
  accounting: Accounting,
  { target, due, now }: { target: DocumentTarget; due: StoredDocument[]; now: Instant },
): Promise<void> {
  const { store, connection } = context
  const since = await lookSince(context, due)
  const numbered = due.filter((document) => document.progress.sendsOfNumber > 0)
  const anyUnsent = numbered.length < due.length
  const view = await readLedger(context, accounting, { target, since, numbered, anyUnsent })
  if (view.kind !== 'ok') return noteLedgerFailure(context, view)
  const isFirstLook = due.some(({ progress, orderId }) => progress.sendsOfNumber === 0 && orderId !== null)
  const other = isFirstLook
    ? await readOtherKind(context, accounting, { target, since })
    : { kind: 'ok' as const, value: [] }
  if (other.kind !== 'ok') return noteLedgerFailure(context, other)
  await noteLedgerAnswer(context)
  const all = { ...view.value, documents: [...view.value.documents, ...other.value] }
  const index = indexOf(all, await knownReferences(context, all), context.source)
  const marks = await readUnknownMarks(
    context,
    due.filter((document) => document.progress.state === 'ready'),
    index,
  )
  const fresh: string[] = []
  for (const document of due) {
    if (marks.otherWay.has(document)) continue
    const looked = findInLedger(document, view.value, index)
    const found = marks.foreign.has(document) && looked.ours.length === 0 ? { ...looked, foreign: true } : looked
    // The usual case, hundreds at a time: the order is not in the ledger yet.
    const unknown = document.progress.state === 'ready' && found.ours.length === 0 && !found.foreign
    if (unknown) fresh.push(document.documentId)
    else await settle(context, document, found)
  }
  if (fresh.length > 0) await store.transaction((tx) => tx.documents.notFoundFirst(fresh, now))
  await store.transaction((tx) => tx.ledger.setSwept(connection.dossierId, target, now))
}

export async function knownReferences(context: ConnectionContext, view: LedgerView): Promise<Set<string>> {
  const references = view.documents.map((found: FoundDocument) => found.mark).filter((reference) => reference !== '')
  const own =
    references.length === 0 ? [] : await context.store.transaction((tx) => tx.documents.byReferences(references))
  return new Set(own.map((document) => document.reference))
}

async function settle(context: ConnectionContext, document: StoredDocument, found: LookUp): Promise<void> {
  const { numbering } = context.ledger
  const at = await context.ports.clock.now()
  let progress = document.progress
  if (progress.state === 'ready') {
    const started = decide(progress, { kind: 'checkStarted', at }, numbering)
    if (!(await write(context, document, started, { event: 'lookedFirst', at }))) return
    progress = started.progress
  }
  const others = await othersOf(context, { ...document, progress })
  const decision = decide(progress, { kind: 'lookedUp', at, found, others }, numbering)
  await write(context, { ...document, progress }, decision, {
    event: 'lookedUp',
    at,
    found,
  })
}

/** The figures of the ledger's document, where they differ from what was sent. */
export function standing(found: LookUp | undefined): Partial<Pick<DocumentStep, 'ledgerCents' | 'ledgerSums'>> {
  const stands = found?.ours[0]?.stands
  return stands === undefined ? {} : { ledgerCents: stands.amountCents, ledgerSums: stands.sums }
}

/** Of interest only where something was sent of this one and nothing came back. */
async function othersOf({ store }: ConnectionContext, document: StoredDocument): Promise<Others> {
  const { sendsOfNumber, silentSends, serverErrors } = document.progress
  if (sendsOfNumber === 0 || silentSends + serverErrors === 0) return noOthers
  return store.transaction((tx) => tx.documents.others(document))
}

/** One step, its journal and its problem, in one transaction. */
async function write(
  context: ConnectionContext,
  document: StoredDocument,
  decision: Decision,
  by: { event: string; at: Instant; found?: LookUp },
): Promise<boolean> {
  return context.store.transaction(async (tx) => {
    const done = await tx.documents.step({
      documentId: document.documentId,
      expected: { state: document.progress.state, sendsOfNumber: document.progress.sendsOfNumber },
      progress: decision.progress,
      notBefore: decision.notBefore,
      event: by.event,
      actor: 'tentakel',
      at: by.at,
      goesLast: decision.progress.state === 'ready' && decision.progress.doubtSince !== null,
      ...(decision.progress.state === 'confirmed' ? { confirmedAt: by.at, ledgerCents: document.amountCents } : {}),
      ...(decision.progress.state === 'mismatch' ? standing(by.found) : {}),
      ...(decision.progress.state === 'foreign' ? { ledgerCents: by.found?.foreignCents ?? null } : {}),
    })
    if (!done) return false
    await settleJournal(tx, context, document, { decision, found: by.found ?? null })
    await settleProblem(tx, context, document, { decision, at: by.at, found: by.found ?? null })
    // Refused hours ago: our copy of the dossier may have been read again since.
    if (decision.progress.state === 'rejected' && document.version === 1) {
      context.lostReference = true
      await takeUpAgain(tx, document, 'mayBeMended', by.at)
    }
    return true
  })
}

/**
 * A document that cools down or waits for a user frees its journal and its number. If its late request still lands, the ledger refuses one
 * of the two documents under that number, and the second look-up finds out whose document it is. Where the ledger may take an invoice
 * twice, the journal waits while the document cools down, unless the number belongs to a foreign document.
 */
async function settleJournal(
  tx: Tx,
  context: ConnectionContext,
  document: StoredDocument,
  { decision, found }: { decision: Decision; found: LookUp | null },
): Promise<void> {
  if (document.journalId === null) return
  const { state, number, sendsOfNumber } = decision.progress
  const proof = context.ledger.numbering[document.progress.target]
  const waits = state === 'cooling' && proof === 'mayOverwrite' && found?.number !== 'taken'
  const inLedger = (found?.ours ?? []).map((row) => row.number)
  const landed = inLedger.includes(decision.confirmedNumber ?? number ?? Number.NaN)
  if (landed) await tx.documents.closeAttempt(document.documentId, 'answered')
  else if (!holdsJournal(state) && !waits) await tx.documents.closeAttempt(document.documentId, 'returned')
  // It held no journal, and the ledger's numbers are its own.
  if (proof === 'ownKey') return
  // The journal's row takes the last number that the ledger shows, so that the next document gets the number that is really next.
  const wentBack = found?.number === 'wentBack'
  const others = found?.number === 'taken' || wentBack ? (found.journalLast ?? 0) : 0
  const last = Math.max(others, ...inLedger)
  const journal = last === 0 && !wentBack ? null : await tx.ledger.lockJournal(document.journalId)
  if (journal !== null && (wentBack ? journal.lastNumber !== last : journal.lastNumber < last))
    await tx.ledger.setJournal(document.journalId, { lastNumber: last })
  const holds = (holdsJournal(state) && sendsOfNumber > 0) || waits
  if (!holds) await tx.ledger.releaseJournal(document.journalId, document.documentId)
}

async function settleProblem(
  tx: Tx,
  context: ConnectionContext,
  document: StoredDocument,
  { decision, at, found }: { decision: Decision; at: Instant; found: LookUp | null },
): Promise<void> {
  const unsentTotal = isTotal(document) && document.progress.sendsOfNumber === 0
  const unknownDay = found?.unknownTotal === true || (decision.progress.state === 'mismatch' && unsentTotal)
  const code = unknownDay ? 'DAG-ONBEKEND' : problemOfState[decision.progress.state]
  const since = context.ports.calendar.isoText(document.progress.doubtSince ?? at)
  if (code === 'OCT-DUBBEL' && document.kind === 'purchase') return tellForeignPurchase(tx, document, { at, found })
  if (code === 'OCT-ANDERS') await tx.problems.raise([differs(document, found?.ours[0]?.stands ?? null)], at)
  else if (code !== undefined)
    await tx.problems.raise([about(document, code, code === 'OCT-QUARANTAINE' ? { since } : {})], at)
}

/**
 * Tells the user once that an equal booking exists which is not ours. The user says whether it is the invoice; we still book the rest of
 * the settlement.
 */
async function tellForeignPurchase(
  tx: Tx,
  document: StoredDocument,
  { at, found }: { at: Instant; found: LookUp | null },
): Promise<void> {
  const stands = found?.foreignCents ?? null
  const isEqual = stands === document.amountCents
  if (isEqual && (await wasLeftBefore(tx, document))) return
  const params = {
    invoice: document.businessKey,
    asked: centsToText(document.amountCents),
    stands: stands === null ? null : centsToText(stands),
  }
  await tx.problems.raise([about(document, 'AANK-DUBBEL', params)], at)
}

async function wasLeftBefore(tx: Tx, { connectionId, documentId }: StoredDocument): Promise<boolean> {
  const open = await tx.problems.open(connectionId)
  const asked = new Set(open.map((problem) => problem.documentId))
  const own = await tx.documents.ofSettlements(connectionId)
  return own.some(
    (row) =>
      row.documentId !== documentId &&
      row.kind === 'purchase' &&
      row.progress.state === 'foreign' &&
      row.ledgerCents === row.amountCents &&
      !asked.has(row.documentId),
  )
}

const problemOfState: Partial<Record<DocumentState, ProblemCode>> = {
  mismatch: 'OCT-ANDERS',
  duplicate: 'OCT-TWEEMAAL',
  foreign: 'OCT-DUBBEL',
  quarantined: 'OCT-QUARANTAINE',
}
