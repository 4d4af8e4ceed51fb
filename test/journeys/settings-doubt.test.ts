/** Where a document goes is changed while one of them is in doubt: the doubt is settled where it was sent, what is new goes the new way. */
import { afterEach, describe, expect, it } from 'vitest'
import { openInside, type Inside } from '../support/inside.ts'

const minute = 60_000
const startDate = '2026-11-22'
const V1 = { bookings: 'V1', invoices: 'V6' }

let shop: Inside

afterEach(() => shop.close())

/** An order whose send is not answered: `loseRequest` never arrives, `loseAnswer` does. */
async function inDoubt(
  kind: 'loseRequest' | 'loseAnswer',
  route = 'POST /dossiers/{dossierId}/buysellbookings',
): Promise<string> {
  const order = await shop.place({ country: 'BE', items: [{ quantity: 1, unitCents: 1999 }] })
  await shop.act(order, 'ship')
  await shop.outside.control('POST', '/faults', { api: 'octopus', route, kind, times: 1 })
  expect(await shop.sync()).toMatchObject({ inDoubt: 1 })
  await shop.outside.control('DELETE', '/faults')
  return order
}

async function another(): Promise<string> {
  const order = await shop.place({ country: 'BE', items: [{ quantity: 1, unitCents: 500 }] })
  await shop.act(order, 'ship')
  return order
}

async function passHours(): Promise<void> {
  for (let turn = 1; turn <= 6; turn += 1) {
    await shop.outside.advance(35 * minute)
    await shop.sync()
  }
}

describe.each(['loseRequest', 'loseAnswer'] as const)('a booking whose send ended with %s', (kind) => {
  it('is settled in the journal it was sent to, when the connection goes on in another one', async () => {
    shop = await openInside({ file: { booking: { startDate } } })
    const order = await inDoubt(kind)
    await shop.change({ booking: { startDate, journals: V1 } })
    const next = await another()
    await passHours()
    expect((await shop.entries(order)).map((entry) => entry.journal)).toEqual(['V5'])
    expect((await shop.entries(next)).map((entry) => entry.journal)).toEqual(['V1'])
    expect((await shop.explain(order)).documents).toMatchObject([{ state: 'confirmed' }])
    // The other journal holds documents of somebody else; that is all there is to tell.
    expect((await shop.problems()).map((problem) => problem.code)).toEqual(['OCT-DAGBOEK-VREEMD'])
    expect(await shop.violations()).toEqual([])
  })

  it('is settled as a booking, when the connection makes invoices from now on', async () => {
    shop = await openInside({ file: { booking: { startDate } } })
    const order = await inDoubt(kind)
    await shop.change({ booking: { startDate, target: 'invoices', journals: { invoices: 'V6' } } })
    const next = await another()
    await passHours()
    expect((await shop.entries(order)).map((entry) => entry.journal)).toEqual(['V5'])
    expect((await shop.entries(next)).map((entry) => entry.journal)).toEqual(['V6'])
    expect(await shop.problems()).toEqual([])
  })
})
