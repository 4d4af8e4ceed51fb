/**
 * A settlement of which nothing is to be cleared, or that proves nothing, or that does not balance: it is booked as far as it goes, and
 * neither the next one nor a sale waits for it.
 */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { postingIsDue } from '../../src/app/post/post-settlements.ts'
import { openConnection } from '../../src/app/run/connection-context.ts'
import { servedInvoice, type SettlementLine } from '../../sandbox/bol/settlement-answers.ts'
import {
  booking,
  december,
  november,
  openSettledShop,
  posting,
  sold,
  type SettledShop,
} from '../support/settled-shop.ts'

const day = 24 * 3_600_000
const cost = (type: string, amount: number): SettlementLine => ({ type, category: 'K', percent: 0, amount })
const turnover = (order: string, amount: number, category = 'O'): SettlementLine => ({
  type: 'TURNOVER',
  category,
  percent: 0,
  amount: -amount,
  order,
})

let shop: SettledShop

beforeEach(async () => {
  shop = await openSettledShop()
})
afterEach(() => shop.close())

async function entries(): Promise<(string | number)[][][]> {
  return (await shop.journal('D2')).map(({ entryLines = [] }) =>
    entryLines.map(({ type, account, cents }) => [type, account, cents]),
  )
}

async function nextMonth(order: string): Promise<string> {
  await shop.goTo('2027-01-01T09:00:00+01:00')
  const id = await shop.issue({ ...december, lines: sold(order, 121) })
  for (let nth = 0; nth < 2; nth += 1) await shop.later(day)
  return id
}

async function isDue(): Promise<boolean> {
  const context = await openConnection(shop.ports, shop)
  if (context === null) throw new Error('no connection')
  return postingIsDue(context)
}

const december121 = [
  ['C', 0, -12_100],
  ['S', 0, 1210],
  ['A', 499_100, 10_890],
]

describe('the first settlement', () => {
  it.each(['perType', 'off'])(
    'is all zeros, purchases %s: no entry is sent, and the next month goes on',
    async (mode) => {
      await shop.change({ booking, settlement: { ...posting, purchases: mode } })
      const order = await shop.saleOf(12_100)
      await shop.goTo('2026-12-01T09:00:00+01:00')
      const id = await shop.issue({ lines: [cost('COMMISSION', 6), cost('CORRECTION_COMMISSION', -6)] })
      for (let nth = 0; nth < 2; nth += 1) await shop.later(day)
      const found = await shop.shown(id)
      expect([found.clearing, found.documents.map(({ kind }) => kind)]).toEqual([
        null,
        mode === 'off' ? [] : ['purchase'],
      ])
      expect(await isDue()).toBe(false)
      await nextMonth(order)
      expect(await entries()).toEqual([december121])
      expect(await shop.codes()).toEqual([])
      expect(await shop.violations()).toEqual([])
    },
  )

  it('puts nothing on the clearing account: the next month does not wait for its proof', async () => {
    const [first, second] = [await shop.saleOf(1200), await shop.saleOf(12_100)]
    await shop.goTo('2026-12-01T09:00:00+01:00')
    await shop.issue({ lines: [turnover(first, 12), cost('COMMISSION', 12)] })
    await shop.sync()
    await nextMonth(second)
    expect(await entries()).toEqual([
      [
        ['C', 0, -1200],
        ['S', 0, 1200],
      ],
      december121,
    ])
    expect(await shop.codes()).toEqual([])
  })
})

it('buyers’ money in two categories with parts of cents is cleared to the cent', async () => {
  const [first, second] = [await shop.saleOf(4000), await shop.saleOf(3000)]
  await shop.goTo('2026-12-01T09:00:00+01:00')
  const id = await shop.issue({
    lines: [turnover(first, 40.004), turnover(second, 30.004, 'Z'), cost('COMMISSION', 6)],
  })
  await shop.sync()
  expect(await entries()).toEqual([
    [
      ['C', 0, -7000],
      ['S', 0, 600],
      ['A', 499_100, 6400],
    ],
  ])
  expect(await shop.shown(id)).toMatchObject({ state: 'closed', differenceCents: 0 })
})

it('a settlement that does not balance waits by itself: the next one and all sales go on', async () => {
  const orders = [await shop.saleOf(4000), await shop.saleOf(3000), await shop.saleOf(12_100)]
  await shop.goTo('2026-12-01T09:00:00+01:00')
  const lines = [turnover(orders[0] as string, 40.004), turnover(orders[1] as string, 30.004, 'Z')]
  await shop.outside.control('POST', '/settlements', unrounded(servedInvoice({ ...november, lines })))
  const next = await shop.issue({ invoiceId: december.invoiceId, lines: sold(orders[2] as string, 121) })
  const sale = await shop.saleOf(2500)
  expect(await shop.entries(sale)).toHaveLength(1)
  expect(await shop.codes()).toEqual(['UIT-SOM'])
  expect(await shop.shown(november.invoiceId)).toMatchObject({
    state: 'incomplete',
    sums: [{ what: 'clearing', expectedCents: 0, foundCents: 1 }],
    documents: [],
  })
  expect(await entries()).toEqual([december121])
  expect(await shop.shown(next)).toMatchObject({ state: 'closed' })
})

/** As if the charges of its invoice were not rounded: they add up, and their rounded amounts do not. */
function unrounded(served: ReturnType<typeof servedInvoice>): ReturnType<typeof servedInvoice> {
  const text = JSON.stringify(served)
  const parts = [
    ['-40', '-40.004'],
    ['-30', '-30.004'],
    ['-70', '-70.008'],
  ] as const
  const spoiled = parts.reduce(
    (all, [from, to]) => all.replaceAll(new RegExp(`:${from}(?=[,}])`, 'gu'), `:${to}`),
    text,
  )
  return JSON.parse(spoiled) as ReturnType<typeof servedInvoice>
}
