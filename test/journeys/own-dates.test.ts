/**
 * Goal: nothing that names a buyer is kept behind its own day, whenever it came in; and a buyer who asks is answered, or forgotten.
 * Method: the product against the simulated shop and dossier, with the clock moved over months; then every sealed column is read.
 */
import { Client } from 'pg'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { sealedColumns, sealedOfInstallation } from '../../src/adapters/postgres/copies/sealed-columns.ts'
import { forgetBuyer, showBuyer } from '../../src/app/privacy/buyer-requests.ts'
import { removePersonalData } from '../../src/app/privacy/remove-personal-data.ts'
import { clockSeen } from '../support/outside.ts'
import { openInside, type Inside } from '../support/inside.ts'

vi.setConfig({ testTimeout: 180_000 })

const day = 24 * 3_600_000
let shop: Inside
let owner: Client

beforeEach(async () => {
  shop = await openInside({ file: { booking: { startDate: '2026-11-22' } } })
  owner = new Client({ connectionString: shop.ownerUrl })
  await owner.connect()
  await owner.query(`select set_config('tentakel.tenant', $1, false)`, [shop.tenantId])
})
afterEach(async () => {
  await owner.end()
  await shop.close()
})

const company = () => [{ tenantId: shop.tenantId, name: 'Mijn bedrijf' }]
const buyer = (surname: string) => ({
  firstName: 'Kanariana',
  surname,
  streetName: 'Kanariepietstraat',
  email: `${surname.toLowerCase()}@verkopen.bol.com`,
})
/** Reading two months day by day waits for bol.com's limits: the clock runs meanwhile. */
const caughtUp = async (): Promise<void> => {
  await shop.outside.control('POST', '/clock', { speed: 600 })
  await shop.sync()
  await shop.outside.control('POST', '/clock', { speed: 1 })
}
const night = async (days: number): Promise<void> => {
  await shop.outside.advance(days * day)
  await clockSeen()
  await removePersonalData(shop.ports)
}
async function sold(surname: string): Promise<string> {
  const order = await shop.place({ country: 'BE', shipTo: buyer(surname), items: [{ quantity: 2, unitCents: 2_500 }] })
  await shop.act(order, 'ship')
  await shop.sync()
  return order
}

/** Sealed values of an order, by table. */
async function sealedOf(order: string): Promise<Record<string, number>> {
  const found: Record<string, number> = {}
  for (const { table, column, ofOrder } of sealedColumns) {
    if (ofOrder !== true) continue
    const { rows } = await owner.query<{ n: number }>(
      `select count(*)::int as n from ${table} where order_id = $1 and ${column} is not null`,
      [order],
    )
    if ((rows[0]?.n ?? 0) > 0) found[`${table}.${column}`] = rows[0]?.n ?? 0
  }
  return found
}

/** How old the oldest sealed value of a person is, in days. */
async function oldest(): Promise<{ where: string; days: number }> {
  const today = shop.ports.calendar.localDate(await shop.ports.clock.now())
  let worst = { where: '', days: 0 }
  for (const { table, column, goes } of [...sealedColumns, ...sealedOfInstallation]) {
    if (goes === 'secret') continue
    // The day on which it was sealed is 120 (or 30) days before the last one that it may be kept.
    const cap = ['mail', 'wizard_draft'].includes(table) ? 30 : 120
    const { rows } = await owner.query<{ days: number | null }>(
      `select max($1::date - keep_until + ${cap})::int as days from ${table} where ${column} is not null`,
      [today],
    )
    const days = rows[0]?.days ?? 0
    if (days > worst.days) worst = { where: `${table}.${column}`, days }
  }
  return worst
}

it('every sealed column either opens something, or has a day on which it goes', async () => {
  const { rows } = await owner.query<{ name: string }>(
    `select c.relname || '.' || a.attname as name from pg_attribute a join pg_class c on c.oid = a.attrelid
     where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace and a.attname in ('remove_on', 'keep_until') and a.attgenerated = 's'`,
  )
  const dated = new Set(rows.map(({ name }) => name))
  for (const { table, goes } of [...sealedColumns, ...sealedOfInstallation])
    for (const column of ['remove_on', 'keep_until'])
      expect([table, column, dated.has(`${table}.${column}`)]).toEqual([table, column, goes !== 'secret'])
})

describe('what comes in after the night that removed the rest', () => {
  it('a return after two months, and its credit, go on their own days', async () => {
    const order = await sold('Vogelzang')
    expect(Object.keys(await sealedOf(order))).toEqual(
      expect.arrayContaining([
        'order_version.buyer_sealed',
        'order_version.raw_sealed',
        'document.template_sealed',
      ]) as string[],
    )
    await night(62)
    expect(await sealedOf(order)).toEqual({})
    await shop.act(order, 'return', { quantity: 1, handledAfterMinutes: 0 })
    await shop.outside.advance(3_600_000)
    await caughtUp()
    expect((await shop.entries(order)).map(({ amountCents }) => amountCents)).toEqual([5_000, -2_500])
    expect(await sealedOf(order)).toMatchObject({ 'marketplace_return.raw_sealed': 1, 'document.template_sealed': 1 })
    await night(58)
    expect((await oldest()).days).toBeLessThanOrEqual(60)
    await night(4)
    expect(await sealedOf(order)).toEqual({})
    await night(70)
    expect((await oldest()).days).toBeLessThanOrEqual(120)
  })

  it('what waits for months is forgotten after 120 days, and is planned anew without it', async () => {
    await sold('Vinkenslag')
    const order = await shop.place({
      country: 'BE',
      shipTo: buyer('Merelsma'),
      items: [{ quantity: 1, unitCents: 1_999 }],
    })
    await shop.act(order, 'ship')
    // Octopus takes nothing for four months.
    await shop.outside.control('POST', '/faults', [{ api: 'octopus', kind: '503', route: '*', times: 100_000 }])
    // Its token is over too, so nothing leaves.
    await shop.outside.advance(20 * 60_000)
    await shop.sync()
    expect((await shop.explain(order)).documents.map(({ state }) => state)).toEqual(['ready'])
    await night(61)
    expect(Object.keys(await sealedOf(order))).toEqual(
      expect.arrayContaining(['order_version.buyer_sealed', 'document.template_sealed']) as string[],
    )
    await night(61)
    expect(await sealedOf(order)).toEqual({})
    expect((await oldest()).days).toBeLessThanOrEqual(120)
    // It is planned anew from what the books know, as soon as there is a dossier to plan for.
    expect((await shop.explain(order)).documents.map(({ state }) => state)).toEqual(['draft'])
    const { rows } = await owner.query('select needs_plan from marketplace_order where order_id = $1', [order])
    expect(rows).toEqual([{ needs_plan: true }])
  })
})

describe('a buyer who asks', () => {
  it('sees what is kept, by number, mail or name, with the day on which it goes; a stranger sees nothing', async () => {
    const order = await sold('Duifhuis')
    for (const wish of [{ order }, { email: ' Duifhuis@VERKOPEN.bol.com' }, { name: 'kanariana  duifhuis' }]) {
      const [shown] = await showBuyer(shop.ports, company(), wish)
      expect(shown).toMatchObject({ order, company: 'Mijn bedrijf' })
      expect(JSON.stringify(shown?.values)).toContain('Kanariepietstraat')
      expect(shown?.values.map(({ kept }) => kept)).toEqual(
        expect.arrayContaining(['order_version.buyer', 'order_version.raw', 'document.template']) as string[],
      )
      for (const { goesOn, atLatest } of shown?.values ?? []) expect(goesOn < atLatest).toBe(true)
    }
    expect(await showBuyer(shop.ports, company(), { email: 'niemand@verkopen.bol.com' })).toEqual([])
    expect(await showBuyer(shop.ports, company(), { name: 'Duifhuis' })).toEqual([])
  })

  it('is forgotten at once, and the books keep amounts and numbers; what still comes of the order goes the next night', async () => {
    const order = await sold('Zwaluwhof')
    const before = await shop.explain(order)
    const [done] = await forgetBuyer(shop.ports, company(), {
      wish: { email: 'zwaluwhof@verkopen.bol.com' },
      by: 'terminal',
    })
    expect(done).toMatchObject({ order, outcome: 'forgotten' })
    expect(done?.values).toBeGreaterThan(2)
    expect(done?.documents).toMatchObject([{ number: before.documents[0]?.number, amountCents: 5_000 }])
    expect(await sealedOf(order)).toEqual({})
    expect((await shop.explain(order)).documents).toEqual(before.documents)
    expect(await showBuyer(shop.ports, company(), { email: 'zwaluwhof@verkopen.bol.com' })).toEqual([])
    await shop.act(order, 'return', { quantity: 1, handledAfterMinutes: 0 })
    await shop.outside.advance(2 * 3_600_000)
    await shop.sync()
    await night(1)
    expect(await sealedOf(order)).toEqual({})
    expect((await shop.entries(order)).map(({ amountCents }) => amountCents)).toEqual([5_000, -2_500])
    const acts = await shop.ports.store.forTenant(shop.tenantId).transaction((tx) => tx.operatorActs.newest(5))
    expect(acts.map(({ act }) => act)).toContain(`buyer erase ${order}`)
  })

  it('is not forgotten while his order is still to be booked', async () => {
    const order = await shop.place({
      country: 'BE',
      shipTo: buyer('Kievit'),
      items: [{ quantity: 1, unitCents: 1_000 }],
    })
    await shop.act(order, 'ship')
    await shop.outside.control('POST', '/faults', [{ api: 'octopus', kind: '503', route: '*', times: 50 }])
    await shop.sync()
    expect(await forgetBuyer(shop.ports, company(), { wish: { order }, by: 'terminal' })).toMatchObject([
      { outcome: 'open' },
    ])
    expect(await sealedOf(order)).toHaveProperty('order_version.buyer_sealed')
  })
})
