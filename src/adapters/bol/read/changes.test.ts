/** Goal: no change falls between two readings, and the cursor never says more than was told. */
import { describe, expect, it } from 'vitest'
import type { Instant } from '../../../domain/calendar.ts'
import type { Answer } from '../../../ports/answer.ts'
import type { ChangesStep, ListedOrder, Page } from '../../../ports/source.ts'
import type { ChangeWindow } from '../api.ts'
import { brusselsCalendar, standingClock, START } from '../testkit.ts'
import { changesOf, cursorOf, readCursor, sweepOf } from './changes.ts'

const minute = 60_000
const hour = 60 * minute
const reading = { ask: <T>(call: () => Promise<Answer<T>>) => call(), signal: undefined }
const order: ListedOrder = { orderId: 'C000TEST01', placedAt: START, fingerprint: 'f', items: [], raw: '' }
const empty: Answer<Page<ListedOrder>> = { kind: 'ok', value: { rows: [], bad: [], more: false } }

interface Told {
  asked: string[]
  steps: ChangesStep[]
}

/** One reading at 10:00 on 23 November, where each call takes `tookMs`. */
async function read(
  cursor: string | null,
  answer: (window: ChangeWindow, page: number) => Answer<Page<ListedOrder>> = () => empty,
  tookMs: (call: number) => number = () => 0,
): Promise<Told> {
  const clock = standingClock()
  const asked: string[] = []
  const listOrders = (window: ChangeWindow, page: number) => {
    asked.push(`${'changedOn' in window ? window.changedOn : window.changedWithinMinutes} ${page}`)
    clock.at += tookMs(asked.length)
    return Promise.resolve(answer(window, page))
  }
  const lists = { clock, calendar: brusselsCalendar(), listOrders }
  const steps: ChangesStep[] = []
  for await (const step of changesOf(lists, cursor, { ...reading, from: '2026-11-21' })) steps.push(step)
  return { asked, steps }
}

const polledAt = (polledUntil: Instant, sweptOn: string | null = '2026-11-23'): string =>
  cursorOf({ polledUntil, sweptOn })

describe('a cursor', () => {
  it('reads back as it was written, with and without a day', () => {
    for (const sweptOn of [null, '2026-11-23'])
      expect(readCursor(cursorOf({ polledUntil: START, sweptOn }))).toEqual({ polledUntil: START, sweptOn })
    expect(readCursor(null)).toEqual({ polledUntil: null, sweptOn: null })
  })

  it('of nothing reads day by day from the first day, and moves on with each whole day', async () => {
    const more: Answer<Page<ListedOrder>> = { kind: 'ok', value: { rows: [order], bad: [], more: true } }
    const { asked, steps } = await read(null, (window, page) =>
      'changedOn' in window && window.changedOn === '2026-11-21' && page === 1 ? more : empty,
    )
    // The end is looked for first; from there the pages are read back to the first one.
    expect(asked).toEqual(['2026-11-21 1', '2026-11-21 2', '2026-11-21 1', '2026-11-22 1', '2026-11-23 1'])
    const midnight = Date.parse('2026-11-22T00:00:00+01:00')
    expect(steps).toMatchObject([
      // More of that day was still to come.
      { kind: 'page', captured: null, listedOn: '2026-11-21' },
      { kind: 'page', captured: null, listedOn: '2026-11-21' },
      { kind: 'page', captured: { until: midnight, cursor: polledAt(midnight, null) } },
      { kind: 'page', captured: { until: midnight + 24 * hour } },
      { kind: 'page', captured: null },
      { kind: 'end', captured: { until: START, cursor: polledAt(START) }, swept: true },
    ])
  })

  it('of half an hour ago reads one window that reaches back over it', async () => {
    const { asked, steps } = await read(polledAt(START - hour / 2))
    expect(asked).toEqual(['60 1'])
    expect(steps).toMatchObject([
      { kind: 'page', captured: null, listedOn: null },
      { kind: 'end', days: [], swept: false, captured: { until: START, cursor: polledAt(START) } },
    ])
  })
})

it('a refusal ends the reading without an end, and asks nothing more', async () => {
  const { asked, steps } = await read(null, () => ({ kind: 'loginRefused', detail: '' }))
  expect(asked).toEqual(['2026-11-21 1'])
  expect(steps).toEqual([{ kind: 'refused', refusal: { kind: 'loginRefused', detail: '' } }])
})

it('a program that stood still reads again, in the end by day', async () => {
  const { asked, steps } = await read(
    polledAt(START - hour / 2),
    () => empty,
    (call) => (call === 1 ? 40 * minute : 0),
  )
  expect(asked).toEqual(['60 1', '2026-11-23 1'])
  expect(steps.at(-1)).toMatchObject({ kind: 'end', captured: { until: START + 40 * minute } })
})

describe('a sweep of a day', () => {
  const sweep = async (day: string): Promise<string[]> => {
    const listOrders = () => Promise.resolve({ kind: 'badRequest', detail: 'no such day' } as const)
    const kinds: string[] = []
    const lists = { clock: standingClock(), calendar: brusselsCalendar(), listOrders }
    for await (const step of sweepOf(lists, day, reading)) kinds.push(step.kind)
    return kinds
  }

  it('tells of nothing where bol.com no longer knows the day, and of a refusal where it must', async () => {
    expect(await sweep('2026-08-23')).toEqual(['page'])
    expect(await sweep('2026-08-24')).toEqual(['refused'])
  })
})

describe('a day of which orders go away while it is read', () => {
  /** A list in pages of two, from which `goes` takes orders after the given call. */
  async function readDay(
    orderIds: string[],
    goes: Record<number, string[]>,
  ): Promise<{ seen: Set<string>; calls: number }> {
    let left = orderIds
    let calls = 0
    const listOrders = (_: ChangeWindow, page: number): Promise<Answer<Page<ListedOrder>>> => {
      const rows = left.slice((page - 1) * 2, page * 2).map((orderId) => ({ ...order, orderId }))
      calls += 1
      const gone = goes[calls] ?? []
      left = left.filter((orderId) => !gone.includes(orderId))
      return Promise.resolve({ kind: 'ok', value: { rows, bad: [], more: rows.length === 2 } })
    }
    const seen = new Set<string>()
    const lists = { clock: standingClock(), calendar: brusselsCalendar(), listOrders }
    for await (const step of sweepOf(lists, '2026-11-21', reading))
      if (step.kind === 'page') for (const row of step.rows) seen.add(row.orderId)
    return { seen, calls }
  }
  const day = ['1', '2', '3', '4', '5', '6', '7']

  it('costs little more than its pages', async () => {
    expect(await readDay(day, {})).toEqual({ seen: new Set(day), calls: 7 })
    const large = Array.from({ length: 199 }, (_, nth) => `large ${nth}`)
    expect(await readDay(large, {})).toEqual({ seen: new Set(large), calls: 113 })
    expect(await readDay(['1'], {})).toEqual({ seen: new Set('1'), calls: 1 })
  })

  it('passes over none that stays, whichever goes, after whichever call', async () => {
    for (let call = 1; call <= 7; call += 1)
      for (const gone of day) {
        const { seen } = await readDay(day, { [call]: [gone] })
        expect([call, gone, ...day.filter((id) => id !== gone && !seen.has(id))]).toEqual([call, gone])
      }
    const { seen } = await readDay(day, { 1: ['1'], 2: ['2', '3'], 4: ['4'] })
    expect([...seen]).toEqual(expect.arrayContaining(['5', '6', '7']))
  })
})

it('the list of a day that does not end is refused, and never passes for read', async () => {
  const more: Answer<Page<ListedOrder>> = { kind: 'ok', value: { rows: [order], bad: [], more: true } }
  const { asked, steps } = await read(null, () => more)
  expect(steps.at(-1)).toMatchObject({ kind: 'refused', refusal: { kind: 'later', cause: 'unreadable' } })
  expect(asked).toHaveLength(11)
})
