/** The first day of a connection: the dossier is read once, and an outage in its first minutes leaves nothing standing. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { tryBoth } from '../../src/app/setup/connections.ts'
import { openInside, type Inside } from '../support/inside.ts'

const minute = 60_000
const dossier = '/dossiers/{dossierId}'
let shop: Inside

beforeAll(async () => {
  shop = await openInside({ file: { booking: { startDate: '2026-11-24', on: 'order' } } })
})
afterAll(() => shop.close())

async function callsOf(route: string): Promise<number> {
  const { routes } = (await shop.outside.control('GET', '/calls')) as { routes: Record<string, Record<string, number>> }
  return routes['octopus']?.[`GET ${dossier}${route}`] ?? 0
}

it('is tested four times within it, and what may be asked twice a day is asked once', async () => {
  const company = { tenantId: shop.tenantId, name: 'Mijn bedrijf' }
  for (let times = 0; times < 3; times += 1) {
    await shop.outside.advance(30 * minute)
    await tryBoth(shop.ports, company, shop.connectionId, null)
  }
  expect([await callsOf('/accounts'), await callsOf('/vatcodes')]).toEqual([1, 1])
})

it('what spoke of an outage ends with the first answer', async () => {
  await shop.outside.control('POST', '/faults', [{ api: 'octopus', route: `GET ${dossier}/*`, kind: '503', times: 50 }])
  await shop.outside.advance(30 * minute)
  await tryBoth(shop.ports, { tenantId: shop.tenantId, name: 'Mijn bedrijf' }, shop.connectionId, null)
  expect((await shop.problems()).map(({ code }) => code)).toContain('OCT-STORING')
  await shop.outside.control('DELETE', '/faults')
  await shop.place({ country: 'BE' })
  await shop.outside.advance(5 * minute)
  expect(await shop.sync()).toMatchObject({ booked: 1, waiting: 0 })
  expect(await shop.problems()).toEqual([])
  expect([await callsOf('/accounts'), await callsOf('/vatcodes')]).toEqual([1, 1])
})
