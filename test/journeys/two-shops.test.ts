/** Two shops of one company book into one dossier, in the same journals: what one of them reads, counts and waits for is the other's too. */
import { afterEach, expect, it } from 'vitest'
import { openInside, type Inside } from '../support/inside.ts'

const hour = 3_600_000
const storyMs = 300_000

let shop: Inside
afterEach(() => shop.close())

/** On the last evening of the year; the next book year is opened by hand, and by nobody else. */
async function openOnNewYearsEve(booking: object): Promise<void> {
  const start = '2026-11-24T10:00:00+01:00'
  shop = await openInside({ now: start, shops: 2, file: { booking } })
  const second = shop.outside.access.shops?.[1]
  await shop.addShop({ bol: { clientId: second?.clientId, clientSecret: second?.clientSecret }, booking })
  await shop.outside.control('POST', '/octopus/settings', { autoBookyears: false })
  await shop.outside.advance(Date.parse('2026-12-31T19:00:00+01:00') - Date.parse(start))
}

it.each(['bookings', 'invoices'] as const)(
  'over New Year: %s of both go into the new book year under one row of numbers, and nothing of either waits',
  async (target) => {
    const booking = { startDate: '2026-12-31', on: 'order', target, consumers: 'perOrder' }
    await openOnNewYearsEve(booking)

    const orders: string[] = []
    const sell = async (): Promise<void> => {
      orders.push(await shop.place({ country: 'BE' }), await shop.place({ country: 'BE', shop: 1 }))
      await shop.sync()
    }
    await sell()
    await shop.outside.control('POST', '/octopus/bookkeeper', { action: 'addBookyear' })
    await shop.outside.advance(6 * hour)
    for (let passed = 0; passed < 24; passed += 4) {
      await sell()
      await shop.outside.advance(4 * hour)
    }
    await shop.sync()
    const entries = await Promise.all(orders.map((order) => shop.entries(order)))
    expect(entries.map((found) => found.length)).toEqual(orders.map(() => 1))
    const numbers = entries.flat().filter(({ year }) => year === '2027')
    expect(numbers.map(({ number }) => number).toSorted((a, b) => a - b)).toEqual(numbers.map((_, index) => index + 1))
    expect(numbers).toHaveLength(orders.length - 2)
    expect(await shop.violations()).toEqual([])
    expect(await shop.problems()).toEqual([])
  },
  storyMs,
)

it('the year that is not open yet holds both, says so of both, and lets both go once it is opened', async () => {
  const booking = { startDate: '2026-12-31', on: 'order' }
  await openOnNewYearsEve(booking)
  await shop.outside.advance(14 * hour)
  const orders = [await shop.place({ country: 'BE' }), await shop.place({ country: 'BE', shop: 1 })]
  expect(await shop.sync()).toMatchObject({ blocked: 1, booked: 0 })
  for (const order of orders) expect(await shop.explain(order)).toMatchObject({ problems: [{ code: 'OCT-BOEKJAAR' }] })
  await shop.outside.control('POST', '/octopus/bookkeeper', { action: 'addBookyear' })
  for (let passed = 0; passed < 2; passed += 1) {
    await shop.outside.advance(4 * hour)
    await shop.sync()
  }
  for (const order of orders) expect(await shop.entries(order)).toHaveLength(1)
  expect(await shop.problems()).toEqual([])
})

it('a relation of both that a person removed is made again once, and the documents of both go on with it', async () => {
  shop = await openInside({ shops: 2, file: { booking: { startDate: '2026-11-24', on: 'order' } } })
  const second = shop.outside.access.shops?.[1]
  const booking = { startDate: '2026-11-24', on: 'order' }
  await shop.addShop({ bol: { clientId: second?.clientId, clientSecret: second?.clientSecret }, booking })
  const sold = await shop.place({ country: 'BE' })
  await shop.sync()
  const relation = (await shop.entries(sold))[0]?.relation
  await shop.outside.control('POST', '/octopus/bookkeeper', { action: 'deleteRelation', relation: relation?.id })
  const orders = [
    await shop.place({ country: 'BE', shop: 1 }),
    await shop.place({ country: 'BE', shop: 1 }),
    await shop.place({ country: 'BE' }),
    await shop.place({ country: 'BE' }),
  ]
  for (let passed = 0; passed < 2; passed += 1) {
    await shop.sync()
    await shop.outside.advance(hour)
  }
  const entries = await Promise.all(orders.map((order) => shop.entries(order)))
  expect(entries.map((found) => found.length)).toEqual([1, 1, 1, 1])
  expect(new Set(entries.flat().map((entry) => entry.relation.id)).size).toBe(1)
  expect(entries[0]?.[0]?.relation.name).toBe(relation?.name)
  expect(await shop.violations()).toEqual([])
  const store = shop.ports.store.forTenant(shop.tenantId)
  expect(await store.transaction((tx) => tx.problems.open(null))).toEqual([])
})
