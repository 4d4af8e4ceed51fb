/** Decides the meaning of the EU register's answers so far, and the moment of the next question (vat-rules.md 3.4, 4.7). */
import type { RegisterAnswer } from '../order/buyer.ts'
import type { Instant } from '../calendar.ts'
import { registerFreshMs, registerPatienceMs, registerPauseMaxMs, registerPauseMs } from '../delays.ts'

/** The answers to one number. */
export interface RegisterHistory {
  /** The newest answer about the number itself. */
  last: { answer: 'valid' | 'invalid'; at: Instant } | null
  /** Questions without an answer after it. */
  unanswered: { times: number; firstAt: Instant; lastAt: Instant } | null
}

export const noHistory: RegisterHistory = { last: null, unanswered: null }

/** @param since when the order that asks was first seen: its own patience begins no earlier */
export function answerNow(history: RegisterHistory, at: { now: Instant; since: Instant }): RegisterAnswer {
  const { last, unanswered } = history
  if (unanswered !== null) return at.now >= patienceEnds(unanswered, at.since) ? 'gaveUp' : 'unavailable'
  return last !== null && at.now - last.at < registerFreshMs ? last.answer : 'notAsked'
}

/** Null while the present answer serves. */
export function nextQuestionAt(history: RegisterHistory, now: Instant): Instant | null {
  const { last, unanswered } = history
  if (unanswered !== null)
    return unanswered.lastAt + Math.min(registerPauseMs * 2 ** Math.min(unanswered.times - 1, 10), registerPauseMaxMs)
  return last !== null && now - last.at < registerFreshMs ? null : now
}

/** When an order that waits is planned again: at the next question, at the latest when patience ends. */
export function planAgainAt(history: RegisterHistory, at: { now: Instant; since: Instant }): Instant {
  const next = nextQuestionAt(history, at.now) ?? at.now
  return history.unanswered === null ? next : Math.min(next, patienceEnds(history.unanswered, at.since))
}

function patienceEnds(unanswered: { firstAt: Instant }, since: Instant): Instant {
  return Math.max(unanswered.firstAt, since) + registerPatienceMs
}
