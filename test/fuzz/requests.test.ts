/**
 * Goal: no request, however odd, breaks our own API or gets out of it what its sender may not see.
 *
 *   FUZZ_REQUESTS=100000 [RECORD_FIGURES=1] ./tentakel test test/fuzz/requests.test.ts
 */
import { Hono } from 'hono'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { routeTable } from '../../src/api/route-table.ts'
import { mountWebApp } from '../../src/api/web-app.ts'
import { recordFigure } from '../support/figures.ts'
import { openInside, type Inside } from '../support/inside.ts'
import { fuzzRequests } from './requests.ts'

const inputs = Number(process.env['FUZZ_REQUESTS'] ?? 2000)
let shop: Inside
beforeAll(async () => {
  shop = await openInside({ file: { booking: { startDate: '2026-11-22' } } })
  const order = await shop.place({ country: 'BE' })
  await shop.act(order, 'ship')
  await shop.sync()
}, 60_000)
afterAll(() => shop.close())

it(
  'answers every odd request, of everybody, with a word and never with a defect',
  { timeout: 120_000 + inputs * 100 },
  async () => {
    const started = performance.now()
    const result = await fuzzRequests(shop, inputs, 3)
    const seconds = ((performance.now() - started) / 1000).toFixed(0)
    expect(result.failure).toBeNull()
    expect(result.inputs).toBeGreaterThanOrEqual(inputs)
    const routes = new Set([...result.answers.keys()].map((kind) => kind.split(' ').slice(0, 2).join(' ')))
    expect(routes.size).toBe(routeTable.length)
    const count = (status: number): number =>
      [...result.answers].reduce((sum, [kind, times]) => sum + (kind.endsWith(` ${status}`) ? times : 0), 0)
    // Refused at the door, refused for what it says, and let through: each often enough to mean something.
    for (const status of [200, 400, 401, 403, 404]) expect(count(status)).toBeGreaterThan(40)
    const line = `API: ${result.inputs} requests to ${routes.size} routes in ${seconds} s, ${result.answers.size} kinds of answer, none of them a defect`
    if (inputs > 2000) console.log(line)
    if (process.env['RECORD_FIGURES'] === '1') recordFigure('fuzz API', line)
  },
)

it.each([
  ['two thousand lists in each other', `${'['.repeat(2000)}${']'.repeat(2000)}`],
  ['two thousand objects in each other', `${'{"a":'.repeat(2000)}1${'}'.repeat(2000)}`],
  ['a zero byte in a name', '{"code":"a\\u0000b"}'],
  ['half of a character as a name', '{"\\ud800":1}'],
])('refuses %s, and says so', async (_, body) => {
  const app = new Hono()
  mountWebApp(app, shop.ports, { folder: '/nowhere', signIn: { secure: false, testClock: true } })
  const headers = { 'x-tentakel': '1', 'content-type': 'application/json' }
  const answer = await app.request('/api/session', { method: 'POST', headers, body })
  expect(answer.status).toBe(400)
  expect(await answer.json()).toMatchObject({ faults: [{ message: expect.stringContaining('characters') as string }] })
})
