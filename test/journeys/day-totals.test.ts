/** Consumers as one total a day, as a seller and his bookkeeper live it. Each story reads the ledger, not our own tables. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openConnection } from '../../src/app/run/connection-context.ts'
import { workOnLedger } from '../../src/app/book/ledger-work.ts'
import { captureMarketplace } from '../../src/app/capture/marketplace-work.ts'
import { skipOrder } from '../../src/app/decide/skip.ts'
import { clockSeen } from '../support/outside.ts'
import { openInside, type Inside } from '../support/inside.ts'

const hour = 3_600_000
const day = 24 * hour

let shop: Inside

/** Documents that we made, oldest number first. */
async function ours() {
  const entries = await shop.outside.ledger()
  return entries.filter(
    (entry) => entry.madeBy !== 'bookkeeper' && entry.orderReference !== '' && entry.journal === 'V5',
  )
}

async function shipped(spec: object): Promise<string> {
  const order = await shop.place(spec)
  await shop.act(order, 'ship')
  return order
}

const perDay = { booking: { startDate: '2026-11-22', consumers: 'perDay' } }

describe('a shop that books its consumers per day', () => {
  beforeAll(async () => {
    shop = await openInside({ file: perDay })
  })
  afterAll(() => shop.close())

  let first = ''
  let late = ''
  it('collects until the hour of the next morning, and sends nothing before', async () => {
    first = await shipped({ country: 'BE', items: [{ unitCents: 999 }] })
    await shipped({ country: 'BE', items: [{ unitCents: 999 }] })
    await shipped({ country: 'NL', items: [{ unitCents: 2999 }] })
    expect(await shop.sync()).toMatchObject({ orders: 3, waiting: 3, booked: 0, next: '2026-11-25T04:00:00+01:00' })
    expect(await ours()).toEqual([])
    expect(await shop.explain(first)).toMatchObject({
      state: 'waiting',
      status: 'POST',
      documents: [{ kind: 'dayTotal', state: 'inDay', number: null }],
    })
  })

  it('makes one document per country, rate and treatment, the sum of what each order was split into', async () => {
    // This one is on its way while bol.com does not answer; the day is closed without it.
    late = await shipped({ country: 'BE', items: [{ unitCents: 500 }] })
    await shop.outside.control('POST', '/faults', [{ api: 'bol', route: 'GET /retailer/*', kind: '503', times: 50 }])
    await shop.outside.advance(day)
    expect(await shop.sync()).toMatchObject({ orders: 3, booked: 3, waiting: 0 })
    const entries = await ours()
    expect(entries.map(({ orderReference, date, amountCents }) => [orderReference, date, amountCents])).toEqual([
      ['bol 2026-11-24 BE', '2026-11-24', 1998],
      ['bol 2026-11-24 NL', '2026-11-24', 2999],
    ])
    // Twice 8.26 + 1.73, never 16.51 + 3.47.
    expect(entries[0]?.lines).toMatchObject([{ baseCents: 1652, vatCents: 346 }])
    expect(new Set(entries.map((entry) => entry.relation.name))).toEqual(
      new Set(['bol.com particulieren BE', 'bol.com particulieren NL']),
    )
    expect(await shop.explain(first)).toMatchObject({
      state: 'booked',
      documents: [{ kind: 'dayTotal', state: 'confirmed', amountCents: 1998, number: entries[0]?.number }],
    })
    const { rows } = await shop.report()
    expect(rows.filter((row) => row.order === first)).toMatchObject([
      { kind: 'dayTotal', grossCents: 999, netCents: 826, number: entries[0]?.number, state: 'confirmed' },
    ])
  })

  it('a sale that comes to light after the close gets a supplement of its own day', async () => {
    await shop.outside.control('DELETE', '/faults')
    await shop.sync()
    expect(await shop.explain(late)).toMatchObject({ state: 'booked' })
    const entry = (await ours()).at(-1)
    expect(entry).toMatchObject({ orderReference: 'bol 2026-11-24 BE (2)', date: '2026-11-24', amountCents: 500 })
  })

  it('what comes back goes into a document of its own, of the day it was handled, never netted', async () => {
    await shop.act(first, 'return', { handledAfterMinutes: 0 })
    await shop.outside.advance(hour)
    await shop.sync()
    expect((await ours()).every((entry) => entry.amountCents > 0)).toBe(true)
    await shop.outside.advance(day)
    expect(await shop.sync()).toMatchObject({ booked: 4, credited: 1 })
    const entry = (await ours()).at(-1)
    expect(entry).toMatchObject({ orderReference: 'bol 2026-11-25 BE', date: '2026-11-25', amountCents: -999 })
    expect(entry?.comment).toContain('retouren')
  })

  it('an order that is skipped on its day is in no total', async () => {
    const kept = await shipped({ country: 'BE', items: [{ unitCents: 700 }] })
    const unwanted = await shipped({ country: 'BE', items: [{ unitCents: 900 }] })
    await shop.sync()
    const skipped = await skipOrder(shop.ports, shop.tenantId, null, { orderId: unwanted, reason: 'zelf geboekt' })
    expect(skipped.done).toBe(true)
    await shop.outside.advance(day)
    await shop.sync()
    expect((await ours()).at(-1)).toMatchObject({ orderReference: 'bol 2026-11-26 BE', amountCents: 700 })
    expect(await shop.explain(kept)).toMatchObject({ state: 'booked' })
    expect(await shop.explain(unwanted)).toMatchObject({ state: 'skipped' })
  })

  it('not one request broke the vendors’ documents', async () => {
    expect(await shop.violations()).toEqual([])
  })
})

describe('a shop whose days nobody closes by hand', () => {
  beforeAll(async () => {
    shop = await openInside({ file: perDay })
  })
  afterAll(() => shop.close())

  /** What the program does by itself when a connection is due. */
  async function work(): Promise<void> {
    const { ports, tenantId, connectionId } = shop
    await clockSeen()
    const context = await openConnection(ports, { tenantId, connectionId })
    if (context === null) throw new Error('no connection')
    await captureMarketplace(context)
    await workOnLedger(context, { dryRun: false })
  }

  let order = ''
  it('books a credit on the morning after its day, however often the order is looked at', async () => {
    order = await shipped({ country: 'BE', items: [{ unitCents: 1200 }] })
    await work()
    await shop.outside.advance(18.5 * hour)
    await work()
    expect((await ours()).map((entry) => entry.amountCents)).toEqual([1200])
    await shop.act(order, 'return', { handledAfterMinutes: 0 })
    await shop.outside.advance(hour)
    await work()
    await shop.outside.advance(12 * hour)
    await work()
    expect(await ours()).toHaveLength(1)
    await shop.outside.advance(11 * hour)
    await work()
    expect((await ours()).map((entry) => entry.amountCents)).toEqual([1200, -1200])
  })

  it('closes a day at its hour, though the settings were saved again just then', async () => {
    await shipped({ country: 'NL', items: [{ unitCents: 800 }] })
    await work()
    await shop.outside.advance(day)
    expect(await shop.change(perDay)).toMatchObject({ kind: 'saved' })
    await work()
    expect((await ours()).map((entry) => entry.amountCents)).toEqual([1200, -1200, 800])
  })
})

describe('hybrid', () => {
  beforeAll(async () => {
    shop = await openInside({ file: { booking: { ...perDay.booking, businesses: 'ownInvoice' } } })
  })
  afterAll(() => shop.close())

  it('a business has its own invoice at once, the consumers their total, and no order is in both', async () => {
    const billTo = { company: 'Oefenbedrijf', vatNumber: 'BE0403170701', countryCode: 'BE' }
    const business = await shipped({ country: 'BE', billTo, items: [{ unitCents: 4999 }] })
    const consumers = []
    for (let times = 0; times < 3; times += 1)
      consumers.push(await shipped({ country: 'BE', items: [{ unitCents: 4999 }] }))
    await shop.sync()
    await shop.outside.advance(day)
    expect(await shop.sync()).toMatchObject({ orders: 4, booked: 4 })
    const entries = (await shop.outside.ledger()).filter((entry) => ['V5', 'V6'].includes(entry.journal))
    const mine = entries.filter((entry) => entry.orderReference === business || entry.orderReference.startsWith('bol '))
    expect(mine.map((entry) => [entry.journal, entry.amountCents])).toEqual(
      expect.arrayContaining([
        ['V5', 3 * 4999],
        ['V6', 4999],
      ]),
    )
    expect(mine).toHaveLength(2)
  })
})

describe('a closed period', () => {
  beforeAll(async () => {
    shop = await openInside({ file: perDay })
  })
  afterAll(() => shop.close())

  it('a supplement of a day whose period is protected goes to the first open day, with a mark', async () => {
    await shipped({ country: 'BE', items: [{ unitCents: 999 }] })
    await shop.sync()
    const { dossierId } = shop.outside.access
    const action = { action: 'protectPeriod', dossier: dossierId, bookyear: 2, journal: 'V5', period: 202611 }
    await shop.outside.control('POST', '/octopus/bookkeeper', action)
    await shop.outside.advance(day)
    await shop.sync()
    expect((await ours()).at(-1)).toMatchObject({ orderReference: 'bol 2026-11-24 BE', date: '2026-12-01' })
  })
})
