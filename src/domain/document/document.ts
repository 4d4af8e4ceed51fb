/**
 * The life of one document: which step follows from which event. Pure. Which steps there are at all is the table of
 * `document-states.ts`. The rules are those of the exactly-once protocol: a number is a compare-and-set at the ledger where it is one (`Numberings`),
 * the same number goes with the same bytes, and a new number needs two proofs that the old one did not land.
 * Under a key of ours the same proofs are asked before the document may be planned anew, which gives it another key.
 */
import type { Instant } from '../calendar.ts'
import {
  coolingMs,
  excusedMs,
  hour,
  invoiceLookDelays,
  minute,
  probeDelays,
  restOf,
  unseenLookDelays,
} from '../delays.ts'
import type { Numberings } from '../kinds.ts'
import { Defect } from '../money.ts'
import { assertStep, type StepEvent } from './document-states.ts'
import type { LookUp, Others, Progress, SendResult } from './progress.ts'

export type DocumentEvent =
  /** `number` null: it goes under a key of ours. */
  | { kind: 'claimed'; at: Instant; number: number | null }
  /** `number`: the one that the ledger gave to it. */
  | { kind: 'answered'; at: Instant; result: SendResult; retryAt: Instant | null; number?: number }
  | { kind: 'lost'; at: Instant }
  | { kind: 'checkStarted'; at: Instant }
  | { kind: 'lookedUp'; at: Instant; found: LookUp; others: Others }
  | { kind: 'notShownYet'; lookAgainAt: Instant }
  | { kind: 'readBack' | 'watched'; stands: 'equal' | 'changed' | 'gone' }
  | { kind: 'lookedByPerson'; found: LookUp }
  | { kind: 'approved' | 'skipped' | 'accepted' | 'bookedAgain' }

export interface Decision {
  progress: Progress
  /** Nothing is done with the document before this moment. */
  notBefore: Instant | null
  /** The claimed number goes back: it certainly holds nothing of ours. */
  returnsNumber: boolean
  /** Number under which the ledger has it, when that became certain. */
  confirmedNumber: number | null
}

/** Sends of one number without an answer: the first and five probes. Then others go, and later it goes again under a new number. */
export const failuresMax = 6
/** Whether a number or key in doubt may be sent again at all: the ledger itself must refuse a second document under it. */
function mayProbe({ target }: Progress, numbering: Numberings): boolean {
  return numbering[target] !== 'mayOverwrite'
}

/** Events of a document that is in the ledger, or that was never sent. No number is in question. */
export type SettledEvent = Exclude<DocumentEvent, { at: Instant } | { kind: 'notShownYet' }>

/** @throws Defect where the event cannot happen to a document in this state */
export function decide(progress: Progress, event: SettledEvent): Decision
export function decide(progress: Progress, event: DocumentEvent, numbering: Numberings): Decision
export function decide(progress: Progress, event: DocumentEvent, numbering: Numberings = uncertain): Decision {
  const decision = decided(progress, event, numbering)
  assertStep(progress.state, event.kind satisfies StepEvent, decision.progress.state)
  return decision
}

const uncertain: Numberings = { bookings: 'mayOverwrite', entries: 'mayOverwrite', invoices: 'mayOverwrite' }

function decided(progress: Progress, event: DocumentEvent, numbering: Numberings): Decision {
  switch (event.kind) {
    case 'claimed':
      return claimed(progress, event.number, event.at)
    case 'answered':
      return answered(progress, event, numbering)
    case 'lost':
      return toDoubt(progress, { lastAnswer: 'silence', silentSends: progress.silentSends + 1 }, event.at, numbering)
    case 'checkStarted':
      return checkStarted(progress, event.at)
    case 'lookedUp':
      return progress.state === 'cooling' ? lookedUpAgain(progress, event) : lookedUp(progress, event, numbering)
    case 'notShownYet':
      return keep({ ...progress, emptyLookups: progress.emptyLookups + 1 }, event.lookAgainAt)
    case 'readBack':
    case 'watched':
      return keep({ ...progress, state: standsAs[event.stands] })
    case 'lookedByPerson':
      return lookedByPerson(progress, event.found)
    case 'approved':
      return keep({ ...progress, state: 'ready' })
    case 'skipped':
      return keep({ ...progress, state: 'skipped' })
    case 'accepted':
      return keep({ ...progress, state: 'verified', doubtSince: null })
    case 'bookedAgain':
      return keep({ ...progress, ...unsent, state: 'draft' })
  }
}

const standsAs = { equal: 'verified', changed: 'changed', gone: 'deletedInLedger' } as const

function claimed(progress: Progress, number: number | null, at: Instant): Decision {
  const first = progress.state === 'ready'
  const goesAgain = progress.state === 'inDoubt' || progress.state === 'deferred'
  if (!first && (!goesAgain || progress.number !== number)) {
    throw new Defect(`a document in ${progress.state} under number ${progress.number} cannot be sent as ${number}`)
  }
  if (first && progress.mustLook) throw new Defect('a document that must be looked for first cannot be sent')
  const next: Progress = {
    ...progress,
    state: 'sending',
    number,
    sendsOfNumber: progress.sendsOfNumber + 1,
    lastSentAt: at,
    lastAnswer: 'none',
    emptyLookups: 0,
    resendUsed: progress.resendUsed || (progress.state === 'inDoubt' && progress.target === 'invoices'),
  }
  return keep(next)
}

function answered(
  progress: Progress,
  event: Extract<DocumentEvent, { kind: 'answered' }>,
  numbering: Numberings,
): Decision {
  if (progress.state !== 'sending') throw new Defect(`an answer for a document in ${progress.state}`)
  const firstSend = progress.sendsOfNumber === 1
  switch (event.result) {
    case 'created': {
      const number = progress.number ?? event.number ?? null
      return {
        ...keep({ ...progress, state: 'confirmed', number, lastAnswer: 'created', doubtSince: null }),
        confirmedNumber: number,
      }
    }
    case 'notSent':
      // The answer proves nothing about an earlier send of this number, so only the first send may go back to the queue.
      if (firstSend) return backInLine(progress, event.retryAt)
      return comesLater(
        { ...progress, sendsOfNumber: progress.sendsOfNumber - 1, lastAnswer: 'notSent' },
        event,
        numbering,
      )
    case 'refused':
      // Counts as a send: the next answer under this number may be about this one.
      return comesLater({ ...progress, lastAnswer: 'refused' }, event, numbering)
    case 'contentRefused':
      if (firstSend) return giveBack({ ...progress, lastAnswer: 'contentRefused' }, 'rejected', null)
      return toDoubt(progress, { lastAnswer: 'contentRefused' }, event.at, numbering)
    case 'contentUnclear':
      return toDoubt(progress, { lastAnswer: 'contentRefused' }, event.at, numbering)
    case 'wrongNumber':
      return toDoubt(progress, { lastAnswer: 'wrongNumber' }, event.at, numbering)
    case 'exists':
      return toDoubt(progress, { lastAnswer: 'exists' }, event.at, numbering)
    case 'serverError':
      return toDoubt(
        progress,
        { lastAnswer: 'serverError', serverErrors: progress.serverErrors + 1 },
        event.at,
        numbering,
      )
    case 'silence':
      return toDoubt(progress, { lastAnswer: 'silence', silentSends: progress.silentSends + 1 }, event.at, numbering)
  }
}

/** The same number once more, when the other side wants it; in doubt only where an earlier send left doubt. */
function comesLater(
  progress: Progress,
  { at, retryAt }: { at: Instant; retryAt: Instant | null },
  numbering: Numberings,
): Decision {
  const next: Progress = { ...progress, state: progress.doubtSince === null ? 'deferred' : 'inDoubt' }
  return keep(next, Math.max(retryAt ?? at + minute, nextStep(next, numbering).at))
}

/** In doubt, with the moment of the next step. */
function toDoubt(progress: Progress, change: Partial<Progress>, at: Instant, numbering: Numberings): Decision {
  const next: Progress = { ...progress, ...change, state: 'inDoubt', doubtSince: progress.doubtSince ?? at }
  return keep(next, nextStep(next, numbering).at)
}

/** Sends of the present number that nothing was learned from. */
function failures({ silentSends, serverErrors }: Progress): number {
  return silentSends + serverErrors
}

/** How often an invoice in doubt is looked for before it is sent again, or under a new number. */
function looksOfInvoice({ resendUsed }: Progress): number {
  return resendUsed ? invoiceLookDelays.length : invoiceLookDelays.length - 1
}

/** Returns the wait from the last send to the next look-up: a booking is looked for at once. */
function lookDelay({ target, emptyLookups }: Progress): number {
  return target === 'invoices' ? (invoiceLookDelays[emptyLookups] ?? hour) : 0
}

/** Whether the journal went back behind a refused number shows only once all that was made before it can be seen. */
function looksAgain({ target, lastAnswer, emptyLookups }: Progress): boolean {
  return target === 'invoices' && lastAnswer === 'wrongNumber' && emptyLookups + 1 < invoiceLookDelays.length - 1
}

export interface NextStep {
  kind: 'probe' | 'look'
  at: Instant
}

/** Returns the step for which a deferred document or one in doubt waits. */
export function nextStep(progress: Progress, numbering: Numberings): NextStep {
  const lastSentAt = progress.lastSentAt ?? progress.doubtSince ?? 0
  const { state, lastAnswer, emptyLookups } = progress
  if (state === 'deferred') {
    // The ledger may take the number twice, so the refusal must be proven first. A document that was just made may take a moment to be
    // shown.
    const mustLook = !mayProbe(progress, numbering) && emptyLookups === 0
    return mustLook ? { kind: 'look', at: lastSentAt + minute } : { kind: 'probe', at: lastSentAt }
  }
  if (!mayProbe(progress, numbering)) {
    if (emptyLookups < looksOfInvoice(progress)) return { kind: 'look', at: lastSentAt + lookDelay(progress) }
    return { kind: 'probe', at: lastSentAt + hour }
  }
  if (lastAnswer === 'wrongNumber' || lastAnswer === 'contentRefused' || lastAnswer === 'exists')
    return { kind: 'look', at: lastSentAt + lookDelay(progress) }
  const failed = failures(progress)
  // A second clean 500, a third failure of any kind: a look before going on, and one before the number is given up.
  const looksNow = emptyLookups === 0 && failed === (progress.silentSends === 0 ? 2 : 3)
  if (looksNow || failed >= failuresMax) return { kind: 'look', at: lastSentAt }
  return { kind: 'probe', at: lastSentAt + restOf(probeDelays, Math.max(failed, 1)) }
}

function checkStarted(progress: Progress, at: Instant): Decision {
  if (progress.state === 'ready' && progress.mustLook) return keep({ ...progress, state: 'checking', doubtSince: at })
  if (progress.state === 'inDoubt' || progress.state === 'deferred') return keep({ ...progress, state: 'checking' })
  throw new Defect(`no look-up from ${progress.state}`)
}

function verdict(progress: Progress, found: LookUp): Decision | null {
  const [match, second] = found.ours
  if (second !== undefined) return keep({ ...progress, state: 'duplicate' })
  if (match === undefined) return null
  if (!match.equal) return { ...keep({ ...progress, state: 'mismatch' }), confirmedNumber: null }
  return {
    ...keep({ ...progress, state: 'confirmed', number: match.number, doubtSince: null, mustLook: false }),
    confirmedNumber: match.number,
  }
}

function lookedUp(
  progress: Progress,
  event: { at: Instant; found: LookUp; others: Others },
  numbering: Numberings,
): Decision {
  if (progress.state !== 'checking') throw new Defect(`a look-up for a document in ${progress.state}`)
  const found = verdict(progress, event.found)
  if (found !== null) return found
  if (progress.mustLook && progress.sendsOfNumber === 0) {
    if (event.found.foreign) return keep({ ...progress, state: 'foreign', doubtSince: null })
    return keep({ ...progress, state: 'ready', mustLook: false, doubtSince: null })
  }
  const coolUntil = (progress.lastSentAt ?? event.at) + coolingMs
  if (event.found.number === 'taken' || event.found.number === 'wentBack')
    return keep({ ...progress, state: 'cooling' }, coolUntil)
  const next: Progress = { ...progress, emptyLookups: progress.emptyLookups + 1 }
  if (progress.lastAnswer === 'exists') return unseen(next, event.at)
  if (progress.doubtSince === null) return keep({ ...next, state: 'deferred' }, event.at)
  // Nothing there and the number is free. A refusal of the content will not change by asking again.
  const probes = mayProbe(progress, numbering)
  const looksDone = probes || next.emptyLookups >= invoiceLookDelays.length - 1
  if (looksDone && progress.lastAnswer === 'contentRefused') return keep({ ...progress, state: 'cooling' }, coolUntil)
  if (probes && makesWay(progress, event.others)) return keep({ ...progress, state: 'cooling' }, coolUntil)
  // Two hours of looking after its second send: as good as cooled down.
  const isOver = !probes && next.resendUsed && next.emptyLookups >= looksOfInvoice(next)
  if (isOver) return roundOver(next, event)
  return stillInDoubt(progress, next, event.at, numbering)
}

/**
 * The ledger has a document under the key and does not show it: a user removed it, or the ledger does not show it yet. Asking again gives
 * no new answer.
 */
function unseen(looked: Progress, at: Instant): Decision {
  const rest = unseenLookDelays[looked.emptyLookups - 1]
  if (rest === undefined) return keep({ ...looked, state: 'quarantined' })
  return keep({ ...looked, state: 'inDoubt' }, at + rest)
}

function stillInDoubt(progress: Progress, looked: Progress, at: Instant, numbering: Numberings): Decision {
  // The ledger said that the number is not the next one, yet it is free: a later look-up shows more, then the next probe.
  const unclear = progress.lastAnswer === 'wrongNumber' && !looksAgain(progress)
  const next: Progress = {
    ...looked,
    state: 'inDoubt',
    ...(unclear ? { lastAnswer: 'silence', silentSends: progress.silentSends + 1 } : {}),
  }
  return keep(next, Math.max(nextStep(next, numbering).at, at + minute))
}

/** Lets the others go: it alone meets clean 500s, or it had its turn. In an outage one of them goes on asking, and the others wait. */
function makesWay(progress: Progress, others: Others): boolean {
  return failures(progress) >= failuresMax || (progress.serverErrors >= 2 && !others.failToo)
}

/** The second look, two hours after the last send: now the old number may be given up. */
function lookedUpAgain(progress: Progress, event: { at: Instant; found: LookUp; others: Others }): Decision {
  const found = verdict(progress, event.found)
  if (found !== null) return found
  if (progress.lastAnswer === 'contentRefused') return giveBack(progress, 'rejected', null)
  const wasTaken = progress.lastAnswer === 'wrongNumber'
  return failures(progress) >= 2 && !wasTaken ? roundOver(progress, event) : giveBack(progress, 'ready', null)
}

/** Nothing landed under this number. Where others went through while this one failed, it is the cause itself; else it was an outage. */
function roundOver(progress: Progress, { at, others }: { at: Instant; others: Others }): Decision {
  const { doubtSince } = progress
  const isExcused = others.failedThen && at - (doubtSince ?? at) < excusedMs
  if (others.wentThrough && !isExcused) return keep({ ...progress, state: 'quarantined' })
  return backInLine(progress, null)
}

/**
 * A user had the ledger asked once more about a document that was theirs to decide. A document that is not in the ledger may be sent under
 * a new number.
 */
function lookedByPerson(progress: Progress, found: LookUp): Decision {
  const [match] = found.ours
  const judged = verdict(progress, found)
  if (judged === null || match === undefined) return giveBack(progress, 'ready', null)
  return { ...judged, progress: { ...judged.progress, number: match.number, doubtSince: null } }
}

function keep(progress: Progress, notBefore: Instant | null = null): Decision {
  return { progress, notBefore, returnsNumber: false, confirmedNumber: null }
}

/** As before the first send of any number. */
export const unsent = {
  number: null,
  sendsOfNumber: 0,
  doubtSince: null,
  silentSends: 0,
  serverErrors: 0,
  emptyLookups: 0,
  resendUsed: false,
} as const

/** Without its number, and still remembered as one that fails. */
function backInLine(progress: Progress, notBefore: Instant | null): Decision {
  const back = giveBack(progress, 'ready', notBefore)
  return { ...back, progress: { ...back.progress, doubtSince: progress.doubtSince } }
}

function giveBack(progress: Progress, state: 'ready' | 'rejected', notBefore: Instant | null): Decision {
  return { progress: { ...progress, ...unsent, state }, notBefore, returnsNumber: true, confirmedNumber: null }
}
