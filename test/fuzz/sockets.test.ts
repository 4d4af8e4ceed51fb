/**
 * Goal: bytes that are no proper HTTP, and requests that two servers would read differently, end in a refusal; the process goes on.
 *
 *   FUZZ_SOCKETS=20000 ./tentakel test test/fuzz/sockets.test.ts
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startHealth, type Health } from '../../src/api/health.ts'
import { mountWebApp } from '../../src/api/web-app.ts'
import { openInside, type Inside } from '../support/inside.ts'

const spoilt = Number(process.env['FUZZ_SOCKETS'] ?? 300)
/** So long is waited for an answer to bytes that may be the beginning of one. */
const quietMs = 40
let shop: Inside
let health: Health
let port: number
let folder: string

beforeAll(async () => {
  shop = await openInside()
  const at = { port: 0, host: '127.0.0.1' }
  folder = mkdtempSync(path.join(tmpdir(), 'tentakel-pages-'))
  writeFileSync(path.join(folder, 'index.html'), '<!doctype html>')
  health = await startHealth(shop.ports, {
    web: at,
    metrics: at,
    isReady: () => true,
    mount: (app) =>
      mountWebApp(app, shop.ports, {
        folder,
        signIn: { secure: false, testClock: true },
      }),
  })
  port = Number(new URL(health.address ?? '').port)
}, 60_000)
afterAll(async () => {
  await health.close()
  await shop.close()
  rmSync(folder, { recursive: true })
})

/** Everything that comes back until the server closes, or is silent. */
function send(bytes: string | Buffer): Promise<string> {
  return new Promise((resolve) => {
    let text = ''
    const socket = connect(port, '127.0.0.1', () => socket.write(bytes))
    const done = (): void => {
      socket.destroy()
      resolve(text)
    }
    socket.setTimeout(quietMs, done)
    socket.on('data', (data) => (text += data.toString('latin1')))
    socket.on('error', done)
    socket.on('close', done)
  })
}

const statusesOf = (text: string): number[] =>
  [...text.matchAll(/^HTTP\/1\.1 (\d{3})/gmu)].map((found) => Number(found[1]))

async function expectAlive(): Promise<void> {
  expect((await fetch(`${health.address}/livez`)).status).toBe(200)
}

const post = (headers: string[], body = ''): string =>
  [
    'POST /api/session HTTP/1.1',
    'Host: localhost',
    'X-Tentakel: 1',
    'Content-Type: application/json',
    ...headers,
    '',
    body,
  ].join('\r\n')
const json = '{"code":"x"}'

it.each<[string, string]>([
  ['two lengths', post(['Content-Length: 12', 'Content-Length: 5'], json)],
  [
    'a length and chunks',
    post(['Content-Length: 4', 'Transfer-Encoding: chunked'], '0\r\n\r\nGET /api/overview HTTP/1.1\r\n\r\n'),
  ],
  ['chunks under another name', post(['Transfer-Encoding: xchunked'], '0\r\n\r\n')],
  ['chunks with a space before the colon', post(['Transfer-Encoding : chunked'], '0\r\n\r\n')],
  ['a chunk without a length', post(['Transfer-Encoding: chunked'], 'zz\r\n\r\n')],
  ['a chunk that never ends', post(['Transfer-Encoding: chunked'], 'ffffffffffffffffff\r\nabc')],
  ['a negative length', post(['Content-Length: -1'], json)],
  ['a length that is a word', post(['Content-Length: many'], json)],
  ['a length beyond all numbers', post(['Content-Length: 99999999999999999999'], json)],
  ['a header on two lines', post(['X-Long: a', ' b', 'Content-Length: 0'])],
  ['a header without a name', post([': nothing'])],
  ['a zero byte in a header', post(['X-Zero: a\u0000b'])],
  ['a header of 100 kB', post([`X-Much: ${'a'.repeat(100_000)}`])],
  ['two thousand headers', post(Array.from({ length: 2000 }, (_, nth) => `X-${nth}: a`))],
  ['lines that end without a return', 'GET /livez HTTP/1.1\nHost: localhost\n\n'],
  ['no host', 'GET /livez HTTP/1.1\r\n\r\n'],
  ['two hosts', 'GET /livez HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n'],
  ['a host that is none', 'GET /api/session HTTP/1.1\r\nHost: a b/@:c\r\n\r\n'],
  ['an unknown version', 'GET /livez HTTP/3.7\r\nHost: localhost\r\n\r\n'],
  ['no version', 'GET /livez\r\n\r\n'],
  ['an unknown method', 'STEAL /livez HTTP/1.1\r\nHost: localhost\r\n\r\n'],
  ['a tunnel', 'CONNECT elders.example:443 HTTP/1.1\r\nHost: elders.example:443\r\n\r\n'],
  ['another protocol', 'GET /livez HTTP/1.1\r\nHost: localhost\r\nConnection: upgrade\r\nUpgrade: h2c\r\n\r\n'],
  ['the address of another server', 'GET http://elders.example/api/session HTTP/1.1\r\nHost: localhost\r\n\r\n'],
  ['an asterisk', 'OPTIONS * HTTP/1.1\r\nHost: localhost\r\n\r\n'],
  ['half of an escape', 'GET /api/orders/%E0%A4%A HTTP/1.1\r\nHost: localhost\r\n\r\n'],
  ['a zero byte in the path', 'GET /api/orders/%00 HTTP/1.1\r\nHost: localhost\r\n\r\n'],
  ['a way out of the folder', 'GET /assets/..%2f..%2f..%2fetc%2fpasswd HTTP/1.1\r\nHost: localhost\r\n\r\n'],
  ['dots', 'GET /../../../../etc/passwd HTTP/1.1\r\nHost: localhost\r\n\r\n'],
  ['a path of 60 kB', `GET /${'a'.repeat(60_000)} HTTP/1.1\r\nHost: localhost\r\n\r\n`],
  ['an expectation', post(['Expect: the-unexpected', 'Content-Length: 0'])],
  ['a body that never comes', post(['Content-Length: 500'], json)],
  ['the greeting of TLS', '\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\u00fc\u0003\u0003'],
  ['nothing but returns', '\r\n'.repeat(1000)],
])('%s', async (_, bytes) => {
  const answer = await send(Buffer.from(bytes, 'latin1'))
  const statuses = statusesOf(answer)
  expect(statuses.filter((status) => status >= 500)).toEqual([])
  // At most one answer: what stands behind the first request is never taken for a second one.
  expect(statuses.length).toBeLessThanOrEqual(1)
  expect(answer).not.toContain('root:')
  await expectAlive()
})

it(
  'spoilt bytes of a right request are refused, or understood, and nothing breaks',
  { timeout: 60_000 + spoilt * 200 },
  async () => {
    const right = Buffer.from(
      post([`Content-Length: ${json.length}`, 'Cookie: tentakel_session=account.x', 'Connection: close'], json),
      'latin1',
    )
    const edit = fc.record({
      at: fc.nat(right.length),
      byte: fc.integer({ min: 0, max: 255 }),
      kind: fc.constantFrom('put', 'drop', 'add', 'cut'),
    })
    const seen = new Map<number, number>()
    const property = fc.asyncProperty(
      fc.array(fc.array(edit, { minLength: 1, maxLength: 5 }), { minLength: 10, maxLength: 10 }),
      async (several) => {
        const answers = await Promise.all(
          several.map((edits) => {
            let bytes = right
            for (const { at, byte, kind } of edits) {
              const rest = bytes.subarray(kind === 'add' ? at : at + 1)
              bytes = Buffer.concat([
                bytes.subarray(0, at),
                kind === 'put' || kind === 'add' ? Buffer.from([byte]) : Buffer.alloc(0),
                kind === 'cut' ? Buffer.alloc(0) : rest,
              ])
            }
            return send(bytes)
          }),
        )
        for (const status of answers.flatMap(statusesOf)) {
          seen.set(status, (seen.get(status) ?? 0) + 1)
          if (status >= 500) throw new Error(`answered ${status}`)
        }
      },
    )
    await fc.assert(property, { numRuns: Math.ceil(spoilt / 10), seed: 3 })
    await expectAlive()
    // Some were refused as no HTTP, some were understood and refused at the door.
    expect(seen.get(400) ?? 0).toBeGreaterThan(spoilt / 20)
    expect((seen.get(401) ?? 0) + (seen.get(403) ?? 0) + (seen.get(429) ?? 0)).toBeGreaterThan(0)
  },
)
