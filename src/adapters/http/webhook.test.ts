import { createHmac } from 'node:crypto'
import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import { afterEach, describe, expect, it } from 'vitest'
import { createWebhooks, signatureOf } from './webhook.ts'

const at = Date.parse('2026-11-24T10:00:00+01:00')
const call = (url: string) => ({ of: 'winkel', url, secret: 'geheim', body: '{"event":"test"}', at })

/** Hosts that are no public address, in the spellings in which they were smuggled past others. */
const local = `
  localhost LOCALHOST localhost. 127.0.0.1 127.1 127.0.1 127.255.255.254 0.0.0.0 0 00 2130706433 017700000001
  0x7f000001 0x7f.1 0x7f.0x0.0x0.0x1 0177.0.0.1 127.0.0.0x1 0x7F.0.1 10.0.0.1 10.1 167772161 0xa000001 012.0.0.1
  192.168.1.1 3232235777 0xc0a80101 192.168.257 172.16.0.1 172.31.255.255 172.20.1 0xac.16.0.1 100.64.0.1
  100.127.255.255 169.254.169.254 2852039166 0xa9fea9fe 0251.0376.0251.0376 169.254.43518 198.18.0.1
  198.51.100.7 203.0.113.9 192.0.0.1 192.0.2.1 192.88.99.1 224.0.0.1 239.1.2.3 240.0.0.1 255.255.255.255
  4294967295 [::] [::1] [0:0:0:0:0:0:0:1] [::ffff:127.0.0.1] [::ffff:7f00:1] [::ffff:10.0.0.1] [::127.0.0.1]
  [::ffff:169.254.169.254] [64:ff9b::7f00:1] [64:ff9b::10.0.0.1] [fe80::1] [fc00::1] [fd12:3456::1] [ff02::1]
  [2001:db8::1] [2002:7f00:1::] [2001::1] [3fff::1] [100::1] [fec0::1] [::2]`
const forms = [
  (host: string) => `https://${host}/`,
  (host: string) => `https://${host}:8443/pad?x=1`,
  (host: string) => `https:\\\\${host}\\pad`,
]
/** Not https, not an address, or one place dressed up as another. */
const other = `
  http://example.com/ ftp://example.com/ file:///etc/passwd gopher://example.com/ javascript:alert(1) https://
  https:/// example.com //example.com https://user:pass@example.com/ https://a@b@10.0.0.1/
  https://example.com@127.0.0.1/ https://127.0.0.1#@example.com/ https://①②⑦.⓪.⓪.①/ https://127。0。0。1/`
const wordsOf = (text: string): string[] => text.trim().split(/\s+/u)
const spellings = ['', ...wordsOf(local).flatMap((host) => forms.map((form) => form(host))), ...wordsOf(other)]

it(`calls none of ${spellings.length} addresses that are not public, or not https`, async () => {
  const webhooks = createWebhooks({ resolve: () => Promise.resolve(['127.0.0.1']) })
  expect(spellings.length).toBeGreaterThan(200)
  const open: string[] = []
  for (const url of spellings) if ((await webhooks.faultOf(url, 'winkel')) === null) open.push(url)
  expect(open).toEqual([])
  for (const url of spellings) expect((await webhooks.send(call(url))).kind).toBe('failed')
})

it('takes a public address, and no name of which one address is private', async () => {
  const named = (addresses: string[]) =>
    createWebhooks({ resolve: () => Promise.resolve(addresses) }).faultOf('https://winkel.example/haak', 'winkel')
  expect(await named(['93.184.216.34', '2606:2800:220:1::1'])).toBeNull()
  expect(await named(['93.184.216.34', '10.0.0.7'])).toBe('notPublic')
  expect(await named([])).toBe('noAnswer')
})

it('where too many names are looked up at once, the address has not failed', async () => {
  const webhooks = createWebhooks({ resolve: () => Promise.resolve('noRoom') })
  expect(await webhooks.faultOf('https://winkel.example/haak', 'winkel')).toBe('noRoom')
  expect(await webhooks.send(call('https://winkel.example/haak'))).toEqual({ kind: 'noRoom' })
})

describe('a call', () => {
  let server: Server | null = null
  afterEach(() => {
    server?.closeAllConnections()
    server?.close()
  })

  async function serve(
    answer: (request: IncomingMessage, body: string) => { status: number; location?: string } | null,
  ) {
    const seen: { body: string; signature: string }[] = []
    server = createServer((request, response) => {
      let body = ''
      request.on('data', (chunk: Buffer) => (body += chunk.toString()))
      request.on('end', () => {
        seen.push({ body, signature: String(request.headers['tentakel-signature']) })
        const said = answer(request, body)
        if (said === null) return
        response
          .writeHead(said.status, said.location === undefined ? {} : { location: said.location })
          .end('x'.repeat(100))
      })
    })
    await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve))
    return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/haak`, seen }
  }

  it('arrives once, signed over its moment and its body', async () => {
    const { url, seen } = await serve(() => ({ status: 204 }))
    const webhooks = createWebhooks({ loopbackForTests: true })
    expect(await webhooks.send(call(url))).toEqual({ kind: 'taken' })
    const t = at / 1000
    const v1 = createHmac('sha256', 'geheim').update(`${t}.{"event":"test"}`).digest('hex')
    expect(seen).toEqual([{ body: '{"event":"test"}', signature: `t=${t},v1=${v1}` }])
    expect(signatureOf({ ...call(url), secret: 'ander' })).not.toBe(seen[0]?.signature)
  })

  it('follows no redirect, waits for nobody, and says what happened by a number alone', async () => {
    const { url, seen } = await serve(() => ({ status: 302, location: 'http://127.0.0.1:1/' }))
    const webhooks = createWebhooks({ loopbackForTests: true, timeoutMs: 300 })
    expect(await webhooks.send(call(url))).toEqual({ kind: 'failed', reason: 'status 302' })
    expect(seen).toHaveLength(1)
    server?.close()
    const slow = await serve(() => null)
    const [outcome] = await Promise.all([webhooks.send(call(slow.url)), delay(10)])
    expect(outcome).toEqual({ kind: 'failed', reason: 'no answer in time' })
  })

  it('goes to the address that was checked, whatever the name says a moment later', async () => {
    const { seen, url } = await serve(() => ({ status: 200 }))
    const answers = [['127.0.0.1'], ['10.9.9.9']]
    let asked = 0
    const resolve = () => Promise.resolve(answers[asked++] ?? ['10.9.9.9'])
    const webhooks = createWebhooks({ loopbackForTests: true, resolve, timeoutMs: 500 })
    const named = url.replace('127.0.0.1', 'winkel.example')
    expect(await webhooks.send(call(named))).toEqual({ kind: 'taken' })
    expect(asked).toBe(1)
    expect(await webhooks.send(call(named))).toEqual({ kind: 'failed', reason: 'notPublic' })
    expect(seen).toHaveLength(1)
  })
})
