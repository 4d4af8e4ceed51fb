import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createBolWorld } from './bol/world.ts'
import { startServer } from './server.ts'
import type { RunningServer } from './server.ts'
import type { OctopusSide, Sides } from './sides.ts'
import { createViesWorld } from './vies/register.ts'
import { createWorld } from './world.ts'

const ACCEPT = 'application/vnd.retailer.v10+json'

/** Stands for the other world: tells what reached it. */
const octopus: OctopusSide = {
  handle: async (request) => {
    await Promise.resolve()
    const { method, path, headers, body } = request
    const seen = { method, path, query: request.query.toString(), token: headers['token'], bytes: body.length }
    return { status: 200, headers: { 'content-type': 'application/json' }, body: JSON.stringify(seen) }
  },
  admin: (method, path, body) => (path === '/unknown' ? undefined : { method, path, body }),
}

let sides: Sides
let server: RunningServer

beforeEach(async () => {
  const world = createWorld({ seed: 3, start: Date.parse('2026-07-01T12:00:00+02:00'), speed: 0 })
  sides = { world, bol: createBolWorld(world), octopus, vies: createViesWorld(world) }
  server = await startServer(sides)
})

afterEach(async () => {
  await server.close()
})

async function bearer(): Promise<string> {
  const { clientId, clientSecret } = sides.bol.shops[0] ?? { clientId: '', clientSecret: '' }
  const response = await fetch(`${server.url}/bol-login/token`, {
    method: 'POST',
    headers: { authorization: `Basic ${btoa(`${clientId}:${clientSecret}`)}` },
    body: new URLSearchParams({ grant_type: 'client_credentials' }),
  })
  const { access_token: token } = (await response.json()) as { access_token: string }
  return `Bearer ${token}`
}

async function getBol(path: string, signal?: AbortSignal): Promise<Response> {
  const headers = { authorization: await bearer(), accept: ACCEPT }
  return fetch(`${server.url}/bol${path}`, { headers, ...(signal ? { signal } : {}) })
}

async function control(method: string, path: string, body?: unknown): Promise<{ status: number; body: unknown }> {
  const init = body === undefined ? { method } : { method, body: JSON.stringify(body) }
  const response = await fetch(`${server.url}/sandbox${path}`, init)
  return { status: response.status, body: (await response.json()) as unknown }
}

describe('the server', () => {
  it('serves the login, the API of bol.com and Octopus below their own paths', async () => {
    const orderId = sides.bol.placeOrder()
    const response = await getBol(`/retailer/orders/${orderId}`)
    expect(response.status).toBe(200)
    expect(response.headers.get('content-type')).toBe(`${ACCEPT};charset=UTF-8`)
    expect(response.headers.get('date')).toBe('Wed, 01 Jul 2026 10:00:00 GMT')
    expect(await response.json()).toMatchObject({ orderId })
    const other = await fetch(`${server.url}/octopus/dossiers?dossierId=5`, {
      method: 'POST',
      headers: { Token: 'abc' },
      body: 'x'.repeat(1000),
    })
    expect(await other.json()).toEqual({
      method: 'POST',
      path: '/dossiers',
      query: 'dossierId=5',
      token: 'abc',
      bytes: 1000,
    })
    expect((await fetch(`${server.url}/bolx/retailer/orders`)).status).toBe(404)
    expect(sides.world.violations).toEqual([])
  })

  it('loses an answer after the work, and is silent when told to', async () => {
    sides.world.faults.add({ api: 'bol', route: 'GET /retailer/orders', kind: 'drop' })
    await expect(getBol('/retailer/orders')).rejects.toThrow('fetch failed')
    expect(sides.world.calls.at(-1)).toMatchObject({ route: 'GET /retailer/orders', status: 200 })
    sides.world.faults.add({ api: 'bol', route: 'GET /retailer/orders', kind: 'hang' })
    await expect(getBol('/retailer/orders', AbortSignal.timeout(150))).rejects.toThrow(/timeout|aborted/)
    expect((await getBol('/retailer/orders')).status).toBe(200)
  })

  it('takes its time: the latency of the world plus the slowness of one answer', async () => {
    const authorization = await bearer()
    sides.world.latencyMs = 40
    sides.world.faults.add({ api: 'bol', route: 'GET /retailer/orders', kind: 'slow', settings: { delayMs: 60 } })
    const before = performance.now()
    await fetch(`${server.url}/bol/retailer/orders`, { headers: { authorization, accept: ACCEPT } })
    expect(performance.now() - before).toBeGreaterThan(95)
  })

  it('refuses a body of more than 12 MB and goes on', async () => {
    const big = Buffer.alloc(13 * 1024 * 1024)
    const send = fetch(`${server.url}/octopus/files`, { method: 'POST', body: big }).then(
      (response) => response.status,
      () => 413, // The server may close the connection before the client has written everything.
    )
    expect(await send).toBe(413)
    expect((await getBol('/retailer/orders')).status).toBe(200)
  })

  it('refuses a port that is taken', async () => {
    await expect(startServer(sides, server.port)).rejects.toThrow('EADDRINUSE')
  })
})

describe('the administration', () => {
  it('shows a clock that a program can use for its own, and moves it', async () => {
    expect((await control('GET', '/clock')).body).toEqual({ now: '2026-07-01T12:00:00.000+02:00', speed: 0 })
    const moved = await control('POST', '/clock', { now: '2026-12-31T23:59:59+01:00', advanceMs: 1500 })
    expect(moved.body).toEqual({ now: '2027-01-01T00:00:00.500+01:00', speed: 0 })
    expect((await control('POST', '/clock', { now: '2026-12-31T23:59:59' })).status).toBe(400)
    expect((await control('POST', '/clock', { nwo: 1 })).status).toBe(400)
  })

  it('switches faults on and off, and refuses one that does not exist', async () => {
    const fault = { api: 'bol', route: 'GET /retailer/*', kind: '503', times: 2, settings: { retryAfter: '9' } }
    expect((await control('POST', '/faults', [fault])).body).toEqual({ added: 1 })
    const response = await getBol('/retailer/shipments')
    expect([response.status, response.headers.get('retry-after')]).toEqual([503, '9'])
    await control('DELETE', '/faults')
    expect((await getBol('/retailer/shipments')).status).toBe(200)
    expect((await control('POST', '/faults', { ...fault, kind: 'earthquake' })).status).toBe(400)
  })

  it('counts calls by route and status, since a moment, and keeps what was refused', async () => {
    await getBol('/retailer/orders?page=0')
    await control('POST', '/clock', { advanceMs: 1000 })
    await getBol('/retailer/orders')
    expect((await control('GET', '/calls')).body).toEqual({
      firstAt: Date.parse('2026-07-01T12:00:00+02:00'),
      lastAt: Date.parse('2026-07-01T12:00:01+02:00'),
      totals: { bol: 4, octopus: 0 },
      routes: { bol: { 'POST /token': 2, 'GET /retailer/orders': 2 }, octopus: {} },
      statuses: { bol: { '200': 3, '400': 1 }, octopus: {} },
    })
    const since = await control('GET', '/calls?since=2026-07-01T12:00:01%2B02:00')
    expect(since.body).toMatchObject({ totals: { bol: 2 } })
    expect((await control('GET', '/violations')).body).toMatchObject({
      violations: [{ api: 'bol', method: 'GET', path: '/retailer/orders', at: '2026-07-01T12:00:00+02:00' }],
    })
    await control('DELETE', '/calls')
    expect((await control('GET', '/calls')).body).toMatchObject({ totals: { bol: 0 } })
  })

  it('changes settings of both worlds', async () => {
    const changed = await control('POST', '/settings', {
      latencyMs: 1,
      bol: { tokenSeconds: 299, limits: 'none' },
      octopus: { budgets: 'none' },
    })
    expect(changed.body).toMatchObject({ latencyMs: 1, bol: { tokenSeconds: 299, limits: {} } })
    expect(sides.world.latencyMs).toBe(1)
    expect((await control('POST', '/settings', { bol: { tokenSecond: 1 } })).status).toBe(400)
  })

  it('places, ships, cancels, returns and re-prices orders, and tells the truth about them', async () => {
    const placed = await control('POST', '/orders', {
      orderId: 'C000TEST01',
      country: 'BE',
      items: [{ quantity: 4, unitCents: 2999, discounts: [{ title: 'actie', cents: 1000 }] }],
    })
    expect(placed.body).toEqual({ orderIds: ['C000TEST01'] })
    await control('POST', '/orders/C000TEST01/price', { unitCents: 2500 })
    await control('POST', '/orders/C000TEST01/cancel', { items: [{ quantity: 1 }] })
    const shipped = await control('POST', '/orders/C000TEST01/ship', { items: [{ quantity: 2 }] })
    expect(shipped.body).toEqual({ shipmentIds: [expect.stringMatching(/^\d{9}$/)] })
    expect((await control('POST', '/orders/C000TEST01/ship', { items: [{ quantity: 2 }] })).status).toBe(400)
    await control('POST', '/orders/C000TEST01/return', { quantity: 1 })
    expect((await control('GET', '/orders')).body).toMatchObject({
      orders: [
        {
          orderId: 'C000TEST01',
          country: 'BE',
          open: true,
          items: [{ quantity: 4, shipped: 2, cancelled: 1, paidCents: 9000, shippedPaidCents: 4500 }],
          shipments: [{ date: '2026-07-01', items: [{ quantity: 2 }] }],
          returns: [{ handledAt: null }],
        },
      ],
    })
    expect((await control('POST', '/orders/UNKNOWN/ship')).status).toBe(400)
    expect((await control('POST', '/orders/C000TEST01/lose')).status).toBe(404)
  })

  it('makes many orders at once', async () => {
    const made = (await control('POST', '/orders', { populate: { orders: 20, days: 2 } })) as {
      body: { orderIds: string[] }
    }
    expect(made.body.orderIds).toHaveLength(20)
    const list = await getBol('/retailer/orders?status=ALL&fulfilment-method=ALL')
    expect(((await list.json()) as { orders: unknown[] }).orders.length).toBeGreaterThan(10)
  })

  it('hands what concerns Octopus to Octopus', async () => {
    expect((await control('GET', '/octopus/ledger')).body).toEqual({ method: 'GET', path: '/ledger' })
    expect((await control('GET', '/octopus/unknown')).status).toBe(404)
    expect((await control('GET', '/nothing')).status).toBe(404)
  })
})
