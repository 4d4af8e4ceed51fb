import { describe, expect, it } from 'vitest'
import { DEFAULT_LIMITS } from './limits-data.ts'
import { testBol } from './test-client.ts'
import type { TestBol } from './test-client.ts'

function withLimits(settings: Record<string, unknown> = {}): TestBol {
  const test = testBol({ shops: 2 })
  test.bol.change({ limits: DEFAULT_LIMITS, ...settings })
  return test
}

function statuses(test: TestBol, target: string, count: number, shop = 0): number[] {
  return Array.from({ length: count }, () => test.get(target, shop).status)
}

describe('rate limits', () => {
  it('allow 25 list pages a minute per client, tell what is left, and open again with the next minute', () => {
    const test = withLimits()
    test.world.clock.advance(6_000)
    const first = test.get('/retailer/orders')
    expect(first.headers).toMatchObject({
      'x-ratelimit-limit': '25',
      'x-ratelimit-remaining': '24',
      'x-ratelimit-reset': '54',
    })
    expect(new Set(statuses(test, '/retailer/orders', 24))).toEqual(new Set([200]))
    const refused = test.get('/retailer/orders')
    expect(refused.status).toBe(429)
    expect(refused.headers).toMatchObject({ 'retry-after': '54', 'x-ratelimit-remaining': '0' })
    expect(JSON.parse(String(refused.body))).toEqual({
      title: 'Too Many Requests',
      status: 429,
      detail: 'Too many requests, retry in 54 seconds.',
    })
    expect(test.get('/retailer/orders', 1).status).toBe(200)
    expect(test.get('/retailer/shipments').status).toBe(200)
    test.world.clock.advance(54_000)
    expect(test.get('/retailer/orders').status).toBe(200)
  })

  it('can be told without a header, or as a date', () => {
    const silent = withLimits({ retryAfter: 'none' })
    statuses(silent, '/retailer/returns', 20)
    expect(silent.get('/retailer/returns').headers).not.toHaveProperty('retry-after')
    const dated = withLimits({ retryAfter: 'date' })
    statuses(dated, '/retailer/returns', 20)
    expect(dated.get('/retailer/returns').headers['retry-after']).toBe('Mon, 23 Nov 2026 09:01:00 GMT')
  })

  it('as a bucket never let more through than the bucket holds plus what flowed in', () => {
    const test = withLimits({ limitMode: 'bucket' })
    const through = statuses(test, '/retailer/orders', 30).filter((status) => status === 200).length
    expect(through).toBe(25)
    test.world.clock.advance(2_399)
    expect(test.get('/retailer/orders').status).toBe(429)
    test.world.clock.advance(1)
    expect(statuses(test, '/retailer/orders', 2)).toEqual([200, 429])
  })

  it('can be lifted, for one route or for all', () => {
    const test = withLimits()
    test.bol.change({ limits: { 'GET /retailer/orders': null } })
    expect(new Set(statuses(test, '/retailer/orders', 40))).toEqual(new Set([200]))
    expect(statuses(test, '/retailer/returns', 21).at(-1)).toBe(429)
    test.bol.change({ limits: 'none' })
    expect(test.get('/retailer/returns').status).toBe(200)
    expect(() => test.bol.change({ limits: { 'GET /retailer/orders': 5 } })).toThrow('limit of GET /retailer/orders')
  })
})
