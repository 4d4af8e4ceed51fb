import { describe, expect, it } from 'vitest'
import type { HttpOutcome, HttpRequest } from '../../ports/http.ts'
import type { BolApi } from './api.ts'
import { json, openShop, START, TOKEN_BODY } from './testkit.ts'

function order(orderId: string): unknown {
  return {
    orderId,
    orderItems: [{ orderItemId: '1', quantity: 1, unitPrice: 10, fulfilment: { method: 'FBR' } }],
  }
}

function apiUrls(requests: HttpRequest[]): string[] {
  return requests.filter((request) => request.method === 'GET').map((request) => request.url)
}

describe('requests', () => {
  // Goal: bol.com is asked for all that changed, not for its narrow default. Method: the addresses as they leave.
  it('ask for any status and any stock, by minutes or by day', async () => {
    const { shop, requests } = openShop(() => json(200, {}))
    await shop.listOrders({ changedWithinMinutes: 60 }, 1)
    await shop.listOrders({ changedOn: '2026-11-20' }, 3)
    expect(apiUrls(requests)).toEqual([
      'https://api.example/base/retailer/orders?page=1&fulfilment-method=ALL&status=ALL&change-interval-minute=60',
      'https://api.example/base/retailer/orders?page=3&fulfilment-method=ALL&status=ALL&latest-change-date=2026-11-20',
    ])
    expect(requests[1]).toMatchObject({
      headers: { accept: 'application/vnd.retailer.v10+json', authorization: 'Bearer token-1' },
      timeoutMs: 30_000,
    })
  })

  it('ask for shipments by stock, or by order alone: both together are refused by bol.com', async () => {
    const { shop, requests } = openShop(() => json(200, {}))
    await shop.listShipments('seller', 1)
    await shop.listShipments('marketplace', 2)
    await shop.listShipmentsOfOrder('C000 1/2', 1)
    expect(apiUrls(requests)).toEqual([
      'https://api.example/base/retailer/shipments?page=1&fulfilment-method=FBR',
      'https://api.example/base/retailer/shipments?page=2&fulfilment-method=FBB',
      'https://api.example/base/retailer/shipments?page=1&order-id=C000+1%2F2',
    ])
  })

  it('stay on their route whatever an id looks like', async () => {
    const { shop, requests } = openShop(() => json(404, ''))
    expect(await shop.getOrder('../token?x=1')).toEqual({ kind: 'notFound' })
    expect(apiUrls(requests)).toEqual(['https://api.example/base/retailer/orders/..%2Ftoken%3Fx%3D1'])
    expect((await shop.getOrder('..')).kind).toBe('badRequest')
    expect((await shop.getShipment('')).kind).toBe('badRequest')
    expect(apiUrls(requests)).toHaveLength(1)
  })

  it('are not made for a window that bol.com does not have: a shorter one would lose orders', async () => {
    const { shop, requests } = openShop(() => json(200, {}))
    for (const window of [{ changedWithinMinutes: 61 }, { changedWithinMinutes: 0 }, { changedOn: '20-11-2026' }]) {
      expect((await shop.listOrders(window, 1)).kind).toBe('badRequest')
    }
    expect((await shop.listOrders({ changedWithinMinutes: 5 }, 0)).kind).toBe('badRequest')
    expect((await shop.listShipments('seller', 1.5)).kind).toBe('badRequest')
    expect(requests).toHaveLength(0)
  })

  it('are counted when they left, logins too', async () => {
    const answers: HttpOutcome[] = [
      json(200, order('A')),
      { kind: 'unknown', reason: 'x' },
      { kind: 'notSent', reason: 'y' },
      json(500, ''),
    ]
    const { shop } = openShop(() => answers.shift() ?? json(404, ''))
    for (let call = 0; call < 4; call++) await shop.getOrder('A')
    expect(shop.callsMade()).toBe(4)
  })
})

describe('a token that is refused', () => {
  // Goal: one fresh token, one repeat, never a loop, because logins in a row get the address blocked.
  it('is replaced once, and the call goes on', async () => {
    let logins = 0
    const { shop, requests, clock } = openShop(
      (request) => {
        clock.at += 2_000
        const fresh = request.headers.authorization === 'Bearer token-2'
        return fresh ? json(200, order('A')) : json(401, { title: 'Expired JWT' })
      },
      () => json(200, { ...TOKEN_BODY, access_token: `token-${++logins}` }),
    )
    expect((await shop.getOrder('A')).kind).toBe('ok')
    expect(requests.map((request) => request.method)).toEqual(['POST', 'GET', 'POST', 'GET'])
    expect(shop.callsMade()).toBe(4)
  })

  it('twice means: come back later, and no login for each further call', async () => {
    const { shop, requests, clock } = openShop(() => {
      clock.at += 2_000
      return json(401, { title: 'Expired JWT' })
    })
    const answer = await shop.getOrder('A')
    expect(answer).toMatchObject({ kind: 'later', cause: 'unavailable', until: clock.at + 300_000 })
    expect(requests.map((request) => request.method)).toEqual(['POST', 'GET', 'POST', 'GET'])
    for (let call = 0; call < 5; call++) expect(await shop.getOrder('A')).toMatchObject({ kind: 'later' })
    expect(requests).toHaveLength(4)
  })
})

describe('limits', () => {
  it('of a route are kept, and the caller is told when to come back', async () => {
    const { shop, requests } = openShop(() => json(200, {}))
    for (let call = 0; call < 20; call++) expect((await shop.listShipments('seller', 1)).kind).toBe('ok')
    expect(await shop.listShipments('seller', 1)).toMatchObject({
      kind: 'later',
      cause: 'rateLimit',
      until: START + 61_000,
    })
    expect(apiUrls(requests)).toHaveLength(20)
    expect((await shop.listOrders({ changedWithinMinutes: 5 }, 1)).kind).toBe('ok')
  })

  it('that bol.com tells are kept by all: 429 stops the route, not the account', async () => {
    const { shop, requests, limits, clock } = openShop((request) =>
      request.url.includes('/orders/')
        ? json(429, { detail: 'Too many requests, retry in 4 seconds.' })
        : json(200, {}),
    )
    expect(await shop.getOrder('A')).toMatchObject({ kind: 'later', cause: 'rateLimit', until: START + 4_000 })
    expect(limits.blocked).toEqual([{ key: 'bol:acc:GET /retailer/orders/{id}', until: START + 4_000 }])
    expect(await shop.getOrder('A')).toMatchObject({ kind: 'later', cause: 'rateLimit', until: START + 4_000 })
    expect((await shop.listOrders({ changedWithinMinutes: 5 }, 1)).kind).toBe('ok')
    expect(apiUrls(requests)).toHaveLength(2)
    clock.at += 4_000
    await shop.getOrder('A')
    expect(apiUrls(requests)).toHaveLength(3)
  })

  it('used up by this very call: the answer counts, the next call waits', async () => {
    const { shop } = openShop(() => json(200, {}, { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '54' }))
    expect((await shop.listOrders({ changedWithinMinutes: 5 }, 1)).kind).toBe('ok')
    expect(await shop.listOrders({ changedWithinMinutes: 5 }, 2)).toMatchObject({
      kind: 'later',
      until: START + 54_000,
    })
  })
})

describe('answers', () => {
  it('that are no JSON, or of another order, are unreadable and never an order', async () => {
    const page = openShop(() => json(200, '<html>maintenance</html>'))
    expect(await page.shop.getOrder('A')).toMatchObject({ kind: 'later', cause: 'unreadable' })
    const other = openShop(() => json(200, order('B')))
    expect(await other.shop.getOrder('A')).toMatchObject({ kind: 'later', cause: 'unreadable' })
  })

  it('keep the text as it came', async () => {
    const text = JSON.stringify(order('A')).replace('10', '10.00')
    const { shop } = openShop(() => json(200, text))
    expect(await shop.getOrder('A')).toMatchObject({ kind: 'ok', value: { raw: text } })
  })

  it('name the account behind the keys', async () => {
    const { shop, requests } = openShop(() =>
      json(200, { retailerId: 1055479, companyName: 'Fietsentuin', vatNumber: null, ratingMethod: 'NEW' }),
    )
    expect(await shop.identify()).toEqual({
      kind: 'ok',
      value: { retailerId: '1055479', displayName: 'Fietsentuin', companyName: 'Fietsentuin', vatNumber: null },
    })
    expect(apiUrls(requests)).toEqual(['https://api.example/base/retailer/retailers/current'])
    const nameless = openShop(() => json(200, { displayName: 'x' }))
    expect(await nameless.shop.identify()).toMatchObject({ kind: 'later', cause: 'unreadable' })
  })
})

describe('shipments of one order', () => {
  const row = (shipmentId: string, orderId = 'A'): unknown => ({
    shipmentId,
    order: { orderId },
    shipmentItems: [{ orderItemId: '1', ean: '9' }],
  })
  const detail = (shipmentId: string, method: string): unknown => ({
    shipmentId,
    shipmentDateTime: '2026-11-20T10:00:00+01:00',
    order: { orderId: 'A' },
    shipmentItems: [
      { orderItemId: '1', fulfilment: { method }, product: { ean: '9' }, quantity: 3, quantityShipped: 2 },
    ],
  })

  it('are fetched one by one, because the list does not say whose stock they came from', async () => {
    const { shop } = openShop((request) =>
      request.url.includes('?')
        ? json(200, { shipments: [row('s1'), row('s2')] })
        : json(200, request.url.endsWith('s1') ? detail('s1', 'FBR') : detail('s2', 'FBB')),
    )
    const answer = await shop.listShipmentsOfOrder('A', 1)
    const rows = answer.kind === 'ok' ? answer.value.rows.map(({ shipment }) => shipment) : []
    expect(rows).toMatchObject([
      { shipmentId: 's1', fulfilment: 'seller', shippedOn: '2026-11-20', items: [{ quantity: 2, ean: '9' }] },
      { shipmentId: 's2', fulfilment: 'marketplace' },
    ])
  })

  it('are told with those that cannot be read', async () => {
    const gone = openShop((request) =>
      request.url.includes('?') ? json(200, { shipments: [row('s1')] }) : json(404, ''),
    )
    expect(await gone.shop.listShipmentsOfOrder('A', 1)).toMatchObject({
      value: { rows: [], bad: [{ kind: 'shipment', key: 's1', orderId: 'A' }] },
    })
    const strange = openShop(() => json(200, { shipments: [row('s1', 'B')] }))
    expect(await strange.shop.listShipmentsOfOrder('A', 1)).toMatchObject({ kind: 'later', cause: 'unreadable' })
    expect(strange.shop.callsMade()).toBe(2)
  })
})

describe('a list that does not turn its pages', () => {
  const row = (nth: number): object => ({
    orders: { orderId: `C000TEST${nth}` },
    shipments: {
      shipmentId: `91${nth}`,
      shipmentDateTime: '2026-11-23T09:30:17+01:00',
      order: { orderId: `C000TEST${nth}` },
      shipmentItems: [{ orderItemId: `1${nth}` }],
    },
    returns: { returnId: `31${nth}`, returnItems: [] },
  })
  const page = (key: 'orders' | 'shipments' | 'returns', from: number): object => ({
    [key]: Array.from({ length: 50 }, (_, nth) => (row(from + nth) as Record<string, unknown>)[key]),
  })
  const lists = {
    orders: (shop: BolApi, nth: number) => shop.listOrders({ changedWithinMinutes: 60 }, nth),
    shipments: (shop: BolApi, nth: number) => shop.listShipments('seller', nth),
    returns: (shop: BolApi, nth: number) => shop.listReturns({ fulfilment: 'seller', handled: true }, nth),
  }

  it.each(['orders', 'shipments', 'returns'] as const)(
    'of %s is refused at the third page: the rows behind it would never be seen',
    async (key) => {
      const { shop } = openShop(() => json(200, page(key, 0)))
      const kinds = []
      for (const nth of [1, 2, 3]) kinds.push((await lists[key](shop, nth)).kind)
      expect(kinds).toEqual(['ok', 'ok', 'later'])
      // Asked anew, it may have been mended.
      expect((await lists[key](shop, 1)).kind).toBe('ok')
    },
  )

  it('is not one whose rows moved on by a page between two calls', async () => {
    const { shop } = openShop(({ url }) => json(200, page('orders', url.includes('page=3') ? 50 : 0)))
    for (const nth of [1, 2, 3, 4]) expect((await lists.orders(shop, nth)).kind).toBe('ok')
  })
})
