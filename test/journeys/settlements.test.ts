/**
 * What bol.com keeps and pays is read from its invoices to the seller and held against the books, order by order. A list, a page or a
 * night may fail: no invoice is read twice, half, or not at all, and nothing of it holds up a sale.
 */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { answerSettlement } from '../../src/app/settle/answer-settlement.ts'
import { officeOf } from '../../src/app/show/office.ts'
import { newestSettlements, settlementYear } from '../../src/app/settle/settlement-year.ts'
import { listSettlements, showSettlement, type ShownCheck } from '../../src/app/settle/show-settlements.ts'
import { servedInvoice, type SettlementFacts, type SettlementLine } from '../../sandbox/bol/settlement-answers.ts'
import { openInside, type Inside } from '../support/inside.ts'
import { clockSeen } from '../support/outside.ts'

const minute = 60_000
const hour = 60 * minute
const day = 24 * hour
const booking = { startDate: '2026-11-20' }

let shop: Inside

beforeEach(async () => {
  shop = await openInside({
    now: '2026-11-24T10:00:00+01:00',
    file: { booking, settlement: { startDate: '2026-09-01' } },
  })
  // Where bol.com's limits make a page wait, a second of ours is a minute.
  await shop.outside.control('POST', '/clock', { speed: 60 })
})
afterEach(() => shop.close())

const november: Omit<SettlementFacts, 'lines'> = {
  invoiceId: '3990000000001',
  invoiceType: 'ALL_IN_ONE',
  from: '2026-11-01',
  to: '2026-11-30',
  issueDate: '2026-12-01',
  seller: { country: 'BE', vatNumber: 'BE0123456749', name: 'Voorbeeld BV', retailerId: '1234567' },
}

function sold(order: string, amount: number): SettlementLine[] {
  return [
    { type: 'TURNOVER', category: 'O', percent: 0, amount: -amount, order },
    { type: 'COMMISSION', category: 'K', percent: 0, amount: amount / 10, order },
  ]
}

async function issue(facts: Partial<SettlementFacts> & { lines: SettlementLine[] }): Promise<string> {
  const whole = { ...november, ...facts }
  await shop.outside.control('POST', '/settlements', { facts: whole })
  return whole.invoiceId
}

async function saleOf(unitCents: number, more: object = {}): Promise<string> {
  const order = await shop.place({ country: 'BE', items: [{ quantity: 1, unitCents, ...more }] })
  await shop.act(order, 'ship')
  await shop.sync()
  return order
}

async function goTo(now: string): Promise<void> {
  await shop.outside.control('POST', '/clock', { now })
  await clockSeen()
}

async function later(ms: number): Promise<void> {
  await shop.outside.advance(ms)
  await shop.sync()
}

async function shown(invoiceId: string): Promise<ShownCheck> {
  const found = await showSettlement(shop.ports, { tenantIds: [shop.tenantId], invoiceId, language: 'nl' })
  if (found === null) throw new Error(`no settlement ${invoiceId}`)
  return found
}

async function listed(): Promise<string[]> {
  const at = { tenantIds: [shop.tenantId], connectionId: null, language: 'nl' as const }
  return (await listSettlements(shop.ports, at)).map(({ id }) => id)
}

async function callsTo(route: string): Promise<number> {
  const { routes } = (await shop.outside.control('GET', '/calls')) as {
    routes: { bol?: Record<string, number> }
  }
  return routes.bol?.[route] ?? 0
}

/** What was posted, changed or removed there; the two token calls are no writing. */
async function sentToOctopus(): Promise<number> {
  const { routes } = (await shop.outside.control('GET', '/calls')) as { routes: { octopus?: Record<string, number> } }
  return Object.entries(routes.octopus ?? {})
    .filter(([route]) => !route.startsWith('GET ') && !route.includes('authenticate') && !route.includes('dossiers'))
    .reduce((sum, [, calls]) => sum + calls, 0)
}

const codes = async (): Promise<string[]> => (await shop.problems()).map(({ code }) => code).toSorted()

async function fails(route: string, kind: string, times: number, skip = 0): Promise<void> {
  await shop.outside.control('POST', '/faults', [{ api: 'bol', route, kind, times, skip }])
}

const list = 'GET /retailer/invoices'
const detail = 'GET /retailer/invoices/{id}'
const specification = 'GET /retailer/invoices/{id}/specification'

it('a settlement is read with all its pages and closes; the order says where it was settled', async () => {
  const orders = [await saleOf(12_100), await saleOf(4840)]
  await goTo('2026-12-01T09:00:00+01:00')
  const id = await issue({
    lines: [...sold(orders[0] as string, 121), ...sold(orders[1] as string, 48.4)],
    linesPerPage: 1,
  })
  await shop.sync()
  const found = await shown(id)
  expect(found.title).toBe('Afrekening 3990000000001: 0,00 verschil')
  expect(found.payout).toMatchObject({ expectedCents: 16_940 - 1694, earliest: '2026-12-02', status: 'expected' })
  expect(await codes()).toEqual([])
  // Four pages, and the empty one behind them.
  expect(await callsTo(specification)).toBe(5)
  const explained = await shop.explain(orders[0] as string)
  expect(explained.settlements).toEqual([{ id, turnoverCents: 12_100, correctionCents: 0 }])
  expect(await shop.violations()).toEqual([])
})

describe('the settings say nothing of settlements', () => {
  beforeEach(async () => {
    await shop.change({ booking })
  })

  it('they are read, checked and told all the same, after the sales, and nothing of them is posted', async () => {
    const order = await saleOf(12_100)
    await goTo('2026-12-01T09:00:00+01:00')
    const late = await shop.place({ country: 'BE', items: [{ quantity: 1, unitCents: 2100 }] })
    await shop.act(late, 'ship')
    const id = await issue({ lines: [...sold(order, 100), ...sold(late, 21)], from: '2026-11-20' })
    await shop.sync()
    // The list of all dossiers says of the newest what its own page says.
    const [newest] = await newestSettlements(shop.ports, shop.tenantId, 'nl')
    const [dossier] = await officeOf(shop.ports, [{ tenantId: shop.tenantId, name: 'Mijn bedrijf' }], 'nl')
    const { state, differenceCents = 0, payableCents, counts } = newest ?? {}
    expect(differenceCents).not.toBe(0)
    const { differing } = counts ?? {}
    expect(dossier?.settlement).toMatchObject({ invoiceId: id, state, differenceCents, payableCents, differing })
    expect(await listed()).toEqual([id])
    // The sale of this very run stands in the books before the check.
    expect((await shown(id)).orders).toEqual([
      { order, bookedCents: 12_100, settledCents: 10_000, differenceCents: 2100, category: 'priceDiffers' },
      { order: late, bookedCents: 2100, settledCents: 2100, differenceCents: 0, category: 'ok' },
    ])
    expect(await codes()).toEqual(['UIT-VERSCHIL'])
    expect(await sentToOctopus()).toBe(2)
    const next = await issue({ lines: sold(order, 21), invoiceId: '3990000000002', issueDate: '2026-12-03' })
    await later(2 * day)
    expect(await listed()).toEqual([next, id])
    expect(await codes()).toEqual([])
    expect(await sentToOctopus()).toBe(2)
  })
})

describe('the page of settlements', () => {
  const yearOf = (year: string | null = null) =>
    settlementYear(shop.ports, shop.tenantId, { connectionId: shop.connectionId, year, language: 'nl' })

  it('shows a year, the newest first; a year without one is as good as none', async () => {
    const order = await saleOf(12_100)
    await goTo('2026-12-01T09:00:00+01:00')
    const first = await issue({ lines: sold(order, 121) })
    await shop.sync()
    await goTo('2027-01-01T09:00:00+01:00')
    const second = await issue({
      lines: [{ type: 'COMMISSION', category: 'K', percent: 0, amount: 1, order }],
      invoiceId: '3990000000002',
      from: '2026-12-01',
      to: '2026-12-31',
      issueDate: '2027-01-01',
    })
    await shop.sync()
    expect(await yearOf()).toMatchObject({
      years: ['2027', '2026'],
      year: '2027',
      settlements: [{ id: second }],
    })
    expect(await yearOf('2026')).toMatchObject({
      year: '2026',
      settlements: [
        { id: first, counts: { orders: 1, differing: 0 }, statementLines: { soldCents: 12_100, costsCents: -1210 } },
      ],
    })
    expect((await yearOf('1999')).year).toBe('2027')
    expect(await newestSettlements(shop.ports, shop.tenantId, 'nl')).toMatchObject([{ id: second }])
    expect((await shown(first)).charges).toMatchObject([
      { role: 'turnover', amountCents: 12_100 },
      { role: 'commission', amountCents: -1210 },
    ])
  })
})

describe('a reading that is cut off', () => {
  it.each([
    ['dropped calls', 'drop'],
    ['an outage', '503'],
    ['half a page', 'truncated'],
  ])('goes on at the page where it stopped: %s', async (_, kind) => {
    const order = await saleOf(12_100)
    await goTo('2026-12-01T09:00:00+01:00')
    const id = await issue({ lines: sold(order, 121), linesPerPage: 1 })
    await fails(specification, kind, 3, 1)
    await shop.sync()
    expect((await shown(id)).state).toBe('reading')
    expect((await shop.sync()).booked).toBe(1)
    await later(hour)
    expect(await shown(id)).toMatchObject({ state: 'closed', orders: [{ order, differenceCents: 0 }] })
    // The first page and the invoice once, the page that failed three times more.
    expect(await callsTo(detail)).toBe(2)
    expect(await callsTo(specification)).toBe(1 + 3 + 2)
    expect(await codes()).toEqual([])
  })

  it('a specification that stays empty is told after a day, and no longer once it is there', async () => {
    const order = await saleOf(12_100)
    await goTo('2026-12-01T09:00:00+01:00')
    const id = await issue({ lines: sold(order, 121) })
    await fails(specification, '404', 99)
    for (const wait of [0, hour, 6 * hour]) await later(wait)
    expect(await codes()).toEqual([])
    await later(day)
    expect(await codes()).toEqual(['UIT-ONVOLLEDIG'])
    expect(await callsTo(specification)).toBe(4)
    await shop.outside.control('DELETE', '/faults')
    await later(day)
    expect((await shown(id)).state).toBe('closed')
    expect(await codes()).toEqual([])
  })
})

it('a specification whose pages are not turned is read once, and its sums say whether it is whole', async () => {
  const order = await saleOf(12_100)
  await goTo('2026-12-01T09:00:00+01:00')
  const facts = { ...november, lines: sold(order, 121) }
  const id = await issue(facts)
  const body = JSON.stringify(servedInvoice(facts).specification[0])
  const settings = { body }
  await shop.outside.control('POST', '/faults', [
    { api: 'bol', route: specification, kind: 'garbage', times: 99, settings },
  ])
  await shop.sync()
  expect(await shown(id)).toMatchObject({ state: 'closed', orders: [{ order, differenceCents: 0 }] })
  expect(await callsTo(specification)).toBe(2)
  expect(await codes()).toEqual([])
})

describe('a settlement that is another one later', () => {
  it('is read again after a day: the new amounts count, and the difference is told', async () => {
    const order = await saleOf(12_100)
    await goTo('2026-12-01T09:00:00+01:00')
    const id = await issue({ lines: sold(order, 121) })
    await shop.sync()
    expect((await shown(id)).state).toBe('closed')

    await issue({ lines: [...sold(order, 120)].toReversed() })
    await later(day + hour)
    expect(await shown(id)).toMatchObject({ state: 'difference', differenceCents: 100, version: 2 })
    expect(await codes()).toEqual(['UIT-VERSCHIL'])
    expect(await listed()).toEqual([id])
    await issue({ lines: sold(order, 121) })
    await later(7 * day)
    expect(await shown(id)).toMatchObject({ state: 'closed', version: 3 })
    expect(await codes()).toEqual([])
  })

  it('the same lines in another order and on other pages are the same settlement', async () => {
    const order = await saleOf(12_100)
    await goTo('2026-12-01T09:00:00+01:00')
    const id = await issue({ lines: sold(order, 121) })
    await shop.sync()
    const invoice = await shown(id)
    await issue({ lines: sold(order, 121), linesPerPage: 1 })
    await later(day + hour)
    expect(await shown(id)).toEqual(invoice)
    expect(await callsTo(detail)).toBe(3)
    await later(8 * day)
    const reads = await callsTo(detail)
    await later(20 * day)
    expect(await callsTo(detail)).toBe(reads)
  })
})

it('a gap of months heals: what the list of four weeks no longer shows is found on the way back', async () => {
  const october = { from: '2026-10-01', to: '2026-10-31', issueDate: '2026-11-01' }
  await issue({ lines: sold('C0000GAP01', 50), ...october })
  await shop.sync()
  await goTo('2027-02-10T09:00:00+01:00')
  await issue({ lines: sold('C0000GAP02', 60), invoiceId: '3990000000002' })
  const nights = [1, 2, 3, 4, 5, 6, 7]
  for (const _ of nights) await later(day)
  expect((await listed()).toSorted()).toEqual(['3990000000001', '3990000000002'])
})

describe('an order and its settlement', () => {
  it('bol.com paid for the discount: it is told as that', async () => {
    const order = await saleOf(12_100, { discounts: [{ title: 'actie', cents: 1000 }] })
    await goTo('2026-12-01T09:00:00+01:00')
    const id = await issue({ lines: sold(order, 121) })
    await shop.sync()
    expect((await shown(id)).orders).toEqual([
      { order, bookedCents: 11_100, settledCents: 12_100, differenceCents: -1000, category: 'discountFunding' },
    ])
    expect(await codes()).toEqual(['UIT-VERSCHIL'])
  })

  it('two differences of one cent are two, and each order is counted once over two settlements', async () => {
    const orders = [await saleOf(1000), await saleOf(1000)] as [string, string]
    await goTo('2026-12-01T09:00:00+01:00')
    const first = await issue({ lines: [...sold(orders[0], 10.01), ...sold(orders[1], 5)] })
    await shop.sync()
    await goTo('2027-01-01T09:00:00+01:00')
    const period = { from: '2026-12-01', to: '2026-12-31', issueDate: '2027-01-01' }
    const second = await issue({ lines: sold(orders[1], 4.99), invoiceId: '3990000000002', ...period })
    await shop.sync()
    expect(await shown(second)).toMatchObject({
      differenceCents: 0,
      title: 'Afrekening 3990000000002: 0,00 verschil, 2 bestellingen',
      orders: [
        { order: orders[0], differenceCents: -1 },
        { order: orders[1], bookedCents: 1000, settledCents: 999, differenceCents: 1 },
      ].toSorted((a, b) => (a.order < b.order ? -1 : 1)),
    })
    expect((await shown(first)).state).toBe('difference')
    expect(await codes()).toEqual(['UIT-VERSCHIL'])
  })
})

it('a kind of cost that nobody knows is asked once: the answer holds for those that come', async () => {
  const order = await saleOf(12_100)
  await goTo('2026-12-01T09:00:00+01:00')
  const odd = { type: 'CO2_CONTRIBUTION', category: 'K', percent: 0, amount: 0.4 }
  const id = await issue({ lines: [...sold(order, 121), odd] })
  await shop.sync()
  expect(await shown(id)).toMatchObject({ state: 'question', purchase: null, orders: [{ order, differenceCents: 0 }] })
  expect(await codes()).toEqual(['UIT-LABEL'])
  const answer = (types: Record<string, string>) =>
    answerSettlement(shop.ports, [shop.tenantId], { invoiceId: id, types, vat: null, by: 'test' })
  expect((await answer({ CO2: 'otherFees' })).faults).toEqual([{ path: 'types.CO2', message: 'is not asked' }])
  expect((await answer({ CO2_CONTRIBUTION: 'otherFees' })).done).toBe(true)
  expect((await shown(id)).state).toBe('closed')
  expect(await codes()).toEqual([])
  const next = await issue({ lines: [odd], invoiceId: '3990000000002', issueDate: '2026-12-02' })
  await later(day)
  expect((await shown(next)).state).toBe('closed')
})

it('a sum that is a cent beside is told after a second reading, and its orders are checked all the same', async () => {
  const order = await saleOf(12_100)
  await goTo('2026-12-01T09:00:00+01:00')
  const served = servedInvoice({ ...november, lines: sold(order, 121) })
  const spoiled = servedInvoice({ ...november, lines: sold(order, 120.99) })
  await shop.outside.control('POST', '/settlements', { ...served, specification: spoiled.specification })
  await shop.sync()
  expect(await codes()).toEqual([])
  await later(hour)
  expect(await codes()).toEqual(['UIT-SOM', 'UIT-VERSCHIL'])
  const found = await shown(november.invoiceId)
  expect(found).toMatchObject({ state: 'incomplete', purchase: null, clearing: null })
  expect(found.orders).toEqual([expect.objectContaining({ order, settledCents: 12_099 })])
  expect((await shop.sync()).booked).toBe(1)
})

it.each([
  ['they are given', []],
  ['they are refused', [{ api: 'bol', route: list, kind: '404', times: 999 }]],
])('a day of polls asks for the list at most 25 times: %s', async (_, faults) => {
  await goTo('2026-12-01T00:10:00+01:00')
  if (faults.length > 0) await shop.outside.control('POST', '/faults', faults)
  await shop.outside.control('DELETE', '/calls')
  for (let nth = 0; nth < 48; nth += 1) await later(30 * minute)
  expect(await callsTo(list)).toBeLessThanOrEqual(25)
  expect(await callsTo(list)).toBeGreaterThan(4)
  expect(await codes()).toEqual([])
})
