/** Goal: what a poll that finds nothing asks of the database does not grow unseen. Statements are counted, which no load of the machine changes. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { jobTable } from '../../src/app/run/jobs.ts'
import type { JobName, Queue } from '../../src/ports/queue.ts'
import { sentDuring } from '../support/counted-statements.ts'
import { openInside, type Inside } from '../support/inside.ts'
import { clockSeen } from '../support/outside.ts'

const minute = 60_000
let shop: Inside

beforeAll(async () => {
  shop = await openInside({ file: { booking: { startDate: '2026-11-20' } } })
})
afterAll(() => shop.close())

/** As a worker runs it, half an hour after the one before. */
async function costOf(name: JobName): Promise<{ statements: number; transactions: number }> {
  const data = { tenantId: shop.tenantId, connectionId: shop.connectionId }
  const queue = { enqueue: () => Promise.resolve() } as unknown as Queue
  const row = jobTable.find((one) => one.name === name)
  const sent = await sentDuring(async () => row?.run(shop.ports, queue, { name, key: shop.connectionId, data }))
  return { statements: sent.statements.length, transactions: sent.transactions }
}

// Whoever lowers a figure writes the lower one down here.
it('a poll that finds nothing, and the look at the ledger’s side after it', async () => {
  await shop.sync()
  await shop.outside.advance(30 * minute)
  await clockSeen()
  expect(await costOf('poll')).toEqual({ statements: 75, transactions: 18 })
  // Once an hour: with the logins, and the lists of what changed.
  expect(await costOf('book')).toEqual({ statements: 80, transactions: 18 })
  await shop.outside.advance(30 * minute)
  await clockSeen()
  expect(await costOf('poll')).toEqual({ statements: 75, transactions: 18 })
  expect(await costOf('book')).toEqual({ statements: 56, transactions: 13 })
})
