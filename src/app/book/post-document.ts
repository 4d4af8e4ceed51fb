/**
 * Sends documents, one after the other in each journal. The end of one document and the start of the next share a
 * transaction, so that a document costs one commit. The only effect outside of a transaction is the POST between them.
 */
import type { Instant } from '../../domain/calendar.ts'
import { hour, laterMs, sendDeadlineMs } from '../../domain/delays.ts'
import { decide, type Decision } from '../../domain/document/document.ts'
import type { Progress, SendResult } from '../../domain/document/progress.ts'
import { holdsJournal } from '../../domain/document/document-states.ts'
import type { DocumentTarget } from '../../domain/ledger/ledger.ts'
import { Defect } from '../../domain/money.ts'
import type { Accounting, PostOutcome } from '../../ports/accounting.ts'
import type { ClaimedAttempt, ClaimWrite, JournalWithWork, StoredDocument } from '../../ports/tables/documents.ts'
import type { Tx } from '../../ports/store.ts'
import { endLedgerProblems, noteRefusal } from '../run/connection-refusal.ts'
import type { ConnectionContext } from '../run/connection-context.ts'
import { noteLost } from '../plan/lost-references.ts'
import { ensureRelation } from './make-relation.ts'
import { problemOfOutcome } from './post-problems.ts'
import { readBack } from './read-back.ts'
import { restMs, waitsForRest } from '../run/resting-calls.ts'
import { stepOverTaken } from './step-over-taken.ts'

/** Each of them is opened while the one before it is on its way. */
const peekedAtOnce = 20
/** Stop a journal after so many refusals with one cause: the next document would fail too, until a user acts. */
const sameRefusalsMax = 3

/** One number, claimed and about to be sent. */
export interface Claim {
  kind: 'claimed'
  document: StoredDocument
  progress: Progress
  attemptId: string
  bytes: string
  deadlineMonotonicMs: number
}

type ClaimAnswer =
  | Claim
  | { kind: 'empty' }
  | { kind: 'held'; documentId: string }
  | { kind: 'budget'; until: Instant }
  | { kind: 'relationWanted'; document: StoredDocument }

export interface PostResult {
  sent: number
  /** Why the journal's queue stopped before it was empty, if it did. */
  stopped: 'held' | 'budget' | 'refused' | 'relation' | 'later' | null
}

/** Works off the queue of one journal. */
export async function postJournal(
  context: ConnectionContext,
  accounting: Accounting,
  journal: JournalWithWork,
): Promise<PostResult> {
  const result: PostResult = { sent: 0, stopped: null }
  const following: StoredDocument[] = []
  const refusals = new Map<string, number>()
  if (await journalRests(context, journal)) return { ...result, stopped: 'later' }
  if (!(await nextIsFree(context, accounting, journal))) return { ...result, stopped: 'later' }
  let claim = await claimNext(context, accounting, journal)
  for (;;) {
    if (context.signal?.aborted === true && claim.kind !== 'claimed') return result
    if (claim.kind === 'empty') return result
    if (claim.kind === 'relationWanted') {
      const made = await ensureRelation(context, accounting, claim.document)
      if (made.kind !== 'made') return { ...result, stopped: 'relation' }
      claim = await claimNext(context, accounting, journal)
      continue
    }
    if (claim.kind === 'held') {
      const released = await readBack(context, accounting, claim.documentId)
      if (!released) return { ...result, stopped: 'held' }
      // The number was claimed in an earlier run: it is not known whether a user has used the next number meanwhile.
      if (result.sent === 0 && !(await nextIsFree(context, accounting, journal))) return { ...result, stopped: 'later' }
      claim = await claimNext(context, accounting, journal)
      continue
    }
    if (claim.kind === 'budget') return { ...result, stopped: await noteBudget(context, claim.until) }
    const [outcome, ahead] = await Promise.all([
      send(accounting, claim),
      prepareNext(context, accounting, { journal, claim, following }),
    ])
    result.sent += 1
    const goOn = mayGoOn(outcome, refusals) && context.signal?.aborted !== true
    claim = await recordAndClaim(context, accounting, { claim, outcome, journal, goOn, ahead })
    await noteRest(context, journal, outcome)
    // Another document was first in the queue, so what was read ahead is out of date.
    if (claim.kind !== 'claimed' || claim.document.documentId !== ahead?.document.documentId) following.length = 0
    if (!goOn)
      return {
        ...result,
        stopped: outcome.kind === 'contentRefused' ? 'refused' : outcome.kind === 'created' ? null : 'later',
      }
  }
}

async function journalRests(context: ConnectionContext, { journalId }: JournalWithWork): Promise<boolean> {
  const until = context.rests.until(`journal:${journalId}`, await context.ports.clock.now())
  if (until !== null) waitsForRest(context, until)
  return until !== null
}

/** Without a connection one document of the journal tries, and the others wait with it. */
async function noteRest(
  context: ConnectionContext,
  { journalId }: JournalWithWork,
  outcome: PostOutcome,
): Promise<void> {
  const call = `journal:${journalId}` as const
  if (outcome.kind === 'created') return context.rests.answered(call)
  if (outcome.kind !== 'notSent') return
  const { cause } = outcome
  if (cause !== 'network' && cause !== 'unsupported') return
  const restFor = (failures: number): number => Math.max(laterMs(cause), restMs(call, failures))
  await context.rests.failed(call, await context.ports.clock.now(), restFor)
}

/**
 * Returns whether the next number is known. Where a ledger may write over invoices, numbers that it already uses are stepped over first.
 */
async function nextIsFree(
  context: ConnectionContext,
  accounting: Accounting,
  { journalId, target }: JournalWithWork,
): Promise<boolean> {
  return !needsReadBack(target, context) || stepOverTaken(context, accounting, journalId)
}

/** Sends the claimed bytes. A process that was asleep past the deadline sends nothing. */
export async function send(accounting: Accounting, claim: Claim): Promise<PostOutcome> {
  return accounting.postDocument(claim.document.progress.target, claim.bytes, {
    deadlineMonotonicMs: claim.deadlineMonotonicMs,
  })
}

function mayGoOn(outcome: PostOutcome, refusals: Map<string, number>): boolean {
  if (outcome.kind === 'created') {
    refusals.clear()
    return true
  }
  if (outcome.kind !== 'contentRefused') return false
  const times = (refusals.get(outcome.problemCode) ?? 0) + 1
  refusals.set(outcome.problemCode, times)
  return times < sameRefusalsMax
}

async function claimNext(
  context: ConnectionContext,
  accounting: Accounting,
  journal: JournalWithWork,
): Promise<ClaimAnswer> {
  const now = await context.ports.clock.now()
  const monotonicMs = context.ports.clock.monotonicMs()
  return context.store.transaction((tx) => claimIn(tx, context, accounting, { journal, now, monotonicMs }))
}

/** Writes how a send ended and claims what comes next, in one transaction. */
async function recordAndClaim(
  context: ConnectionContext,
  accounting: Accounting,
  step: { claim: Claim; outcome: PostOutcome; journal: JournalWithWork; goOn: boolean; ahead: Prepared | null },
): Promise<ClaimAnswer> {
  const { claim, outcome, journal, goOn, ahead } = step
  const now = await context.ports.clock.now()
  const monotonicMs = context.ports.clock.monotonicMs()
  if (!goOn || ahead === null || !isPlain(context, outcome)) {
    return context.store.transaction(async (tx) => {
      // Both leave together, in this order: the head of the queue is looked for once the journal is free.
      const recorded = recordOutcome(tx, context, claim, outcome, now)
      const next = goOn ? claimIn(tx, context, accounting, { journal, now, monotonicMs }) : null
      const [, answer] = await Promise.all([recorded, next])
      return answer ?? { kind: 'empty' }
    })
  }
  const write = claimWrite(context, ahead, now)
  const budget = accounting.countedRoute(journal.target, 'document')
  const [, next] = await context.store.atOnce((tx) =>
    Promise.all([recordOutcome(tx, context, claim, outcome, now), tx.documents.nextPrepared(write, budget)]),
  )
  if (next.kind === 'other') return claimNext(context, accounting, journal)
  return next.kind === 'claimed' ? claimed(ahead, write.progress, next, monotonicMs) : next
}

/** Its end is one statement: nothing is to be raised or ended. */
function isPlain(context: ConnectionContext, outcome: PostOutcome): boolean {
  return outcome.kind === 'created' && !context.trouble
}

async function claimIn(
  tx: Tx,
  context: ConnectionContext,
  accounting: Accounting,
  { journal, now, monotonicMs }: { journal: JournalWithWork; now: Instant; monotonicMs: number },
): Promise<ClaimAnswer> {
  const budget = accounting.countedRoute(journal.target, 'document')
  const next = await tx.documents.next(journal.journalId, budget, now)
  if (next.kind !== 'head') return next
  // Where a ledger refuses a known key of ours, no number is claimed and no document waits for one.
  const number = context.ledger.numbering[journal.target] === 'ownKey' ? null : next.lastNumber + 1
  return claimDocument(tx, context, accounting, { document: next.document, number, now, monotonicMs })
}

/** A document with its bytes under one number, before anything of it is written. */
interface Prepared {
  document: StoredDocument
  journalId: string
  number: number | null
  bytes: string
  bytesHash: string
}

/**
 * While a document is on its way, the one that will most likely follow is opened and given the next number. It is claimed only
 * if it is the head of the queue then, as it was read; so this may be wrong, and may fail, without consequence.
 */
async function prepareNext(
  context: ConnectionContext,
  accounting: Accounting,
  at: { journal: JournalWithWork; claim: Claim; following: StoredDocument[] },
): Promise<Prepared | null> {
  const { document, progress } = at.claim
  if (progress.number === null || needsReadBack(document.progress.target, context)) return null
  try {
    if (at.following.length === 0) {
      const now = await context.ports.clock.now()
      const { journalId } = at.journal
      at.following.push(...(await context.store.transaction((tx) => tx.documents.peek(journalId, now, peekedAtOnce))))
    }
    const head = at.following.shift()
    return head === undefined ? null : prepare(context, accounting, { document: head, number: progress.number + 1 })
  } catch (error) {
    if (error instanceof Defect) throw error
    return null
  }
}

function prepare(
  context: ConnectionContext,
  accounting: Accounting,
  { document, number }: { document: StoredDocument; number: number | null },
): Prepared {
  const { templateSealed, journalId, reference, plan } = document
  if (templateSealed === null || journalId === null) throw new Defect('a document without its bytes cannot be sent')
  const template = context.ports.secrets.open(templateSealed, templateContext(context.tenantId, reference))
  const bytes = accounting.bytesOf({ template, linesHash: plan.linesHash }, number)
  return { document, journalId, number, bytes, bytesHash: context.ports.digest(bytes) }
}

/** Claims a number for a document, or the same number once more for one in doubt. Its call is counted already. */
export async function claimDocument(
  tx: Tx,
  context: ConnectionContext,
  accounting: Accounting,
  /** `monotonicMs`: read together with `now`, so that a pause in between counts against the deadline. */
  claim: { document: StoredDocument; number: number | null; now: Instant; monotonicMs: number },
): Promise<Claim> {
  const prepared = prepare(context, accounting, claim)
  const write = claimWrite(context, prepared, claim.now)
  return claimed(prepared, write.progress, await tx.documents.claim(write), claim.monotonicMs)
}

function claimWrite({ ports, ledger }: ConnectionContext, prepared: Prepared, now: Instant): ClaimWrite {
  const { document, number, journalId, bytesHash } = prepared
  const { progress } = decide(document.progress, { kind: 'claimed', at: now, number }, ledger.numbering)
  return { document, progress, journalId, newAttemptId: ports.random.id(), bytesHash, sentBy: ports.processId, at: now }
}

function claimed(prepared: Prepared, progress: Progress, attempt: ClaimedAttempt, monotonicMs: number): Claim {
  if (attempt.bytesHash !== prepared.bytesHash) throw new Defect('the bytes of an attempt changed between two sends')
  return {
    kind: 'claimed',
    document: prepared.document,
    progress,
    attemptId: attempt.attemptId,
    bytes: prepared.bytes,
    deadlineMonotonicMs: monotonicMs + sendDeadlineMs,
  }
}

/** Returns the context to which the sealed bytes of a document are bound. */
export function templateContext(tenantId: string, reference: string): string {
  return `${tenantId}|document.template|${reference}`
}

/** Writes how a send ended. Guarded: a document that went on in the meantime (another process took it for lost) is left alone. */
export async function recordOutcome(
  tx: Tx,
  context: ConnectionContext,
  claim: Claim,
  outcome: PostOutcome,
  now: Instant,
): Promise<void> {
  const { document, progress } = claim
  const retryAt =
    outcome.kind === 'notSent' || outcome.kind === 'refused'
      ? (outcome.until ?? now + laterMs(outcome.cause))
      : outcome.kind === 'created'
        ? null
        : now + hour
  const given = outcome.kind === 'created' && outcome.number !== undefined ? { number: outcome.number } : {}
  const decision = decide(
    progress,
    { kind: 'answered', at: now, result: resultOf(outcome), retryAt, ...given },
    context.ledger.numbering,
  )
  await tx.documents.record({
    document,
    attemptId: claim.attemptId,
    expected: { state: 'sending', sendsOfNumber: progress.sendsOfNumber },
    decision,
    outcome: outcome.kind,
    detail: outcome.kind === 'created' ? '' : outcome.detail,
    at: now,
    journal: journalAfter(document, decision, outcome, context),
  })
  if (outcome.kind === 'notSent' && (outcome.cause === 'budget' || outcome.cause === 'rateLimit'))
    context.resumeAt = retryAt
  if (outcome.kind === 'forbidden') context.ledgerFailure = outcome
  const problems = problemOfOutcome(context, document, outcome, decision.progress.state)
  if (problems.length > 0) await tx.problems.raise(problems, now)
  if (outcome.kind === 'created' && context.trouble) {
    context.trouble = false
    const subjects = ['connection', document.journalKey]
    await endLedgerProblems(tx, context, 'documentTaken', { now, subjects })
  }
  if (decision.progress.state === 'rejected') await noteLost(tx, context, document, { outcome, now })
  await noteRefusal(tx, context, 'ledger', outcome, now)
}

/** Returns the journal's next row: which document holds it, and its last number where the ledger gave it. */
function journalAfter(
  document: StoredDocument,
  decision: Decision,
  outcome: PostOutcome,
  context: ConnectionContext,
): { heldBy: string | null; lastNumber: number | null } {
  const mustReadBack = outcome.kind === 'created' && needsReadBack(document.progress.target, context)
  const heldBy = holdsJournal(decision.progress.state) || mustReadBack ? document.documentId : null
  const ofLedger = context.ledger.numbering[document.progress.target] === 'ownKey'
  const known = ofLedger ? null : decision.confirmedNumber
  const lastNumber = known ?? (outcome.kind === 'wrongNumber' ? outcome.lastNumber : null)
  return { heldBy, lastNumber }
}

/** Where the ledger may write over a used number, each document is read back before the next one. */
export function needsReadBack(target: DocumentTarget, context: ConnectionContext): boolean {
  return context.ledger.numbering[target] === 'mayOverwrite'
}

function resultOf(outcome: PostOutcome): SendResult {
  switch (outcome.kind) {
    case 'created':
    case 'wrongNumber':
    case 'exists':
    case 'notSent':
    case 'refused':
      return outcome.kind
    case 'contentRefused':
      return outcome.proof ? 'contentRefused' : 'contentUnclear'
    case 'loginRefused':
    case 'forbidden':
      return 'notSent'
    case 'unknown':
      return outcome.serverError ? 'serverError' : 'silence'
  }
}

async function noteBudget(context: ConnectionContext, until: Instant): Promise<'budget'> {
  const now = await context.ports.clock.now()
  context.trouble = true
  context.resumeAt = until
  await context.store.transaction((tx) =>
    tx.problems.raise(
      [
        {
          connectionId: context.connection.connectionId,
          code: 'OCT-LIMIET',
          subject: 'connection',
          orderId: null,
          documentId: null,
          params: { until: context.ports.calendar.isoText(until) },
        },
      ],
      now,
    ),
  )
  return 'budget'
}
