/**
 * The life of one document: which step follows from which event. Pure; written once more as a check in the database
 * (`allowed_step`). The rules are those of the exactly-once protocol: a number is a compare-and-set at the ledger,
 * the same number goes with the same bytes, and a new number needs two proofs that the old one did not land.
 */
import type { Instant } from './calendar.ts'
import type { DocumentTarget, FoundDocument } from './ledger.ts'
import { Defect } from './money.ts'

export type DocumentState =
  | 'draft'
  | 'approval'
  | 'blocked'
  | 'ready'
  /** Never sent itself: collects until its day is closed, then belongs to the totals of that day. */
  | 'inDay'
  | 'inTotal'
  | 'sending'
  | 'inDoubt'
  | 'checking'
  | 'cooling'
  | 'quarantined'
  | 'confirmed'
  | 'verified'
  | 'changed'
  | 'deletedInLedger'
  | 'rejected'
  | 'mismatch'
  | 'duplicate'
  | 'foreign'
  | 'skipped'

/** The last thing that the ledger said, or did not say, to a send of the present number. */
export type LastAnswer = 'none' | 'silence' | 'serverError' | 'wrongNumber' | 'contentRefused' | 'created' | 'notSent'

/** What the rules need to know of a document. */
export interface Progress {
  state: DocumentState
  target: DocumentTarget
  /** Look in the ledger before the first send: the order was old at first sight, or the database was restored. */
  mustLook: boolean
  number: number | null
  /** How often the bytes left under the present number. */
  sendsOfNumber: number
  lastSentAt: Instant | null
  doubtSince: Instant | null
  lastAnswer: LastAnswer
  /** Sends of this number without a usable answer. */
  silentSends: number
  /** Sends of this number answered by a clean 500. */
  serverErrors: number
  /** Look-ups by number that found nothing, since the last send (invoices). */
  emptyLookups: number
  /** The one extra send of an invoice in doubt is used up. */
  resendUsed: boolean
}

/** How a POST ended, as far as the rules care. */
export type SendResult = 'created' | 'notSent' | 'contentRefused' | 'wrongNumber' | 'serverError' | 'silence'

/** What a look-up in the ledger showed. */
export interface LookUp {
  /** Documents that carry our reference. `equal`: same cents as ours. */
  ours: { number: number; equal: boolean; stands?: Pick<FoundDocument, 'amountCents' | 'sums'> }[]
  /** First look only: documents of somebody else for the same order. */
  foreign: boolean
  /** Our number in the journal: nobody's, somebody else's, or the journal went back behind it. `unknown` counts as free. */
  number: 'free' | 'taken' | 'wentBack' | 'unknown'
  /** Last number of the journal that the look-up saw, whoever's. */
  journalLast?: number
  /** What was found is a total of the day that we do not remember: it may hold this very sale. */
  unknownTotal?: true
}

export type DocumentEvent =
  | { kind: 'claimed'; at: Instant; number: number }
  | { kind: 'answered'; at: Instant; result: SendResult; retryAt: Instant | null }
  | { kind: 'lost'; at: Instant }
  | { kind: 'checkStarted'; at: Instant }
  | { kind: 'lookedUp'; at: Instant; found: LookUp }
  | { kind: 'tooLong'; at: Instant }

export interface Decision {
  progress: Progress
  /** Nothing is done with the document before this moment. */
  notBefore: Instant | null
  /** The claimed number goes back: it certainly holds nothing of ours. */
  returnsNumber: boolean
  /** Number under which the ledger has it, when that became certain. */
  confirmedNumber: number | null
}

export interface Policy {
  /** Whether `POST /invoices` refuses a used number; anything but a certain yes is treated as no. */
  invoicesEnforceNumber: boolean
}

export const minute = 60_000
export const hour = 60 * minute
/** Delay of the next probe after 1, 2, 3 … sends without an answer. */
const probeDelays = [minute, 5 * minute, 15 * minute, hour, hour]
/** Sends of one number: the first and five probes. */
export const sendsMax = 6
/** Our late request may still land for this long; only after it may a number be given up. */
export const coolingMs = 2 * hour
/** Without a verdict for this long, a person decides; others go on. */
export const doubtMaxMs = 24 * hour
/** When an invoice that was not found is looked for again, counted from the last send. */
const invoiceLookDelays = [0, 15 * minute, hour]

/** States whose document holds its journal: the next number depends on their verdict. */
export function holdsJournal(state: DocumentState): boolean {
  return state === 'sending' || state === 'inDoubt' || state === 'checking'
}

/** Whether a number in doubt may be sent again at all: the ledger itself must refuse a second document under it. */
function mayProbe(progress: Progress, policy: Policy): boolean {
  return progress.target === 'bookings' || policy.invoicesEnforceNumber
}

export function decide(progress: Progress, event: DocumentEvent, policy: Policy): Decision {
  switch (event.kind) {
    case 'claimed':
      return claimed(progress, event.number, event.at)
    case 'answered':
      return answered(progress, event, policy)
    case 'lost':
      return toDoubt(progress, { lastAnswer: 'silence', silentSends: progress.silentSends + 1 }, event.at, policy)
    case 'checkStarted':
      return checkStarted(progress, event.at)
    case 'lookedUp':
      return progress.state === 'cooling' ? lookedUpAgain(progress, event.found) : lookedUp(progress, event, policy)
    case 'tooLong':
      return tooLong(progress)
  }
}

function claimed(progress: Progress, number: number, at: Instant): Decision {
  const first = progress.state === 'ready'
  if (!first && (progress.state !== 'inDoubt' || progress.number !== number)) {
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
    resendUsed: progress.resendUsed || (!first && progress.target === 'invoices'),
  }
  return keep(next)
}

function answered(
  progress: Progress,
  event: { at: Instant; result: SendResult; retryAt: Instant | null },
  policy: Policy,
): Decision {
  if (progress.state !== 'sending') throw new Defect(`an answer for a document in ${progress.state}`)
  const firstSend = progress.sendsOfNumber === 1
  switch (event.result) {
    case 'created':
      return {
        ...keep({ ...progress, state: 'confirmed', lastAnswer: 'created', doubtSince: null }),
        confirmedNumber: progress.number,
      }
    case 'notSent':
      // Of an earlier send of this number it says nothing, so only the first may go back to the queue.
      if (firstSend) return giveBack(progress, 'ready', event.retryAt)
      return {
        ...toDoubt(
          { ...progress, sendsOfNumber: progress.sendsOfNumber - 1 },
          { lastAnswer: 'notSent' },
          event.at,
          policy,
        ),
        notBefore: event.retryAt ?? event.at + minute,
      }
    case 'contentRefused':
      if (firstSend) return giveBack({ ...progress, lastAnswer: 'contentRefused' }, 'rejected', null)
      return toDoubt(progress, { lastAnswer: 'contentRefused' }, event.at, policy)
    case 'wrongNumber':
      return toDoubt(progress, { lastAnswer: 'wrongNumber' }, event.at, policy)
    case 'serverError':
      return toDoubt(progress, { lastAnswer: 'serverError', serverErrors: progress.serverErrors + 1 }, event.at, policy)
    case 'silence':
      return toDoubt(progress, { lastAnswer: 'silence', silentSends: progress.silentSends + 1 }, event.at, policy)
  }
}

/** In doubt, with the moment of the next step. */
function toDoubt(progress: Progress, change: Partial<Progress>, at: Instant, policy: Policy): Decision {
  const next: Progress = { ...progress, ...change, state: 'inDoubt', doubtSince: progress.doubtSince ?? at }
  if (next.target === 'invoices' && !policy.invoicesEnforceNumber && progress.resendUsed) {
    return keep({ ...next, state: 'inDoubt' }, at) // the caller's next step is the quarantine
  }
  return keep(next, nextStepAt(next, policy))
}

/** Of the next look, from the last send: a booking is looked for at once. */
function lookDelay({ target, emptyLookups }: Progress): number {
  return target === 'invoices' ? (invoiceLookDelays[emptyLookups] ?? hour) : 0
}

/** Whether the journal went back behind a refused number shows only once all that was made before it can be seen. */
function looksAgain({ target, lastAnswer, emptyLookups }: Progress): boolean {
  return target === 'invoices' && lastAnswer === 'wrongNumber' && emptyLookups + 1 < invoiceLookDelays.length
}

export type NextStep = { kind: 'probe'; at: Instant } | { kind: 'look'; at: Instant } | { kind: 'quarantine' }

/** What a document in doubt waits for. */
export function nextStep(progress: Progress, policy: Policy): NextStep {
  const lastSentAt = progress.lastSentAt ?? progress.doubtSince ?? 0
  if (!mayProbe(progress, policy)) {
    if (progress.resendUsed) return { kind: 'quarantine' }
    if (progress.emptyLookups < invoiceLookDelays.length) return { kind: 'look', at: lastSentAt + lookDelay(progress) }
    return { kind: 'probe', at: lastSentAt + hour }
  }
  if (progress.lastAnswer === 'wrongNumber' || progress.lastAnswer === 'contentRefused')
    return { kind: 'look', at: lastSentAt + lookDelay(progress) }
  const unanswered = progress.silentSends + progress.serverErrors
  if (progress.serverErrors >= 2 && progress.emptyLookups === 0) return { kind: 'look', at: lastSentAt }
  // The first send and two probes without an answer: look before going on, and after each further probe.
  if (unanswered >= 3 && progress.emptyLookups === 0) return { kind: 'look', at: lastSentAt }
  if (progress.sendsOfNumber >= sendsMax)
    return { kind: 'look', at: lastSentAt + coolingMs * (progress.emptyLookups + 1) }
  const delay = probeDelays[Math.min(Math.max(unanswered, 1), probeDelays.length) - 1] ?? hour
  return { kind: 'probe', at: lastSentAt + delay }
}

function nextStepAt(progress: Progress, policy: Policy): Instant | null {
  const step = nextStep(progress, policy)
  return step.kind === 'quarantine' ? null : step.at
}

function checkStarted(progress: Progress, at: Instant): Decision {
  if (progress.state === 'ready' && progress.mustLook) return keep({ ...progress, state: 'checking', doubtSince: at })
  if (progress.state === 'inDoubt') return keep({ ...progress, state: 'checking' })
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

function lookedUp(progress: Progress, event: { at: Instant; found: LookUp }, policy: Policy): Decision {
  if (progress.state !== 'checking') throw new Defect(`a look-up for a document in ${progress.state}`)
  const decided = verdict(progress, event.found)
  if (decided !== null) return decided
  if (progress.mustLook && progress.sendsOfNumber === 0) {
    if (event.found.foreign) return keep({ ...progress, state: 'foreign', doubtSince: null })
    return keep({ ...progress, state: 'ready', mustLook: false, doubtSince: null })
  }
  const coolUntil = (progress.lastSentAt ?? event.at) + coolingMs
  if (event.found.number === 'taken' || event.found.number === 'wentBack')
    return keep({ ...progress, state: 'cooling' }, coolUntil)
  // Nothing there and the number is free. A refusal of the content, or two clean 500s, will not change by asking again.
  const looksDone = progress.target === 'bookings' || policy.invoicesEnforceNumber || progress.emptyLookups >= 2
  if (looksDone && (progress.lastAnswer === 'contentRefused' || progress.serverErrors >= 2)) {
    return keep({ ...progress, state: 'cooling' }, coolUntil)
  }
  const next: Progress = {
    ...progress,
    state: 'inDoubt',
    emptyLookups: progress.emptyLookups + 1,
    // The ledger said that the number is not the next one, yet it is free: a later look tells more, then the next probe.
    lastAnswer: progress.lastAnswer === 'wrongNumber' && !looksAgain(progress) ? 'silence' : progress.lastAnswer,
  }
  const at = nextStepAt(next, policy)
  return keep(next, at === null ? null : Math.max(at, event.at + minute))
}

/** The second look, two hours after the last send: now the old number may be given up. */
function lookedUpAgain(progress: Progress, found: LookUp): Decision {
  const decided = verdict(progress, found)
  if (decided !== null) return decided
  if (progress.lastAnswer === 'contentRefused') return giveBack(progress, 'rejected', null)
  if (progress.serverErrors >= 2) return keep({ ...progress, state: 'quarantined' })
  return giveBack(progress, 'ready', null)
}

function tooLong(progress: Progress): Decision {
  if (progress.state !== 'inDoubt' && progress.state !== 'checking' && progress.state !== 'cooling') {
    throw new Defect(`a document in ${progress.state} is not in doubt`)
  }
  return keep({ ...progress, state: 'quarantined' })
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

function giveBack(progress: Progress, state: 'ready' | 'rejected', notBefore: Instant | null): Decision {
  return {
    progress: { ...progress, ...unsent, state },
    notBefore,
    returnsNumber: true,
    confirmedNumber: null,
  }
}
