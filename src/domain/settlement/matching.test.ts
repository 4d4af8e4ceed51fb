import { describe, expect, it } from 'vitest'
import { afterMatch, lookDueAt, type MatchEvent, type MatchProgress } from './match-states.ts'
import { pairsOfEntry, usedBy, type EntrySide, type Head, type SettledOrder } from './matching.ts'

const minute = 60_000
const hour = 60 * minute

const be = { relationId: 7, externalId: null }
const head = (mark: string, orderId: string, shareCents: number, more: Partial<Head> = {}): Head => ({
  mark,
  orderId,
  shareCents,
  amountCents: shareCents,
  relation: be,
  isVerified: true,
  ...more,
})
const turnover = (cents: number): EntrySide => ({ line: 1, why: 'turnover', cents, relation: { relationId: 7 } })
const correction = (cents: number): EntrySide => ({ line: 2, why: 'correction', cents, relation: { relationId: 7 } })
const settled = (
  orderId: string,
  ...parts: [invoiceId: string, turnover: number, correction?: number][]
): SettledOrder => ({
  orderId,
  settlements: parts.map(([invoiceId, turnoverCents, correctionCents = 0]) => ({
    invoiceId,
    turnoverCents,
    correctionCents,
  })),
})

function pairs(at: Partial<Parameters<typeof pairsOfEntry>[0]>): { told: string[]; waits: boolean } {
  const found = pairsOfEntry({
    invoiceId: 'S2',
    entry: 'E',
    sides: [],
    orders: [],
    heads: [],
    usedOn: usedBy([]),
    ...at,
  })
  const key = ({ mark, line }: { mark: string; line: number | null }): string =>
    line === null ? mark : `${mark}.${line}`
  return {
    told: found.pairs.map(({ debit, credit, cents }) => `${key(debit)}=${key(credit)} ${cents}`),
    waits: found.waits,
  }
}

describe('what an entry is matched with', () => {
  it('is the oldest document of an order that earlier settlements left, for what this one pays', () => {
    const orders = [settled('O', ['S1', -1500], ['S2', -1500])]
    const heads = [head('A', 'O', 1000), head('B', 'O', 1000), head('C', 'O', 1000)]
    expect(pairs({ sides: [turnover(-1500)], orders, heads })).toEqual({
      told: ['B=E.1 500', 'C=E.1 1000'],
      waits: false,
    })
  })

  it('is a total of a day for all its orders together, sales and credits apart', () => {
    const orders = [settled('O', ['S2', -1000, 400]), settled('P', ['S2', -500])]
    const day = { amountCents: 2500 }
    const heads = [head('T', 'O', 1000, day), head('T', 'P', 500, day), head('N', 'O', -400)]
    expect(pairs({ sides: [turnover(-1500), correction(400)], orders, heads }).told).toEqual([
      'T=E.1 1500',
      'E.2=N 400',
    ])
  })

  it('is never more than a line or a document has left', () => {
    const orders = [settled('O', ['S2', -1000])]
    const used = [
      { line: { mark: 'A', line: null }, cents: 300 },
      { line: { mark: 'E', line: 1 }, cents: 400 },
    ]
    const at = { sides: [turnover(-1000)], orders, heads: [head('A', 'O', 1000)] }
    expect(pairs({ ...at, usedOn: usedBy(used) }).told).toEqual(['A=E.1 600'])
    expect(pairs({ ...at, usedOn: usedBy([...used, { line: { mark: 'A', line: null }, cents: 700 }]) }).told).toEqual(
      [],
    )
  })

  it('is nothing of another relation, and nothing that is not read back: that is waited for', () => {
    const orders = [settled('O', ['S2', -1000])]
    const other = head('A', 'O', 1000, { relation: { relationId: 8, externalId: null } })
    expect(pairs({ sides: [turnover(-1000)], orders, heads: [other] })).toEqual({ told: [], waits: false })
    const unread = head('A', 'O', 1000, { isVerified: false })
    expect(pairs({ sides: [turnover(-1000)], orders, heads: [unread] })).toEqual({ told: [], waits: true })
  })
})

describe('a match that is sent', () => {
  const planned: MatchProgress = { state: 'planned', sends: 0, looks: 1, lastAnswer: null, sentAt: null, lookedAt: 0 }
  const sent = (sends: number): MatchProgress => ({ ...planned, state: 'sending', sends, looks: 0, sentAt: 0 })
  const run = (from: MatchProgress, ...events: MatchEvent[]): MatchProgress => events.reduce(afterMatch, from)
  const looked = (at: number, found: 'standing' | 'undone' | 'nothing' = 'nothing'): MatchEvent => ({
    kind: 'looked',
    found,
    at,
  })
  const unknown: MatchEvent = { kind: 'answered', outcome: 'unknown' }

  it('goes again only after two looks, ten minutes apart, once nothing can be late any more', () => {
    const early = run(
      sent(1),
      unknown,
      looked(5 * minute),
      looked(11 * minute),
      looked(12 * minute),
      looked(119 * minute),
    )
    expect(early).toMatchObject({ state: 'inDoubt' })
    expect(run(early, looked(130 * minute))).toMatchObject({ state: 'planned', sends: 1 })
    expect(run(sent(1), unknown, looked(3 * hour))).toMatchObject({ state: 'inDoubt', looks: 1 })
  })

  it('is left open when it was not found a second time either, and found late it is made', () => {
    const left = run(sent(2), unknown, looked(11 * minute), looked(3 * hour))
    expect(left.state).toBe('left')
    expect(run(left, looked(30 * hour, 'standing')).state).toBe('done')
  })

  it('is not sent again after a refusal, and was made where a look finds it all the same', () => {
    const refused: MatchEvent = { kind: 'answered', outcome: 'refused' }
    expect(run(sent(1), refused, looked(11 * minute), looked(3 * hour)).state).toBe('refused')
    expect(run(sent(1), refused, looked(11 * minute, 'standing')).state).toBe('done')
  })

  it('stays undone once somebody undid it', () => {
    const undone = run(sent(1), { kind: 'answered', outcome: 'created' }, looked(hour, 'undone'))
    expect(run(undone, looked(30 * hour), looked(60 * hour, 'standing')).state).toBe('undone')
    expect(run(planned, looked(hour, 'undone')).state).toBe('undone')
  })

  it('is asked for when that can tell something', () => {
    const doubt = run(sent(1), unknown)
    expect(lookDueAt(doubt)).toBe(10 * minute)
    expect(lookDueAt(run(doubt, looked(11 * minute)))).toBe(2 * hour)
    expect(lookDueAt(planned)).toBeNull()
  })
})
