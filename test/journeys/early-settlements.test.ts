/** A settlement whose period begins before the first day, and what a later one says of its orders. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { booking, december, openSettledShop, posting, sold, type SettledShop } from '../support/settled-shop.ts'

const day = 24 * 3_600_000
const october = { invoiceId: '3990000000000', from: '2026-10-01', to: '2026-10-31', issueDate: '2026-11-01' }

let shop: SettledShop

beforeEach(async () => {
  shop = await openSettledShop()
})
afterEach(() => shop.close())

async function balance(account: number): Promise<number> {
  const lines = (await shop.journal('D2')).flatMap((entry) => entry.entryLines ?? [])
  return lines.filter((line) => line.account === account).reduce((sum, line) => sum + line.cents, 0)
}

it('a refund of an order that was settled before the start is a difference until a person says where it stands', async () => {
  const early = 'C0000EARLY'
  await shop.issue({ ...october, lines: sold(early, 60) })
  await shop.sync()
  const order = await shop.saleOf(12_100)
  await shop.goTo('2026-12-01T09:00:00+01:00')
  const refund = { type: 'CORRECTION_TURNOVER', category: 'O', percent: 0, amount: 60, order: early }
  const id = await shop.issue({ lines: [...sold(order, 121), refund] })
  await shop.sync()
  expect(await balance(499_900)).toBe(6000)
  expect(await shop.shown(id)).toMatchObject({ state: 'difference', differenceCents: 6000 })
  expect(await shop.codes()).toEqual(['UIT-ZONDER'])
  expect(await shop.shown(october.invoiceId)).toMatchObject({ state: 'beforeStart', documents: [] })

  expect((await shop.answers({ invoiceId: id, orders: { [early]: 499_000 } })).faults).toEqual([])
  await shop.later(day)
  expect([await balance(499_900), await balance(499_000)]).toEqual([0, 6000])
  expect(await shop.shown(id)).toMatchObject({ state: 'closed', differenceCents: 0 })
  expect(await shop.codes()).toEqual([])
})

it('a difference that was healed stays healed, whatever the next settlement says of the order', async () => {
  const [order, other] = [await shop.saleOf(12_100), await shop.saleOf(4840)]
  await shop.goTo('2026-12-01T09:00:00+01:00')
  const id = await shop.issue({ lines: [...sold(order, 100), ...sold(other, 48.4)] })
  await shop.sync()
  expect(await shop.shown(id)).toMatchObject({ state: 'difference', differenceCents: 2100 })
  await shop.goTo('2027-01-01T09:00:00+01:00')
  const rest = { type: 'TURNOVER', category: 'O', percent: 0, amount: -21, order }
  await shop.issue({ ...december, lines: [rest] })
  await shop.sync()
  expect(await shop.shown(id)).toMatchObject({ state: 'closed', differenceCents: 0 })

  await shop.goTo('2027-02-01T09:00:00+01:00')
  const refund = { type: 'CORRECTION_TURNOVER', category: 'O', percent: 0, amount: 50, order }
  const january = { invoiceId: '3990000000003', from: '2027-01-01', to: '2027-01-31', issueDate: '2027-02-01' }
  const last = await shop.issue({ ...january, lines: [refund] })
  await shop.sync()
  expect(await shop.shown(last)).toMatchObject({ state: 'difference', differenceCents: 5000 })
  const states = [await shop.shown(id), await shop.shown(december.invoiceId)]
  expect(states.map(({ state, differenceCents }) => [state, differenceCents])).toEqual([
    ['closed', 0],
    ['closed', 0],
  ])
})

describe('a settlement that begins before the first day and ends after it', () => {
  const straddling = { booking, settlement: { ...posting, startDate: '2026-11-20' } }
  const unknown = { type: 'CO2_CONTRIBUTION', category: 'K', percent: 0, amount: 3 }

  async function issued(): Promise<[id: string, order: string]> {
    await shop.change(straddling)
    const order = await shop.saleOf(12_100)
    await shop.goTo('2026-12-01T09:00:00+01:00')
    const id = await shop.issue({ lines: [...sold(order, 121), ...sold('C0000EARLY', 60), unknown] })
    await shop.sync()
    return [id, order]
  }

  it('is asked about, and booked once a person says so', async () => {
    const [id] = await issued()
    expect(await shop.codes()).toEqual(['UIT-START'])
    expect(await shop.shown(id)).toMatchObject({
      state: 'question',
      questions: [{ kind: 'start', firstDay: '2026-11-20' }],
    })
    expect((await shop.answers({ invoiceId: id, start: 'perhaps' })).faults).toMatchObject([{ path: 'start' }])
    expect((await shop.answers({ invoiceId: id, start: 'book' })).faults).toEqual([])
    expect(await shop.codes()).toEqual(['UIT-LABEL', 'UIT-ZONDER'])
    expect((await shop.answers({ invoiceId: id, types: { CO2_CONTRIBUTION: 'otherFees' } })).done).toBe(true)
    await shop.later(day)
    expect([await shop.journal('A2'), await shop.journal('D2')].map((entries) => entries.length)).toEqual([1, 1])
    expect(await balance(499_900)).toBe(-6000)
    expect(await balance(499_100)).toBe((await shop.shown(id)).payout?.expectedCents)
  })

  it('is checked alone where a person leaves it, and nothing more is asked of it', async () => {
    const [id] = await issued()
    expect((await shop.answers({ invoiceId: id, start: 'leave' })).faults).toEqual([])
    await shop.later(day)
    expect(await shop.shown(id)).toMatchObject({ state: 'beforeStart', questions: [], problems: [] })
    expect([await shop.journal('A2'), await shop.journal('D2'), await shop.codes()]).toEqual([[], [], []])
    expect((await shop.answers({ invoiceId: id, start: 'book' })).faults).toEqual([
      { path: 'start', message: 'is not asked' },
    ])
  })
})

it('a settlement from before the start with a kind of cost that is not known asks nothing', async () => {
  const unknown = { type: 'CO2_CONTRIBUTION', category: 'K', percent: 0, amount: 3 }
  const id = await shop.issue({ ...october, lines: [...sold('C0000EARLY', 60), unknown] })
  await shop.sync()
  expect(await shop.shown(id)).toMatchObject({ state: 'beforeStart', questions: [], problems: [] })
  expect(await shop.codes()).toEqual([])
})
