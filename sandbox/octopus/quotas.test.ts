/** Goal: daily limits under every reading of what is unknown: the answer, the scope, the reset, failed calls. */

import { describe, expect, it } from 'vitest'
import type { SandboxResponse } from '../world.ts'
import { HOUR, MINUTE, bodyOf, testOctopus } from './test-client.ts'
import type { TestOctopus } from './test-client.ts'

const ACCOUNTS = 'GET {d}/accounts?bookyearId=2'

function statuses(test: TestOctopus, calls: number, call = ACCOUNTS): number[] {
  return Array.from({ length: calls }, () => test.call(call).status)
}

describe('the limit', () => {
  it('stands by itself for each operation, and for relations with and without a search', () => {
    const test = testOctopus()
    expect(statuses(test, 3)).toEqual([200, 200, 429])
    expect(statuses(test, 3, 'GET {d}/vatcodes')).toEqual([200, 200, 429])
    expect(statuses(test, 3, 'GET {d}/relations')).toEqual([200, 200, 429])
    expect(statuses(test, 3, 'GET {d}/relations?relationId=1')).toEqual([200, 200, 200])
  })

  it('is 400 bookings a day, 10 changes, 150 openings', () => {
    const test = testOctopus()
    const books = Array.from({ length: 401 }, (_, index) => test.book(index + 1).status)
    expect(books.filter((status) => status === 201)).toHaveLength(400)
    expect(books.at(-1)).toBe(429)
    const headers = { token: test.userToken() }
    // One was opened for the bookings.
    const opened = Array.from({ length: 150 }, () => test.send(`POST /dossiers?dossierId=${test.dossier}`, { headers }))
    expect(opened.filter((answer) => answer.status === 200)).toHaveLength(149)
  })

  it('can be raised, lowered, lifted and set back', () => {
    const test = testOctopus()
    const counter = 'GET /dossiers/{dossierId}/accounts'
    const set = (limits: unknown): unknown => test.octopus.admin('POST', '/settings', { limits })
    set({ [counter]: 1 })
    expect(statuses(test, 2)).toEqual([200, 429])
    set({ [counter]: null })
    expect(statuses(test, 3)).toEqual([200, 200, 200])
    set('shipped')
    expect(statuses(test, 1)).toEqual([429])
    set('none')
    expect(statuses(test, 1)).toEqual([200])
    expect(() => set({ 'GET /nowhere': 1 })).toThrow('no daily limit is known')
  })

  it('is not there for logging in', () => {
    const test = testOctopus()
    expect(Array.from({ length: 500 }, () => test.logIn().status).filter((status) => status !== 200)).toEqual([])
  })
})

describe('the answer beyond it', () => {
  it.each([
    ['429', 429],
    ['403', 403],
    ['400', 400],
  ])('%s', (quotaAnswer, status) => {
    const test = testOctopus({ settings: { quotaAnswer } })
    statuses(test, 2)
    const answer = test.call(ACCOUNTS)
    expect([answer.status, bodyOf(answer)]).toEqual([
      status,
      { technicalInfo: 'Maximum allowed calls per day reached' },
    ])
  })

  it('reset', () => {
    const test = testOctopus({ settings: { quotaAnswer: 'reset' } })
    statuses(test, 2)
    expect(test.call(ACCOUNTS).delivery).toBe('drop')
  })

  it('comes before the work: nothing is booked', () => {
    const test = testOctopus({ settings: { limits: { 'POST /dossiers/{dossierId}/buysellbookings': 0 } } })
    expect(test.book(1).status).toBe(429)
    expect(test.octopus.ledger().filter((document) => document.journal === 'V5')).toEqual([])
    expect(test.octopus.admin('GET', '/counters', undefined)).toMatchObject({
      refused: [{ scope: `dossier:${test.dossier}`, counter: 'POST /dossiers/{dossierId}/buysellbookings' }],
    })
  })
})

describe('the scope', () => {
  it.each([
    ['dossier', [200, 200]],
    ['user', [200, 429]],
    ['softwareHouse', [200, 429]],
  ])('%s', (quotaScope, expected) => {
    const test = testOctopus({
      dossiers: 2,
      settings: { quotaScope, limits: { 'GET /dossiers/{dossierId}/vatcodes': 1 } },
    })
    const read = (id: number): SandboxResponse => test.call(`GET /dossiers/${id}/vatcodes`)
    expect([read(test.dossier).status, read(test.dossier + 1).status]).toEqual(expected)
  })
})

describe('the reset', () => {
  // 23:30 in Brussels, 22:30 UTC.
  const start = Date.parse('2026-11-23T22:30:00Z')
  const after = (quotaReset: string, waits: number[]): number[] => {
    const test = testOctopus({ start, settings: { quotaReset } })
    statuses(test, 2)
    return waits.map((wait) => {
      test.world.clock.set(start + wait)
      return test.call(ACCOUNTS).status
    })
  }

  it('is at midnight in Brussels', () => {
    expect(after('midnightBrussels', [29 * MINUTE, 30 * MINUTE])).toEqual([429, 200])
  })

  it('is at midnight UTC', () => {
    expect(after('midnightUtc', [89 * MINUTE, 90 * MINUTE])).toEqual([429, 200])
  })

  it('is 24 hours after each call', () => {
    expect(after('rolling24h', [24 * HOUR - 1, 24 * HOUR])).toEqual([429, 200])
  })

  it('follows the days of 23 and 25 hours', () => {
    // The day on which summer time ends has 25 hours: it began at 22:00 UTC.
    const test = testOctopus({ start: Date.parse('2026-10-24T22:10:00Z') })
    statuses(test, 2)
    test.world.clock.set(Date.parse('2026-10-25T22:30:00Z'))
    expect(statuses(test, 1)).toEqual([429])
    test.world.clock.set(Date.parse('2026-10-25T23:00:00Z'))
    expect(statuses(test, 1)).toEqual([200])
  })
})

describe('failed calls', () => {
  it.each([
    [true, [404, 404, 429]],
    [false, [404, 404, 200]],
  ])('count: %s', (failedCallsCount, expected) => {
    const test = testOctopus({ settings: { failedCallsCount } })
    const calls = ['GET {d}/accounts?bookyearId=9', 'GET {d}/accounts?bookyearId=9', ACCOUNTS]
    expect(calls.map((call) => test.call(call).status)).toEqual(expected)
  })

  it('that never arrived do not count, nor those with a bad token', () => {
    const test = testOctopus()
    const route = 'GET /dossiers/{dossierId}/accounts'
    test.world.faults.add({ api: 'octopus', route, kind: 'loseRequest', times: 5 })
    statuses(test, 5)
    test.call(ACCOUNTS, { headers: { dossiertoken: 'x' } })
    expect(statuses(test, 3)).toEqual([200, 200, 429])
  })

  it('delivered twice count twice', () => {
    const test = testOctopus()
    test.world.faults.add({ api: 'octopus', route: 'GET /dossiers/{dossierId}/accounts', kind: 'deliverTwice' })
    expect(statuses(test, 2)).toEqual([200, 429])
  })
})
