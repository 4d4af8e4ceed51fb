/**
 * Secrets and buyers are canaries: whatever encoding they are put into, none of them comes out with the figures, the pages' answers, the
 * refusals or the log. Secrets are not in a company's export either; buyers are, because they are its own.
 */
import { Hono } from 'hono'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { metricsOf } from '../src/api/metrics.ts'
import { routeTable } from '../src/api/route-table.ts'
import type { Route } from '../src/api/route.ts'
import { mountWebApp } from '../src/api/web-app.ts'
import { makeToken } from '../src/app/people/api-tokens.ts'
import { watchTrails } from '../src/app/run/trail.ts'
import { openDatabase } from '../src/adapters/postgres/database.ts'
import { exportCompany } from '../src/adapters/postgres/copies/export-company.ts'
import type { Ports } from '../src/app/run/ports.ts'
import { openInside, type Inside } from './support/inside.ts'

let shop: Inside
let app: Hono
let ports: Ports
let order: string
let secrets: string[]
const logged: string[] = []
const shipTo = {
  firstName: 'Kanariana',
  surname: 'Vogelkooi-Canary',
  email: 'kanarie.1234567@verkopen.bol.com',
  streetName: 'Kanariestraat',
}
const buyer = Object.values(shipTo)

beforeAll(async () => {
  shop = await openInside({ file: { booking: { startDate: '2026-11-22', consumers: 'perDay' } } })
  const note = (event: string, fields: object = {}): void => void logged.push(JSON.stringify({ event, ...fields }))
  ports = { ...shop.ports, log: { info: note, warn: note, error: note } }
  app = new Hono()
  mountWebApp(app, ports, { folder: '/nowhere', signIn: { secure: false, testClock: true } })
  order = await shop.place({ country: 'BE', shipTo })
  await shop.act(order, 'ship')
  // From bol.com's own stock, for which there is no rule.
  await shop.act(await shop.place({ country: 'BE', items: [{ fulfilment: 'FBB' }] }), 'ship')
  await shop.sync()
  const { access } = shop.outside
  secrets = [access.clientSecret, access.userPassword]
  await watchTrails(ports)
})
afterAll(() => shop.close())

/** Plain, base64 (two forms), hex, percent, JSON, HTML; and a piece of it. */
function inEncodings(canary: string): string[] {
  const bytes = Buffer.from(canary, 'utf8')
  return [
    canary,
    bytes.toString('base64').replace(/=+$/u, ''),
    bytes.toString('base64url'),
    bytes.toString('hex'),
    encodeURIComponent(canary),
    JSON.stringify(canary).slice(1, -1),
    canary.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;'),
    ...(canary.length > 16 ? [canary.slice(0, 16)] : []),
  ]
}

function found(canaries: string[], text: string): string[] {
  return canaries.filter((canary) => inEncodings(canary).some((form) => text.includes(form))).map(() => 'a canary')
}

const placeOf = (route: Route): string => route.path.replace(':connection', shop.connectionId).replace(':order', order)

it('knows what it looks for', () => {
  expect(secrets.every((secret) => secret.length > 7)).toBe(true)
  expect(found(secrets, `x${Buffer.from(secrets[0] ?? '').toString('hex')}x`)).toHaveLength(1)
})

it('the figures count everything, and name nothing', async () => {
  const text = await metricsOf(ports).text()
  expect(text).toMatch(/^documents\{state="inDay"\} 1$/mu)
  expect(text).toMatch(/^problems_open\{code="[A-Z-]+"\} 1$/mu)
  expect(text).toMatch(/^connections_active 1$/mu)
  expect(text).toMatch(/^audit_chain_ok 1$/mu)
  expect(text).toMatch(/^database_answers 1$/mu)
  const names = [
    shop.tenantId,
    shop.connectionId,
    order,
    'Mijn bedrijf',
    'Buitenwinkel',
    String(shop.outside.access.dossierId),
  ]
  expect(found([...secrets, ...buyer, ...names], text)).toEqual([])
})

it('tells how late polls begin, how old the oldest document is, and what is left of the day’s calls', async () => {
  const metrics = metricsOf(ports)
  ports.meters.pollBegan(90_000)
  ports.meters.pollBegan(0)
  const text = await metrics.text()
  expect(text).toMatch(/^poll_lateness_seconds_bucket\{le="60"\} 1$/mu)
  expect(text).toMatch(/^poll_lateness_seconds_bucket\{le="120"\} 2$/mu)
  expect(text).toMatch(/^copy_made 0$/mu)
  // One waits for its day, and nothing is on its way.
  expect(text).toMatch(/^document_oldest_seconds 0$/mu)
  // One sync asked for one token of the dossier; nobody sent an invoice.
  expect(text).toMatch(/^api_budget_left\{route="POST \/dossiers"\} 149$/mu)
  expect(text).toMatch(/^api_budget_left\{route="POST \/invoices"\} 400$/mu)
  expect(text).toMatch(/^api_budget_used_ratio\{route="POST \/invoices"\} 0$/mu)
})

it('a changed trail is a figure', async () => {
  const at = await ports.clock.now()
  const broken = { kind: 'step', key: 'x', fault: 'rowChanged' } as const
  const { transaction } = ports.store.forTenant(shop.tenantId)
  await transaction((tx) => tx.trail.noteCheck({ links: 3, head: 'x', broken }, at))
  expect(await metricsOf(ports).text()).toMatch(/^audit_chain_ok 0$/mu)
})

it('without its database the process still tells of itself, and that its figures are old', async () => {
  const gone = {
    directory: { activeConnections: () => Promise.reject(new Error('gone')) },
  } as unknown as Ports['store']
  const text = await metricsOf({ ...ports, store: gone }).text()
  expect(text).toMatch(/^database_answers 0$/mu)
  expect(text).toMatch(/^process_resident_memory_bytes /mu)
})

it('no answer of the API and no refusal holds a secret or a buyer', async () => {
  const { token } = await makeToken(ports, shop.tenantId, { name: 'script', scope: 'write', by: 'test' })
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
  let answers = 0
  for (const route of routeTable) {
    const refused = { method: route.method, headers, body: JSON.stringify({ keys: secrets, name: secrets[0] }) }
    const request = route.method === 'GET' ? { headers } : refused
    // What a body that is refused holds is not repeated either: but what it names itself is its own.
    const canaries = route.method === 'GET' ? [...secrets, ...buyer] : secrets
    const answer = await app.request(`/api${placeOf(route)}`, request)
    answers += answer.ok ? 1 : 0
    expect(found(canaries, await answer.text()), `${route.method} ${route.path}`).toEqual([])
  }
  expect(answers).toBeGreaterThan(8)
})

it('a company’s export holds its buyers and no secret', async () => {
  const database = openDatabase(shop.ownerUrl)
  const company = { tenantId: shop.tenantId, name: 'Mijn bedrijf', exportedAt: '2026-11-24' }
  const parts: string[] = []
  const write = (text: string): Promise<void> => Promise.resolve(void parts.push(text))
  await exportCompany(database, company, { secrets: ports.secrets, write })
  await database.close()
  expect(found(buyer, parts.join(''))).toHaveLength(buyer.length)
  expect(found(secrets, parts.join(''))).toEqual([])
})

it('the log holds neither', () => {
  expect(logged.length).toBeGreaterThan(0)
  expect(found([...secrets, ...buyer], logged.join('\n'))).toEqual([])
})
