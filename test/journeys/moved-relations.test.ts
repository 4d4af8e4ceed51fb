/** A bookkeeper merges or removes a relation after something was booked on it: entries follow the sales, and purchases the supplier. */
import { afterEach, beforeEach, expect, it } from 'vitest'
import { december, openSettledShop, sold, type SettledShop } from '../support/settled-shop.ts'

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

it('a business that was merged before its payment was entered has paid on the relation that its sale stands on', async () => {
  const own = await shop.saleOf(12_100, {
    billTo: { company: 'Oefenbedrijf', countryCode: 'BE', vatNumber: 'BE0403170701' },
  })
  const [sale] = await shop.entries(own)
  const into = 6
  await shop.byHand({ action: 'mergeRelation', relation: sale?.relation.id, into })
  for (let nth = 0; nth < 5; nth += 1) await shop.later(6 * 60 * minute)
  await shop.later(day)
  const [entry] = await shop.journal('D2')
  expect(entry?.entryLines?.map(({ type, relationId, cents }) => [type, relationId, cents])).toEqual([
    ['C', into, -12_100],
    ['A', 0, 12_100],
  ])
  expect((await shop.codes()).filter((code) => code !== 'PEP-ELDERS')).toEqual([])
})

it('a business that is gone holds the payment of its own day, and of no other', async () => {
  const business = (company: string, vatNumber: string) => ({ billTo: { company, countryCode: 'BE', vatNumber } })
  const days = async (count: number): Promise<void> => {
    for (let nth = 0; nth < 4 * count; nth += 1) await shop.later(6 * 60 * minute)
  }
  await shop.saleOf(1000, business('Eerste bedrijf', 'BE0428759497'))
  await days(2)
  const gone = await shop.saleOf(12_100, business('Oefenbedrijf', 'BE0403170701'))
  const [sale] = await shop.entries(gone)
  await shop.byHand({ action: 'deleteRelation', relation: sale?.relation.id })
  await days(2)
  await shop.saleOf(2500, business('Ander bedrijf', 'BE0417497106'))
  await days(2)
  const cleared = (await shop.journal('D2')).flatMap(({ entryLines = [] }) => entryLines.map(({ cents }) => cents))
  expect(cleared).toEqual([-1000, 1000, -2500, 2500])
  expect(await shop.codes()).toContain('AANK-INSTELLING')
})

it('the supplier that was merged after the first month is the other one in the second, and is not made again', async () => {
  const orders = [await shop.saleOf(12_100), await shop.saleOf(2500)]
  await shop.goTo('2026-12-01T09:00:00+01:00')
  await shop.issue({ lines: sold(orders[0] as string, 121) })
  await shop.later(0)
  const supplier = (await shop.relations()).find(({ name }) => name === 'Bol.com B.V.')
  const other = { name: 'bol', supplier: true, client: false, vatNr: supplier?.vatNr, active: true }
  const { done } = (await shop.byHand({ action: 'addRelation', fields: other })) as { done: { relation: number }[] }
  const into = done[0]?.relation
  await shop.byHand({ action: 'mergeRelation', relation: supplier?.id, into })
  await shop.goTo('2027-01-02T09:00:00+01:00')
  const id = await shop.issue({ ...december, lines: sold(orders[1] as string, 25) })
  for (const wait of [0, 5, 60, 24 * 60, 24 * 60]) await shop.later(wait * minute)
  expect((await shop.journal('A2')).map((row) => row.relation.id)).toEqual([into, into])
  expect(
    (await shop.journal('D2')).flatMap(({ entryLines = [] }) =>
      entryLines.filter(({ type }) => type === 'S').map(({ relationId }) => relationId),
    ),
  ).toContain(into)
  expect((await shop.relations()).filter(({ vatNr }) => vatNr === supplier?.vatNr)).toHaveLength(1)
  // Nobody entered December's receipt.
  expect([await shop.codes(), (await shop.shown(id)).state]).toEqual([['UIT-BANK'], 'closed'])
})
