/** Goal: after an outage a thousand connections begin one after the other, and all within a quarter of an hour; a wrong clock delays none. */
import { describe, expect, it } from 'vitest'
import type { Job, Queue } from '../../ports/queue.ts'
import { wakeConnections } from './jobs.ts'
import type { Ports } from './ports.ts'

const start = Date.parse('2026-11-24T10:00:00Z')
const minute = 60_000

interface Begun {
  name: Job['name']
  at: number
}

/** A minute's tick after the other, for connections that are all due, and whose documents can all go on. */
function outageEnds(connections: number, ticks: number): Promise<Begun[]> {
  return ticksOf(new Map(Array.from({ length: connections }, (_, nth) => [`connection ${nth}`, start])), ticks)
}

async function ticksOf(nextPollAt: Map<string, number>, ticks: number): Promise<Begun[]> {
  const waiting = new Map<string, number>()
  const begun: Begun[] = []
  const done = new Set<string>()
  let now = start
  const ports = {
    clock: { now: () => Promise.resolve(now) },
    calendar: { isoText: (instant: number) => new Date(instant).toISOString() },
    digest: () => '00000000',
    store: {
      directory: {
        duePolls: ({ until, limit }: { until: number; limit: number }) =>
          Promise.resolve(
            [...nextPollAt]
              .filter(([, at]) => at <= now || at > until)
              .toSorted(([, a], [, b]) => a - b)
              .map(([connectionId, dueAt]) => ({ connectionId, tenantId: 'tenant', dueAt }))
              .slice(0, limit),
          ),
        countActive: () => Promise.resolve(nextPollAt.size),
        planPolls: (polls: { connectionId: string; nextPollAt: number }[]) => {
          for (const poll of polls) nextPollAt.set(poll.connectionId, poll.nextPollAt)
          return Promise.resolve()
        },
        // Each has documents to go on with until its job began.
        dueWork: (_now: number, limit: number) =>
          Promise.resolve(
            [...nextPollAt.keys()]
              .filter((connectionId) => !done.has(`book ${connectionId}`))
              .map((connectionId) => ({ connectionId, tenantId: 'tenant', dueAt: start }))
              .slice(0, limit),
          ),
      },
    },
  } as unknown as Ports
  const queue = {
    enqueue(job: Job, options: { afterMs?: number } = {}) {
      const key = `${job.name} ${job.key}`
      if (!waiting.has(key) && !done.has(key)) waiting.set(key, now + (options.afterMs ?? 0))
      return Promise.resolve()
    },
  } as unknown as Queue
  for (let tick = 0; tick < ticks; tick += 1) {
    now = start + tick * minute
    await wakeConnections(ports, queue)
    for (const [key, at] of waiting) {
      if (at >= now + minute) continue
      waiting.delete(key)
      done.add(key)
      begun.push({ name: key.split(' ')[0] as Job['name'], at })
    }
  }
  return begun
}

function mostInOneSecond(begun: Begun[]): number {
  const seconds = Map.groupBy(begun, ({ at }) => Math.floor(at / 1000))
  return Math.max(...[...seconds.values()].map((some) => some.length))
}

describe('a thousand connections that are due at once', () => {
  it('are all polled within 15 minutes, at most two in a second', async () => {
    const polls = (await outageEnds(1000, 15)).filter(({ name }) => name === 'poll')
    expect(polls).toHaveLength(1000)
    expect(mostInOneSecond(polls)).toBeLessThanOrEqual(2)
  })

  it('go on with their documents within 15 minutes, at most two in a second', async () => {
    const books = (await outageEnds(1000, 15)).filter(({ name }) => name === 'book')
    expect(books).toHaveLength(1000)
    expect(mostInOneSecond(books)).toBeLessThanOrEqual(2)
  })

  it('are fifty thousand and begin within 15 minutes too', async () => {
    const polls = (await outageEnds(50_000, 15)).filter(({ name }) => name === 'poll')
    expect(polls).toHaveLength(50_000)
    expect(mostInOneSecond(polls)).toBeLessThanOrEqual(60)
  })

  it('one alone begins at once', async () => {
    expect(await outageEnds(1, 1)).toEqual([
      { name: 'poll', at: start },
      { name: 'book', at: start },
    ])
  })
})

describe('a poll that is planned further ahead than any', () => {
  // The clock ran 40 minutes ahead when it was planned, and was set right since.
  it('was planned by a wrong clock, and is done at once', async () => {
    const begun = await ticksOf(new Map([['connection', start + 31 * minute]]), 1)
    expect(begun).toContainEqual({ name: 'poll', at: start })
  })

  it('is not the one that is planned for the next half hour', async () => {
    const begun = await ticksOf(new Map([['connection', start + 30 * minute]]), 30)
    expect(begun.filter(({ name }) => name === 'poll')).toEqual([])
  })
})
