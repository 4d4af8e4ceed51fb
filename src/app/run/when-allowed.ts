/** A rate limit is waited for; everything else that needs a wait goes back to the caller. */
import {
  rateLimitMs,
  rateLimitPatienceMs,
  rateLimitWaitMaxMs,
  rateLimitWaitMinMs,
  silenceMs,
  silenceWaitMaxMs,
} from '../../domain/delays.ts'
import type { RelationOutcome } from '../../ports/accounting.ts'
import type { Answer } from '../../ports/answer.ts'
import type { Instant } from '../../domain/calendar.ts'
import type { Ports } from './ports.ts'

/** Silence and broken answers of a read are tried again a little later: 5 % of calls may time out in normal weather. */
const unavailableTriesMax = 2

export async function whenAllowed<T>(
  ports: Ports,
  call: () => Promise<Answer<T>>,
  signal?: AbortSignal,
  patience = rateLimitPatienceMs,
): Promise<Answer<T>> {
  return waitAndCall(ports, call, { signal, patience })
}

/** The same for the upsert of a relation, which may be repeated like a read; silence is tried again. */
export async function whenRelationAllowed(
  ports: Ports,
  call: () => Promise<RelationOutcome>,
  signal?: AbortSignal,
): Promise<RelationOutcome> {
  const outcome = await waitAndCall(
    ports,
    async () => {
      const answer = await call()
      return answer.kind === 'unknown'
        ? ({ kind: 'later', cause: 'unavailable', until: null, detail: answer.detail } as const)
        : answer
    },
    { signal, patience: rateLimitPatienceMs },
  )
  return outcome
}

interface Later {
  kind: 'later'
  cause: string
  until: Instant | null
  ours?: boolean
}

async function waitAndCall<A extends { kind: string }>(
  ports: Ports,
  call: () => Promise<A | Later>,
  { signal, patience }: { signal: AbortSignal | undefined; patience: number },
): Promise<A> {
  const isStopped = (): boolean => signal?.aborted === true
  let unavailable = 0
  let waitedMs = 0
  for (;;) {
    const answer = await call()
    if (!isLater(answer) || isStopped()) return answer as A
    const now = await ports.clock.now()
    if (answer.cause === 'rateLimit') {
      const until = answer.until ?? now + rateLimitMs
      if (until - now > rateLimitWaitMaxMs || (answer.ours !== true && waitedMs >= patience))
        return answer as unknown as A
      if (answer.ours !== true) waitedMs += Math.max(until - now, rateLimitWaitMinMs)
      await ports.clock.sleepUntil(until, signal)
      if (isStopped()) return answer as unknown as A
      continue
    }
    if (answer.cause !== 'unavailable' && answer.cause !== 'unreadable') return answer as unknown as A
    unavailable += 1
    if (unavailable > unavailableTriesMax || (answer.until !== null && answer.until - now > silenceWaitMaxMs))
      return answer as unknown as A
    await ports.clock.sleepUntil(answer.until ?? now + unavailable * silenceMs, signal)
    if (isStopped()) return answer as unknown as A
  }
}

function isLater(answer: { kind: string }): answer is Later {
  return answer.kind === 'later'
}

/** Runs `work` for each entry, at most `atOnce` at a time; results in the order of the entries. */
export async function inParallel<T, R>(
  entries: readonly T[],
  atOnce: number,
  work: (entry: T) => Promise<R>,
): Promise<R[]> {
  const results: R[] = Array.from({ length: entries.length })
  let next = 0
  const lane = async (): Promise<void> => {
    while (next < entries.length) {
      const index = next
      next += 1
      results[index] = await work(entries[index] as T)
    }
  }
  await Promise.all(Array.from({ length: Math.min(atOnce, entries.length) }, lane))
  return results
}
