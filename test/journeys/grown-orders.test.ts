/** Orders that bol.com no longer gives, and that are known by their parcels alone: they grow by each, and are never less for one. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openInside, type Inside } from '../support/inside.ts'

let shop: Inside

beforeAll(async () => {
  shop = await openInside({ file: { booking: { startDate: '2026-11-22', on: 'order' } } })
})
afterAll(() => shop.close())

const twoItems = [
  { ean: '8719000001017', quantity: 3, unitCents: 2_500 },
  { ean: '8719000002014', quantity: 2, unitCents: 1_000 },
]

async function balanceOf(order: string): Promise<number> {
  return (await shop.entries(order)).reduce((sum, { amountCents }) => sum + amountCents, 0)
}

it('grows by its later parcels, an item that none held before among them, to the cent', async () => {
  const order = await shop.place({ country: 'BE', items: twoItems })
  await shop.act(order, 'hide', { where: 'everywhere' })
  await shop.act(order, 'ship', { items: [{ item: 0, quantity: 1 }] })
  await shop.passNight()
  expect(await balanceOf(order)).toBe(2_500)
  await shop.act(order, 'ship')
  await shop.passNight()
  await shop.passNight()
  expect(await balanceOf(order)).toBe(9_500)
})

it('that was booked whole keeps what its parcels do not tell', async () => {
  const order = await shop.place({ country: 'BE', items: twoItems })
  await shop.sync()
  expect(await balanceOf(order)).toBe(9_500)
  await shop.act(order, 'hide', { where: 'everywhere' })
  await shop.act(order, 'ship', { items: [{ item: 0, quantity: 1 }] })
  await shop.passNight()
  await shop.passNight()
  expect(await balanceOf(order)).toBe(9_500)
  expect((await shop.problems()).filter(({ code, orderId }) => code === 'BOL-ANNUL' && orderId === order)).toEqual([])
})
