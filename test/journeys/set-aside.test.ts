/**
 * A document that was tried and refused, because somebody had closed the journal, is set aside when the plan has no use for it any more
 * (the order says more than its known parcels do). It is not decided for good: planned again, it is booked.
 */
import { afterEach, expect, it } from 'vitest'
import { openInside, type Inside } from '../support/inside.ts'

const hour = 3_600_000
let shop: Inside

function byHand(action: string): Promise<unknown> {
  const { dossierId } = shop.outside.access
  return shop.outside.control('POST', '/octopus/bookkeeper', { action, dossier: dossierId, journal: 'V5' })
}

afterEach(() => shop.close())

it('what the plan set aside is booked once the plan wants it again', async () => {
  shop = await openInside({ file: { booking: { startDate: '2026-11-22', on: 'shipment' } } })
  const order = await shop.place({ country: 'BE' })
  await shop.act(order, 'ship')
  await byHand('closeJournal')
  await shop.sync()
  const store = shop.ports.store.forTenant(shop.tenantId)
  const now = await shop.ports.clock.now()
  const [tried] = await store.transaction((tx) => tx.documents.ofOrders(shop.connectionId, [order]))
  await store.transaction((tx) => tx.documents.discard([tried?.documentId ?? ''], 'planAgain', now))
  expect((await shop.explain(order)).documents).toMatchObject([{ state: 'skipped' }])

  await byHand('reopenJournal')
  await store.transaction((tx) => tx.orders.planAgain(shop.connectionId, [order]))
  await shop.outside.advance(hour)
  await shop.sync()
  expect(await shop.entries(order)).toHaveLength(1)
  expect((await shop.explain(order)).documents).toMatchObject([{ state: 'confirmed' }])
})

it('a closed journal is no longer told of once nothing waits for it, however often the dossier is looked at', async () => {
  shop = await openInside({ file: { booking: { startDate: '2026-11-22', on: 'order' } } })
  const order = await shop.place({ country: 'BE' })
  // It is booked all the same, and found there without a send that the journal takes.
  const post = 'POST /dossiers/{dossierId}/buysellbookings'
  await shop.outside.control('POST', '/faults', [{ api: 'octopus', route: post, kind: '403afterCommit', times: 1 }])
  await shop.sync()
  expect(await shop.problems()).toMatchObject([{ code: 'OCT-DAGBOEK-DICHT', subject: 'V5' }])
  for (let passed = 0; passed < 2; passed += 1) {
    await shop.outside.advance(3 * hour)
    await shop.sync()
  }
  expect(await shop.entries(order)).toHaveLength(1)
  expect(await shop.problems()).toEqual([])
})
