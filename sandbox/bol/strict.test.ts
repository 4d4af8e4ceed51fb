import { describe, expect, it } from 'vitest'
import { testBol, tokenRequest } from './test-client.ts'

const ACCEPT = 'application/vnd.retailer.v10+json'

describe('a request that breaks the official document', () => {
  it.each([
    ['/retailer/orders?Page=1', 400],
    ['/retailer/orders?page=1&page=2', 400],
    ['/retailer/orders?page=0', 400],
    ['/retailer/orders?page=-1', 400],
    ['/retailer/orders?page=1.5', 400],
    ['/retailer/orders?page=', 400],
    ['/retailer/orders?page=99999999999', 400],
    ['/retailer/orders?status=open', 400],
    ['/retailer/orders?status=HANDLED', 400],
    ['/retailer/orders?fulfilment-method=LVB', 400],
    ['/retailer/orders?change-interval-minute=61', 400],
    ['/retailer/orders?change-interval-minute=0', 400],
    ['/retailer/orders?latest-change-date=23-11-2026', 400],
    ['/retailer/orders?latest-change-date=2026-02-30', 400],
    ['/retailer/orders?latest-change-date=2026-11-23T00:00:00Z', 400],
    ['/retailer/orders?vvb-only=yes', 400],
    ['/retailer/orders/C1?expand=true', 400],
    ['/retailer/orders/%E0%A4%A', 400],
    ['/retailer/shipments?fulfilment-method=ALL', 400],
    ['/retailer/shipments?status=OPEN', 400],
    ['/retailer/shipments?order-id=C1&fulfilment-method=FBR', 400],
    ['/retailer/returns?handled=1', 400],
    ['/retailer/retailers/current?page=1', 400],
    ['/retailer/orders/', 404],
    ['/retailer/order', 404],
    ['/shared/process-status/1', 404],
  ])('%s gets %i and is recorded', (target, status) => {
    const { get, world } = testBol()
    expect(get(target).status).toBe(status)
    expect(world.violations).toHaveLength(1)
    expect(world.violations[0]?.rule).not.toBe('')
  })

  it('names the parameter and the allowed values in its problem', () => {
    const { get } = testBol()
    const problem = JSON.parse(String(get('/retailer/orders?status=open').body)) as Record<string, unknown>
    expect(problem).toMatchObject({
      type: 'https://api.bol.com/problems',
      status: 400,
      detail: 'Bad request',
      violations: [
        { name: 'status', reason: "Request contains invalid value(s): 'open', allowed values: OPEN, SHIPPED, ALL." },
      ],
    })
  })

  it('is refused for its headers, its method or its body', () => {
    const { login, send, world } = testBol()
    const authorization = `Bearer ${login()}`
    const target = '/retailer/orders'
    const refused = [
      send({ target, headers: { accept: ACCEPT } }),
      send({ target, headers: { authorization: 'Basic abc', accept: ACCEPT } }),
      send({ target, headers: { authorization } }),
      send({ target, headers: { authorization, accept: 'application/json' } }),
      send({ target, headers: { authorization, accept: '*/*' } }),
      send({ target, headers: { authorization, accept: 'application/vnd.retailer.v9+json' } }),
      send({ target, headers: { authorization, accept: ACCEPT }, body: Buffer.from('{}') }),
      send({ target, headers: { authorization, accept: ACCEPT }, method: 'POST' }),
    ]
    expect(refused.map((response) => response.status)).toEqual([401, 401, 406, 406, 406, 406, 400, 405])
    expect(world.violations).toHaveLength(refused.length)
  })

  it('is not what an ordinary request with ordinary headers does', () => {
    const { login, send, world } = testBol()
    const response = send({
      target: '/retailer/orders?page=1&fulfilment-method=ALL&status=ALL&change-interval-minute=60',
      headers: {
        authorization: `bearer ${login()}`,
        accept: `${ACCEPT};charset=UTF-8, application/json;q=0.1`,
        'user-agent': 'shop/1.0',
        'accept-language': '*',
      },
    })
    expect(response.status).toBe(200)
    expect(world.violations).toEqual([])
  })
})

describe('a token call', () => {
  it('is refused and recorded with credentials in the query string, in the form, or in no form at all', () => {
    const { bol, world } = testBol()
    const good = tokenRequest(bol)
    const json = { ...good.headers, 'content-type': 'application/json' }
    const anonymous = { 'content-type': 'application/x-www-form-urlencoded' }
    const refused = [
      { ...good, query: new URLSearchParams('grant_type=client_credentials') },
      { ...good, query: new URLSearchParams('client_id=a&client_secret=b') },
      { ...good, body: Buffer.from('grant_type=client_credentials&client_secret=b') },
      { ...good, body: Buffer.from('') },
      { ...good, body: Buffer.from('grant_type=password') },
      { ...good, headers: json },
      { ...good, headers: anonymous },
      { ...good, method: 'GET' },
    ].map((request) => bol.handleLogin(request).status)
    expect(refused).toEqual([400, 400, 400, 400, 400, 415, 401, 405])
    expect(world.violations).toHaveLength(refused.length)
  })
})
