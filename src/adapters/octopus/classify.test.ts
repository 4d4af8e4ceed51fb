import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { PostOutcome } from '../../ports/accounting.ts'
import { classify, lastNumberIn, type CallKind } from './classify.ts'
import { answerOf, newAnswerMark, postOutcomeOf, relationOutcomeOf, type Sent } from './outcomes.ts'
import { replyOf, safeText } from './reply.ts'

const now = 1_000_000
const statuses = [200, 201, 204, 301, 400, 401, 403, 404, 409, 418, 429, 500, 502, 503, 504]
const codeList = '../shared/apis/octopus/return_codes.json'
const everyCode = Array.from({ length: 90 }, (_, index) => -index)

function sent(status: number, body: unknown = '', headers: Record<string, string> = {}): Sent {
  const text = typeof body === 'string' ? body : JSON.stringify(body)
  return { kind: 'reply', reply: replyOf({ kind: 'done', status, headers, body: text }, now) }
}

function post(status: number, body: unknown = '', headers: Record<string, string> = {}): PostOutcome {
  return postOutcomeOf(sent(status, body, headers))
}

describe('classification of a posted document', () => {
  // Goal: whatever the ledger answers, a document gets exactly one verdict. Method: every code with every status and shape.
  it('is total, and creates only on a 201 that can be read', () => {
    for (const status of statuses) {
      const bodies = ['', '<html>', '[]', '{}', ...everyCode.map((errorCode) => JSON.stringify({ errorCode }))]
      for (const body of bodies) {
        const outcome = post(status, body)
        expect(outcome.kind === 'created', `${status} ${body}`).toBe(status === 201 && ['', '[]', '{}'].includes(body))
        // A number is given back only where the ledger refused in words of its own.
        if (outcome.kind === 'contentRefused') expect([400, 403]).toContain(status)
      }
    }
  })

  it.skipIf(!existsSync(codeList))('gives every listed return code a verdict of its own, not "new answer"', () => {
    const { codes } = JSON.parse(readFileSync(codeList, 'utf8')) as { codes: { code: number }[] }
    const refusals = codes.filter(({ code }) => code < 0)
    expect(refusals.length).toBeGreaterThan(70)
    for (const { code } of refusals) {
      const outcome = post(400, { errorCode: code })
      expect(JSON.stringify(outcome), `${code}`).not.toContain(newAnswerMark)
      expect(outcome.kind, `${code}`).not.toBe('unknown')
    }
  })

  it.each([
    [-9, 'OCT-BOEKJAAR'],
    [-11, 'OCT-DAGBOEK-DICHT'],
    [-14, 'OCT-PERIODE'],
    [-15, 'OCT-PERIODE'],
    [-16, 'OCT-GEGEVENS'],
    [-21, 'OCT-REKENING'],
    [-50, 'OCT-REKENING'],
    [-22, 'BTW-CODE-WEG'],
    [-75, 'BTW-CODE-ANDERS'],
    [-23, 'OCT-GEGEVENS'],
    [-29, 'OCT-DAGBOEK-SOORT'],
    [-38, 'OCT-DAGBOEK-SOORT'],
    [-10, 'OCT-DAGBOEK-SOORT'],
  ])('reads 400 %i as %s', (errorCode, problemCode) => {
    expect(post(400, { errorCode, errorMessage: 'x' })).toMatchObject({
      kind: 'contentRefused',
      problemCode,
      errorCode,
      proof: true,
    })
  })

  it('takes a refused number for what it is, with the last number of both wordings', () => {
    const technicalInfo =
      'Unable to insert booking in dossier 49555.  Illegal document seq Nr.  Last Document = 6.  New Document = 1. '
    expect(post(400, { errorCode: -13, technicalInfo })).toMatchObject({ kind: 'wrongNumber', lastNumber: 6 })
    expect(lastNumberIn('Illegal document sequence nr.  Last Document : 5')).toBe(5)
    expect(post(400, { errorCode: -13 })).toMatchObject({ kind: 'wrongNumber', lastNumber: null })
  })

  it('tries a journal in use again after 15 minutes', () => {
    const busy = { kind: 'refused', cause: 'journalBusy', until: now + 900_000 }
    expect(post(403, { technicalInfo: 'Journal either closed or open by other user' })).toMatchObject(busy)
    expect(post(403)).toMatchObject(busy)
    expect(post(400, { errorCode: -12 })).toMatchObject(busy)
  })

  // Goal: "not carried out" is never said of an answer that does not say so. Method: the answers that tempt to it.
  it.each([
    ['503', post(503, '', { 'retry-after': '30' }), false],
    ['502 with HTML', post(502, '<html>Bad gateway</html>'), false],
    ['500 without a body', post(500), true],
    ['500 with HTML', post(500, '<html>oops</html>'), false],
    ['201 with garbage', post(201, '<html>welcome</html>'), false],
    ['200', post(200), false],
    ['204', post(204), false],
    ['400 with HTML', post(400, '<html>'), false],
    ['403 with HTML', post(403, '<html>'), false],
    ['400 in unknown words', post(400, { technicalInfo: 'Something else' }), false],
    ['404', post(404, { technicalInfo: 'x' }), false],
    ['302', post(302), false],
    ['a time-out', postOutcomeOf({ kind: 'unknown', reason: 'time-out' }), false],
  ])('leaves a document in doubt after %s', (_name, outcome, serverError) => {
    expect(outcome).toMatchObject({ kind: 'unknown', serverError })
  })

  it('takes a 429 and other refusals by quota for "later", which proves nothing', () => {
    expect(post(429)).toMatchObject({ kind: 'refused', cause: 'rateLimit', until: now + 3_600_000 })
    expect(post(429, '', { 'retry-after': '60' })).toMatchObject({ cause: 'rateLimit', until: now + 60_000 })
    const quota = { kind: 'refused', cause: 'budget' }
    expect(post(400, { technicalInfo: 'Maximum allowed calls per day reached' })).toMatchObject(quota)
    expect(post(403, { errorMessage: 'Daily limit exceeded' })).toMatchObject(quota)
    expect(post(403, { errorCode: -120, errorMessage: 'Quota exceeded' })).toMatchObject(quota)
  })

  it('does not take a refusal with a known code for a quota because a text in it says "limit"', () => {
    const body = { errorCode: -16, technicalInfo: 'Unknown relation: Speed Limit BV' }
    expect(post(400, body)).toMatchObject({ kind: 'contentRefused', problemCode: 'OCT-GEGEVENS' })
  })

  it('marks a code that no list has, and does not know whether it came before the deed', () => {
    expect(post(400, { errorCode: -84, errorMessage: 'Iets nieuws' })).toMatchObject({
      kind: 'contentRefused',
      errorCode: -84,
      proof: false,
      detail: expect.stringContaining(newAnswerMark),
    })
  })

  it('stops at a dossier that is not open to us', () => {
    expect(post(400, { errorCode: -5 })).toMatchObject({ kind: 'refused', cause: 'forbidden' })
  })
})

describe('classification of other calls', () => {
  const read = (status: number, body: unknown = ''): unknown =>
    answerOf('read', sent(status, body), (text) => (text.startsWith('[') ? text : null))

  // Goal: an empty ledger is believed only when Octopus says so. Method: 404s of Octopus, of a proxy, of a framework.
  it('believes "nothing found" only in the ledger’s own words', () => {
    expect(read(404, { technicalInfo: 'No modified Invoices found' })).toEqual({ kind: 'notFound' })
    for (const body of ['', '<html>404</html>', '{"status":404,"error":"Not Found"}', '[]'])
      expect(read(404, body)).toMatchObject({ kind: 'unsupported', status: 404 })
  })

  it('comes later after anything that cannot be read', () => {
    expect(read(200, '<html>')).toMatchObject({ kind: 'later', cause: 'unreadable' })
    expect(read(200, '{"a":1}')).toMatchObject({ kind: 'later', cause: 'unreadable' })
    expect(read(418)).toMatchObject({ cause: 'unreadable', detail: expect.stringContaining(newAnswerMark) })
    expect(read(503)).toMatchObject({ kind: 'later', cause: 'unavailable' })
    expect(read(400, { technicalInfo: 'Invalid or missing parameters passed' })).toMatchObject({ kind: 'badRequest' })
  })

  it('is total for every call, status and code', () => {
    const kinds: CallKind[] = ['login', 'connect', 'read', 'relation', 'attachment']
    for (const kind of kinds)
      for (const status of statuses)
        for (const errorCode of everyCode) {
          const one = sent(status, { errorCode })
          expect(answerOf(kind, one, () => null).kind, `${kind} ${status} ${errorCode}`).not.toBe('ok')
          if (kind === 'relation') expect(relationOutcomeOf(one, () => null).kind).not.toBe('saved')
        }
  })

  it('never takes a refused login for something to try again', () => {
    for (const errorCode of [undefined, -1, -68])
      expect(answerOf('login', sent(401, { errorCode, technicalInfo: 'x' }), () => null)).toMatchObject({
        kind: 'loginRefused',
      })
    expect(classify('read', replyOf({ kind: 'done', status: 401, headers: {}, body: '' }, now))).toEqual({
      kind: 'tokenRefused',
    })
  })
})

describe('details', () => {
  it('keep no address, no mail and no token of what the server said', () => {
    const words = `failed for jan@winkel.example from 203.0.113.7 with ${'eyJhbGciOi'.repeat(6)}`
    expect(safeText(words)).toBe('failed for [mail] from [ip] with […]')
    const refused = answerOf(
      'login',
      sent(401, { technicalInfo: 'attempt count for user jan, IP address 203.0.113.7' }),
      () => 1,
    )
    expect(JSON.stringify(refused)).not.toMatch(/jan|203/)
  })
})
