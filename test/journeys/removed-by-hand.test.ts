/** What a person removes or changes in Octopus is seen, shown, and never booked again by itself. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { openConnection } from '../../src/app/run/connection-context.ts'
import { verifyDocuments } from '../../src/app/book/verify-documents.ts'
import { watchLedger } from '../../src/app/book/watch-ledger.ts'
import type { StoredDocument } from '../../src/ports/tables/documents.ts'
import { openInside, type Inside } from '../support/inside.ts'
import { clockSeen } from '../support/outside.ts'

const hour = 3_600_000
let shop: Inside

beforeAll(async () => {
  shop = await openInside({ file: { booking: { startDate: '2026-11-22' } } })
})
afterAll(() => shop.close())

async function book(): Promise<{ order: string; number: number }> {
  const order = await shop.place({ country: 'BE' })
  await shop.act(order, 'ship')
  await shop.sync()
  const [entry] = await shop.entries(order)
  return { order, number: entry?.number ?? 0 }
}

function byHand(action: string, more: object): Promise<unknown> {
  const { dossierId } = shop.outside.access
  return shop.outside.control('POST', '/octopus/bookkeeper', {
    action,
    dossier: dossierId,
    bookyear: 2,
    journal: 'V5',
    ...more,
  })
}

/** Half a day later, as the workers do it. */
async function watch(): Promise<void> {
  await shop.outside.advance(13 * hour)
  await shop.sync()
  const context = await openConnection(shop.ports, shop)
  if (context?.accounting === null || context === null) throw new Error('no ledger')
  await verifyDocuments(context, context.accounting)
  await watchLedger(context, context.accounting)
}

async function stateOf(order: string): Promise<string | undefined> {
  return (await shop.explain(order)).documents[0]?.state as string | undefined
}

it('a booking that was removed is a tombstone, also when its number is used again', async () => {
  const first = await book()
  const second = await book()
  await watch()
  expect(await stateOf(second.order)).toBe('verified')
  await byHand('delete', { number: second.number })
  const third = await book()
  await watch()
  await watch()
  expect(await stateOf(second.order)).toBe('deletedInLedger')
  expect(await shop.entries(second.order)).toEqual([])
  expect([await stateOf(first.order), await stateOf(third.order)]).toEqual(['verified', 'verified'])
  expect((await shop.problems()).filter((problem) => problem.code === 'OCT-VERWIJDERD')).toMatchObject([
    { orderId: second.order },
  ])
})

it('a booking that was changed after it was read back is told, and left as it is', async () => {
  const { order, number } = await book()
  await watch()
  await byHand('change', { number, amountCents: 12_345, account: 700000, vatCode: '21' })
  await watch()
  expect(await stateOf(order)).toBe('changed')
  expect((await shop.entries(order)).map((entry) => entry.amountCents)).toEqual([12_345])
  expect((await shop.problems()).filter((problem) => problem.code === 'OCT-ANDERS')).toMatchObject([{ orderId: order }])
})

describe('an invoice that is removed before it was read back', () => {
  let other: Inside
  beforeEach(async () => {
    const booking = { startDate: '2026-11-22', on: 'order', target: 'invoices', consumers: 'perOrder' }
    other = await openInside({ file: { booking } })
  })
  afterEach(() => other.close())

  async function removedUnread(): Promise<StoredDocument> {
    const order = await other.place({ country: 'BE' })
    // The place is looked at before the send; what is asked after it gets no answer.
    const invoice = 'GET /dossiers/{dossierId}/invoices'
    await other.outside.control('POST', '/faults', [
      { api: 'octopus', route: invoice, kind: '500', skip: 1, times: 99 },
    ])
    await other.sync()
    await other.outside.control('DELETE', '/faults')
    const store = other.ports.store.forTenant(other.tenantId)
    const [document] = await store.transaction((tx) => tx.documents.ofOrders(other.connectionId, [order]))
    if (document === undefined) throw new Error('no document')
    expect(document.progress.state).toBe('confirmed')
    await other.outside.control('POST', '/octopus/bookkeeper', {
      action: 'delete',
      bookyear: 2,
      journal: document.journalKey,
      number: document.progress.number,
    })
    return document
  }

  async function theNextIsBooked(): Promise<void> {
    const next = await other.place({ country: 'BE' })
    for (let passed = 0; passed < 3; passed += 1) {
      await other.sync()
      await other.outside.advance(2 * hour)
    }
    expect(await other.entries(next)).toHaveLength(1)
  }

  it('and seen by the watch first, holds up no other', async () => {
    await removedUnread()
    await other.outside.advance(13 * hour)
    await clockSeen()
    const context = await openConnection(other.ports, other)
    if (context?.accounting === null || context === null) throw new Error('no ledger')
    await watchLedger(context, context.accounting)
    expect((await other.problems()).map(({ code }) => code)).toContain('OCT-VERWIJDERD')
    await theNextIsBooked()
  })

  it('and left its journal held by an earlier version, frees it when the next one wants to go', async () => {
    const document = await removedUnread()
    await other.outside.advance(13 * hour)
    await clockSeen()
    const store = other.ports.store.forTenant(other.tenantId)
    const at = await other.ports.clock.now()
    await store.transaction((tx) =>
      tx.documents.step({
        documentId: document.documentId,
        expected: { state: 'confirmed' },
        progress: { ...document.progress, state: 'deletedInLedger' },
        notBefore: null,
        event: 'watched',
        actor: 'tentakel',
        at,
      }),
    )
    await theNextIsBooked()
  })
})
