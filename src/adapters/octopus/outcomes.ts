/** From what came back over the wire to what the application hears: one function per kind of answer, all total. */
import { laterMs } from '../../domain/delays.ts'
import type { MatchOutcome, PostOutcome, RelationOutcome } from '../../ports/accounting.ts'
import type { Answer, Refusal } from '../../ports/answer.ts'
import { Defect } from '../../domain/money.ts'
import { classify, lastNumberIn, type CallKind, type Verdict } from './classify.ts'
import { restAfterRefusal } from './refused-calls.ts'
import { safeText, type Reply } from './reply.ts'

/** Stands at the head of each detail about an answer that the table does not have, for the operator. */
export const newAnswerMark = 'new answer'

/** How a call ended. `refused`: it was not made, and why. */
export type Sent =
  | { kind: 'reply'; reply: Reply }
  | { kind: 'notSent'; reason: string; lasting?: true }
  | { kind: 'unknown'; reason: string }
  | { kind: 'refused'; refusal: Refusal }

/** Until when a key rests after a refusal by limit. */
export function restsUntil(reply: Reply): number {
  return reply.retryAt ?? restAfterRefusal(reply, 1)
}

function describe(call: CallKind, reply: Reply, verdict: Verdict): string {
  const isNew =
    verdict.kind === 'unlisted' || verdict.kind === 'unsupported' || (verdict.kind === 'content' && verdict.newCode)
  const code = reply.code === null ? 'no code' : `code ${reply.code}`
  // The refusal of a login names the user and the address it came from.
  const words = call === 'login' ? '' : safeText(reply.text)
  return `${isNew ? `${newAnswerMark}: ` : ''}${call} answered ${reply.status}, ${code}${words === '' ? '' : `: ${words}`}`
}

/** The part that all calls have in common. Only for verdicts that are refusals. */
function refusalOf(call: CallKind, reply: Reply, verdict: Verdict): Refusal {
  const detail = describe(call, reply, verdict)
  switch (verdict.kind) {
    case 'loginRefused':
    case 'badRequest':
      return { kind: verdict.kind, detail }
    case 'forbidden':
      return { kind: 'forbidden', ...(verdict.right === true ? { at: 'call' } : {}), detail }
    case 'unsupported':
      return { kind: 'unsupported', status: reply.status, detail }
    case 'loginBlocked':
      return { kind: 'later', cause: 'loginBlocked', until: restsUntil(reply), detail }
    case 'rateLimit':
      return { kind: 'later', cause: 'rateLimit', until: restsUntil(reply), detail }
    case 'quota':
      return { kind: 'later', cause: 'budget', until: restsUntil(reply), detail }
    case 'tokenRefused':
    case 'busy':
    case 'unavailable':
    case 'serverError':
      return { kind: 'later', cause: 'unavailable', until: reply.retryAt, detail }
    default:
      return { kind: 'later', cause: 'unreadable', until: null, detail }
  }
}

/** `parse` answers null for a body that is not what the document promises. */
export function answerOf<T>(call: CallKind, sent: Sent, parse: (body: string) => T | null): Answer<T> {
  if (sent.kind === 'refused') return sent.refusal
  if (sent.kind !== 'reply') return unansweredOf(sent)
  const verdict = classify(call, sent.reply)
  if (verdict.kind === 'nothing') return { kind: 'notFound' }
  if (verdict.kind !== 'done') return refusalOf(call, sent.reply, verdict)
  const value = parse(sent.reply.body)
  if (value !== null) return { kind: 'ok', value }
  const detail = `${newAnswerMark}: ${call} answered ${sent.reply.status} with a body that could not be read`
  return { kind: 'later', cause: 'unreadable', until: null, detail }
}

function unansweredOf(sent: Extract<Sent, { kind: 'notSent' | 'unknown' }>): Refusal {
  const detail = sent.reason
  if (sent.kind === 'notSent' && sent.lasting === true) return { kind: 'unsupported', status: null, detail }
  return { kind: 'later', cause: 'unavailable', until: null, detail }
}

export function relationOutcomeOf<T extends object>(
  sent: Sent,
  parse: (body: string) => T | null,
): Exclude<RelationOutcome, { kind: 'saved' }> | { kind: 'saved'; relation: T | null } {
  if (sent.kind === 'refused') return sent.refusal
  if (sent.kind === 'notSent') return unansweredOf(sent)
  if (sent.kind === 'unknown') return { kind: 'unknown', detail: sent.reason }
  const { reply } = sent
  const verdict = classify('relation', reply)
  const detail = describe('relation', reply, verdict)
  if (verdict.kind === 'content') return { kind: 'contentRefused', problemCode: verdict.problemCode, detail }
  if (verdict.kind === 'unavailable' || verdict.kind === 'unlisted') return { kind: 'unknown', detail }
  if (verdict.kind !== 'done') return refusalOf('relation', reply, verdict)
  if (reply.shape === 'empty') return { kind: 'saved', relation: null }
  const relation = parse(reply.body)
  if (relation !== null) return { kind: 'saved', relation }
  return { kind: 'unknown', detail: `${newAnswerMark}: relation answered 201 with a body that could not be read` }
}

/** Why nothing of the document left, in the words of the caller. */
export function postOutcomeOfRefusal(refusal: Refusal): PostOutcome {
  if (refusal.kind === 'loginRefused' || refusal.kind === 'forbidden') return refusal
  if (refusal.kind === 'badRequest')
    return { kind: 'notSent', cause: 'unauthorized', until: null, detail: refusal.detail }
  if (refusal.kind === 'unsupported')
    return { kind: 'notSent', cause: 'unsupported', until: null, detail: refusal.detail }
  const { until, detail } = refusal
  if (refusal.cause === 'rateLimit' || refusal.cause === 'budget')
    return { kind: 'notSent', cause: refusal.cause, until, detail }
  return { kind: 'notSent', cause: refusal.cause === 'loginBlocked' ? 'unauthorized' : 'network', until, detail }
}

export function postOutcomeOf(sent: Sent): PostOutcome {
  if (sent.kind === 'refused') return postOutcomeOfRefusal(sent.refusal)
  if (sent.kind === 'notSent') return postOutcomeOfRefusal(unansweredOf(sent))
  if (sent.kind === 'unknown') return { kind: 'unknown', serverError: false, detail: sent.reason }
  const verdict = classify('document', sent.reply)
  return outcomeOfVerdict(sent.reply, verdict, describe('document', sent.reply, verdict))
}

/** Only a refusal of ours, and one of what was asked, are known: all else may have been carried out. */
export function matchOutcomeOf(sent: Sent): MatchOutcome {
  if (sent.kind === 'refused') return notMatched(sent.refusal)
  if (sent.kind === 'notSent') return notMatched(unansweredOf(sent))
  if (sent.kind === 'unknown') return { kind: 'unknown', until: null, detail: sent.reason }
  const { reply } = sent
  const verdict = classify('match', reply)
  const detail = describe('match', reply, verdict)
  if (verdict.kind === 'done') return { kind: 'created' }
  if (verdict.kind === 'content') return { kind: 'refused', detail }
  const isLimit = verdict.kind === 'rateLimit' || verdict.kind === 'quota'
  return { kind: 'unknown', until: isLimit ? restsUntil(reply) : reply.retryAt, detail }
}

function notMatched(refusal: Refusal): MatchOutcome {
  return { kind: 'notSent', until: refusal.kind === 'later' ? refusal.until : null, detail: refusal.detail }
}

function outcomeOfVerdict(reply: Reply, verdict: Verdict, detail: string): PostOutcome {
  switch (verdict.kind) {
    case 'done':
      return { kind: 'created' }
    case 'wrongNumber':
      return { kind: 'wrongNumber', lastNumber: lastNumberIn(reply.text), detail }
    case 'content':
      return {
        kind: 'contentRefused',
        problemCode: verdict.problemCode,
        errorCode: reply.code,
        proof: !verdict.newCode,
        detail,
        ...(verdict.lost === undefined ? {} : { lost: verdict.lost }),
      }
    case 'busy':
      return {
        kind: 'refused',
        cause: 'journalBusy',
        until: reply.retryAt ?? reply.receivedAt + laterMs('journalBusy'),
        detail,
      }
    case 'rateLimit':
      return { kind: 'refused', cause: 'rateLimit', until: restsUntil(reply), detail }
    case 'quota':
      return { kind: 'refused', cause: 'budget', until: restsUntil(reply), detail }
    case 'tokenRefused':
      return { kind: 'refused', cause: 'unauthorized', until: reply.receivedAt, detail }
    case 'forbidden':
      return { kind: 'refused', cause: 'forbidden', until: null, detail }
    case 'serverError':
      return { kind: 'unknown', serverError: true, detail }
    case 'unavailable':
    case 'unlisted':
      return { kind: 'unknown', serverError: false, detail }
    case 'unsupported':
      return { kind: 'unknown', serverError: false, unsupported: reply.status, detail }
    default:
      throw new Defect(`The table gives ${verdict.kind} for a document`)
  }
}
