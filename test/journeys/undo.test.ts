/** Orders go out of the books again: by one, by period, with a count beforehand, to the cent. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { previewUndo, undoOrders } from '../../src/app/decide/undo.ts'
import { openInside, type Inside } from '../support/inside.ts'

const hour = 3_600_000
let shop: Inside

beforeAll(async () => {
  shop = await openInside({ file: { booking: { startDate: '2026-11-22', cancellations: 'approve' } } })
})
afterAll(() => shop.close())

async function book(quantity = 2): Promise<string> {
  const order = await shop.place({ country: 'BE', items: [{ quantity, unitCents: 1_999 }] })
  await shop.act(order, 'ship')
  await shop.sync()
  return order
}

async function amounts(order: string): Promise<number[]> {
  return (await shop.entries(order)).map((entry) => entry.amountCents)
}

it('what was not sent is not sent, also when it is shipped later', async () => {
  const order = await shop.place({ country: 'BE' })
  await shop.sync()
  const selection = { kind: 'order', orderId: order } as const
  expect(await undoOrders(shop.ports, shop, { selection, reason: 'proef' })).toBe(1)
  await shop.act(order, 'ship')
  await shop.outside.advance(hour)
  expect(await shop.sync()).toMatchObject({ orders: 1, skipped: 1 })
  expect(await amounts(order)).toEqual([])
})

it('what is booked gets its credit for all of it, once, without asking again', async () => {
  const order = await book()
  const selection = { kind: 'order', orderId: order } as const
  expect(await previewUndo(shop.ports, shop, selection)).toEqual({ orders: 1, unsent: 0, inLedger: 1, uncertain: 0 })
  expect(await undoOrders(shop.ports, shop, { selection, reason: 'dubbel geboekt' })).toBe(1)
  await shop.sync()
  await shop.outside.advance(hour)
  await shop.sync()
  expect(await amounts(order)).toEqual([3_998, -3_998])
  expect(await undoOrders(shop.ports, shop, { selection, reason: 'nog eens' })).toBe(0)
})

it('of what came back in part, only the rest is credited', async () => {
  const order = await book(3)
  await shop.outside.advance(24 * hour)
  await shop.act(order, 'return', { quantity: 1, handledAfterMinutes: 0 })
  await shop.outside.advance(hour)
  await shop.sync()
  expect(await amounts(order)).toEqual([5_997, -1_999])
  await undoOrders(shop.ports, shop, { selection: { kind: 'order', orderId: order }, reason: 'proef' })
  await shop.sync()
  expect(await amounts(order)).toEqual([5_997, -1_999, -3_998])
})

it('a whole period goes at once, and the books of it are zero', async () => {
  const orders = [await book(), await book()]
  const selection = { kind: 'period', from: '2026-11-22', to: '2026-12-31' } as const
  expect(await previewUndo(shop.ports, shop, selection)).toMatchObject({ orders: 2, inLedger: 2 })
  expect(await undoOrders(shop.ports, shop, { selection, reason: 'andere boekhouding' })).toBe(2)
  await shop.sync()
  for (const order of orders) expect(await amounts(order)).toEqual([3_998, -3_998])
  const { totals } = await shop.report()
  expect(totals.reduce((sum, row) => sum + row.grossCents, 0)).toBe(0)
  expect(await shop.violations()).toEqual([])
})

it('a document is undone by its reference, and an order that is not of this connection by nothing', async () => {
  const order = await book()
  const [document] = (await shop.explain(order)).documents
  const selection = { kind: 'document', id: String(document?.['id']) } as const
  expect(await previewUndo(shop.ports, shop, selection)).toMatchObject({ orders: 1, inLedger: 1 })
  expect(await previewUndo(shop.ports, shop, { kind: 'document', id: 'T-nothing' })).toMatchObject({ orders: 0 })
})
