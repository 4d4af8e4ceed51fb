/** Goal: what the marketplace told of a return is kept as it was told, once each time. Method: the real tables. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { aConnection, firstTenant, openTestStore, type TestStore } from '../../../../test/support/test-store.ts'
import type { ReturnItem } from '../../../domain/order/return.ts'
import type { Tx } from '../../../ports/store.ts'

let test: TestStore
const now = Date.parse('2026-11-24T10:00:00Z')
const inTenant = <T>(work: (tx: Tx) => Promise<T>): Promise<T> => test.store.forTenant(firstTenant).transaction(work)

beforeAll(async () => {
  test = await openTestStore()
  await test.store.directory.findOrAddTenant('Eerste', firstTenant, now)
})
afterAll(() => test.close())

const item: ReturnItem = {
  rmaId: 'R1',
  returnId: '1',
  orderId: 'C000TEST01',
  ean: '8712345678906',
  fulfilment: 'seller',
  registeredAt: now,
  expectedQuantity: 1,
  handled: false,
  mainReason: 'Geen reden',
  results: [],
}
const handled: ReturnItem = {
  ...item,
  handled: true,
  amountCents: 1250,
  results: [
    { quantity: 1, processing: 'ACCEPTED', handling: 'RETURN_RECEIVED', processedAt: now, processedOn: '2026-11-24' },
  ],
}
const row = (which: ReturnItem, hash: string) => ({ item: which, hash, rawSealed: 'sealed', seenAt: now })

it('adds a version only where something changed, and shows the newest with the newest decision', async () => {
  expect(await inTenant((tx) => tx.returns.save(aConnection, [row(item, 'a')]))).toEqual([
    { rmaId: 'R1', orderId: 'C000TEST01' },
  ])
  expect(await inTenant((tx) => tx.returns.save(aConnection, [row(item, 'a')]))).toEqual([])
  expect(await inTenant((tx) => tx.returns.unhandled(aConnection, 'seller'))).toHaveLength(1)
  expect(await inTenant((tx) => tx.returns.save(aConnection, [row(handled, 'b')]))).toHaveLength(1)
  expect(await inTenant((tx) => tx.returns.unhandled(aConnection, 'seller'))).toEqual([])
  const decision = { orderItemId: null, reason: 'met de hand geboekt', at: now, by: 'test' }
  await inTenant((tx) => tx.returns.decide(aConnection, 'R1', { ...decision, decision: 'refunded' }))
  await inTenant((tx) => tx.returns.decide(aConnection, 'R1', { ...decision, decision: 'ignored' }))
  expect(await inTenant((tx) => tx.returns.ofOrders(aConnection, ['C000TEST01']))).toEqual([
    {
      ...handled,
      version: 2,
      decision: { decision: 'ignored', orderItemId: null, reason: 'met de hand geboekt', at: now },
    },
  ])
})

it('finds a return by the day it was registered or processed', async () => {
  const hour = 3_600_000
  expect(await inTenant((tx) => tx.returns.between(aConnection, now - hour, now + hour))).toHaveLength(1)
  expect(await inTenant((tx) => tx.returns.between(aConnection, now + hour, now + 2 * hour))).toEqual([])
})
