/**
 * Limits open connections, of one sender's line and of all together. A sender who opens more loses their own oldest waiting ones. A new
 * connection is never refused, and a request that is being answered is never cut off for it.
 */
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import { networkOf } from '../app/people/guard.ts'

/** A browser opens six; a whole office may share one address. */
const ofOneMax = 256
const ofAllMax = 1000

interface Bounds {
  ofOneMax: number
  ofAllMax: number
}

/** The oldest first; a request makes its connection the youngest. */
type Line = Map<Socket, { request: IncomingMessage; response: ServerResponse } | null>

/** @param mayHoldMany of an address: a proxy that the operator named */
export function boundConnections(
  server: Server,
  mayHoldMany: (address: string) => boolean = () => false,
  bounds: Bounds = { ofOneMax, ofAllMax },
): void {
  const lines = new Map<string, Line>()
  let all = 0
  const lineOf = (socket: Socket): string => networkOf(socket.remoteAddress ?? '')
  server.on('connection', (socket: Socket) => {
    const name = lineOf(socket)
    const line = lines.get(name) ?? new Map()
    lines.set(name, line.set(socket, null))
    all += 1
    socket.once('close', () => {
      line.delete(socket)
      if (line.size === 0) lines.delete(name)
      all -= 1
    })
    if (line.size > bounds.ofOneMax && !mayHoldMany(socket.remoteAddress ?? '')) dropOldest(line)
    else if (all > bounds.ofAllMax) dropOldest(longest(lines))
  })
  server.on('request', (request, response) => {
    const line = lines.get(lineOf(request.socket))
    if (line?.delete(request.socket) === true) line.set(request.socket, { request, response })
  })
}

function longest(lines: Map<string, Line>): Line {
  return [...lines.values()].reduce((most, line) => (line.size > most.size ? line : most), new Map())
}

/** Idle, or of a request that did not come whole. Where all are being answered, the newest goes. */
function dropOldest(line: Line): void {
  const sockets = [...line.keys()]
  const idle = sockets.find((socket) => {
    const now = line.get(socket) ?? null
    return now === null || !now.request.complete || now.response.writableEnded
  })
  ;(idle ?? sockets.at(-1))?.destroy()
}
