import { describe, expect, it } from 'vitest'
import type { HttpOutcome, HttpRequest } from '../../ports/http.ts'
import { createViesRegister } from './register.ts'

const base = 'https://register.example'

function registerThatSays(...outcomes: HttpOutcome[]) {
  const requests: HttpRequest[] = []
  const register = createViesRegister(
    {
      send: (request) => {
        requests.push(request)
        return Promise.resolve(outcomes[requests.length - 1] ?? { kind: 'unknown', reason: 'no more answers' })
      },
    },
    base,
  )
  return { register, requests }
}

const done = (body: unknown, status = 200): HttpOutcome => ({
  kind: 'done',
  status,
  headers: {},
  body: typeof body === 'string' ? body : JSON.stringify(body),
})
const wish = { number: 'NL807149974B01', requester: 'BE0123456749' }
const ask = (...outcomes: HttpOutcome[]) => registerThatSays(...outcomes).register.check(wish)

describe('the register of VAT numbers', () => {
  it('is asked by path, under the own number of the seller', async () => {
    const { register, requests } = registerThatSays(
      done({ isValid: true, userError: 'VALID', requestIdentifier: 'WAPI1' }),
    )
    expect(await register.check(wish)).toEqual({ kind: 'valid', consultation: 'WAPI1' })
    expect(requests[0]).toMatchObject({
      method: 'GET',
      url: `${base}/ms/NL/vat/807149974B01?requesterMemberStateCode=BE&requesterNumber=0123456749`,
    })
  })

  it('is asked by body where the path is not there', async () => {
    const { register, requests } = registerThatSays(done('', 404), done({ valid: false, requestIdentifier: '' }))
    expect(await register.check({ ...wish, requester: null })).toEqual({ kind: 'invalid', consultation: null })
    expect(JSON.parse(requests[1]?.body as string)).toEqual({ countryCode: 'NL', vatNumber: '807149974B01' })
  })

  it('says invalid only in its own two ways', async () => {
    expect(await ask(done({ isValid: false, userError: 'INVALID' }))).toMatchObject({ kind: 'invalid' })
    expect(await ask(done({ valid: false }))).toMatchObject({ kind: 'invalid' })
  })

  it.each([
    ['a member state that is down', done({ isValid: false, userError: 'MS_UNAVAILABLE' })],
    ['too many questions', done({ isValid: false, userError: 'MS_MAX_CONCURRENT_REQ' })],
    ['an error in its other form', done({ actionSucceed: false, errorWrappers: [{ error: 'MS_UNAVAILABLE' }] })],
    ['two words that contradict each other', done({ isValid: true, userError: 'INVALID' })],
    ['an answer without a verdict', done({})],
    ['a list', done([])],
    ['HTML', done('<html>', 200)],
    ['a server error', done({ isValid: false }, 500)],
    ['nothing', { kind: 'notSent', reason: 'refused' }],
    ['silence', { kind: 'unknown', reason: 'timeout' }],
  ] satisfies [string, HttpOutcome][])('never takes %s for an answer about the number', async (_, outcome) => {
    expect(await ask(outcome)).toMatchObject({ kind: 'unavailable', lasting: false })
  })

  it.each([
    ['a redirect', done('', 301)],
    ['a route that is gone', done('', 410)],
    ['a name that does not exist', { kind: 'notSent', reason: 'name not found', lasting: true }],
  ] satisfies [string, HttpOutcome][])('tells the operator of %s', async (_, outcome) => {
    expect(await ask(outcome)).toMatchObject({ kind: 'unavailable', lasting: true })
  })
})
