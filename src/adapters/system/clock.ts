/** Time: the machine's, or a test's that is read over HTTP. */
import { setTimeout as delay } from 'node:timers/promises'
import type { Instant } from '../../domain/calendar.ts'
import { Defect } from '../../domain/money.ts'
import type { Clock } from '../../ports/clock.ts'

/** A machine that slept, or whose clock was set, is noticed within this time. */
const longestNapMs = 60_000

export function createMachineClock(): Clock {
  return {
    now: () => Promise.resolve(Date.now()),
    monotonicMs: () => performance.now(),
    pause,
    async sleepUntil(instant, signal) {
      for (let left = instant - Date.now(); left > 0 && !signal?.aborted; left = instant - Date.now()) {
        await nap(Math.min(left, longestNapMs), signal)
      }
    },
  }
}

/** `TENTAKEL_TEST_CLOCK` promises at most 10 reads a second; all callers of a process share one reading. */
const readEveryMs = 100
const readTimeoutMs = 2_000
/** About 3 s of silence: a test server that restarts is waited for, one that is gone is told. */
const readTriesMax = 6

/**
 * A clock that shows what `GET url` answers: `{"now":"2026-11-23T10:00:00+01:00"}`, other keys ignored.
 * @throws Defect from `now` and `sleepUntil` when the URL does not answer, or not with a time
 */
export function createTestClock(url: string): Clock {
  const readTime = shareReadings(() => readWithPatience(url))
  const monotonicMs = (): number => performance.now()
  return {
    now: readTime,
    monotonicMs,
    pause,
    async sleepUntil(instant, signal) {
      let stoodSince = monotonicMs()
      let last = await readTime()
      while (last < instant && !signal?.aborted) {
        // A test that sets the time by hand lets it stop in between. A short pause between two calls must still end, or nothing would ever
        // go on: while the time is stopped, and only then, the machine's time counts.
        if (monotonicMs() - stoodSince >= instant - last) return
        await nap(readEveryMs, signal)
        const now = await readTime()
        if (now !== last) stoodSince = monotonicMs()
        last = now
      }
    },
  }
}

/** Answers with the last reading while it is fresh, and never reads twice at the same time. */
function shareReadings(read: () => Promise<Instant>): () => Promise<Instant> {
  let last: { reading: Promise<Instant>; startedMs: number; underWay: boolean } | null = null
  return () => {
    if (last !== null && (last.underWay || performance.now() - last.startedMs < readEveryMs)) return last.reading
    const reading = read().finally(() => (next.underWay = false))
    const next = { reading, startedMs: performance.now(), underWay: true }
    last = next
    return reading
  }
}

async function readWithPatience(url: string): Promise<Instant> {
  let reason = ''
  for (let tries = 0; tries < readTriesMax; tries++) {
    if (tries > 0) await delay(readEveryMs * 2 ** (tries - 1))
    try {
      const response = await fetch(url, { signal: AbortSignal.timeout(readTimeoutMs), redirect: 'error' })
      const text = await response.text()
      if (response.ok) return parseAnswer(text)
      reason = `status ${response.status}`
    } catch (error) {
      if (error instanceof Defect) throw error
      reason = error instanceof Error ? causeOf(error) : 'no answer'
    }
  }
  throw new Defect(`the test clock does not answer: ${reason}`)
}

/** The offset is required: a time without one would be read in the machine's own zone. */
const instantPattern = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})$/

function parseAnswer(text: string): Instant {
  const now = nowOf(text)
  const instant = typeof now === 'string' && instantPattern.test(now) ? Date.parse(now) : Number.NaN
  if (Number.isNaN(instant)) throw new Defect('the test clock must answer {"now":"2026-11-23T10:00:00+01:00"}')
  return instant
}

function nowOf(text: string): unknown {
  try {
    return (JSON.parse(text) as { now?: unknown } | null)?.now
  } catch {
    return undefined
  }
}

/** `fetch` hides the true reason in the cause. */
function causeOf(error: Error): string {
  return error.cause instanceof Error ? error.cause.message : error.message
}

async function pause(ms: number): Promise<void> {
  await delay(ms)
}

async function nap(ms: number, signal: AbortSignal | undefined): Promise<void> {
  // An abort ends the nap early and is no error.
  await delay(ms, undefined, signal === undefined ? {} : { signal }).catch(() => undefined)
}
