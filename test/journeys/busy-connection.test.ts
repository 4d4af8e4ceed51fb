/** A connection is worked on by one at a time. A poll that meets it at work comes back as soon as it is free, and not with the next half hour. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { jobTable } from '../../src/app/run/jobs.ts'
import { busyPollMs } from '../../src/domain/delays.ts'
import type { Job, Queue } from '../../src/ports/queue.ts'
import { openInside, type Inside } from '../support/inside.ts'

let shop: Inside
beforeAll(async () => {
  shop = await openInside({ file: { booking: { startDate: '2026-11-22', on: 'order' } } })
})
afterAll(() => shop.close())

it('asks for itself again while somebody else holds the connection, and then captures', async () => {
  const asked: { job: Job; afterMs: number | undefined }[] = []
  const queue = {
    enqueue: (job: Job, { afterMs }: { afterMs?: number } = {}) => Promise.resolve(void asked.push({ job, afterMs })),
  } as unknown as Queue
  const { tenantId, connectionId } = shop
  const poll: Job = { name: 'poll', key: connectionId, data: { tenantId, connectionId } }
  const run = (): Promise<void> => {
    const row = jobTable.find(({ name }) => name === 'poll')
    if (row === undefined) throw new Error('no polls')
    return row.run(shop.ports, queue, poll)
  }
  const order = await shop.place({ country: 'BE' })
  const store = shop.ports.store.forTenant(tenantId)
  await store.exclusively(`connection:${connectionId}`, run)
  expect(asked).toEqual([{ job: poll, afterMs: busyPollMs }])
  await run()
  expect(asked.slice(1).map(({ job }) => job.name)).toEqual(['book'])
  expect(await shop.explain(order)).toMatchObject({ state: 'waiting' })
})
