/** A buyer whose orders were all taken out of the books: his relation is set inactive, and active again when he comes back. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { undoOrders } from '../../src/app/decide/undo.ts'
import { openInside, type Inside } from '../support/inside.ts'

const hour = 3_600_000
const buyer = { email: 'vaste.klant@voorbeeld.example', firstName: 'Vaste', surname: 'Klant' }
let shop: Inside

beforeAll(async () => {
  shop = await openInside({ file: { booking: { startDate: '2026-11-22' }, relations: { consumers: 'perBuyer' } } })
})
afterAll(() => shop.close())

async function book(): Promise<string> {
  const order = await shop.place({ country: 'BE', shipTo: buyer, items: [{ quantity: 1, unitCents: 1_999 }] })
  await shop.act(order, 'ship')
  await shop.sync()
  return order
}

async function undo(order: string): Promise<void> {
  await undoOrders(shop.ports, shop, { selection: { kind: 'order', orderId: order }, reason: 'proef' })
  await shop.sync()
}

interface RelationRow {
  madeBy: string
  active: boolean
  name: string
  email: string
  city: string
}

async function relations(): Promise<RelationRow[]> {
  const answer = (await shop.outside.control('GET', `/octopus/relations/${shop.outside.access.dossierId}`)) as {
    relations: RelationRow[]
  }
  return answer.relations.filter((row) => row.madeBy === 'api')
}

it('stays active while another of his orders stands', async () => {
  const first = await book()
  await shop.outside.advance(hour)
  await book()
  const [before] = await relations()
  expect(before).toMatchObject({ active: true })
  await undo(first)
  expect(await relations()).toEqual([before])
})

it('is inactive once none stands, with all that was in it', async () => {
  const [before] = await relations()
  for (const entry of await shop.outside.ledger()) await undo(entry.orderReference)
  const [after, ...others] = await relations()
  expect(others).toEqual([])
  expect(after).toMatchObject({ active: false, name: before?.name, email: before?.email, city: before?.city })
})

it('is the same relation, active, when he buys again', async () => {
  await shop.outside.advance(hour)
  const order = await book()
  expect(await shop.entries(order)).toHaveLength(1)
  const rows = await relations()
  expect(rows).toHaveLength(1)
  expect(rows[0]).toMatchObject({ active: true })
})

it('broke no rule of either side', async () => {
  expect(await shop.violations()).toEqual([])
})
