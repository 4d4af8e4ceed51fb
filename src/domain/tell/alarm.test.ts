import { describe, expect, it } from 'vitest'
import { aShop } from '../testkit.ts'
import { alarmCauses, flowDays, type Watched } from './alarm.ts'
import type { ProblemCode } from '../problem/problem.ts'

const hour = 3_600_000
const now = Date.parse('2026-11-24T10:00:00+01:00')
const well: Watched = {
  now,
  today: '2026-11-24',
  problems: [],
  flow: null,
  polledUntil: now - hour / 2,
  polledOn: '2026-11-24',
  paused: null,
  source: aShop,
  unsettledFrom: null,
  differing: [],
  unpaid: [],
}
const kinds = (watched: Partial<Watched>): string[] =>
  alarmCauses({ ...well, ...watched }).map(({ kind, subject }) => `${kind} ${subject}`)

it('is silent when all is well', () => expect(kinds({})).toEqual([]))

it('a refused login is told at once', () => {
  expect(kinds({ problems: [{ code: 'OCT-LOGIN', firstAt: now, dossier: 49_555 }] })).toEqual(['refused OCT-LOGIN'])
})

describe('a doubt', () => {
  const doubt = (code: ProblemCode, age: number) => kinds({ problems: [{ code, firstAt: now - age, dossier: null }] })
  it('is told after four hours; one that waits for a person at once', () => {
    expect(doubt('OCT-ONZEKER', 4 * hour - 1)).toEqual([])
    expect(doubt('OCT-ONZEKER', 4 * hour)).toEqual(['doubt documents'])
    expect(doubt('OCT-QUARANTAINE', 0)).toEqual(['doubt documents'])
  })
  it('is one alarm, however many documents', () => {
    const codes: ProblemCode[] = ['OCT-ONZEKER', 'OCT-NUMMER']
    const problems = codes.map((code) => ({ code, firstAt: now - 9 * hour, dossier: null }))
    expect(kinds({ problems })).toEqual(['doubt documents'])
  })
})

describe('silence', () => {
  const quiet = (perDay: number, hours: number, more: Partial<Watched> = {}) =>
    kinds({ flow: { newestAt: now - hours * hour, ordersBefore: perDay * flowDays }, ...more })
  it('is told where ten orders would have come, and not for a small shop', () => {
    expect(quiet(20, 23)).toEqual([])
    expect(quiet(20, 24)).toEqual(['silence orders'])
    expect(quiet(5, 47)).toEqual([])
    expect(quiet(5, 48)).toEqual(['silence orders'])
    expect(quiet(4, 24 * 20)).toEqual([])
  })
  it('says nothing while nobody reads', () => {
    expect(quiet(20, 48, { paused: 'person' })).toEqual([])
    expect(quiet(20, 48, { polledUntil: now - 4 * hour })).toEqual([])
  })
})

describe('what vanishes at the marketplace', () => {
  const unread = (day: string, paused: Watched['paused'] = null) => kinds({ polledOn: day, paused })
  it('is told ten days before billing details go, fourteen before orders do', () => {
    expect(unread('2026-11-05')).toEqual([])
    expect(unread('2026-11-04')).toEqual(['vanishing billing'])
    expect(unread('2026-09-09')).toEqual(['vanishing billing'])
    expect(unread('2026-09-08')).toEqual(['vanishing billing', 'vanishing orders'])
  })
  it('whoever paused it himself hears of the orders only', () => {
    expect(unread('2026-11-01', 'person')).toEqual([])
    expect(unread('2026-09-07', 'person')).toEqual(['vanishing orders'])
  })
})

describe('a settlement', () => {
  const differing = (age: number) => [{ invoice: '3990000000001', firstAt: now - age, problems: 2 }]
  it('that should be there is told; one that differs after a day, for a late sale heals it by itself', () => {
    expect(kinds({ unsettledFrom: '2026-10-01' })).toEqual(['settlement missing'])
    expect(kinds({ differing: differing(24 * hour - 1) })).toEqual([])
    expect(kinds({ differing: differing(24 * hour) })).toEqual(['settlement 3990000000001'])
    const unpaid = [{ invoice: '3990000000001', day: '2026-12-02' }]
    expect(kinds({ unpaid })).toEqual(['settlement payout:3990000000001'])
  })
})
