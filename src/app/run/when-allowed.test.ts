/** Goal: our own share of a limit is always waited for; another's limit only for a sane time. Method: a clock that jumps to each wait. */
import { expect, it } from 'vitest'
import type { Answer } from '../../ports/answer.ts'
import type { Ports } from './ports.ts'
import { whenAllowed } from './when-allowed.ts'

const start = Date.parse('2026-11-24T10:00:00+01:00')

function atClock(): { ports: Ports; now: () => number } {
  let now = start
  const sleepUntil = (until: number): Promise<void> => {
    now = Math.max(now, until)
    return Promise.resolve()
  }
  return { ports: { clock: { now: () => Promise.resolve(now), sleepUntil } } as unknown as Ports, now: () => now }
}

it('forty connections that share one login each get their turn, however often they are passed over', async () => {
  const { ports, now } = atClock()
  let asked = 0
  const answer = await whenAllowed<string>(ports, () => {
    asked += 1
    return Promise.resolve(
      asked < 1_000
        ? { kind: 'later', cause: 'rateLimit', until: now() + 1_000, detail: '', ours: true }
        : { kind: 'ok', value: 'done' },
    )
  })
  expect(answer).toEqual({ kind: 'ok', value: 'done' })
})

it.each([
  [undefined, 10 * 60_000],
  [30_000, 30_000],
])('a side that answers 429 without end is given up (patience %s)', async (patience, expectedMs) => {
  const { ports, now } = atClock()
  const busy = (): Promise<Answer<string>> =>
    Promise.resolve({ kind: 'later', cause: 'rateLimit', until: now() + 4_000, detail: '429' })
  expect(await whenAllowed(ports, busy, undefined, patience)).toMatchObject({ kind: 'later', cause: 'rateLimit' })
  expect(now() - start).toBeGreaterThanOrEqual(expectedMs)
  expect(now() - start).toBeLessThan(expectedMs + 5_000)
})

it('also where it names no time, or one that is over', async () => {
  const { ports, now } = atClock()
  let asked = 0
  const busy = (): Promise<Answer<string>> => {
    asked += 1
    return Promise.resolve({ kind: 'later', cause: 'rateLimit', until: now(), detail: '429' })
  }
  expect(await whenAllowed(ports, busy)).toMatchObject({ cause: 'rateLimit' })
  expect(asked).toBeLessThanOrEqual(601)
})
