/** The API for scripts: what it answers is what it documents, and a token opens what its scope says and nothing more. */
import { Hono } from 'hono'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { z } from 'zod'
import { mountWebApp } from '../src/api/web-app.ts'
import { openApiOf } from '../src/api/open-api.ts'
import { routeTable } from '../src/api/route-table.ts'
import type { Route } from '../src/api/route.ts'
import { makeToken } from '../src/app/people/api-tokens.ts'
import { openInside, type Inside } from './support/inside.ts'

let shop: Inside
let app: Hono
let order: string
const tokens = { read: '', write: '', other: '' }

beforeAll(async () => {
  shop = await openInside({ file: { booking: { startDate: '2026-11-22' } } })
  app = new Hono()
  mountWebApp(app, shop.ports, { folder: '/nowhere', signIn: { secure: false, testClock: true } })
  const now = await shop.ports.clock.now()
  const other = await shop.ports.store.directory.findOrAddTenant('Andere firma', shop.ports.random.id(), now)
  const made = async (tenantId: string, scope: 'read' | 'write'): Promise<string> =>
    (await makeToken(shop.ports, tenantId, { name: `script ${scope}`, scope, by: 'owner@firma.example' })).token
  tokens.read = await made(shop.tenantId, 'read')
  tokens.write = await made(shop.tenantId, 'write')
  tokens.other = await made(other, 'write')
  order = await shop.place({ country: 'BE' })
  await shop.act(order, 'ship')
  await shop.place({ country: 'BE' })
  await shop.sync()
})
afterAll(() => shop.close())

function ask(method: string, path: string, token: string, body: unknown = {}): Promise<Response> {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
  return Promise.resolve(
    app.request(`/api${path}`, method === 'GET' ? { headers } : { method, headers, body: JSON.stringify(body) }),
  )
}

function placeOf(route: Route): string {
  return route.path.replace(':connection', shop.connectionId).replace(':order', order)
}

const promised = routeTable.filter((route) => route.answers !== undefined)

describe.each(promised.filter(({ method }) => method === 'GET').map((route) => [route.path, route] as const))(
  'GET %s',
  (_, route) => {
    it('answers what it documents', async () => {
      const answer = await ask('GET', placeOf(route), tokens.read)
      expect(answer.status).toBe(200)
      const parsed = (route.answers as z.ZodType).safeParse(await answer.json())
      expect(parsed.error?.issues ?? []).toEqual([])
    })
  },
)

it('a script that may write does what the documents say, one that reads does not', async () => {
  const wanted: [path: string, body: object][] = [
    ['/retry', { all: true }],
    ['/skip', { order: await shop.place({ country: 'BE' }), reason: 'proef' }],
    [`/connections/${shop.connectionId}/undo`, { selection: { order } }],
  ]
  await shop.sync()
  for (const [path, body] of wanted) {
    const route = routeTable.find((row) => row.method === 'POST' && placeOf(row) === path) as Route
    expect((await ask('POST', path, tokens.read, body)).status).toBe(403)
    const answer = await ask('POST', path, tokens.write, body)
    expect(answer.status).toBe(200)
    expect((route.answers as z.ZodType).safeParse(await answer.json()).error?.issues ?? []).toEqual([])
  }
})

it('no token does what an owner or the operator decides, and none sees another company', async () => {
  for (const route of routeTable.filter(({ needs }) => ['owner', 'operator', 'account'].includes(needs)))
    expect([401, 403, 404]).toContain((await ask(route.method, placeOf(route), tokens.write)).status)
  for (const route of promised) {
    const path = placeOf(route)
    const status = (await ask(route.method, `${path}?company=${shop.tenantId}`, tokens.other)).status
    expect([403, 404]).toContain(status)
    if (path.includes(shop.connectionId)) expect((await ask(route.method, path, tokens.other)).status).toBe(404)
  }
  expect((await ask('GET', `/orders/${order}`, tokens.other)).status).toBe(404)
})

it('a token that was taken back, or is not one, opens nothing, also beside a session', async () => {
  const { apiTokens } = shop.ports.store.directory
  const { token, made } = await makeToken(shop.ports, shop.tenantId, { name: 'weg', scope: 'read', by: 'test' })
  expect((await ask('GET', '/overview', token)).status).toBe(200)
  const other = (await shop.ports.store.directory.tenants()).find(({ name }) => name === 'Andere firma')
  expect(await apiTokens.remove(other?.tenantId ?? '', made.tokenId)).toBe(false)
  expect(await apiTokens.remove(shop.tenantId, made.tokenId)).toBe(true)
  expect((await ask('GET', '/overview', token)).status).toBe(401)
  for (const wrong of ['tentakel_', `tentakel_${'0'.repeat(64)}`, 'x'])
    expect((await ask('GET', '/overview', wrong)).status).toBe(401)
})

it('the 121st call of a minute is told when to come back, and other tokens go on', async () => {
  const { token } = await makeToken(shop.ports, shop.tenantId, { name: 'veel', scope: 'read', by: 'test' })
  for (let call = 0; call < 120; call += 1) expect((await ask('GET', '/overview', token)).status).toBe(200)
  const late = await ask('GET', '/overview', token)
  expect(late.status).toBe(429)
  expect(Number(late.headers.get('retry-after'))).toBeGreaterThan(0)
  expect(Number(late.headers.get('retry-after'))).toBeLessThanOrEqual(60)
  expect((await ask('GET', '/overview', tokens.read)).status).toBe(200)
})

it('every call stands in the document with its places, and what it takes', async () => {
  const answer = await app.request('/api/openapi.json')
  expect(answer.status).toBe(200)
  const document = (await answer.json()) as ReturnType<typeof openApiOf> & {
    paths: Record<string, Record<string, { parameters: { name: string; in: string }[]; requestBody?: unknown }>>
  }
  for (const route of routeTable) {
    const places = [...route.path.matchAll(/:(\w+)/gu)].map((found) => found[1])
    const path = `/api${route.path.replaceAll(/:(\w+)/gu, '{$1}')}`
    const operation = document.paths[path]?.[route.method.toLowerCase()]
    expect(operation?.parameters.filter((one) => one.in === 'path').map((one) => one.name)).toEqual(places)
    expect(operation?.requestBody === undefined).toBe(route.body === undefined)
  }
})
