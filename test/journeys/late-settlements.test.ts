/**
 * A settlement pays for sales that are not in the books yet, or pays another amount: what was paid waits on the suspense account, and a further
 * entry clears it once it is known what it was, or once a person said so. Nothing is written off by itself.
 */
import { afterEach, beforeEach, expect, it } from 'vitest'
import { answerSettlement, type AnswerWish } from '../../src/app/settle/answer-settlement.ts'
import { verifyDocuments } from '../../src/app/book/verify-documents.ts'
import { watchLedger } from '../../src/app/book/watch-ledger.ts'
import { openConnection } from '../../src/app/run/connection-context.ts'
import { openSettledShop, sold, type Entry, type SettledShop } from '../support/settled-shop.ts'

const minute = 60_000
const day = 24 * 60 * minute
const postEntry = 'POST {d}/financialdiversbookings'

let shop: SettledShop

beforeEach(async () => {
  shop = await openSettledShop()
})
afterEach(() => shop.close())

function linesOf(entry: Entry | undefined): (string | number)[][] {
  return (entry?.entryLines ?? []).map(({ type, account, cents }) => [type, account, cents])
}

async function balance(account: number): Promise<number> {
  const lines = (await shop.journal('D2')).flatMap((entry) => entry.entryLines ?? [])
  return lines.filter((line) => line.account === account).reduce((sum, line) => sum + line.cents, 0)
}

function answer(invoiceId: string, orders: NonNullable<AnswerWish['orders']>) {
  return answerSettlement(shop.ports, [shop.tenantId], { invoiceId, types: {}, vat: null, orders, by: 'test' })
}

it.each([[null], ['loseAnswer'], ['500afterCommit'], ['deliverTwice']])(
  'a sale that is booked later leaves the suspense account, once (%s)',
  async (fault) => {
    const known = await shop.saleOf(12_100)
    await shop.goTo('2026-12-01T09:00:00+01:00')
    const late = 'C0000LATE1'
    const id = await shop.issue({ lines: [...sold(known, 121), ...sold(late, 48.4)] })
    await shop.sync()
    expect(await balance(499_900)).toBe(-4840)
    expect(await shop.codes()).toEqual(['UIT-ZONDER'])

    await shop.later(day)
    await shop.saleOf(4840, { orderId: late })
    if (fault !== null) await shop.fails(postEntry, fault)
    for (const wait of [24 * 60, 5, 15, 60, 180]) await shop.later(wait * minute)
    const entries = await shop.journal('D2')
    expect(entries.map(linesOf).slice(1)).toEqual([
      [
        ['A', 499_900, 4840],
        ['C', 0, -4840],
      ],
    ])
    for (let nth = 0; nth < 3; nth += 1) await shop.later(day)
    expect([await balance(499_900), await balance(499_100)]).toEqual([0, 15_246])
    expect((await shop.journal('D2')).length).toBe(2)
    expect(await shop.shown(id)).toMatchObject({ state: 'closed', openAtBolCents: { BE: 0 } })
    expect(await shop.codes()).toEqual([])

    const { number } = (await shop.journal('D2'))[1] as Entry
    await shop.byHand({ action: 'delete', bookyear: 2, journal: 'D2', number })
    const context = await openConnection(shop.ports, shop)
    if (context === null || context.accounting === null) throw new Error('no ledger')
    await verifyDocuments(context, context.accounting)
    await watchLedger(context, context.accounting)
    for (let nth = 0; nth < 3; nth += 1) await shop.later(day)
    expect(await shop.journal('D2')).toHaveLength(1)
    expect(await shop.codes()).toEqual(['OCT-VERWIJDERD'])
  },
)

it('an order that nobody knows waits on the suspense account until a person names where it stands', async () => {
  const known = await shop.saleOf(12_100)
  await shop.goTo('2026-12-01T09:00:00+01:00')
  const id = await shop.issue({ lines: [...sold(known, 121), ...sold('C0000GONE1', 33)] })
  await shop.sync()
  expect(await balance(499_900)).toBe(-3300)
  expect(await shop.codes()).toEqual(['UIT-ZONDER'])
  expect((await answer(id, { [known]: 'writeOff' })).faults).toEqual([
    { path: `orders.${known}`, message: 'does not differ' },
  ])
  expect((await answer(id, { C0000GONE1: 'writeOff' })).done).toBe(false)
  expect((await answer(id, { C0000GONE1: 499_000 })).done).toBe(true)
  await shop.later(day)
  const [, supplement] = await shop.journal('D2')
  expect(linesOf(supplement)).toEqual([
    ['A', 499_900, 3300],
    ['A', 499_000, -3300],
  ])
  expect(await shop.codes()).toEqual([])
  expect(await shop.shown(id)).toMatchObject({ state: 'closed', differenceCents: 0 })
  for (let nth = 0; nth < 3; nth += 1) await shop.later(day)
  expect(await shop.journal('D2')).toHaveLength(2)
})

it('a cent too little is written off by a person only, on the relation, once', async () => {
  const order = await shop.saleOf(2999)
  await shop.goTo('2026-12-01T09:00:00+01:00')
  const id = await shop.issue({ lines: sold(order, 29.98) })
  await shop.sync()
  for (let nth = 0; nth < 2; nth += 1) await shop.later(day)
  expect(await shop.journal('D2')).toHaveLength(1)
  expect(await shop.codes()).toEqual(['UIT-VERSCHIL'])
  expect((await answer(id, { [order]: 'writeOff' })).done).toBe(true)
  expect(await shop.codes()).toEqual([])
  await shop.fails(postEntry, 'loseAnswer')
  for (const wait of [24 * 60, 5, 15, 60]) await shop.later(wait * minute)
  const entries = await shop.journal('D2')
  expect(entries).toHaveLength(2)
  expect(linesOf(entries[1])).toEqual([
    ['A', 658_000, 1],
    ['C', 0, -1],
  ])
  const found = await shop.shown(id)
  expect(found.openAtBolCents).toEqual({ BE: 0 })
  expect(found.documents.map(({ kind, state }) => [kind, state])).toEqual([
    ['purchase', 'verified'],
    ['clearing', 'verified'],
    ['supplement', 'confirmed'],
  ])
  const amounts = found.documents[2]?.lines?.map((line) => [line.kind, line.why, line.amountCents])
  expect(amounts).toEqual([
    ['A', 'writeOff', 1],
    ['C', 'writeOff', -1],
  ])
})
