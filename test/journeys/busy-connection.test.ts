/** A connection is worked on by one at a time. A poll, or the booking after it, that meets it at work comes back as soon as it is free, and not with the next half hour. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { jobTable } from '../../src/app/run/jobs.ts'
import { busyAgainMs } from '../../src/domain/delays.ts'
import type { Job, Queue } from '../../src/ports/queue.ts'
import { openInside, type Inside } from '../support/inside.ts'

let shop: Inside
beforeAll(async () => {
  shop = await openInside({ file: { booking: { startDate: '2026-11-22', on: 'order' } } })
})
afterAll(() => shop.close())

it('asks for itself again while somebody else holds the connection, and then captures and books', async () => {
  const asked: { job: Job; afterMs: number | undefined }[] = []
  const queue = {
    enqueue: (job: Job, { afterMs }: { afterMs?: number } = {}) => Promise.resolve(void asked.push({ job, afterMs })),
  } as unknown as Queue
  const { tenantId, connectionId } = shop
  const job = (name: 'poll' | 'book'): Job => ({ name, key: connectionId, data: { tenantId, connectionId } })
  const run = (wanted: Job): Promise<void> => {
    const row = jobTable.find(({ name }) => name === wanted.name)
    if (row === undefined) throw new Error(`no ${wanted.name}`)
    return row.run(shop.ports, queue, wanted)
  }
  const order = await shop.place({ country: 'BE' })
  const store = shop.ports.store.forTenant(tenantId)
  const busy = (wanted: Job): Promise<unknown> => store.exclusively(`connection:${connectionId}`, () => run(wanted))

  await busy(job('poll'))
  expect(asked).toEqual([{ job: job('poll'), afterMs: busyAgainMs }])
  await run(job('poll'))
  expect(asked.slice(1)).toEqual([{ job: job('book'), afterMs: undefined }])
  expect(await shop.explain(order)).toMatchObject({ state: 'waiting' })

  await busy(job('book'))
  expect(asked.slice(2)).toEqual([{ job: job('book'), afterMs: busyAgainMs }])
  await run(job('book'))
  expect(await shop.entries(order)).toHaveLength(1)
})
