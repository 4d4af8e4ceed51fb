/** A connection that sends its documents at one hour of the day. What a person asks for does not wait for that hour, and nobody looks at what does. */
import { afterEach, beforeEach, expect, it } from 'vitest'
import { retryDocuments } from '../../src/app/decide/retry.ts'
import { jobTable } from '../../src/app/run/jobs.ts'
import type { Job, Queue } from '../../src/ports/queue.ts'
import { openInside, type Inside } from '../support/inside.ts'
import { clockSeen } from '../support/outside.ts'

const minute = 60_000
const hour = 60 * minute
let shop: Inside
beforeEach(async () => {
  shop = await openInside({ file: { booking: { startDate: '2026-11-22', on: 'order', push: 'daily@18:00' } } })
})
afterEach(() => shop.close())

/** What workers do in a minute. @returns the jobs that ran */
async function workers(): Promise<string[]> {
  await clockSeen()
  const waiting: Job[] = []
  const ran: string[] = []
  const queue = {
    enqueue: (job: Job) =>
      Promise.resolve(
        void (waiting.some(({ name, key }) => name === job.name && key === job.key) || waiting.push(job)),
      ),
  } as unknown as Queue
  const run = (wanted: Job): Promise<void> =>
    jobTable.find(({ name }) => name === wanted.name)?.run(shop.ports, queue, wanted) ??
    Promise.reject(new Error(wanted.name))
  await run({ name: 'tick', key: '', data: {} })
  for (let job = waiting.shift(); job !== undefined; job = waiting.shift()) {
    await run(job)
    ran.push(job.name)
  }
  return ran
}

async function later(ms: number): Promise<string[]> {
  await shop.outside.advance(ms)
  return workers()
}

it('keeps what was captured until then, without a look at it every minute', async () => {
  const order = await shop.place({ country: 'BE' })
  expect(await workers()).toEqual(['poll'])
  expect(await shop.explain(order)).toMatchObject({ state: 'waiting' })
  // Its poll may fall in these minutes, as its own second of the half hour has it.
  for (let passed = 0; passed < 5; passed += 1) expect(await later(minute)).not.toContain('book')
  // 18:00.
  const ran = await later(8 * hour - 5 * minute)
  expect(ran).toContain('book')
  expect(await shop.entries(order)).toHaveLength(1)
})

it('is not waited for by *Verwerk*', async () => {
  const [order, other] = [await shop.place({ country: 'BE' }), await shop.place({ country: 'BE' })]
  await workers()
  expect(await shop.entries(order)).toEqual([])
  const done = await retryDocuments(shop.ports, shop.tenantId, { kind: 'order', orderId: order })
  expect(done).toMatchObject({ taken: 1 })
  expect(await later(minute)).toContain('book')
  expect(await shop.entries(order)).toHaveLength(1)
  // As with `sync`, all that can go does.
  expect(await shop.entries(other)).toHaveLength(1)

  // It was asked for once.
  const next = await shop.place({ country: 'BE' })
  await later(hour)
  expect(await shop.entries(next)).toEqual([])
})

it('asked for while its connection is at work, is done after that work', async () => {
  const order = await shop.place({ country: 'BE' })
  await workers()
  const store = shop.ports.store.forTenant(shop.tenantId)
  const { connectionId } = shop
  const seen = await store.transaction((tx) => tx.schedule.of(connectionId))
  await retryDocuments(shop.ports, shop.tenantId, { kind: 'order', orderId: order })
  // The work that began before ends.
  await store.transaction((tx) => tx.schedule.worked(connectionId, { seen, next: { workAt: null, askedAt: null } }))
  expect(await later(minute)).toContain('book')
  expect(await shop.entries(order)).toHaveLength(1)
})
