/** Goal: never one call more than the limit in any window. Method: two pools against one counter, a seeded walk through time. */
import fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openTestStore, type TestStore } from '../../../../test/support/test-store.ts'
import { openDatabase, type Database } from '../database.ts'
import { callLimitsOf } from './limits.ts'

let test: TestStore
let second: Database

beforeAll(async () => {
  test = await openTestStore()
  second = openDatabase(test.appUrl, { connectionsMax: 4 })
})
afterAll(async () => {
  await second.close()
  await test.close()
})

const start = Date.parse('2026-11-24T10:00:00Z')

it('holds in every window that one can lay over time', async () => {
  let run = 0
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.record({ wait: fc.nat(4000), wanted: fc.integer({ min: 1, max: 5 }) }), {
        minLength: 5,
        maxLength: 30,
      }),
      async (steps) => {
        run += 1
        const limits = callLimitsOf(test.database.session)
        const made: number[] = []
        let now = start
        for (const step of steps) {
          now += step.wait
          const answer = await limits.take({ key: `walk ${run}`, limit: 4, windowMs: 10_000, wanted: step.wanted }, now)
          if (answer.kind === 'granted') for (let call = 0; call < answer.count; call += 1) made.push(now)
          else expect(answer.until).toBeGreaterThan(now)
        }
        for (const end of made)
          expect(made.filter((at) => at > end - 10_000 && at <= end).length).toBeLessThanOrEqual(4)
      },
    ),
    { numRuns: 40, seed: 1 },
  )
})

it('holds when two processes ask at once', async () => {
  const request = { key: 'two at once', limit: 20, windowMs: 86_400_000 }
  const asked = Array.from({ length: 40 }, (_, index) =>
    callLimitsOf(index % 2 === 0 ? test.database.session : second.session).take(request, start),
  )
  const granted = (await Promise.all(asked)).filter((answer) => answer.kind === 'granted')
  expect(granted).toHaveLength(20)
})

it('tells what the busiest budget of a route has used in 24 hours, and nothing of routes that nobody asked about', async () => {
  const limits = callLimitsOf(test.database.session)
  const { busiestBudgets } = test.store.directory
  const take = (owner: string, calls: number, at: number): Promise<unknown> =>
    limits.take({ key: `ledger:${owner}:POST /papers`, limit: 400, windowMs: 86_520_000, wanted: calls }, at)
  const since = start - 86_400_000
  expect(await busiestBudgets(['POST /papers'], since)).toEqual([])
  await take('a', 30, since - 60_000)
  await take('a', 7, since + 60_000)
  await take('b', 5, start - 60_000)
  await take('b', 4, start)
  await take('old', 300, since - 1)
  expect(await busiestBudgets(['POST /papers'], since)).toEqual([{ route: 'POST /papers', used: 9 }])
  expect(await busiestBudgets(['GET /papers'], since)).toEqual([])
})

it('tells how often in a row the other side refused: nothing was made in between, and what was on its way together counts once', async () => {
  const limits = callLimitsOf(test.database.session)
  const request = { key: 'refused', limit: 400, windowMs: 86_400_000 }
  const hour = 3_600_000
  await limits.take({ ...request, wanted: 2 }, start)
  expect(await limits.refused('refused', start)).toBe(1)
  await limits.block('refused', start + hour)
  expect(await limits.refused('refused', start + 1000)).toBe(1)
  await limits.take(request, start + hour)
  expect(await limits.refused('refused', start + hour)).toBe(2)
  await limits.block('refused', start + 2 * hour)
  await limits.take({ ...request, wanted: 2 }, start + 2 * hour)
  expect(await limits.refused('refused', start + 2 * hour)).toBe(1)
})

it('grants the call again exactly when the oldest one falls out, and not while the other side asks for rest', async () => {
  const limits = callLimitsOf(test.database.session)
  const request = { key: 'two a day', limit: 2, windowMs: 86_400_000 }
  await limits.take(request, start)
  await limits.take(request, start + 1000)
  expect(await limits.take(request, start + 86_399_999)).toMatchObject({ kind: 'wait', until: start + 86_400_000 })
  expect(await limits.take(request, start + 86_400_000)).toMatchObject({ kind: 'granted', count: 1 })
  await limits.block('resting', start + 5000)
  expect(await limits.take({ ...request, key: 'resting' }, start)).toEqual({
    kind: 'wait',
    until: start + 5000,
    blocked: true,
  })
})
