/** Tells the person at a terminal what a command waits for: an answer from outside, or the time at which a limit is over. */
import type { Clock } from '../../ports/clock.ts'
import type { Http } from '../../ports/http.ts'

const slowMs = 4_000
const againMs = 30_000
const lookEveryMs = 500
/** Waits that follow each other this closely are one: many short ones are as silent as a long one. */
const gapMaxMs = 2_000

interface Wait {
  what: string
  since: number
  open: number
  endedAt: number
}

export interface SlowSayer {
  http(http: Http): Http
  clock(clock: Clock): Clock
  stop(): void
}

export function sayWhenSlow(say: (text: string) => void): SlowSayer {
  const waits = new Map<string, Wait>()
  let calls = 0
  let saidAt = Number.NEGATIVE_INFINITY
  const look = (): void => {
    const now = performance.now()
    const slow = [...waits.values()].find((wait) => wait.open > 0 && now - wait.since >= slowMs)
    if (slow === undefined || now - saidAt < againMs) return
    saidAt = now
    say(`${slow.what} (${Math.round((now - slow.since) / 1000)} s so far).`)
  }
  const timer = setInterval(look, lookEveryMs)
  timer.unref()

  async function during<T>(key: string, what: string, work: () => Promise<T>): Promise<T> {
    const now = performance.now()
    const before = waits.get(key)
    const goesOn = before !== undefined && (before.open > 0 || now - before.endedAt <= gapMaxMs)
    const wait = goesOn ? before : { what, since: now, open: 0, endedAt: now }
    wait.what = what
    wait.open += 1
    waits.set(key, wait)
    try {
      return await work()
    } finally {
      wait.open -= 1
      wait.endedAt = performance.now()
    }
  }

  return {
    // Calls that are answered quickly follow each other all day: each counts by itself.
    http: (http) => ({
      send: (request) => {
        calls += 1
        const call = `call ${calls}`
        const sent = during(call, `Waiting for an answer of ${new URL(request.url).host}`, () => http.send(request))
        return sent.finally(() => waits.delete(call))
      },
    }),
    clock: (clock) => ({
      ...clock,
      sleepUntil: (instant, signal) =>
        during('sleep', 'Waiting until a limit or an outage of the other side is over', () =>
          clock.sleepUntil(instant, signal),
        ),
    }),
    stop: () => clearInterval(timer),
  }
}
