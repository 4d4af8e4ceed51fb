import { describe, expect, it } from 'vitest'
import type { HttpOutcome } from '../../ports/http.ts'
import type { Refusal } from '../../ports/answer.ts'
import { BOL_LIMITS } from './limits.ts'
import { login } from './token.ts'
import { json, openShop, START, TOKEN_BODY } from './testkit.ts'

// Goal: a login that fails is told for what it is, keys that are refused are not tried again by us, and our address is
// not blocked. Method: the whole client, with a login endpoint that answers as said.

function unused(): HttpOutcome {
  throw new Error('no call of the API was expected')
}

async function refusalOf(login: HttpOutcome): Promise<Refusal> {
  const answer = await openShop(unused, () => login).shop.identify()
  if (answer.kind === 'ok' || answer.kind === 'notFound') throw new Error('a refusal was expected')
  return answer
}

describe('login', () => {
  it('asks as bol.com wants it, and never with the secret in the address', async () => {
    const { shop, requests, tokens } = openShop(() => json(200, { retailerId: '1' }))
    await shop.identify()
    expect(requests[0]).toMatchObject({
      method: 'POST',
      url: 'https://login.example/token',
      headers: {
        authorization: `Basic ${Buffer.from('client:geheim').toString('base64')}`,
        accept: 'application/json',
        'content-type': 'application/x-www-form-urlencoded',
      },
      body: 'grant_type=client_credentials',
    })
    expect(tokens.names).toEqual(['bol:login'])
  })

  it('uses a token as long as it says, counted from before the request', async () => {
    const { shop, requests, clock } = openShop(() => json(200, { retailerId: '1' }))
    await shop.identify()
    clock.at = START + (599 - 61) * 1_000
    await shop.identify()
    expect(requests.filter((request) => request.url.endsWith('/token'))).toHaveLength(1)
    clock.at = START + (599 - 60) * 1_000
    await shop.identify()
    expect(requests.filter((request) => request.url.endsWith('/token'))).toHaveLength(2)
  })

  it.each([
    ['lower case', { ...TOKEN_BODY, token_type: 'bearer', scope: 'RETAILER' }],
    ['a scope of the future', { ...TOKEN_BODY, scope: 'orders.read shipments.read' }],
    ['seconds as text', { ...TOKEN_BODY, expires_in: '299' }],
  ])('takes a token with %s', async (_, body) => {
    const { shop } = openShop(
      () => json(200, { retailerId: '1' }),
      () => json(200, body),
    )
    expect((await shop.identify()).kind).toBe('ok')
  })

  it.each([
    ['an empty body', ''],
    ['HTML', '<html></html>'],
    ['no token', { ...TOKEN_BODY, access_token: undefined }],
    ['an empty token', { ...TOKEN_BODY, access_token: '' }],
    ['a token that cannot stand in a header', { ...TOKEN_BODY, access_token: 'a\r\nb: c' }],
    ['another type', { ...TOKEN_BODY, token_type: 'Dummy' }],
    ['no life', { ...TOKEN_BODY, expires_in: undefined }],
    ['an empty life', { ...TOKEN_BODY, expires_in: '' }],
    ['a life of 0', { ...TOKEN_BODY, expires_in: 0 }],
  ])('does not take %s', async (_, body) => {
    expect(await refusalOf(json(200, body))).toMatchObject({ kind: 'later', cause: 'unreadable' })
  })

  it.each([
    [
      'refused keys',
      json(401, { error: 'invalid_client' }),
      { kind: 'loginRefused', detail: 'bol.com login: status 401, invalid_client' },
    ],
    ['refused keys, said with 400', json(400, { error: 'invalid_client' }), { kind: 'loginRefused' }],
    ['a wrong request', json(400, { error: 'unsupported_grant_type' }), { kind: 'badRequest' }],
    ['an account without rights', json(403, ''), { kind: 'forbidden', at: 'login' }],
    ['too many', json(429, '', { 'retry-after': '7' }), { kind: 'later', cause: 'rateLimit', until: START + 7_000 }],
    ['an outage', json(500, 'oops'), { kind: 'later', cause: 'unavailable', until: null }],
    [
      'an outage with a time',
      json(503, '', { 'retry-after': '60' }),
      { kind: 'later', cause: 'unavailable', until: START + 60_000 },
    ],
    ['a redirect', json(302, ''), { kind: 'unsupported', status: 302 }],
    ['a login that is gone', json(410, ''), { kind: 'unsupported', status: 410 }],
    [
      'no connection',
      { kind: 'notSent', reason: 'connection refused' } as const,
      { kind: 'later', cause: 'unavailable' },
    ],
  ])('tells %s', async (_, outcome, expected) => {
    expect(await refusalOf(outcome)).toMatchObject(expected)
  })

  it('is not asked for more than once a second, over all accounts', async () => {
    const { shop, requests, limits, clock } = openShop(unused, () => json(500, ''))
    await shop.identify()
    expect(await shop.identify()).toMatchObject({ kind: 'later', cause: 'rateLimit', until: START + 1_050 })
    clock.at += 1_050
    await shop.identify()
    expect(requests).toHaveLength(2)
    expect(limits.taken).toContainEqual(expect.objectContaining({ key: 'bol:login', limit: 1 }))
  })

  it('that meets 404, as bol.com blocks an address, rests a minute; the same account again rests half an hour, and nobody else', async () => {
    const { shop, requests, clock, limits } = openShop(unused, () => json(404, ''))
    const minute = 60_000
    expect(await shop.identify()).toMatchObject({ kind: 'later', cause: 'loginBlocked', until: START + minute })
    clock.at = START + minute - 1
    expect(await shop.identify()).toMatchObject({ kind: 'later', until: START + minute })
    expect(requests).toHaveLength(1)
    clock.at = START + minute
    expect(await shop.identify()).toMatchObject({ cause: 'loginBlocked', until: START + 31 * minute })
    expect(requests).toHaveLength(2)
    clock.at = START + 10 * minute
    expect(await shop.identify()).toMatchObject({ cause: 'loginBlocked', until: START + 31 * minute })
    expect(requests).toHaveLength(2)
    const forOthers = await limits.take({ key: 'bol:login', limit: 1, windowMs: 1_050 }, clock.at + 2_000)
    expect(forOthers).toMatchObject({ kind: 'granted' })
  })

  it('that meets 404 for one account after the other is a block: everybody rests one, five, then thirty minutes', async () => {
    const { clock, limits } = openShop(unused)
    const http = { send: () => Promise.resolve(json(404, '')) }
    const untils: number[] = []
    for (const loginKey of ['a', 'b', 'c', 'd']) {
      const credentials = { clientId: loginKey, clientSecret: 'geheim' }
      const options = {
        http,
        clock,
        limits,
        routeLimits: BOL_LIMITS,
        credentials,
        loginKey,
        loginUrl: 'https://login.example',
      }
      const answer = await login({ ...options, onOutcome: () => undefined })
      if (answer.kind !== 'failed' || answer.refusal.kind !== 'later') throw new Error('expected to wait')
      untils.push((answer.refusal.until ?? 0) - clock.at)
      clock.at = answer.refusal.until ?? 0
    }
    expect(untils.map((ms) => ms / 60_000)).toEqual([1, 5, 30, 30])
  })

  it('rests as long after three logins without an answer, but not after one, nor when our own line is cut', async () => {
    const silent = openShop(unused, () => ({ kind: 'unknown', reason: 'no complete answer' }))
    const causes: string[] = []
    for (let attempt = 0; attempt < 3; attempt++) {
      const answer = await silent.shop.identify()
      causes.push(answer.kind === 'later' ? answer.cause : answer.kind)
      silent.clock.at += 60_000
    }
    expect(causes).toEqual(['unavailable', 'unavailable', 'loginBlocked'])
    await silent.shop.identify()
    expect(silent.shop.callsMade()).toBe(3)

    const offline = openShop(unused, () => ({ kind: 'notSent', reason: 'name not found' }))
    for (let attempt = 0; attempt < 5; attempt++) {
      expect(await offline.shop.identify()).toMatchObject({ cause: 'unavailable' })
      offline.clock.at += 60_000
    }
    expect(offline.shop.callsMade()).toBe(0)
  })
})
