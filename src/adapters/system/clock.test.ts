/**
 * Goal: a test that moves the time by hand is believed at once, is asked seldom, and never leaves the product hanging.
 * Method: a clock server on loopback that counts its reads.
 */
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { createMachineClock, createTestClock } from './clock.ts'

const noon = Date.parse('2026-11-23T12:00:00Z')
let server: Server | undefined

afterEach(() => {
  server?.closeAllConnections()
  server?.close()
})

describe('machine clock', () => {
  it('sleeps until the moment and not longer than asked', async () => {
    const clock = createMachineClock()
    const start = clock.monotonicMs()
    await clock.sleepUntil((await clock.now()) + 60)
    const slept = clock.monotonicMs() - start
    expect(slept).toBeGreaterThanOrEqual(55)
    expect(slept).toBeLessThan(1_000)
  })

  it('does not sleep for a moment that is past, and wakes up when aborted', async () => {
    const clock = createMachineClock()
    const start = clock.monotonicMs()
    await clock.sleepUntil(0)
    await clock.sleepUntil((await clock.now()) + 3_600_000, AbortSignal.abort())
    await clock.sleepUntil((await clock.now()) + 3_600_000, AbortSignal.timeout(30))
    expect(clock.monotonicMs() - start).toBeLessThan(1_000)
  })
})

describe('test clock', () => {
  it('reads the time with its offset and ignores other keys', async () => {
    const { url } = await serve(() => '{"now":"2026-11-23T13:00:00+01:00","speed":3}')
    expect(await createTestClock(url).now()).toBe(noon)
  })

  it('reads at most ten times a second, however often and by however many it is asked', async () => {
    const source = await serve(() => answer(noon))
    const clock = createTestClock(source.url)
    await Promise.all(Array.from({ length: 200 }, () => clock.now()))
    expect(source.reads()).toBe(1)
    const sleepers = Array.from({ length: 20 }, () => clock.sleepUntil(noon + 450))
    await Promise.all(sleepers)
    expect(source.reads()).toBeLessThanOrEqual(6)
  })

  it('ends a sleep of an hour as soon as the time is moved', async () => {
    let now = noon
    const { url } = await serve(() => answer(now))
    const clock = createTestClock(url)
    const start = clock.monotonicMs()
    const sleep = clock.sleepUntil(noon + 3_600_000)
    await clock.sleepUntil(noon + 150)
    now = noon + 3_600_000
    await sleep
    expect(clock.monotonicMs() - start).toBeLessThan(1_500)
  })

  it('lets a short pause pass in a time that stands still', async () => {
    const { url } = await serve(() => answer(noon))
    const clock = createTestClock(url)
    const start = clock.monotonicMs()
    await clock.sleepUntil(noon + 200)
    const slept = clock.monotonicMs() - start
    expect(slept).toBeGreaterThanOrEqual(200)
    expect(slept).toBeLessThan(1_000)
  })

  it('does not shorten a sleep because the time moved a little and stands still again', async () => {
    let now = noon
    const { url } = await serve(() => answer(now))
    const clock = createTestClock(url)
    const start = clock.monotonicMs()
    const sleep = clock.sleepUntil(noon + 700)
    await clock.pause(250)
    now = noon + 100
    await sleep
    expect(clock.monotonicMs() - start).toBeGreaterThanOrEqual(800)
  })

  it('waits for a clock that starts late', async () => {
    let failures = 2
    const { url } = await serve(() => (failures-- > 0 ? null : answer(noon)))
    expect(await createTestClock(url).now()).toBe(noon)
  })

  it.each([
    ['is no JSON', '<html>'],
    ['has no time', '{"time":"2026-11-23T13:00:00+01:00"}'],
    ['has a time without offset', '{"now":"2026-11-23T13:00:00"}'],
    ['is null', 'null'],
  ])('says what it wants when the answer %s', async (_case, body) => {
    const { url } = await serve(() => body)
    await expect(createTestClock(url).now()).rejects.toThrow(/test clock must answer/)
  })

  it('gives up on a clock that is gone, with a clear text', async () => {
    const { url } = await serve(() => null)
    await expect(createTestClock(url).now()).rejects.toThrow('the test clock does not answer: status 503')
  })
})

function answer(now: number): string {
  return JSON.stringify({ now: new Date(now).toISOString() })
}

async function serve(body: () => string | null): Promise<{ url: string; reads: () => number }> {
  let reads = 0
  const listening = createServer((_request, response) => {
    reads += 1
    const text = body()
    response.writeHead(text === null ? 503 : 200).end(text ?? '')
  })
  server = listening
  await new Promise<void>((resolve) => listening.listen(0, '127.0.0.1', resolve))
  return { url: `http://127.0.0.1:${(listening.address() as AddressInfo).port}/`, reads: () => reads }
}
