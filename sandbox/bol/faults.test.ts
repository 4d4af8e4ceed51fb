import { describe, expect, it } from 'vitest'
import type { Fault } from '../world.ts'
import { testBol, tokenRequest } from './test-client.ts'
import type { TestBol } from './test-client.ts'

function withFault(fault: Partial<Fault> & { kind: string }): TestBol {
  const test = testBol()
  test.bol.placeOrder()
  test.world.faults.add({ api: 'bol', route: 'GET /retailer/orders', ...fault })
  return test
}

describe('faults', () => {
  it('lose the answer or stay silent after the work is done', () => {
    expect(withFault({ kind: 'drop' }).get('/retailer/orders').delivery).toBe('drop')
    expect(withFault({ kind: 'hang' }).get('/retailer/orders').delivery).toBe('hang')
    expect(withFault({ kind: 'slow', settings: { delayMs: 70 } }).get('/retailer/orders').delayMs).toBe(70)
  })

  it.each([
    ['500html', 500],
    ['503', 503],
    ['429', 429],
    ['403', 403],
    ['404', 404],
    ['401', 401],
  ])('%s answers %i once and then the truth', (kind, status) => {
    const test = withFault({ kind })
    expect(test.get('/retailer/orders').status).toBe(status)
    expect(test.get('/retailer/orders').status).toBe(200)
    expect(test.world.calls.filter((call) => call.route === 'GET /retailer/orders')).toHaveLength(2)
  })

  it('give a body that nobody can read, with status 200', () => {
    for (const kind of ['garbage', 'truncated', 'empty']) {
      const response = withFault({ kind }).get('/retailer/orders')
      expect(response.status).toBe(200)
      expect(() => JSON.parse(String(response.body)) as unknown).toThrow()
    }
  })

  it('tell the wait in seconds, as a date, as nonsense or not at all', () => {
    const header = (settings: Record<string, unknown>): string | undefined =>
      withFault({ kind: '503', settings }).get('/retailer/orders').headers['retry-after']
    expect(header({ retryAfter: '7' })).toBe('7')
    expect(header({ retryAfter: '-1' })).toBe('-1')
    expect(header({ retryAfterDateMs: 30_000 })).toBe('Mon, 23 Nov 2026 09:00:30 GMT')
    expect(header({})).toBeUndefined()
  })

  it('end the life of a token for good: the same token stays outside, a new one works', () => {
    const test = withFault({ kind: 'expired' })
    const token = test.login()
    const headers = { authorization: `Bearer ${token}`, accept: 'application/vnd.retailer.v10+json' }
    const call = (): number => test.send({ target: '/retailer/orders', headers }).status
    expect([call(), call()]).toEqual([401, 401])
    expect(test.get('/retailer/orders').status).toBe(200)
  })

  it('reach the login host, and wait for their moment', () => {
    const { bol, world } = testBol()
    world.faults.add({ api: 'bol', route: 'POST /token', kind: '500html', skip: 1, times: 2 })
    const statuses = Array.from({ length: 4 }, () => bol.handleLogin(tokenRequest(bol)).status)
    expect(statuses).toEqual([200, 500, 500, 200])
  })
})
