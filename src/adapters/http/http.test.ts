import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import type { RequestListener, Server } from 'node:http'
import { createServer as createSecureServer } from 'node:https'
import { createServer as createSocketServer } from 'node:net'
import type { AddressInfo, Server as SocketServer, Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import type { HttpOutcome, HttpRequest } from '../../ports/http.ts'
import { createHttp } from './http.ts'

// Goal: each thing that can happen to a request ends in the one outcome that the booking protocol relies on.
// Method: real sockets on the loopback address, one server per story.

const open: (Server | SocketServer)[] = []

afterEach(async () => {
  for (const server of open.splice(0)) {
    if ('closeAllConnections' in server) server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  }
})

async function listen(server: Server | SocketServer): Promise<number> {
  open.push(server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return (server.address() as AddressInfo).port
}

async function serve(listener: RequestListener): Promise<string> {
  return `http://127.0.0.1:${await listen(createServer(listener))}`
}

/** A server that writes exactly these bytes after the first piece of a request came in. */
async function serveBytes(bytes: string, after: (socket: Socket) => void): Promise<string> {
  const sockets = createSocketServer((socket) => {
    socket.on('error', () => {})
    socket.once('data', () => socket.write(bytes, () => after(socket)))
  })
  return `http://127.0.0.1:${await listen(sockets)}`
}

function get(url: string, more: Partial<HttpRequest> = {}): HttpRequest {
  return { method: 'GET', url, headers: {}, timeoutMs: 5_000, ...more }
}

function reasonOf(outcome: HttpOutcome): string {
  return outcome.kind === 'done' ? `done ${outcome.status}` : `${outcome.kind}: ${outcome.reason}`
}

describe('a complete answer', () => {
  it('brings status, headers in lower case and text, and sends method, headers and body as given', async () => {
    let seen = ''
    const url = await serve((request, response) => {
      const chunks: Buffer[] = []
      request.on('data', (chunk: Buffer) => chunks.push(chunk))
      request.on('end', () => {
        const { 'x-mark': mark, 'accept-encoding': encoding, 'content-length': length } = request.headers
        seen = `${request.method} ${request.url} ${String(mark)} ${encoding} ${length} ${Buffer.concat(chunks).toString()}`
        response.writeHead(201, { 'X-Request-Id': 'abc', 'Set-Cookie': ['a=1', 'b=2'] }).end('{"naam":"Zoë"}')
      })
    })
    const outcome = await createHttp().send(
      get(`${url}/a?b=c`, { method: 'POST', headers: { 'X-Mark': 'm' }, body: '{"é":1}' }),
    )
    expect(seen).toBe('POST /a?b=c m identity 8 {"é":1}')
    expect(outcome).toMatchObject({ kind: 'done', status: 201, body: '{"naam":"Zoë"}' })
    expect(outcome.kind === 'done' && outcome.headers).toMatchObject({
      'x-request-id': 'abc',
      'set-cookie': 'a=1, b=2',
    })
  })

  it('is an answer also when it redirects or fails: nothing is followed, nothing repeated', async () => {
    let calls = 0
    const url = await serve((request, response) => {
      calls++
      if (request.url === '/moved') response.writeHead(302, { location: '/elsewhere' }).end()
      else response.writeHead(500, { 'content-type': 'text/html' }).end('<h1>Internal Server Error</h1>')
    })
    const http = createHttp()
    expect(await http.send(get(`${url}/moved`))).toMatchObject({ status: 302, headers: { location: '/elsewhere' } })
    expect(await http.send(get(`${url}/broken`))).toMatchObject({ status: 500, body: '<h1>Internal Server Error</h1>' })
    expect(calls).toBe(2)
  })

  it('uses a connection again', async () => {
    const ports = new Set<number | undefined>()
    const url = await serve((request, response) => {
      ports.add(request.socket.remotePort)
      response.end('{}')
    })
    const http = createHttp()
    for (let call = 0; call < 3; call++) await http.send(get(url))
    expect(ports.size).toBe(1)
  })

  it('may end with the connection where the server gave no length', async () => {
    const url = await serveBytes('HTTP/1.1 200 OK\r\n\r\n{"a":1}', (socket) => socket.end())
    expect(await createHttp().send(get(url))).toMatchObject({ kind: 'done', body: '{"a":1}' })
  })

  it('has a readable status even when a refusal is not UTF-8', async () => {
    const url = await serve((_, response) => response.writeHead(400).end(Buffer.from([0x7b, 0xe9, 0x7d])))
    expect(await createHttp().send(get(url))).toMatchObject({ kind: 'done', status: 400 })
  })
})

describe('not sent', () => {
  it('when nobody listens', async () => {
    const server = createServer()
    const port = await listen(server)
    await new Promise((resolve) => open.splice(0)[0]?.close(resolve))
    const outcome = await createHttp().send(get(`http://127.0.0.1:${port}/`, { method: 'POST', body: 'x' }))
    expect(reasonOf(outcome)).toBe('notSent: connection refused (ECONNREFUSED)')
    expect(outcome).not.toHaveProperty('lasting')
  })

  it('when the name does not exist', async () => {
    const outcome = await createHttp().send(get('http://nowhere.invalid/?code=secret'))
    // A machine without any name server says that it does not know for the moment, which may pass.
    expect(outcome.kind).toBe('notSent')
    if (reasonOf(outcome).includes('ENOTFOUND')) expect(outcome).toMatchObject({ lasting: true })
    expect(reasonOf(outcome)).not.toMatch(/secret|nowhere/)
  })

  it('when TLS fails, and no byte of the request reached the other side', async () => {
    const received: string[] = []
    const plain = createSocketServer((socket) => {
      socket.on('error', () => {})
      socket.on('data', (chunk) => {
        received.push(chunk.toString('latin1'))
        socket.end('HTTP/1.1 400 Bad Request\r\n\r\n')
      })
    })
    const port = await listen(plain)
    const outcome = await createHttp().send(
      get(`https://127.0.0.1:${port}/token`, {
        method: 'POST',
        headers: { authorization: 'Basic c2VjcmV0' },
        body: 'b',
      }),
    )
    expect(outcome.kind).toBe('notSent')
    expect(received.join('')).not.toContain('/token')
  })

  it.skipIf(!hasOpenssl())('when the certificate is not trusted: the server never sees the request', async () => {
    let requests = 0
    const secure = createSecureServer(selfSigned(), (_, response) => {
      requests++
      response.end('{}')
    })
    const port = await listen(secure)
    const outcome = await createHttp().send(get(`https://127.0.0.1:${port}/`, { method: 'POST', body: 'x' }))
    expect(reasonOf(outcome)).toBe('notSent: connection failed (DEPTH_ZERO_SELF_SIGNED_CERT)')
    expect(outcome).toMatchObject({ lasting: true })
    expect(requests).toBe(0)
  })
})

describe('unknown', () => {
  it('when the other side closes after it got the request', async () => {
    const url = await serve((request) => request.socket.destroy())
    const outcome = await createHttp().send(get(url, { method: 'POST', body: 'x' }))
    expect(reasonOf(outcome)).toBe('unknown: connection reset (ECONNRESET)')
  })

  it('when a connection used before is closed without a byte of the answer', async () => {
    let calls = 0
    const url = await serve((request, response) => {
      calls++
      if (calls === 1) response.end('{}')
      else request.socket.destroy()
    })
    const http = createHttp()
    await http.send(get(url))
    expect((await http.send(get(url, { method: 'POST', body: 'x' }))).kind).toBe('unknown')
    expect(calls).toBe(2)
  })

  it('when no answer comes in time, and when an answer trickles past the time', async () => {
    const url = await serve((request, response) => {
      if (request.url === '/slow') response.write('{')
    })
    const http = createHttp()
    expect(reasonOf(await http.send(get(url, { timeoutMs: 100 })))).toBe('unknown: no complete answer within 100 ms')
    expect(reasonOf(await http.send(get(`${url}/slow`, { timeoutMs: 100 })))).toBe(
      'unknown: no complete answer within 100 ms',
    )
  })

  it('when the text is shorter than announced, or a chunked one has no end', async () => {
    const short = await serveBytes('HTTP/1.1 200 OK\r\nContent-Length: 20\r\n\r\n{"a":1}', (socket) => socket.end())
    const chunked = await serveBytes(
      'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n7\r\n{"a":1}\r\n',
      (socket) => socket.end(),
    )
    expect((await createHttp().send(get(short))).kind).toBe('unknown')
    expect((await createHttp().send(get(chunked))).kind).toBe('unknown')
  })

  it('when what comes is not HTTP', async () => {
    const url = await serveBytes('SSH-2.0-OpenSSH_9.6\r\n', (socket) => socket.end())
    expect((await createHttp().send(get(url))).kind).toBe('unknown')
  })

  it('when the answer is too large, whether it says so or not; the rest is not read', async () => {
    let written = 0
    const url = await serve((request, response) => {
      if (request.url === '/told') response.setHeader('content-length', 50_000_000)
      const pump = (): void => {
        while (written < 50_000_000 && !response.destroyed) {
          written += 100_000
          if (!response.write(Buffer.alloc(100_000, 32))) return
        }
      }
      response.on('drain', pump)
      pump()
    })
    const http = createHttp({ answerBytesMax: 200_000 })
    expect(reasonOf(await http.send(get(url)))).toBe('unknown: answer larger than 200000 bytes')
    expect(reasonOf(await http.send(get(`${url}/told`)))).toBe('unknown: answer larger than 200000 bytes')
    expect(written).toBeLessThan(50_000_000)
  })

  it('when a success is packed or is not UTF-8', async () => {
    const url = await serve((request, response) => {
      if (request.url === '/packed') response.writeHead(200, { 'content-encoding': 'gzip' }).end(Buffer.from([31, 139]))
      else response.writeHead(201).end(Buffer.from([0x22, 0xe9, 0x22]))
    })
    const http = createHttp()
    expect(reasonOf(await http.send(get(`${url}/packed`)))).toBe('unknown: answer packed, though we asked for it plain')
    expect(reasonOf(await http.send(get(url)))).toBe('unknown: answer with status 201 is not UTF-8')
  })

  it('never repeats words of the request in its reason', async () => {
    const url = await serve((request) => request.socket.destroy())
    const outcome = await createHttp().send(
      get(`${url}/?token=hidden1`, { method: 'POST', headers: { authorization: 'hidden2' }, body: 'hidden3' }),
    )
    expect(outcome.kind).toBe('unknown')
    expect(reasonOf(outcome)).not.toMatch(/hidden/)
  })
})

describe('a transport of somebody else', () => {
  it('gets the request as it would go over the socket, and its outcome is passed on', async () => {
    const seen: HttpRequest[] = []
    const http = createHttp({
      transport: async (request) => {
        seen.push(request)
        return { kind: 'notSent', reason: 'simulated' }
      },
    })
    const outcome = await http.send(get('https://api.example/x', { headers: { accept: 'a' } }))
    expect(outcome).toEqual({ kind: 'notSent', reason: 'simulated' })
    expect(seen[0]?.headers).toMatchObject({ accept: 'a', 'accept-encoding': 'identity' })
  })
})

function hasOpenssl(): boolean {
  try {
    execFileSync('openssl', ['version'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

/** A key and certificate made for this run, so that none lies in the project. */
function selfSigned(): { key: string; cert: string } {
  const folder = mkdtempSync(join(tmpdir(), 'tentakel-tls-'))
  try {
    const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')]
    const make = `req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 1 -subj /CN=localhost -keyout ${key} -out ${cert}`
    execFileSync('openssl', make.split(' '), { stdio: 'ignore' })
    return { key: readFileSync(key, 'utf8'), cert: readFileSync(cert, 'utf8') }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
