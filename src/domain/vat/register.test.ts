import { expect, it } from 'vitest'
import { hour } from '../delays.ts'
import { answerNow, nextQuestionAt, noHistory, planAgainAt, type RegisterHistory } from './register.ts'

const t0 = Date.parse('2026-11-20T10:00:00+01:00')
const silent = (times: number, lastAt: number): RegisterHistory => ({
  last: null,
  unanswered: { times, firstAt: t0, lastAt },
})

it('a number that was never asked is asked at once', () => {
  expect(answerNow(noHistory, { now: t0, since: t0 })).toBe('notAsked')
  expect(nextQuestionAt(noHistory, t0)).toBe(t0)
})

it('an answer serves for a day', () => {
  const history: RegisterHistory = { last: { answer: 'valid', at: t0 }, unanswered: null }
  expect(answerNow(history, { now: t0 + 24 * hour - 1, since: t0 })).toBe('valid')
  expect(nextQuestionAt(history, t0 + 24 * hour - 1)).toBeNull()
  expect(answerNow(history, { now: t0 + 24 * hour, since: t0 })).toBe('notAsked')
})

it('silence is never an answer, is asked again with growing pauses, and ends after 72 hours', () => {
  expect(answerNow(silent(1, t0), { now: t0 + 71 * hour, since: t0 })).toBe('unavailable')
  expect(nextQuestionAt(silent(1, t0), t0)).toBe(t0 + hour / 4)
  expect(nextQuestionAt(silent(9, t0 + hour), t0)).toBe(t0 + 7 * hour)
  expect(answerNow(silent(9, t0), { now: t0 + 72 * hour, since: t0 })).toBe('gaveUp')
  expect(planAgainAt(silent(9, t0 + 70 * hour), { now: t0 + 70 * hour, since: t0 })).toBe(t0 + 72 * hour)
})

it('an order that comes during a long silence has its own 72 hours', () => {
  expect(answerNow(silent(9, t0 + 80 * hour), { now: t0 + 100 * hour, since: t0 + 90 * hour })).toBe('unavailable')
})
