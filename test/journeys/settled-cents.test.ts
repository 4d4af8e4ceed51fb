/**
 * A ledger that comes to another cent than the buyer paid, in a settlement that differs besides: the cent is booked once, and what a person
 * writes off is the rest alone.
 */
import { afterEach, beforeEach, expect, it } from 'vitest'
import { booking, openSettledShop, posting, sold, type SettledShop } from '../support/settled-shop.ts'

const day = 24 * 3_600_000
const invoiced = { ...booking, target: 'invoices', journals: { bookings: 'V5', invoices: 'V6' } }
const business = { billTo: { company: 'Oefenbedrijf', countryCode: 'BE', vatNumber: 'BE0403170701' } }

let shop: SettledShop

beforeEach(async () => {
  shop = await openSettledShop()
  await shop.change({ booking: invoiced, settlement: posting })
})
afterEach(() => shop.close())

/** What stands on an account, or on all customers, after the entries: debit positive. */
async function balance(on: number | 'C'): Promise<number> {
  const lines = (await shop.journal('D2')).flatMap((entry) => entry.entryLines ?? [])
  const own = lines.filter(({ type, account }) => (on === 'C' ? type === 'C' : type === 'A' && account === on))
  return own.reduce((sum, line) => sum + line.cents, 0)
}

async function settled(order: string, amount: number): Promise<string> {
  await shop.later(day)
  await shop.goTo('2026-12-01T09:00:00+01:00')
  const id = await shop.issue({ lines: sold(order, amount) })
  await shop.sync()
  return id
}

it('the cent of an invoice and another price are two reasons, and a write-off leaves nothing open', async () => {
  const order = await shop.saleOf(2999, business)
  expect((await shop.entries(order)).map(({ amountCents }) => amountCents)).toEqual([3000])
  const id = await settled(order, 29)
  expect((await shop.shown(id)).orders).toMatchObject([
    {
      differenceCents: 100,
      reasons: [
        { category: 'peppolCent', differenceCents: 1 },
        { category: 'priceDiffers', differenceCents: 99 },
      ],
    },
  ])
  expect((await shop.shown(id)).differenceCents).toBe(99)
  expect((await shop.answers({ invoiceId: id, orders: { [order]: 'writeOff' } })).faults).toEqual([])
  for (let nth = 0; nth < 2; nth += 1) await shop.later(day)
  const found = await shop.shown(id)
  expect([found.state, found.differenceCents]).toEqual(['closed', 0])
  expect([await balance('C'), await balance(658_000)]).toEqual([-3000, 100])
  expect(await balance(499_100)).toBe(found.payout?.expectedCents)
})

it('the cent of a consumer’s invoice is booked too', async () => {
  const order = await shop.saleOf(2999)
  expect((await shop.entries(order)).map(({ amountCents }) => amountCents)).toEqual([3000])
  const id = await settled(order, 29.99)
  await shop.later(day)
  const found = await shop.shown(id)
  expect(found.orders).toMatchObject([{ category: 'peppolCent', differenceCents: 1 }])
  expect([await balance('C'), await balance(658_000)]).toEqual([-3000, 1])
  expect(await balance(499_100)).toBe(found.payout?.expectedCents)
})

it('without daily entries a relation of its own is open until the settlement, which clears it with its cent, once', async () => {
  await shop.change({ booking: invoiced, settlement: { ...posting, paidEntries: 'off' } })
  const [order, later] = [await shop.saleOf(2999, business), await shop.saleOf(1210, business)]
  const id = await settled(order, 29.99)
  const found = await shop.shown(id)
  expect([found.state, found.differenceCents, found.carriedForwardCents]).toEqual(['closed', 0, 1210])
  expect(Object.values(found.openAtBolCents)).toContain(1210)
  expect([await balance('C'), await balance(658_000)]).toEqual([-3000, 1])
  expect(await balance(499_100)).toBe(found.payout?.expectedCents)

  // Daily entries from now on: what the settlement cleared is not paid again.
  await shop.change({ booking: invoiced, settlement: posting })
  for (let nth = 0; nth < 2; nth += 1) await shop.later(day)
  expect([await balance('C'), await balance(658_000)]).toEqual([-3000 - 1210, 1])
  expect((await shop.explain(later)).documents).toHaveLength(1)
})
