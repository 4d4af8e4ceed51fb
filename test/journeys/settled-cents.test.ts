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

it('a sale that a supplement cleared on its own relation is not paid once more by daily entries', async () => {
  await shop.change({ booking: invoiced, settlement: { ...posting, paidEntries: 'off' } })
  const order = await shop.place({ ...business, country: 'BE', items: [{ quantity: 1, unitCents: 1210 }] })
  const id = await settled(order, 12.1)
  await shop.act(order, 'ship')
  for (let nth = 0; nth < 3; nth += 1) await shop.later(day)
  expect((await shop.shown(id)).documents.map(({ kind }) => kind)).toContain('supplement')
  expect(await balance('C')).toBe(-1210)

  await shop.change({ booking: invoiced, settlement: posting })
  for (let nth = 0; nth < 2; nth += 1) await shop.later(day)
  expect(await balance('C')).toBe(-1210)
})

it('daily entries that are switched on before a settlement was sent pay what its entry no longer clears', async () => {
  await shop.change({ booking: invoiced, settlement: { ...posting, paidEntries: 'off' } })
  const orders = [
    await shop.saleOf(1210, business),
    await shop.saleOf(2420, business),
    await shop.saleOf(3630, business),
  ]
  await settled(orders[0] ?? '', 12.1)
  await shop.later(day)
  expect(await balance('C')).toBe(-1210)
  await shop.fails('POST {d}/financialdiversbookings', 'journalBusy', { times: 9999 })
  const next = { from: '2026-12-01', to: '2026-12-02', issueDate: '2026-12-02' }
  await shop.issue({ ...next, invoiceId: '3990000000002', lines: sold(orders[1] ?? '', 24.2) })
  await shop.issue({ ...next, invoiceId: '3990000000003', lines: sold(orders[2] ?? '', 36.3) })
  await shop.later(7 * 3_600_000)
  // The journal is taken: one entry waits with its number, the other one behind it.
  const waiting = [await shop.shown('3990000000002'), await shop.shown('3990000000003')]
  expect(new Set(waiting.map(({ documents }) => documents.at(-1)?.state))).toEqual(new Set(['deferred', 'ready']))

  await shop.change({ booking: invoiced, settlement: posting })
  await shop.heal()
  for (let nth = 0; nth < 3; nth += 1) await shop.later(day)
  expect(await balance('C')).toBe(-1210 - 2420 - 3630)
  expect(await balance(499_100)).toBe((1210 + 2420 + 3630) * 0.9)
})
