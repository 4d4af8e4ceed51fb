/** What the answers of the EU's register so far mean now, and when it is asked again (vat-rules.md 3.4, 4.7). */
import type { RegisterAnswer } from '../order/buyer.ts'
import type { Instant } from '../calendar.ts'
import { hour, minute } from '../document/document.ts'

/** The answers to one number. */
export interface RegisterHistory {
  /** The newest answer about the number itself. */
  last: { answer: 'valid' | 'invalid'; at: Instant } | null
  /** Questions without an answer after it. */
  unanswered: { times: number; firstAt: Instant; lastAt: Instant } | null
}

export const noHistory: RegisterHistory = { last: null, unanswered: null }

/** An answer serves this long. */
const freshMs = 24 * hour
/** Without an answer for this long the buyer counts as unproven. */
const patienceMs = 72 * hour
const firstPauseMs = 15 * minute
const pauseMaxMs = 6 * hour

/** @param since when the order that asks was first seen: its own patience begins no earlier */
export function answerNow(history: RegisterHistory, at: { now: Instant; since: Instant }): RegisterAnswer {
  const { last, unanswered } = history
  if (unanswered !== null) return at.now >= patienceEnds(unanswered, at.since) ? 'gaveUp' : 'unavailable'
  return last !== null && at.now - last.at < freshMs ? last.answer : 'notAsked'
}

/** Null while the present answer serves. */
export function nextQuestionAt(history: RegisterHistory, now: Instant): Instant | null {
  const { last, unanswered } = history
  if (unanswered !== null)
    return unanswered.lastAt + Math.min(firstPauseMs * 2 ** Math.min(unanswered.times - 1, 10), pauseMaxMs)
  return last !== null && now - last.at < freshMs ? null : now
}

/** When an order that waits is planned again: at the next question, at the latest when patience ends. */
export function planAgainAt(history: RegisterHistory, at: { now: Instant; since: Instant }): Instant {
  const next = nextQuestionAt(history, at.now) ?? at.now
  return history.unanswered === null ? next : Math.min(next, patienceEnds(history.unanswered, at.since))
}

function patienceEnds(unanswered: { firstAt: Instant }, since: Instant): Instant {
  return Math.max(unanswered.firstAt, since) + patienceMs
}
