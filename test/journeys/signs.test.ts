/** Goal: what the program says of itself is so: when it goes on, who must act, what is paused, and what is over. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { pauseConnection, resumeConnection } from '../../src/app/setup/connections.ts'
import { retryDocuments } from '../../src/app/decide/retry.ts'
import { needsAttention, runSync, type SyncReport } from '../../src/app/run/sync.ts'
import { clockSeen } from '../support/outside.ts'
import { openInside, type Inside } from '../support/inside.ts'

const minute = 60_000
const hour = 60 * minute
const post = 'POST /dossiers/{dossierId}/buysellbookings'
let shop: Inside

beforeAll(async () => {
  shop = await openInside({ file: { booking: { startDate: '2026-11-24', on: 'order' } } })
})
afterAll(() => shop.close())
beforeEach(() => shop.outside.control('DELETE', '/faults'))

const company = (): { tenantId: string; name: string } => ({ tenantId: shop.tenantId, name: 'Mijn bedrijf' })

async function run(): Promise<SyncReport> {
  await clockSeen()
  const { tenantId, connectionId } = shop
  return runSync(shop.ports, { targets: [{ tenantId, connectionId }], waitMs: 0, dryRun: false })
}

async function codes(): Promise<string[]> {
  return (await shop.problems()).map(({ code }) => code)
}

function faults(...rows: object[]): Promise<unknown> {
  return shop.outside.control('POST', '/faults', rows)
}

/** When it says that it goes on: counted from now, and a run then does go on. */
async function nextAfterMs(): Promise<number | null> {
  const [connection] = (await run()).connections
  const next = connection?.next ?? null
  return next === null ? null : Date.parse(next) - (await shop.ports.clock.now())
}

async function allBooked(): Promise<void> {
  await shop.outside.control('DELETE', '/faults')
  const { connections } = await run()
  expect(connections[0]).toMatchObject({ waiting: 0, inDoubt: 0, blocked: 0, next: null })
}

describe('the time of the next run', () => {
  it('is the hour that bol.com named, for its login and for its lists', async () => {
    await run()
    const asked = { api: 'bol', kind: '429', times: 1, settings: { retryAfter: '7200' } }
    await faults({ ...asked, route: 'GET /retailer/orders' })
    expect(await nextAfterMs()).toBeGreaterThan(100 * minute)
    await shop.outside.advance(2 * hour + minute)
    await allBooked()
    expect(await codes()).toEqual([])
  })

  it('is the hour that Octopus named, also where nothing could be planned or sent', async () => {
    const asked = { api: 'octopus', kind: '429', times: 1, settings: { retryAfter: '3600' } }
    await shop.place({ country: 'BE' })
    await faults({ ...asked, route: post })
    const next = (await nextAfterMs()) ?? 0
    expect(next).toBeGreaterThan(55 * minute)
    expect(next).toBeLessThan(65 * minute)
    expect(await codes()).toEqual(['OCT-LIMIET'])
    await shop.outside.advance(next)
    await allBooked()
    expect(await codes()).toEqual([])
  })

  it('lies ahead while a document waits for its probe and another one behind it', async () => {
    await faults({ api: 'octopus', route: post, kind: '502html', times: 1 })
    await shop.place({ country: 'BE' })
    await shop.place({ country: 'BE' })
    const next = (await nextAfterMs()) ?? 0
    expect(next).toBeGreaterThan(0)
    await shop.outside.advance(next)
    await allBooked()
  })

  it('is not promised where a person must act: the dossier is closed to the user', async () => {
    await shop.outside.advance(21 * hour)
    await shop.place({ country: 'BE' })
    await faults({ api: 'octopus', route: 'POST /dossiers', kind: '403dossier', times: 1000 })
    const report = await run()
    expect(report.connections[0]).toMatchObject({ next: null })
    expect(needsAttention(report)).toBe(true)
    expect(await codes()).toEqual(['OCT-DOSSIER'])
    await shop.outside.advance(3 * hour)
    await allBooked()
    expect(await codes()).toEqual([])
  })
})

describe('what does not pass by itself', () => {
  it('is told to the operator: the list of bol.com is not at its address any more', async () => {
    await faults({ api: 'bol', route: 'GET /retailer/orders', kind: '404', times: 1000 })
    const report = await run()
    expect(needsAttention(report)).toBe(true)
    expect(await shop.problems()).toMatchObject([{ code: 'BOL-VERBINDING', params: { status: 404 } }])
    // It holds no order: what is tried again is the connection, at once.
    const { ports, tenantId, connectionId } = shop
    const before = await ports.clock.now()
    const again = await retryDocuments(ports, tenantId, { kind: 'problem', code: 'BOL-VERBINDING' })
    expect(again).toEqual({ taken: 1, notTaken: [] })
    const wanted = await ports.store.forTenant(tenantId).transaction((tx) => tx.schedule.of(connectionId))
    expect(wanted.askedAt).toBeGreaterThanOrEqual(before)
    expect(await retryDocuments(ports, tenantId, { kind: 'problem', code: 'OCT-LOGIN' })).toMatchObject({
      taken: 0,
      notTaken: [{ reason: 'nothingFound' }],
    })
    await allBooked()
    expect(await codes()).toEqual([])
  })

  it('is told to the operator: Octopus answers that this route is gone', async () => {
    await shop.outside.advance(21 * hour)
    await shop.place({ country: 'BE' })
    await faults({
      api: 'octopus',
      route: 'GET /dossiers/{dossierId}/bookyears',
      kind: 'emptyBody',
      times: 1000,
      settings: { status: 410 },
    })
    const report = await run()
    expect(needsAttention(report)).toBe(true)
    expect(report.connections[0]).toMatchObject({ next: null })
    expect(await shop.problems()).toMatchObject([{ code: 'OCT-VERBINDING', params: { status: 410 } }])
    await shop.outside.advance(3 * hour)
    await allBooked()
    expect(await codes()).toEqual([])
  })
})

describe('a connection that does nothing', () => {
  it('says so when a person paused it, and no longer once it goes on', async () => {
    await pauseConnection(shop.ports, company(), shop.connectionId)
    const report = await run()
    expect(report.problems).toEqual([{ code: 'SYS-PAUZE', count: 1 }])
    expect(report.connections[0]).toMatchObject({ next: null, calls: { bol: 0, octopus: 0 } })
    expect(needsAttention(report)).toBe(false)
    await resumeConnection(shop.ports, company(), shop.connectionId)
    expect(await codes()).toEqual([])
  })

  it('asks for attention when making it was broken off before anybody knew its shop', async () => {
    const { connectionId } = shop
    const store = shop.ports.store.forTenant(shop.tenantId)
    const before = await store.transaction((tx) => tx.connections.get(connectionId))
    await store.transaction((tx) =>
      tx.connections.change(connectionId, { state: 'paused', pauseCause: 'person', shopName: null }),
    )
    const report = await run()
    expect(report.problems).toEqual([{ code: 'SYS-ONAF', count: 1 }])
    expect(needsAttention(report)).toBe(true)
    await resumeConnection(shop.ports, company(), connectionId)
    await allBooked()
    expect(await codes()).toEqual([])
    const after = await store.transaction((tx) => tx.connections.get(connectionId))
    expect(after?.shopName).toBe(before?.shopName)
  })
})

describe('a refusal of the content', () => {
  it('of a relation is told with its reason, and is over when the document is booked', async () => {
    const buyers = await openInside({
      file: { booking: { startDate: '2026-11-24', on: 'order' }, relations: { consumers: 'perBuyer' } },
    })
    try {
      const order = await buyers.place({ country: 'BE' })
      const body = '{"errorCode":-37,"technicalInfo":"Postal code is not valid"}'
      const refused = { kind: 'garbage', times: 1, settings: { status: 400, body } }
      await buyers.outside.control('POST', '/faults', [
        { api: 'octopus', route: 'PUT /dossiers/{dossierId}/relations', ...refused },
      ])
      expect(await buyers.sync()).toMatchObject({ blocked: 1 })
      const [problem] = await buyers.problems()
      expect(problem).toMatchObject({ code: 'OCT-GEGEVENS', params: { order } })
      expect(problem?.params['detail']).toContain('Postal code is not valid')
      await retryDocuments(buyers.ports, buyers.tenantId, { kind: 'order', orderId: order })
      expect(await buyers.sync()).toMatchObject({ blocked: 0, booked: 1 })
      expect(await buyers.entries(order)).toHaveLength(1)
      expect(await buyers.problems()).toEqual([])
    } finally {
      await buyers.close()
    }
  })
})

describe('the time of the next run, where a look into the ledger is refused for hours', () => {
  const asked = { api: 'octopus', kind: '429', times: 1000, settings: { retryAfter: '7200' } }
  const booking = { startDate: '2026-11-22', on: 'order' }
  let first: Inside

  beforeAll(() => {
    first = shop
  })
  afterAll(async () => {
    await shop.close()
    shop = first
  })

  it('is that hour for an invoice that is to be read back before the next one of its journal', async () => {
    shop = await openInside({ file: { booking: { ...booking, target: 'invoices' } } })
    await shop.place({ country: 'BE' })
    await shop.sync()
    await shop.place({ country: 'BE' })
    await faults({ ...asked, route: 'GET /dossiers/{dossierId}/invoices' })
    expect(await nextAfterMs()).toBeGreaterThan(110 * minute)
    expect(await codes()).toEqual(['OCT-LIMIET'])
    await shop.outside.advance(2 * hour + minute)
    await allBooked()
    expect(await codes()).toEqual([])
  })
})
