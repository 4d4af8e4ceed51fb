/** What we name in a document goes away in the ledger: it is forgotten, found or made again, once, and goes on when a person mends it. */
import { afterEach, describe, expect, it } from 'vitest'
import { openInside, type Inside } from '../support/inside.ts'

const minute = 60_000
const hour = 60 * minute

let shop: Inside
afterEach(() => shop.close())

function bookkeeper(action: string, more: object = {}): Promise<unknown> {
  return shop.outside.control('POST', '/octopus/bookkeeper', { action, ...more })
}

async function open(file: Parameters<typeof openInside>[0] & object = {}): Promise<void> {
  shop = await openInside({ file: { booking: { startDate: '2026-11-22', on: 'order' }, ...file.file } })
}

async function sold(spec: object = { country: 'BE' }): Promise<string> {
  const order = await shop.place(spec)
  await shop.sync()
  return order
}

async function relationOf(order: string): Promise<{ id: number; name: string } | undefined> {
  return (await shop.entries(order))[0]?.relation
}

async function relationsNamed(name: string): Promise<number[]> {
  const { relations } = (await shop.outside.control('GET', '/octopus/relations')) as {
    relations: { id: number; name: string }[]
  }
  return relations.filter((relation) => relation.name === name).map(({ id }) => id)
}

async function callsOf(route: string): Promise<number> {
  const { routes } = (await shop.outside.control('GET', '/calls')) as { routes: Record<string, Record<string, number>> }
  return routes['octopus']?.[route] ?? 0
}

const post = 'POST /dossiers/{dossierId}/buysellbookings'

describe('a relation', () => {
  it('of all consumers that a person removed is made again, in the run that meets it, at the price of one call', async () => {
    await open()
    const first = await relationOf(await sold())
    await bookkeeper('deleteRelation', { relation: first?.id })
    await shop.outside.control('DELETE', '/calls')
    const order = await sold()
    const second = await relationOf(order)
    expect(second?.name).toBe(first?.name)
    expect(second?.id).not.toBe(first?.id)
    expect(await callsOf(post)).toBe(2)
    expect(await relationsNamed(first?.name ?? '')).toEqual([second?.id])
    expect(await shop.problems()).toEqual([])
    await sold()
    expect(await callsOf(post)).toBe(3)
  })

  it('of all consumers that a person removed, and that cannot be looked up in that run, is made again in the next one', async () => {
    await open()
    const first = await relationOf(await sold())
    await bookkeeper('deleteRelation', { relation: first?.id })
    const search = 'GET /dossiers/{dossierId}/relations'
    await shop.outside.control('POST', '/faults', [{ api: 'octopus', route: search, kind: '500', times: 9 }])
    const order = await sold()
    expect(await shop.entries(order)).toEqual([])
    expect(await shop.explain(order)).toMatchObject({ state: 'waiting' })
    await shop.outside.control('DELETE', '/faults')
    await shop.outside.control('DELETE', '/calls')
    await shop.outside.advance(hour)
    await shop.sync()
    expect((await relationOf(order))?.name).toBe(first?.name)
    expect(await callsOf(post)).toBe(1)
    expect(await shop.problems()).toEqual([])
  })

  it.each([
    ['of all consumers', 'central', 'perBuyer'],
    ['of one buyer', 'perBuyer', 'central'],
  ] as const)('%s is made again for a credit, also where the settings put new sales on another', async (_, was, is) => {
    const booking = { startDate: '2026-11-22', on: 'order' }
    shop = await openInside({ file: { booking, relations: { consumers: was } } })
    const order = await sold({ country: 'BE', items: [{ unitCents: 1999 }] })
    await shop.act(order, 'ship')
    await shop.sync()
    const first = await relationOf(order)
    await shop.change({ booking, relations: { consumers: is } })
    await bookkeeper('deleteRelation', { relation: first?.id })
    await shop.act(order, 'return', { handledAfterMinutes: 0 })
    for (let tries = 0; tries < 2; tries += 1) {
      await shop.outside.advance(hour)
      await shop.sync()
    }
    const [sale, credit] = await shop.entries(order)
    expect(credit?.amountCents).toBe(-(sale?.amountCents ?? 0))
    expect(credit?.relation.name).toBe(first?.name)
    expect(await shop.problems()).toEqual([])
  })

  it('that a person removed again within the day is looked for again on the next', async () => {
    await open()
    const first = await relationOf(await sold())
    await bookkeeper('deleteRelation', { relation: first?.id })
    const second = await relationOf(await sold())
    await bookkeeper('deleteRelation', { relation: second?.id })
    const order = await sold()
    expect(await shop.problems()).toMatchObject([{ code: 'OCT-GEGEVENS', orderId: order }])
    await shop.outside.advance(25 * hour)
    await shop.sync()
    expect((await relationOf(order))?.name).toBe(first?.name)
    expect(await shop.problems()).toEqual([])
  })

  it('of all consumers that a person removed, where days are booked as totals: the total of the next day has one', async () => {
    await open({ file: { booking: { startDate: '2026-11-22', on: 'order', consumers: 'perDay' } } })
    const totals = async () => (await shop.outside.ledger()).filter((entry) => entry.orderReference.startsWith('bol '))
    await sold()
    await shop.outside.advance(24 * hour)
    await sold()
    const [first] = await totals()
    await bookkeeper('deleteRelation', { relation: first?.relation.id })
    await shop.outside.advance(24 * hour)
    expect(await shop.sync()).toMatchObject({ orders: 2, booked: 2, waiting: 0 })
    // The first one stands on what the person removed.
    expect((await totals()).map((entry) => entry.relation.name)).toEqual(['', first?.relation.name])
    expect(await relationsNamed(first?.relation.name ?? '')).toHaveLength(1)
    expect(await shop.problems()).toEqual([])
  })

  it('of a buyer that was merged into his other one: the other is used, for his credit too', async () => {
    await open({ file: { relations: { consumers: 'perBuyer' } } })
    const order = await sold()
    const first = await relationOf(order)
    const { relation } = (
      (await bookkeeper('addRelation', { fields: { name: first?.name } })) as { done: { relation: number }[] }
    ).done[0] as { relation: number }
    await bookkeeper('mergeRelation', { relation: first?.id, into: relation })
    await shop.act(order, 'ship')
    await shop.outside.advance(24 * hour)
    await shop.act(order, 'return', { handledAfterMinutes: 0 })
    await shop.outside.advance(minute)
    await shop.sync()
    const entries = await shop.entries(order)
    expect(entries.map((entry) => entry.relation.id)).toEqual([relation, relation])
    expect(await relationsNamed(first?.name ?? '')).toEqual([relation])
    expect(await shop.problems()).toEqual([])
  })
})

it('an account that was taken out of use costs one call, and its orders go on once it is back', async () => {
  await open()
  await sold()
  await bookkeeper('setAccount', { account: 700000, active: false })
  await shop.outside.control('DELETE', '/calls')
  const order = await sold()
  const another = await sold()
  expect(await callsOf(post)).toBe(1)
  expect((await shop.problems()).map(({ code }) => code)).toContain('OCT-REKENING')
  await bookkeeper('setAccount', { account: 700000, active: true })
  await shop.outside.advance(2 * hour)
  await shop.sync()
  expect(await shop.entries(order)).toHaveLength(1)
  expect(await shop.entries(another)).toHaveLength(1)
  expect(await shop.problems()).toEqual([])
})

it('a VAT code that was removed holds what needs it, without a call for each, and lets it go once it is back', async () => {
  await open()
  await sold()
  await bookkeeper('removeVatCode', { code: '21' })
  await shop.outside.control('DELETE', '/calls')
  const orders = [await sold(), await sold()]
  const foreign = await sold({ country: 'NL' })
  expect(await callsOf(post)).toBe(2)
  expect(await shop.entries(foreign)).toHaveLength(1)
  await bookkeeper('setVatCode', { code: '21', percentage: 21, type: 2 })
  await shop.outside.advance(25 * hour)
  await shop.sync()
  for (const order of orders) expect(await shop.entries(order)).toHaveLength(1)
  expect(await shop.problems()).toEqual([])
})

it('a period that was protected and opened again: what it held is booked there by itself', async () => {
  await open({ file: { booking: { startDate: '2026-11-22', on: 'order', closedPeriod: 'hold' } } })
  await sold()
  await bookkeeper('protectPeriod', { journal: 'V5', period: 202611 })
  const order = await sold()
  expect((await shop.problems()).map(({ code }) => code)).not.toEqual([])
  await bookkeeper('protectPeriod', { journal: 'V5', period: 0 })
  await shop.outside.advance(2 * hour)
  await shop.sync()
  await shop.outside.advance(2 * hour)
  await shop.sync()
  expect(await shop.entries(order)).toHaveLength(1)
  expect(await shop.problems()).toEqual([])
})
