import { describe, expect, it } from 'vitest'
import { requestOf, testBol, tokenRequest } from './test-client.ts'
import type { TestBol } from './test-client.ts'

function callWith({ bol }: TestBol, token: string): { status: number; body: Record<string, unknown> } {
  const headers = { authorization: `Bearer ${token}`, accept: 'application/vnd.retailer.v10+json' }
  const response = bol.handle(requestOf('/retailer/orders', { headers }))
  return { status: response.status, body: JSON.parse(String(response.body)) as Record<string, unknown> }
}

describe('the login host', () => {
  it('gives a bearer token that opens the API until its seconds have passed', () => {
    const test = testBol({ settings: { tokenSeconds: 299 } })
    const answer = JSON.parse(String(test.bol.handleLogin(tokenRequest(test.bol)).body)) as Record<string, unknown>
    expect(answer).toMatchObject({ token_type: 'Bearer', expires_in: 299, scope: 'RETAILER' })
    const token = String(answer['access_token'])
    test.world.clock.advance(299_000)
    expect(callWith(test, token).status).toBe(200)
    test.world.clock.advance(2_000)
    const expired = callWith(test, token)
    expect(expired.status).toBe(401)
    expect(expired.body['title']).toBe('Expired JWT')
    expect(expired.body['detail']).toMatch(
      /^JWT expired at 2026-11-23T09:04:59Z\. Current time: 2026-11-23T09:05:01Z, a difference of 2000 milliseconds\./,
    )
    expect(test.world.violations).toEqual([])
  })

  it('answers invalid_client to a wrong secret, without calling it a broken request', () => {
    const { bol, world } = testBol()
    const response = bol.handleLogin(tokenRequest(bol, 0, 'wrong'))
    expect(response.status).toBe(401)
    expect(JSON.parse(String(response.body))).toEqual({ error: 'invalid_client' })
    expect(Object.keys(response.headers).filter((name) => name.startsWith('x-ratelimit'))).toEqual([])
    expect(world.violations).toEqual([])
  })

  it('answers 404 to everybody after too many token calls, until the block is over', () => {
    const { bol, world } = testBol({ shops: 2, settings: { tokenCallsMax: 5, tokenBlockMinutes: 15 } })
    const statuses = Array.from({ length: 7 }, () => bol.handleLogin(tokenRequest(bol)).status)
    expect(statuses).toEqual([200, 200, 200, 200, 200, 404, 404])
    expect(bol.handleLogin(tokenRequest(bol, 1)).status).toBe(404)
    world.clock.advance(14 * 60_000)
    expect(bol.handleLogin(tokenRequest(bol)).status).toBe(404)
    world.clock.advance(60_000)
    expect(bol.handleLogin(tokenRequest(bol)).status).toBe(200)
  })

  it('keeps withdrawn keys and inactive accounts out, each in its own way', () => {
    const test = testBol({ shops: 2 })
    const [first, second] = [test.login(0), test.login(1)]
    const ids = test.bol.shops.map((shop) => shop.clientId)
    test.bol.change({ withdrawn: [ids[0]], inactive: [ids[1]] })
    expect(callWith(test, first).status).toBe(401)
    expect(test.bol.handleLogin(tokenRequest(test.bol, 0)).status).toBe(401)
    expect(callWith(test, second)).toMatchObject({ status: 403, body: { title: 'Forbidden', host: 'Instance-112' } })
  })

  it('shows each client its own shop only', () => {
    const { bol, get, read } = testBol({ shops: 2 })
    const orderId = bol.placeOrder({}, 0)
    const shipmentId = bol.ship(orderId)[0] ?? ''
    expect(get(`/retailer/orders/${orderId}`, 0).status).toBe(200)
    expect(get(`/retailer/orders/${orderId}`, 1).status).toBe(404)
    expect(get(`/retailer/shipments/${shipmentId}`, 1).status).toBe(404)
    expect(read('/retailer/shipments', 1)).toEqual({})
    const shops = [0, 1].map((shop) => read<{ retailerId: string }>('/retailer/retailers/current', shop).retailerId)
    expect(shops).toEqual(bol.shops.map((shop) => shop.retailerId))
    expect(read(`/retailer/retailers/${shops[1]}`, 0)).toMatchObject({ retailerId: shops[1] })
    expect(get('/retailer/retailers/1', 0).status).toBe(404)
  })
})
