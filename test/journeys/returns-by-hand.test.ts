/** Returns that the rules leave to a person: what he says of them is done, once, and nothing else is. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { decideReturn } from '../../src/app/decide/decide-return.ts'
import { listProblems, type OpenReturn } from '../../src/app/show/list-problems.ts'
import { skipOrder } from '../../src/app/decide/skip.ts'
import type { ReturnChoice } from '../../src/domain/order/return-choice.ts'
import { openInside, type Inside } from '../support/inside.ts'

const hour = 3_600_000
let shop: Inside

beforeAll(async () => {
  shop = await openInside({ file: { booking: { startDate: '2026-11-22' } } })
})
afterAll(() => shop.close())

async function open(order: string): Promise<OpenReturn | undefined> {
  const scope = { tenantIds: [shop.tenantId], connectionId: null, language: 'nl' as const }
  const problems = await listProblems(shop.ports, scope)
  return problems.flatMap((problem) => problem.returns).find((row) => row.order === order)
}

async function say(order: string, choice: ReturnChoice, orderItemId?: string) {
  const row = await open(order)
  const item = orderItemId === undefined ? {} : { orderItemId }
  return decideReturn(shop.ports, shop.tenantId, { returnId: row?.return ?? '', choice, by: 'test', ...item })
}

async function hours(count: number): Promise<void> {
  for (let passed = 0; passed < count; passed += 1) {
    await shop.outside.advance(hour)
    await shop.sync()
  }
}

async function amounts(order: string): Promise<number[]> {
  return (await shop.entries(order)).map((entry) => entry.amountCents)
}

async function booked(items: object[] = [{ quantity: 2, unitCents: 1_500 }]): Promise<string> {
  const order = await shop.place({ country: 'BE', items })
  await shop.act(order, 'ship')
  await shop.sync()
  return order
}

describe('of a sale from before the first day', () => {
  async function oldReturn(): Promise<string> {
    const order = await shop.place({
      country: 'BE',
      placedAt: '2026-11-10T10:00:00+01:00',
      items: [{ quantity: 2, unitCents: 2_500 }],
    })
    await shop.act(order, 'ship', { at: '2026-11-11T10:00:00+01:00' })
    await shop.act(order, 'return', { quantity: 1, handledAfterMinutes: 0 })
    await hours(2)
    expect(await open(order)).toMatchObject({ order, choices: ['saleAndCredit', 'creditOnly', 'ignore'] })
    return order
  }

  it('sale and credit are booked, when he wants both', async () => {
    const order = await oldReturn()
    expect(await say(order, 'saleAndCredit')).toEqual({ kind: 'done' })
    await hours(3)
    expect(await amounts(order)).toEqual([5_000, -2_500])
    expect(await open(order)).toBeUndefined()
  })

  it('only the credit is booked, when the sale stands in the books already', async () => {
    const order = await oldReturn()
    expect(await say(order, 'creditOnly')).toEqual({ kind: 'done' })
    await hours(3)
    expect(await shop.entries(order)).toMatchObject([{ amountCents: -2_500, lines: [{ vatCode: '21' }] }])
    // What comes back later of the same sale is asked about again: he may have credited it where he booked it.
    await shop.act(order, 'return', { quantity: 1, handledAfterMinutes: 0 })
    await hours(2)
    expect(await open(order)).toMatchObject({ choices: ['creditOnly', 'ignore'] })
    await say(order, 'creditOnly')
    await hours(2)
    expect(await amounts(order)).toEqual([-2_500, -2_500])
  })

  it('nothing is booked, when he did it himself', async () => {
    const order = await oldReturn()
    expect(await say(order, 'ignore')).toEqual({ kind: 'done' })
    await hours(26)
    expect(await amounts(order)).toEqual([])
    expect(await open(order)).toBeUndefined()
  })
})

it('what bol.com does not say, he says: refunded or not', async () => {
  const refunded = await booked()
  const kept = await booked()
  for (const order of [refunded, kept])
    await shop.act(order, 'return', { quantity: 1, handledAfterMinutes: 0, handlingResult: 'SOMETHING_NEW' })
  await hours(2)
  expect(await open(kept)).toMatchObject({ choices: ['refunded', 'notRefunded', 'ignore'] })
  expect(await say(refunded, 'refunded')).toEqual({ kind: 'done' })
  expect(await say(kept, 'notRefunded')).toEqual({ kind: 'done' })
  await hours(2)
  expect(await amounts(refunded)).toEqual([3_000, -1_500])
  expect(await amounts(kept)).toEqual([3_000])
  expect((await shop.problems()).filter((problem) => problem.orderId === kept)).toEqual([])
})

it('refunded says nothing about a sale that was not booked: that is asked for itself', async () => {
  const order = await shop.place({ country: 'BE', items: [{ quantity: 1, unitCents: 1_500 }] })
  await shop.sync()
  await skipOrder(shop.ports, shop.tenantId, null, { orderId: order, reason: 'met de hand geboekt' })
  await shop.act(order, 'ship')
  await shop.act(order, 'return', { quantity: 1, handledAfterMinutes: 0, handlingResult: 'SOMETHING_NEW' })
  await hours(2)
  expect(await amounts(order)).toEqual([])
})

it('where a product stands twice at two prices, he chooses the item that came back', async () => {
  const ean = '8719000001017'
  const order = await booked([
    { ean, quantity: 1, unitCents: 1_000 },
    { ean, quantity: 1, unitCents: 1_200 },
  ])
  await shop.act(order, 'return', { item: 1, quantity: 1, handledAfterMinutes: 0 })
  await hours(2)
  const row = await open(order)
  expect(row?.choices).toEqual(['ofItem', 'ignore'])
  const dear = row?.items.find((item) => item.unitCents === 1_200)
  expect(await say(order, 'ofItem')).toEqual({ kind: 'refused', reason: 'itemNeeded' })
  expect(await say(order, 'ofItem', 'of another order')).toEqual({ kind: 'refused', reason: 'itemNeeded' })
  expect(await say(order, 'ofItem', dear?.id)).toEqual({ kind: 'done' })
  await hours(2)
  expect(await amounts(order)).toEqual([2_200, -1_200])
})

it('where parcels of one line carry other VAT, he chooses the parcel that came back', async () => {
  const ean = '8719000001024'
  const order = await shop.place({ country: 'BE', items: [{ ean, quantity: 2, unitCents: 1_000 }] })
  await shop.act(order, 'ship', { items: [{ item: 0, quantity: 1 }] })
  await shop.sync()
  await shop.change({ booking: { startDate: '2026-11-22' }, vat: { products: [{ ean, class: 'BOOK' }] } })
  await hours(1)
  await shop.act(order, 'ship', { items: [{ item: 0, quantity: 1 }] })
  await hours(1)
  expect((await shop.entries(order)).map(({ lines }) => lines[0]?.vatCode)).toEqual(['21', '06'])
  await shop.act(order, 'return', { quantity: 1, handledAfterMinutes: 0 })
  await hours(2)
  expect(await amounts(order)).toEqual([1_000, 1_000])
  const items = (await open(order))?.items ?? []
  expect(items.map(({ quantity }) => quantity)).toEqual([1, 1])
  expect(new Set(items.map(({ parcel }) => parcel?.rate))).toEqual(new Set([21, 6]))
  expect(await say(order, 'ofItem', items.find(({ parcel }) => parcel?.rate === 6)?.id)).toEqual({ kind: 'done' })
  await hours(2)
  expect((await shop.entries(order))[2]).toMatchObject({ amountCents: -1_000, lines: [{ vatCode: '06' }] })
  expect(await open(order)).toBeUndefined()
})

it('says no to a word that nothing asks for', async () => {
  const order = await booked()
  expect(await say(order, 'creditLeft')).toEqual({ kind: 'refused', reason: 'unknownReturn' })
  await shop.act(order, 'return', { quantity: 1, handledAfterMinutes: 0, handlingResult: 'SOMETHING_NEW' })
  await hours(2)
  const returnId = (await open(order))?.return ?? ''
  expect(await say(order, 'saleAndCredit')).toEqual({ kind: 'refused', reason: 'notOpenToHim' })
  expect(await say(order, 'refunded')).toEqual({ kind: 'done' })
  // Said once, it is asked no more.
  const again = await decideReturn(shop.ports, shop.tenantId, { returnId, choice: 'refunded', by: 'test' })
  expect(again).toEqual({ kind: 'refused', reason: 'notOpenToHim' })
})

it('broke no rule of either side', async () => {
  expect(await shop.violations()).toEqual([])
})
