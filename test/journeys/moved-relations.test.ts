/** A bookkeeper merges or removes the relation of all consumers after sales were booked on it: the entry of a settlement follows the sales. */
import { afterEach, beforeEach, expect, it } from 'vitest'
import { openSettledShop, sold, type SettledShop } from '../support/settled-shop.ts'

const minute = 60_000
const day = 24 * 60 * minute

let shop: SettledShop

beforeEach(async () => {
  shop = await openSettledShop()
})
afterEach(() => shop.close())

async function central(): Promise<number> {
  return (await shop.relations()).find(({ name }) => name.startsWith('bol.com particulieren'))?.id ?? 0
}

it('the entry of a settlement is on the relation that the sales stand on since it was merged', async () => {
  const order = await shop.saleOf(12_100)
  const before = await central()
  const into = 6
  await shop.byHand({ action: 'mergeRelation', relation: before, into })
  await shop.goTo('2026-12-01T09:00:00+01:00')
  const id = await shop.issue({ lines: sold(order, 121) })
  for (const wait of [0, 5, 60, 24 * 60]) await shop.later(wait * minute)
  const entries = await shop.journal('D2')
  expect(
    entries.map(({ entryLines = [] }) => entryLines.map(({ type, relationId, cents }) => [type, relationId, cents])),
  ).toEqual([
    [
      ['C', into, -12_100],
      ['S', expect.any(Number), 1210],
      ['A', 0, 10_890],
    ],
  ])
  expect([await shop.codes(), (await shop.shown(id)).state]).toEqual([[], 'closed'])
  // The next sale goes on it too.
  await shop.saleOf(2500)
  await shop.later(day)
  expect((await shop.journal('V5')).map((sale) => sale.relation.id)).toEqual([into, into])
})
