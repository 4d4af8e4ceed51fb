/** What an invoice comes to is the ledger's own arithmetic: in journals of two decimals or four, however it rounds, and what is told of each cent. */
import { afterEach, describe, expect, it } from 'vitest'
import { openInside, type Inside } from '../support/inside.ts'
import { openOutside, type Outside } from '../support/outside.ts'

let shop: Inside
let outside: Outside

afterEach(async () => {
  await shop.close()
  await outside.close()
})

interface Ledger {
  tooManyDecimals?: 'round' | 'refuse'
  halves?: 'up' | 'even'
  invoiceVat?: 'perRate' | 'perLine'
}

async function open(ledger: Ledger = {}, decimals: 2 | 4 = 2, journal = 'V6'): Promise<void> {
  const booking = { startDate: '2026-11-22', target: 'invoices', journals: { bookings: 'V5', invoices: journal } }
  outside = await openOutside({ now: '2026-11-24T10:00:00+01:00' })
  await outside.control('POST', '/settings', { octopus: ledger })
  await setDecimals(decimals, journal)
  shop = await openInside({ outside, file: { booking } })
}

function setDecimals(unitPriceDecimals: 2 | 4, journal = 'V6'): Promise<unknown> {
  const { dossierId } = outside.access
  const change = { action: 'changeJournal', dossier: dossierId, bookyear: 2, journal, unitPriceDecimals }
  return outside.control('POST', '/octopus/bookkeeper', change)
}

async function sell(items: object[], more: object = {}): Promise<string> {
  const order = await shop.place({ country: 'BE', items, ...more })
  await shop.act(order, 'ship')
  return order
}

async function standing(order: string): Promise<number> {
  return (await shop.entries(order)).reduce((sum, entry) => sum + entry.amountCents, 0)
}

const company = {
  business: true,
  billTo: { company: 'Bakkerij De Molen', vatNumber: 'BE0123456749', kvkNumber: '0123456749' },
}

describe.each([
  ['refuses more decimals and rounds VAT per line', { tooManyDecimals: 'refuse', invoiceVat: 'perLine' }],
  ['rounds halves to even', { halves: 'even' }],
  ['rounds more decimals up', {}],
] as const)('a ledger that %s', (_, ledger) => {
  it('holds what the buyers paid', async () => {
    await open(ledger)
    const three = await sell([{ quantity: 3, unitCents: 999 }])
    const many = await sell([{ quantity: 250, unitCents: 139 }])
    const most = await sell([{ quantity: 999, unitCents: 140 }])
    const eight = await sell(
      Array.from({ length: 8 }, (_item, at) => ({
        quantity: at + 2,
        unitCents: 1299 + at,
        discounts: [{ title: 'Actie', cents: 101 + at }],
      })),
      company,
    )
    await shop.sync()
    expect(await Promise.all([three, many, most].map(standing))).toEqual([2997, 34_750, 139_860])
    const paid = Array.from({ length: 8 }, (_item, at) => (at + 2) * (1299 + at) - 101 - at).reduce((a, b) => a + b)
    const { flags } = await shop.explain(eight)
    const beside = (await standing(eight)) - paid
    expect(Math.abs(beside)).toBeLessThanOrEqual(1)
    expect(flags.includes('PEPPOL_CENT_DIFFERENCE')).toBe(beside !== 0)
    const codes = (await shop.problems()).map((problem) => problem.code)
    expect(codes).toEqual(beside === 0 ? [] : ['OCT-AFROND'])
    const { rows, totals } = await shop.report()
    const ledgerCents = (await outside.ledger()).filter((entry) => entry.madeBy === 'api')
    expect(rows.reduce((sum, row) => sum + row.grossCents, 0)).toBe(
      ledgerCents.reduce((sum, entry) => sum + entry.amountCents, 0),
    )
    expect(totals.reduce((sum, row) => sum + row.grossCents, 0)).toBe(2997 + 34_750 + 139_860 + paid + beside)
  })
})

it('three pieces that come back one by one give back the invoice, to the cent', async () => {
  await open({}, 4)
  const order = await sell([{ quantity: 3, unitCents: 999 }])
  await shop.sync()
  for (let unit = 0; unit < 3; unit += 1) {
    await shop.act(order, 'return', { item: 0, quantity: 1, handlingResult: 'RETURN_RECEIVED', handledAfterMinutes: 0 })
    await outside.advance(3_600_000)
    await shop.sync()
  }
  const entries = await shop.entries(order)
  expect(entries.map((entry) => entry.amountCents)).toEqual([2997, -999, -999, -999])
})

it('a price that no net and its VAT come to is told with both amounts, and the report has what stands there', async () => {
  await open()
  const order = await sell([{ quantity: 1, unitCents: 2999 }])
  await shop.sync()
  expect(await standing(order)).toBe(3000)
  expect(await shop.problems()).toMatchObject([
    { code: 'OCT-AFROND', orderId: order, params: { asked: '29.99', stands: '30.00' } },
  ])
  const { documents, roundings } = await shop.explain(order)
  expect(documents).toMatchObject([{ amountCents: 3000, state: 'verified' }])
  expect(roundings).toEqual([{ kind: 'invoiceCent', paidCents: 2999, invoiceCents: 3000 }])
  expect((await shop.report()).rows).toMatchObject([{ order, grossCents: 3000, netCents: 2479, vatCents: 521 }])
})

it('an invoice in a journal that meanwhile keeps two decimals is told with both amounts, and counts as it stands', async () => {
  await open({}, 4)
  // Read when the connection was made, then changed by a person.
  await setDecimals(2)
  const order = await sell([{ quantity: 3, unitCents: 999 }])
  await shop.sync()
  const stands = await standing(order)
  expect(stands).not.toBe(2997)
  expect(await shop.problems()).toMatchObject([
    { code: 'OCT-ANDERS', orderId: order, params: { asked: '29.97', stands: (stands / 100).toFixed(2) } },
  ])
  const { rows, totals } = await shop.report()
  expect(rows).toMatchObject([{ order, state: 'changed', grossCents: stands }])
  expect(totals).toMatchObject([{ grossCents: stands }])
})

it('prices with VAT come to what was paid, also with discounts, in a journal that refuses more decimals', async () => {
  await open({ tooManyDecimals: 'refuse', invoiceVat: 'perLine' }, 2, 'V7')
  const order = await sell([
    { quantity: 3, unitCents: 999, discounts: [{ title: 'Actie', cents: 100 }] },
    { quantity: 7, unitCents: 149 },
  ])
  await shop.sync()
  expect(await standing(order)).toBe(2897 + 1043)
  expect(await shop.problems()).toEqual([])
})
