/** What one order's life costs in calls to both sides: these are what everybody who shares the limits pays with. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openInside, type Inside } from '../support/inside.ts'

const hour = 3_600_000
let shop: Inside

beforeAll(async () => {
  shop = await openInside({ file: { booking: { startDate: '2026-11-20' } } })
})
afterAll(() => shop.close())

type Routes = Record<string, Record<string, number>>

async function callsOf(work: () => Promise<unknown>): Promise<Routes> {
  await shop.outside.control('DELETE', '/calls')
  await work()
  return ((await shop.outside.control('GET', '/calls')) as { routes: Routes }).routes
}

it('a rule that is saved costs no login; the same keys given again after a refusal do', async () => {
  await shop.sync()
  const routes = await callsOf(() => shop.change({ booking: { startDate: '2026-11-20', push: 'atOnce' } }))
  const logins = (of: Routes) =>
    Object.entries({ ...of['bol'], ...of['octopus'] }).filter(([route]) =>
      /token|authentication|POST \/dossiers$/u.test(route),
    )
  expect(logins(routes)).toEqual([])
})

const count = 10
/** Hourly for a day, then every two and a half hours. */
const hourly = 24
const polls = hourly + 20

it('a life of three days: one detail per change, lists, one document, and hardly anything else', async () => {
  const orders: string[] = []
  const ofPoll: number[] = []
  const routes = await callsOf(async () => {
    for (let nth = 0; nth < count; nth += 1) orders.push(await shop.place({ country: 'BE' }))
    for (let nth = 0; nth < polls; nth += 1) {
      if (nth === 3) for (const order of orders.slice(0, count / 2)) await shop.act(order, 'ship')
      if (nth === 12) for (const order of orders.slice(count / 2)) await shop.act(order, 'ship')
      ofPoll.push((await shop.sync()).calls['bol'] ?? 0)
      await shop.outside.advance(nth < hourly ? hour : 2.4 * hour)
    }
  })
  const { bol = {}, octopus = {} } = routes
  // Placed, and shipped.
  expect(bol['GET /retailer/orders/{id}']).toBe(2 * count)
  // A token, the list of orders, the list of what came back: all but the three polls that saw something, the looks of the night, and the
  // list of settlements every six hours.
  expect(ofPoll.slice(0, hourly).filter((calls) => calls > 3).length).toBeLessThanOrEqual(3 + 2 + 4)
  // By day four, and one window of the way back.
  expect(bol['GET /retailer/invoices']).toBeLessThanOrEqual(3 * (4 + 1) + 1)
  expect(octopus['POST /dossiers/{dossierId}/buysellbookings']).toBe(count)
  const rest = Object.values(octopus).reduce((all, one) => all + one, 0) - count
  expect(rest).toBeLessThanOrEqual(3 * 12)
  expect(await shop.violations()).toEqual([])
})
