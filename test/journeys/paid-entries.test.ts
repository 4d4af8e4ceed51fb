/**
 * A business with a relation of its own has paid through bol.com: a daily entry says so on its relation, so that no reminder goes to it, and
 * bol.com owes the money from then on. Each sale is in one entry, whatever is cut off in between.
 */
import { afterEach, beforeEach, expect, it } from 'vitest'
import { openSettledShop, sold, type Entry, type SettledShop } from '../support/settled-shop.ts'

const minute = 60_000
const hour = 60 * minute
const day = 24 * hour
const postEntry = 'POST {d}/financialdiversbookings'

let shop: SettledShop

beforeEach(async () => {
  shop = await openSettledShop()
})
afterEach(() => shop.close())

const business = { billTo: { company: 'Oefenbedrijf', countryCode: 'BE', vatNumber: 'BE0403170701' } }

/** That a business wants its invoice by Peppol is no matter of its payment. */
async function codes(): Promise<string[]> {
  return (await shop.codes()).filter((code) => code !== 'PEP-ELDERS')
}

function linesOf(entry: Entry | undefined): (string | number)[][] {
  return (entry?.entryLines ?? []).map(({ type, account, cents }) => [type, account, cents])
}

/** What stands on an account after all entries: debit positive. */
async function balance(account: number): Promise<number> {
  const entries = await shop.journal('D2')
  return entries
    .flatMap((entry) => entry.entryLines ?? [])
    .filter((line) => line.account === account)
    .reduce((sum, line) => sum + line.cents, 0)
}

it('its sales of a day are paid by the entry of the next, and the settlement clears what bol.com owes', async () => {
  const own = await shop.saleOf(12_100, business)
  const central = await shop.saleOf(4840)
  await shop.sync()
  expect(await shop.journal('D2')).toEqual([])
  // Its day is over then.
  expect((await shop.sync()).next?.slice(0, 16)).toBe('2026-11-25T00:00')
  await shop.later(day)
  const [entry] = await shop.journal('D2')
  expect(entry?.date).toBe('2026-11-24')
  expect(linesOf(entry)).toEqual([
    ['C', 0, -12_100],
    ['A', 499_100, 12_100],
  ])
  const [sale] = await shop.entries(own)
  expect(entry?.entryLines?.[0]?.relationId).toBe(sale?.relation.id)

  await shop.goTo('2026-12-01T09:00:00+01:00')
  const id = await shop.issue({ lines: [...sold(own, 121), ...sold(central, 48.4)] })
  await shop.sync()
  const [, clearing] = await shop.journal('D2')
  expect(linesOf(clearing)).toEqual([
    ['C', 0, -4840],
    ['A', 499_100, -12_100],
    ['S', 0, 1694],
    ['A', 499_100, 15_246],
  ])
  // Settled, and not paid out yet.
  expect(await balance(499_100)).toBe((await shop.shown(id)).payout?.expectedCents)
  expect(await codes()).toEqual([])
  expect(await shop.violations()).toEqual([])
})

it('a return is paid back on the same relation', async () => {
  const own = await shop.saleOf(12_100, business)
  await shop.later(day)
  await shop.act(own, 'return', { handledAfterMinutes: 0 })
  await shop.later(day)
  await shop.later(day)
  const entries = await shop.journal('D2')
  expect(entries.map(linesOf)).toEqual([
    [
      ['C', 0, -12_100],
      ['A', 499_100, 12_100],
    ],
    [
      ['C', 0, 12_100],
      ['A', 499_100, -12_100],
    ],
  ])
})

it('what was booked late for a day goes into a further entry, and nothing twice', async () => {
  await shop.saleOf(1210, business)
  await shop.goTo('2026-11-24T22:00:00+01:00')
  const late = await shop.place({ country: 'BE', items: [{ quantity: 1, unitCents: 2420 }], ...business })
  await shop.act(late, 'ship')
  await shop.goTo('2026-11-25T09:00:00+01:00')
  await shop.fails('POST {d}/buysellbookings', 'journalBusy', { times: 3 })
  await shop.sync()
  for (let nth = 0; nth < 4; nth += 1) await shop.later(6 * hour)
  const entries = await shop.journal('D2')
  const customers = entries.flatMap((entry) => linesOf(entry).filter(([type]) => type === 'C'))
  expect(new Set(customers.map(([, , cents]) => cents))).toEqual(new Set([-1210, -2420]))
  expect(customers).toHaveLength(2)
  expect(await codes()).toEqual([])
})

it.each(['loseAnswer', '500afterCommit', 'deliverTwice'])(
  'an answer that is lost (%s) pays nothing twice',
  async (kind) => {
    await shop.saleOf(12_100, business)
    await shop.fails(postEntry, kind)
    await shop.later(day)
    for (const wait of [2, 5, 15, 60]) await shop.later(wait * minute)
    await shop.later(3 * day)
    expect(await shop.journal('D2')).toHaveLength(1)
    expect(await codes()).toEqual([])
  },
)

it('an account that is not there holds the entries, and they go once it is', async () => {
  await shop.byHand({ action: 'setAccount', bookyear: 2, account: 499_100, active: false })
  await shop.saleOf(12_100, business)
  await shop.later(day)
  expect(await shop.journal('D2')).toEqual([])
  expect(await codes()).toEqual(['AANK-INSTELLING'])
  await shop.byHand({ action: 'setAccount', bookyear: 2, account: 499_100, active: true })
  await shop.later(day)
  expect(await shop.journal('D2')).toHaveLength(1)
  expect(await codes()).toEqual([])
})
