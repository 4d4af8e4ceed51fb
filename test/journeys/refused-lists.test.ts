/**
 * One call of Octopus is refused for good, or a day's calls of it are used up: that is told, and what needs no such call is booked all the
 * same, on the copy of the dossier that is there.
 */
import { afterEach, describe, expect, it } from 'vitest'
import { needsAttention, runSync, type SyncReport } from '../../src/app/run/sync.ts'
import { clockSeen } from '../support/outside.ts'
import { openInside, type Inside } from '../support/inside.ts'

const minute = 60_000
const hour = 60 * minute
const dossier = 'GET /dossiers/{dossierId}'
const search = `${dossier}/relations (with search parameters)`

let shop: Inside
afterEach(() => shop.close())

async function open(relations: object = {}): Promise<void> {
  shop = await openInside({ file: { booking: { startDate: '2026-11-24', on: 'order' }, relations } })
  await shop.place({ country: 'BE' })
  await shop.sync()
}

async function run(): Promise<SyncReport> {
  await clockSeen()
  return runSync(shop.ports, { targets: [shop], waitMs: 0, dryRun: false })
}

function refuse(route: string, status: number): Promise<unknown> {
  const settings = { status }
  return shop.outside.control('POST', '/faults', [{ api: 'octopus', route, kind: 'emptyBody', times: 1000, settings }])
}

const codes = async (): Promise<string[]> => (await shop.problems()).map(({ code }) => code)

describe.each([
  ['book years', `${dossier}/bookyears`],
  ['journals', `${dossier}/bookyears/{bookyearId}/journals`],
  ['changed accounts', `${dossier}/accounts/modified`],
  ['VAT codes', `${dossier}/vatcodes`],
])('the list of %s', (_, route) => {
  it.each([
    [403, 'OCT-RECHT'],
    [410, 'OCT-VERBINDING'],
  ])('answers %i from now on: a sale is booked, and %s stands until it answers again', async (status, code) => {
    await open()
    await shop.outside.advance(25 * hour)
    await refuse(route, status)
    for (let passed = 0; passed < 3; passed += 1) {
      const order = await shop.place({ country: 'BE' })
      const report = await run()
      expect(needsAttention(report)).toBe(true)
      expect(await codes()).toEqual([code])
      expect(await shop.entries(order)).toHaveLength(1)
      await shop.outside.advance(30 * minute)
    }
    await shop.outside.control('DELETE', '/faults')
    await shop.outside.advance(25 * hour)
    await shop.place({ country: 'BE' })
    expect(needsAttention(await run())).toBe(false)
    expect(await shop.problems()).toEqual([])
  })
})

describe('relations', () => {
  it.each([
    ['cannot be looked up any more', async () => refuse(`${dossier}/relations`, 410), 'OCT-VERBINDING'],
    [
      'may not be looked up any more today: somebody else used up the calls',
      async () => shop.outside.control('POST', '/octopus/settings', { limits: { [search]: 0 } }),
      'OCT-LIMIET',
    ],
  ])('%s: countries that are known are booked, a new one waits and says why', async (_, refused, code) => {
    await open()
    await refused()
    const known = await shop.place({ country: 'BE' })
    const fresh = await shop.place({ country: 'NL' })
    const report = await run()
    expect(report.connections[0]).toMatchObject({ booked: 2, waiting: 1, blocked: 0 })
    expect(await shop.entries(known)).toHaveLength(1)
    expect(await shop.explain(fresh)).toMatchObject({ state: 'waiting', problems: [{ code }] })
    const { next } = report.connections[0] as { next: string | null }
    expect(Date.parse(next ?? '')).toBeGreaterThan(await shop.ports.clock.now())
    await shop.outside.control('DELETE', '/faults')
    await shop.outside.control('POST', '/octopus/settings', { limits: { [search]: 400 } })
    await shop.outside.advance(Date.parse(next ?? '') - (await shop.ports.clock.now()) + 25 * hour)
    expect((await run()).connections[0]).toMatchObject({ booked: 3, waiting: 0, blocked: 0 })
    expect(await shop.problems()).toEqual([])
  })

  it('of buyers cannot be read any more: a buyer who is known is booked, a new one waits', async () => {
    await open({ consumers: 'perBuyer' })
    await shop.outside.advance(2 * hour)
    await refuse(`${dossier}/relations/modified`, 410)
    const fresh = await shop.place({ country: 'BE' })
    expect((await run()).connections[0]).toMatchObject({ waiting: 1, blocked: 0 })
    expect(await shop.explain(fresh)).toMatchObject({ state: 'waiting', problems: [{ code: 'OCT-VERBINDING' }] })
    await shop.outside.control('DELETE', '/faults')
    await shop.outside.advance(3 * hour)
    expect((await run()).connections[0]).toMatchObject({ booked: 2, waiting: 0, blocked: 0 })
    expect(await shop.problems()).toEqual([])
  })
})
