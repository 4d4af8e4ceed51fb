/** What a person removes or changes in Octopus is seen, shown, and never booked again by itself. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openConnection } from '../../src/app/run/connection-context.ts'
import { verifyDocuments } from '../../src/app/book/verify-documents.ts'
import { watchLedger } from '../../src/app/book/watch-ledger.ts'
import { openInside, type Inside } from '../support/inside.ts'

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
