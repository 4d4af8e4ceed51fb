/** Goal: the time that a run tells is one at which another run does more. Method: each thing that can wait, alone and beside others. */
import { expect, it } from 'vitest'
import { nextMoment, nextOfLedger, type Waits } from './next-moment.ts'

const now = Date.parse('2026-11-24T10:00:00Z')
const minute = 60_000
const idle: Waits = {
  now,
  paused: false,
  marketplace: { kind: 'open' },
  ledger: { kind: 'open' },
  toPlan: false,
  queue: null,
  queueUntil: null,
  rest: null,
  ledgerUntil: null,
  restsUntil: null,
}
const due = now - 90 * minute
const soon = now + 5 * minute
const late = now + 60 * minute

it.each<[story: string, waits: Partial<Waits>, next: number | null]>([
  ['nothing waits', {}, null],
  ['bol.com asked to wait', { marketplace: { kind: 'later', until: soon } }, soon],
  ['bol.com asked to wait until a moment that has come', { marketplace: { kind: 'later', until: due } }, now],
  ['bol.com is silent', { marketplace: { kind: 'later', until: null } }, null],
  ['bol.com refuses the keys, and a document is due', { marketplace: { kind: 'closed' }, queue: due }, now],
  ['a document in doubt', { rest: soon }, soon],
  ['a document that is due', { queue: due }, now],
  ['the day is used up', { queue: due, queueUntil: late }, late],
  ['the day is used up, and a doubt comes first', { queue: due, queueUntil: late, rest: soon }, soon],
  ['the trial is over', { queue: due, queueUntil: 'never' }, null],
  ['the trial is over, and a document is in doubt', { queue: due, queueUntil: 'never', rest: soon }, soon],
  ['the database was put back', { queue: due, ledgerUntil: late }, late],
  ['a read of the ledger rests', { rest: due, restsUntil: soon }, soon],
  ['a read rests, and another thing is due later', { rest: late, restsUntil: soon }, late],
  ['Octopus asked to wait at the login', { toPlan: true, ledger: { kind: 'later', until: late } }, late],
  ['Octopus is silent', { toPlan: true, ledger: { kind: 'later', until: null } }, now],
  ['Octopus refuses the login', { toPlan: true, queue: due, rest: soon, ledger: { kind: 'closed' } }, null],
  [
    'Octopus refuses, bol.com asks to wait',
    { queue: due, ledger: { kind: 'closed' }, marketplace: { kind: 'later', until: soon } },
    soon,
  ],
  ['a person paused it', { paused: true, queue: due, marketplace: { kind: 'later', until: soon } }, null],
])('%s', (_, waits, next) => {
  expect(nextMoment({ ...idle, ...waits })).toBe(next)
})

it('of the ledger alone does not wait for bol.com', () => {
  expect(nextOfLedger({ ...idle, marketplace: { kind: 'later', until: soon } })).toBeNull()
})

it('is never in the past, whatever waits', () => {
  const moments = [null, due, now, soon]
  for (const queue of moments)
    for (const rest of moments)
      for (const restsUntil of moments)
        for (const until of moments) {
          const next = nextMoment({ ...idle, queue, rest, restsUntil, ledger: { kind: 'later', until } })
          expect(next === null || next >= now).toBe(true)
        }
})
