/**
 * HTTP over sockets of our own. The request is written only after the connection is open, so that `notSent` is known by construction and
 * not read from the text of an error.
 */
import { Agent as PlainAgent, request as plainRequest } from 'node:http'
import type { ClientRequest, IncomingMessage } from 'node:http'
import { Agent as SecureAgent, request as secureRequest } from 'node:https'
import type { Socket } from 'node:net'
import type { HttpOutcome, HttpRequest, HttpUnknown } from '../../ports/http.ts'
import { readAnswer } from './read-answer.ts'
import { describeFailure, isLasting } from './failure-text.ts'

/** Shorter than what servers commonly keep (5 s and more): we close first, so that a request does not race their closing. */
const IDLE_SOCKET_MS = 4_000
/** Far more than all workers of one process use at once; a bound against a leak, not a limit of speed. */
const SOCKETS_MAX = 256

interface Agents {
  plain: PlainAgent
  secure: SecureAgent
}

export function createSocketTransport(answerBytesMax: number): (request: HttpRequest) => Promise<HttpOutcome> {
  const settings = { keepAlive: true, maxSockets: SOCKETS_MAX, maxFreeSockets: SOCKETS_MAX, timeout: IDLE_SOCKET_MS }
  const agents = { plain: new PlainAgent(settings), secure: new SecureAgent(settings) }
  return (request) => sendOnce(request, agents, answerBytesMax)
}

function sendOnce(request: HttpRequest, agents: Agents, answerBytesMax: number): Promise<HttpOutcome> {
  return new Promise((resolve) => {
    const message = openRequest(request, agents)
    let written = false
    let settled = false
    const timer = setTimeout(
      () => give(unknown(`no complete answer within ${request.timeoutMs} ms`)),
      request.timeoutMs,
    )

    const give = (outcome: HttpOutcome): void => {
      if (settled) return
      settled = true
      clearTimeout(timer)
      // A socket with an unread rest must not be used again.
      if (outcome.kind !== 'done') message.destroy()
      resolve(outcome)
    }

    message.on('socket', (socket) => {
      whenConnected(socket, () => {
        if (settled) return
        written = true
        message.end(request.body)
      })
    })
    message.on('response', (response: IncomingMessage) =>
      readAnswer(
        response,
        { bytesMax: request.answerBytesMax ?? answerBytesMax, binary: request.binary === true },
        give,
      ),
    )
    message.on('error', (error) => {
      const reason = describeFailure(error)
      give(written ? unknown(reason) : { kind: 'notSent', reason, ...(isLasting(error) ? { lasting: true } : {}) })
    })
    message.on('close', () => give(unknown('connection closed without an answer')))
  })
}

function openRequest(request: HttpRequest, agents: Agents): ClientRequest {
  const url = new URL(request.url)
  const options = { method: request.method, headers: request.headers }
  return url.protocol === 'https:'
    ? secureRequest(url, { ...options, agent: agents.secure })
    : plainRequest(url, { ...options, agent: agents.plain })
}

/** On a TLS socket `secureConnect` comes after the certificate was checked, `connect` before. */
function whenConnected(socket: Socket & { secureConnecting?: boolean }, ready: () => void): void {
  const secure = 'secureConnecting' in socket
  if (!socket.connecting && !(secure && socket.secureConnecting)) ready()
  else socket.once(secure ? 'secureConnect' : 'connect', ready)
}

function unknown(reason: string): HttpUnknown {
  return { kind: 'unknown', reason }
}
