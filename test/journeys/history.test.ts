/** Orders from before the connection's first day: booked behind today's, within half of what is left of the day, and never twice. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { askBackfill, readHistory } from '../../src/app/capture/backfill.ts'
import { openConnection } from '../../src/app/run/connection-context.ts'
import { workOnLedger } from '../../src/app/book/ledger-work.ts'
import { openInside, type Inside } from '../support/inside.ts'

const hour = 3_600_000
const past = 190
let shop: Inside
const elsewhere: string[] = []
const old: string[] = []

beforeAll(async () => {
  shop = await openInside({ file: { booking: { startDate: '2026-11-22' } } })
  await shop.outside.control('POST', '/settings', { bol: { limits: 'none' } })
  const { dossierId } = shop.outside.access
  for (let count = 0; count < past; count += 1) {
    const at = new Date(Date.parse('2026-11-08T10:00:00+01:00') + Math.floor(count / 14) * 24 * hour).toISOString()
    const order = await shop.place({ country: 'BE', placedAt: at })
    await shop.act(order, 'ship', { at: new Date(Date.parse(at) + hour).toISOString() })
    old.push(order)
    if (count % 20 !== 0) continue
    // Half by the other program's habit, half with words around the number.
    const comment = count % 40 === 0 ? order : `Bestelling ${order}, bol`
    await shop.outside.control('POST', '/octopus/bookkeeper', {
      action: 'book',
      dossier: dossierId,
      bookyear: 2,
      journal: 'V1',
      comment,
    })
    elsewhere.push(order)
  }
})
afterAll(() => shop.close())

/** One run of the command: what is left of the lists, then what may be sent now. */
async function backfill(): Promise<void> {
  const asked = await askBackfill(shop.ports, shop, { from: '2026-11-08', to: null })
  expect(asked).toMatchObject({ kind: 'asked', period: { from: '2026-11-08', to: '2026-11-21' } })
  const context = await openConnection(shop.ports, shop)
  if (context === null) throw new Error('no connection')
  expect(await readHistory(context, Number.POSITIVE_INFINITY)).toBeNull()
  await workOnLedger(context, { dryRun: false, person: true })
}

async function bookedOf(orders: string[]): Promise<number[]> {
  const entries = (await shop.outside.ledger()).filter((entry) => entry.journal === 'V5')
  return orders.flatMap((order) =>
    entries.filter((entry) => entry.orderReference === order).map((entry) => entry.number),
  )
}

it("takes half of what today's orders leave, and today's come first", async () => {
  const today = []
  for (let count = 0; count < 4; count += 1) {
    const order = await shop.place({ country: 'BE' })
    await shop.act(order, 'ship')
    today.push(order)
  }
  await shop.sync()
  await backfill()
  // Within the hour nothing more is let go.
  await backfill()
  expect(await bookedOf(today)).toHaveLength(4)
  const booked = await bookedOf(old)
  // (350 − 4) / 2.
  expect(booked).toHaveLength(173)
})

it('goes on by itself within the budget, and books nothing that stands in Octopus already', async () => {
  for (let passed = 0; passed < 26; passed += 1) {
    await shop.outside.advance(hour)
    await shop.sync()
  }
  expect(await bookedOf(old.filter((order) => !elsewhere.includes(order)))).toHaveLength(past - elsewhere.length)
  expect(await bookedOf(elsewhere)).toEqual([])
  const told = (await shop.problems()).filter((problem) => problem.code === 'OCT-DUBBEL')
  expect(new Set(told.map((problem) => problem.orderId))).toEqual(new Set(elsewhere))
})

it('asked again, it reads nothing and books nothing', async () => {
  const before = (await shop.outside.ledger()).length
  await backfill()
  expect((await shop.outside.ledger()).length).toBe(before)
  expect(
    (await shop.report()).rows.filter((row) => row.state === 'confirmed' || row.state === 'verified'),
  ).toHaveLength(past - elsewhere.length + 4)
})

it.each([
  ['begins after it ends', { from: '2026-10-10', to: '2026-10-01' }, 'to'],
  ['begins on or after the first day', { from: '2026-11-22', to: null }, 'from'],
])('a period that %s is refused', async (_name, wanted, path) => {
  expect(await askBackfill(shop.ports, shop, wanted)).toMatchObject({ kind: 'fault', fault: { path } })
})
