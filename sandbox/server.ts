/**
 * Both worlds on one port of the loopback address: `/bol-login`, `/bol`, `/octopus`, `/vies`, and the administration under
 * `/sandbox`. The worlds work in memory and know nothing of sockets; what happens on the way (slowness, an answer that
 * is lost, silence) is done here.
 */

import { createServer } from 'node:http'
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { answerControl } from './control.ts'
import type { Sides } from './sides.ts'
import { sleep } from './world.ts'
import type { SandboxRequest, SandboxResponse, World } from './world.ts'

/** Bytes; more than any attachment that the ledger takes. */
const BODY_BYTES_MAX = 12 * 1024 * 1024

const HOST = '127.0.0.1'

export interface RunningServer {
  port: number
  /** `http://127.0.0.1:PORT`, without a trailing slash. */
  url: string
  close(): Promise<void>
}

/** Listens on a loopback port (0 = any). Rejects when the port is taken. */
export async function startServer(sides: Sides, port = 0): Promise<RunningServer> {
  const server = createServer({ keepAliveTimeout: 75_000, requestTimeout: 0 }, (request, response) => {
    serve(sides, request, response).catch((error: unknown) => {
      // A defect of the sandbox must be seen, not taken for a fault of the world.
      process.stderr.write(`sandbox: ${error instanceof Error ? error.stack : String(error)}\n`)
      if (response.headersSent) response.destroy()
      else response.writeHead(500, { 'content-type': 'text/plain' }).end('defect of the sandbox')
    })
  })
  await listen(server, port)
  const { port: taken } = server.address() as AddressInfo
  return {
    port: taken,
    url: `http://${HOST}:${taken}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve()
        })
        server.closeAllConnections()
      }),
  }
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, HOST, () => {
      server.removeListener('error', reject)
      resolve()
    })
  })
}

async function serve(sides: Sides, incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
  const body = await readBody(incoming)
  if (!body) {
    // The rest of the body is not read, so the connection cannot be used again.
    outgoing.writeHead(413, { connection: 'close' }).end()
    return
  }
  const target = incoming.url ?? '/'
  const mark = target.indexOf('?')
  const path = mark < 0 ? target : target.slice(0, mark)
  const request: SandboxRequest = {
    method: incoming.method ?? 'GET',
    path,
    query: new URLSearchParams(mark < 0 ? '' : target.slice(mark + 1)),
    headers: flatHeaders(incoming),
    body,
  }
  const inSandbox = below(path, '/sandbox')
  if (inSandbox !== undefined) {
    send(outgoing, await answerControl(sides, { ...request, path: inSandbox }))
    return
  }
  await deliver(sides.world, outgoing, await answerWorld(sides, request))
}

function answerWorld(sides: Sides, request: SandboxRequest): SandboxResponse | Promise<SandboxResponse> {
  const login = below(request.path, '/bol-login')
  if (login !== undefined) return sides.bol.handleLogin({ ...request, path: login })
  const bol = below(request.path, '/bol')
  if (bol !== undefined) return sides.bol.handle({ ...request, path: bol })
  const octopus = below(request.path, '/octopus')
  if (octopus !== undefined) return sides.octopus.handle({ ...request, path: octopus })
  const vies = below(request.path, '/vies')
  if (vies !== undefined) return sides.vies.handle({ ...request, path: vies })
  return { status: 404, headers: { 'content-type': 'text/plain' }, body: 'no such world' }
}

/** The rest of a path below a base; undefined when it is not below it. */
function below(path: string, base: string): string | undefined {
  if (path === base) return '/'
  return path.startsWith(`${base}/`) ? path.slice(base.length) : undefined
}

async function deliver(world: World, outgoing: ServerResponse, response: SandboxResponse): Promise<void> {
  const waitMs = world.latencyMs + (response.delayMs ?? 0)
  if (waitMs > 0) await sleep(waitMs)
  if (response.delivery === 'hang') return
  if (response.delivery === 'drop') {
    outgoing.destroy()
    return
  }
  send(outgoing, response)
}

function send(outgoing: ServerResponse, response: SandboxResponse): void {
  const body = Buffer.from(response.body)
  outgoing.writeHead(response.status, { ...response.headers, 'content-length': body.length })
  outgoing.end(body)
}

function flatHeaders(incoming: IncomingMessage): Record<string, string> {
  const flat: Record<string, string> = {}
  for (const [name, value] of Object.entries(incoming.headers)) {
    if (value !== undefined) flat[name] = Array.isArray(value) ? value.join(', ') : value
  }
  return flat
}

/** Undefined when the body is too large. */
async function readBody(incoming: IncomingMessage): Promise<Buffer | undefined> {
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    bytes += chunk.length
    if (bytes > BODY_BYTES_MAX) return undefined
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}
