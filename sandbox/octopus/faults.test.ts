/**
 * Goal: each fault does what it is called, above all whether the document stands in the books afterwards.
 * Method: one booking under each fault; the ledger is looked at, not the answer.
 */

import { describe, expect, it } from 'vitest'
import type { SandboxResponse } from '../world.ts'
import { FAULT_KINDS } from './faults.ts'
import { MINUTE, bodyOf, testOctopus } from './test-client.ts'
import type { ErrorBody, TestOctopus } from './test-client.ts'

const ROUTE = 'POST /dossiers/{dossierId}/buysellbookings'

function withFault(
  kind: string,
  settings: Record<string, unknown> = {},
): { test: TestOctopus; answer: SandboxResponse } {
  const test = testOctopus()
  // The token is fetched first, so that the fault meets the booking alone.
  test.dossierToken()
  test.world.faults.add({ api: 'octopus', route: ROUTE, kind, settings })
  return { test, answer: test.book(1) }
}

function booked(test: TestOctopus): number {
  return test.octopus.ledger().filter((document) => document.journal === 'V5').length
}

describe('faults', () => {
  it.each<[string, { status: number; delivery?: string; booked: number }]>([
    ['loseRequest', { status: 503, delivery: 'drop', booked: 0 }],
    ['429', { status: 429, booked: 0 }],
    ['503', { status: 503, booked: 0 }],
    ['502html', { status: 502, booked: 0 }],
    ['500', { status: 500, booked: 0 }],
    ['journalBusy', { status: 403, booked: 0 }],
    ['403dossier', { status: 403, booked: 0 }],
    ['expiredToken', { status: 401, booked: 0 }],
    ['slowCommit', { status: 504, delivery: 'drop', booked: 0 }],
    ['deliverTwice', { status: 400, booked: 1 }],
    ['loseAnswer', { status: 201, delivery: 'drop', booked: 1 }],
    ['hang', { status: 201, delivery: 'hang', booked: 1 }],
    ['slow', { status: 201, booked: 1 }],
    ['500afterCommit', { status: 500, booked: 1 }],
    ['400afterCommit', { status: 400, booked: 1 }],
    ['401afterCommit', { status: 401, booked: 1 }],
    ['403afterCommit', { status: 403, booked: 1 }],
    ['429afterCommit', { status: 429, booked: 1 }],
    ['503afterCommit', { status: 503, booked: 1 }],
    ['garbage', { status: 201, booked: 1 }],
    ['truncated', { status: 201, booked: 1 }],
    ['emptyBody', { status: 201, booked: 1 }],
    ['wrongType', { status: 201, booked: 1 }],
    ['wrongCharset', { status: 201, booked: 1 }],
    ['huge', { status: 201, booked: 1 }],
  ])('%s', (kind, expected) => {
    const { test, answer } = withFault(kind)
    const { status, delivery } = answer
    expect({ status, ...(delivery === undefined ? {} : { delivery }), booked: booked(test) }).toEqual(expected)
    // The next call is met by nothing.
    expect(test.book(booked(test) + 1).status).toBe(kind === 'expiredToken' ? 401 : 201)
  })

  it('are all in the table above', () => {
    expect(FAULT_KINDS).toHaveLength(25)
    const test = testOctopus()
    test.world.faults.add({ api: 'octopus', route: '*', kind: 'nonsense' })
    expect(() => test.logIn()).toThrow('unknown kind of fault nonsense')
  })

  it('can be given another status, so that a lost answer looks like a success of another kind', () => {
    const { answer } = withFault('garbage', { status: 200, body: '<html>' })
    expect([answer.status, answer.body]).toEqual([200, '<html>'])
  })

  it('a spoiled list is half a list, of a wrong type, in a wrong charset, or 10 MB of nothing', () => {
    const test = testOctopus()
    const whole = String(test.call('GET {d}/bookyears').body)
    const spoiled = (kind: string): SandboxResponse => {
      test.world.faults.add({ api: 'octopus', route: 'GET /dossiers/{dossierId}/bookyears', kind })
      return test.call('GET {d}/bookyears')
    }
    expect(whole.startsWith(String(spoiled('truncated').body))).toBe(true)
    expect(spoiled('wrongType').headers['content-type']).toContain('text/html')
    expect(() => new TextDecoder('utf-8', { fatal: true }).decode(spoiled('wrongCharset').body as Buffer)).toThrow(
      'not valid',
    )
    expect(spoiled('huge').body.length).toBeGreaterThan(10_000_000)
    expect(spoiled('emptyBody').body).toBe('')
  })

  it('deliverTwice gives the answer to the first when asked', () => {
    const { test, answer } = withFault('deliverTwice', { answer: 'first' })
    expect([answer.status, booked(test)]).toEqual([201, 1])
  })

  it('deliverTwice books an invoice twice where the ledger does not keep to numbers', () => {
    const test = testOctopus({ settings: { invoicesEnforceNumber: 'acceptsTwice' } })
    test.world.faults.add({ api: 'octopus', route: 'POST /dossiers/{dossierId}/invoices', kind: 'deliverTwice' })
    test.invoice(1)
    expect(test.octopus.ledger().filter((document) => document.journal === 'V6')).toHaveLength(2)
  })

  it('500afterCommit has no body, a request that never arrived leaves no violation', () => {
    expect(withFault('500afterCommit').answer.body).toBe('')
    const test = testOctopus()
    test.world.faults.add({ api: 'octopus', route: 'GET /dossiers/{dossierId}/vatcodes', kind: 'loseRequest' })
    test.call('GET {d}/vatcodes?x=1')
    expect(test.world.violations).toEqual([])
  })

  it('expiredToken ends the token for good', () => {
    const test = testOctopus()
    const headers = { dossiertoken: test.dossierToken() }
    test.world.faults.add({ api: 'octopus', route: 'GET /dossiers/{dossierId}/bookyears', kind: 'expiredToken' })
    const get = (): number => test.send(`GET /dossiers/${test.dossier}/bookyears`, { headers }).status
    expect([get(), get()]).toEqual([401, 401])
  })

  it.each([
    ['seconds', { retryAfter: '4' }, '4'],
    ['a number below zero', { retryAfter: -10 }, '-10'],
    ['ten years', { retryAfter: '315360000' }, '315360000'],
    ['a date', { retryAfterDateMs: 90_000 }, 'Mon, 23 Nov 2026 09:01:30 GMT'],
    ['nothing', {}, undefined],
  ])('retry-after as %s', (_what, settings, header) => {
    expect(withFault('503', settings).answer.headers['retry-after']).toBe(header)
  })
})

describe('slowCommit', () => {
  it('books when its time has come, dated then, also when nobody calls', () => {
    const { test } = withFault('slowCommit', { delayMs: 90 * MINUTE })
    test.advance(90 * MINUTE - 1)
    expect(booked(test)).toBe(0)
    test.advance(10 * MINUTE)
    const [late] = test.octopus.ledger().filter((document) => document.journal === 'V5')
    expect(late?.madeAt).toBe(Date.parse('2026-11-23T11:30:00+01:00'))
  })

  it('books nothing when the number is taken by then', () => {
    const { test } = withFault('slowCommit', { delivery: 'hang' })
    expect(test.book(1, { comment: 'other' }).status).toBe(201)
    test.advance(31 * MINUTE)
    expect(test.octopus.ledger().filter((document) => document.journal === 'V5')).toMatchObject([{ comment: 'other' }])
    expect(bodyOf<ErrorBody>(test.book(1)).errorCode).toBe(-13)
  })
})

describe('a silent dossier', () => {
  it('does not answer, while another does', () => {
    const test = testOctopus({ dossiers: 2 })
    const tokens = [test.dossier, test.dossier + 1].map((id) => [id, test.dossierToken(id)] as const)
    test.octopus.admin('POST', '/settings', { silentDossiers: [test.dossier] })
    const answers = tokens.map(([id, dossiertoken]) =>
      test.send(`GET /dossiers/${id}/vatcodes`, { headers: { dossiertoken } }),
    )
    expect(answers.map((answer) => answer.delivery ?? answer.status)).toEqual(['drop', 200])
  })
})
