import { describe, expect, it } from 'vitest'
import type { HttpOutcome } from '../../ports/http.ts'
import { classify } from './classify.ts'
import { json, START } from './testkit.ts'

// Goal: nothing that bol.com or the line can do brings an exception, a lost order or a wrong remedy.
// Method: a table of outcomes and of what the application is told.

const PROBLEM = {
  title: 'Error validating request.',
  status: 400,
  detail: 'Bad request',
  violations: [{ name: 'x', reason: 'wrong' }],
}

const TABLE: [name: string, outcome: HttpOutcome, byId: boolean, meaning: unknown][] = [
  ['a body', json(200, '{}'), false, { kind: 'body', text: '{}' }],
  [
    'an expired token',
    json(401, { title: 'Expired JWT' }),
    true,
    { kind: 'unauthorized', detail: 'bol.com: status 401, Expired JWT' },
  ],
  [
    'a missing right',
    json(403, { title: 'Forbidden', detail: 'Account is not active' }),
    true,
    { kind: 'forbidden', at: 'call', detail: 'bol.com: status 403, Forbidden – Account is not active' },
  ],
  ['no such order', json(404, {}), true, { kind: 'notFound' }],
  ['a list that is not found', json(404, {}), false, { kind: 'unsupported', status: 404 }],
  ['an order that is gone', json(410, {}), true, { kind: 'notFound' }],
  ['a route that is gone', json(410, {}), false, { kind: 'unsupported', status: 410 }],
  ['a wrong method', json(405, ''), false, { kind: 'unsupported', status: 405 }],
  [
    'a wrong request',
    json(400, PROBLEM, { 'x-request-id': 'ab-1' }),
    false,
    {
      kind: 'badRequest',
      detail: 'bol.com: status 400, Error validating request. – Bad request – wrong (request ab-1)',
    },
  ],
  ['a wrong media type', json(406, ''), true, { kind: 'unsupported', status: 406 }],
  ['another wrong media type', json(415, 'null'), true, { kind: 'unsupported', status: 415 }],
  ['a status of the future', json(451, '[]'), true, { kind: 'badRequest' }],
  ['a request that took too long', json(408, ''), true, { kind: 'later', cause: 'unavailable' }],
  ['a redirect', json(302, ''), true, { kind: 'unsupported', status: 302 }],
  ['a redirect that keeps the method', json(308, ''), false, { kind: 'unsupported', status: 308 }],
  [
    'a name that does not exist',
    { kind: 'notSent', reason: 'name not found (ENOTFOUND)', lasting: true },
    false,
    { kind: 'unsupported', status: null, detail: 'bol.com: name not found (ENOTFOUND)' },
  ],
  [
    'an error page',
    json(500, '<h1>Internal Server Error</h1>'),
    true,
    { kind: 'later', cause: 'unavailable', detail: 'bol.com: status 500' },
  ],
  ['a gateway', json(502, ''), true, { kind: 'later', cause: 'unavailable' }],
  ['accepted instead of answered', json(202, '{}'), true, { kind: 'later', cause: 'unreadable' }],
  ['no content', json(204, ''), true, { kind: 'later', cause: 'unreadable' }],
  [
    'no connection',
    { kind: 'notSent', reason: 'connection refused' },
    true,
    { kind: 'later', cause: 'unavailable', detail: 'bol.com: connection refused' },
  ],
  [
    'no answer',
    { kind: 'unknown', reason: 'connection reset' },
    true,
    { kind: 'later', cause: 'unavailable', detail: 'bol.com: connection reset' },
  ],
]

describe('classify', () => {
  it.each(TABLE)('%s', (_, outcome, byId, meaning) => {
    const classified = classify(outcome, byId, START)
    expect(classified.meaning).toMatchObject(meaning as object)
    expect(classified.blockUntil).toBeNull()
  })

  it('waits as long as it is told: header, then text, then the counter, then 15 seconds', () => {
    const busy = { title: 'Too Many Requests', status: 429, detail: 'Too many requests, retry in 4 seconds.' }
    const until = (outcome: HttpOutcome): unknown => {
      const { meaning, blockUntil } = classify(outcome, false, START)
      expect(meaning).toMatchObject({ kind: 'later', until: blockUntil })
      return (blockUntil ?? 0) - START
    }
    expect(until(json(429, busy, { 'retry-after': '9' }))).toBe(9_000)
    expect(until(json(429, busy))).toBe(4_000)
    expect(until(json(429, '', { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '54' }))).toBe(54_000)
    expect(until(json(429, ''))).toBe(15_000)
    expect(until(json(503, '', { 'retry-after': 'Mon, 23 Nov 2026 09:05:00 GMT' }))).toBe(300_000)
    expect(classify(json(429, ''), false, START).meaning).toMatchObject({ cause: 'rateLimit' })
    expect(classify(json(503, ''), false, START).meaning).toMatchObject({ cause: 'unavailable' })
  })

  it('stops before the counter of bol.com is passed, in seconds or as a moment of old', () => {
    const blockFor = (reset: string, remaining = '0'): number | null => {
      const headers = { 'x-ratelimit-remaining': remaining, 'x-ratelimit-reset': reset }
      const { meaning, blockUntil } = classify(json(200, '{}', headers), false, START)
      expect(meaning.kind).toBe('body')
      return blockUntil === null ? null : blockUntil - START
    }
    expect(blockFor('54')).toBe(54_000)
    expect(blockFor('0')).toBe(1_000)
    expect(blockFor(String(START / 1_000 + 30))).toBe(30_000)
    expect(blockFor(String(START / 1_000 - 30))).toBe(1_000)
    expect(blockFor('999999')).toBe(6 * 3_600_000)
    expect(blockFor('soon')).toBeNull()
    expect(blockFor('54', '1')).toBeNull()
  })

  it('repeats no more than a few words of an answer', () => {
    const { meaning } = classify(json(400, { title: 'x'.repeat(5_000), surname: 'Peeters' }), true, START)
    expect(meaning.kind === 'badRequest' && meaning.detail.length).toBeLessThan(400)
    expect(JSON.stringify(meaning)).not.toContain('Peeters')
    const dirty = classify(json(400, { title: 'a\u0000b\nc' }), true, START)
    expect(dirty.meaning).toMatchObject({ detail: 'bol.com: status 400, a b c' })
  })
})
