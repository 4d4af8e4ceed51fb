/** Goal: no user waits at a silent terminal. Method: a slow answer, a long wait and many short ones, on the machine's own time. */
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import type { Clock } from '../../ports/clock.ts'
import { sayWhenSlow, type SlowSayer } from './say-when-slow.ts'

let said: string[]
let slow: SlowSayer

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'setTimeout', 'performance'] })
  said = []
  slow = sayWhenSlow((text) => said.push(text))
})
afterEach(() => {
  slow.stop()
  vi.useRealTimers()
})

const answerAfter = (ms: number) =>
  slow.http({
    send: () => new Promise((resolve) => setTimeout(() => resolve({ kind: 'unknown', reason: 'time-out' }), ms)),
  })
const request = { method: 'GET', url: 'https://api.example/retailer/orders', headers: {}, timeoutMs: 1 } as const
const clock = {
  sleepUntil: (until: number) => new Promise<void>((resolve) => setTimeout(resolve, until)),
} as unknown as Clock

it('an answer that takes long is told within five seconds, by its host, and again every half minute', async () => {
  const sent = answerAfter(70_000).send(request)
  await vi.advanceTimersByTimeAsync(5_000)
  expect(said).toEqual([expect.stringContaining('api.example')])
  await vi.advanceTimersByTimeAsync(60_000)
  expect(said).toHaveLength(3)
  await vi.advanceTimersByTimeAsync(10_000)
  await sent
})

it('quick answers one after the other are not told', async () => {
  const http = answerAfter(100)
  for (let nth = 0; nth < 100; nth += 1) {
    const sent = http.send(request)
    await vi.advanceTimersByTimeAsync(100)
    await sent
  }
  expect(said).toEqual([])
})

it('many short waits for a limit are one long one', async () => {
  const waiting = slow.clock(clock)
  for (let nth = 0; nth < 6; nth += 1) {
    const slept = waiting.sleepUntil(1_000)
    await vi.advanceTimersByTimeAsync(1_000)
    await slept
  }
  expect(said).toHaveLength(1)
})
