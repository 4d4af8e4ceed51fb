/**
 * Calls a company's own address. It is a stranger's wish where this program connects to: https only, public addresses only, and the
 * connection goes to the very address that was checked, so that a name that changes its mind in between changes nothing.
 */
import { createHmac } from 'node:crypto'
import { request as plainRequest, type ClientRequest } from 'node:http'
import { request as secureRequest } from 'node:https'
import { isIP } from 'node:net'
import type { AddressFault, WebhookCall, WebhookOutcome, Webhooks } from '../../ports/webhook.ts'
import { createNames } from './names.ts'
import { isLoopbackAddress, isPublicAddress } from './public-address.ts'

export interface WebhookOptions {
  /** Tests alone: this machine's own addresses are called too, also without TLS. No configuration sets it. */
  loopbackForTests?: boolean
  /** All addresses of a name. Default: asked of the machine's name servers. */
  resolve?: (name: string, of: string) => Promise<string[] | 'noRoom'>
  timeoutMs?: number
  /** Certificate that a test's own server shows. */
  ca?: string
}

/** Name, connection, request and status together. */
const timeoutMs = 5_000

export function createWebhooks(given: WebhookOptions = {}): Webhooks {
  const options = { resolve: createNames(), ...given }
  return {
    async faultOf(address, of) {
      const place = await placeOf(address, of, options)
      return typeof place === 'string' ? place : null
    },
    send: (call) =>
      Promise.race([
        callOnce(call, options),
        late<WebhookOutcome>(options.timeoutMs ?? timeoutMs, failed('no answer in time')),
      ]).catch((error: unknown) => failed(error instanceof Error ? codeOf(error) : 'no answer')),
  }
}

/** Returns the signature; `t` is in whole seconds. The receiver computes the same over `t.body` with the secret, and compares. */
export function signatureOf({ secret, body, at }: Pick<WebhookCall, 'secret' | 'body' | 'at'>): string {
  const t = Math.floor(at / 1000)
  return `t=${t},v1=${createHmac('sha256', secret).update(`${t}.${body}`).digest('hex')}`
}

interface Place {
  url: URL
  /** Checked; the connection goes here and nowhere else. */
  address: string
}

type Options = WebhookOptions & Required<Pick<WebhookOptions, 'resolve'>>

async function placeOf(text: string, of: string, options: Options): Promise<Place | AddressFault | 'noRoom'> {
  if (!URL.canParse(text)) return 'notAnAddress'
  const url = new URL(text)
  const forTests = options.loopbackForTests === true
  if (url.protocol !== 'https:' && !(forTests && url.protocol === 'http:')) return 'notHttps'
  if (url.username !== '' || url.password !== '') return 'withPassword'
  const name = url.hostname.replace(/^\[|\]$/gu, '')
  const addresses =
    isIP(name) > 0
      ? [name]
      : await Promise.race([
          options.resolve(name, of).catch(() => []),
          late<string[]>(options.timeoutMs ?? timeoutMs, []),
        ])
  if (addresses === 'noRoom') return addresses
  const [first] = addresses
  if (first === undefined) return 'noAnswer'
  // One private address among public ones is a trap, not a choice.
  const allowed = (address: string): boolean => isPublicAddress(address) || (forTests && isLoopbackAddress(address))
  if (!addresses.every(allowed)) return 'notPublic'
  if (url.protocol === 'http:' && !isLoopbackAddress(first)) return 'notHttps'
  return { url, address: first }
}

async function callOnce(call: WebhookCall, options: Options): Promise<WebhookOutcome> {
  const place = await placeOf(call.url, call.of, options)
  if (place === 'noRoom') return { kind: 'noRoom' }
  if (typeof place === 'string') return failed(place)
  const message = open(place, call, options)
  const timer = setTimeout(() => message.destroy(new Error('no answer in time')), options.timeoutMs ?? timeoutMs)
  try {
    return await new Promise<WebhookOutcome>((resolve) => {
      message.on('error', (error) => resolve(failed(codeOf(error))))
      message.on('response', ({ statusCode = 0 }) => {
        // The answer's body comes from a stranger and is not read. A redirect leads to an unchecked address, so it is not followed.
        resolve(statusCode >= 200 && statusCode < 300 ? { kind: 'taken' } : failed(`status ${statusCode}`))
      })
      message.end(call.body)
    })
  } finally {
    clearTimeout(timer)
    message.destroy()
  }
}

function open({ url, address }: Place, call: WebhookCall, options: WebhookOptions): ClientRequest {
  const name = url.hostname.replace(/^\[|\]$/gu, '')
  const settings = {
    method: 'POST',
    host: address,
    port: url.port === '' ? (url.protocol === 'https:' ? 443 : 80) : Number(url.port),
    path: `${url.pathname}${url.search}`,
    agent: false,
    headers: {
      host: url.host,
      'user-agent': 'tentakel',
      'content-type': 'application/json',
      'content-length': String(Buffer.byteLength(call.body)),
      'tentakel-signature': signatureOf(call),
    },
  }
  if (url.protocol === 'http:') return plainRequest(settings)
  // The certificate must be the name's, although the connection goes to a number.
  const secure = isIP(name) > 0 ? {} : { servername: name }
  return secureRequest({ ...settings, ...secure, ...(options.ca === undefined ? {} : { ca: options.ca }) })
}

function failed(reason: string): WebhookOutcome {
  return { kind: 'failed', reason }
}

/** Codes only: a message may repeat an address. */
function codeOf(error: Error): string {
  return 'code' in error && typeof error.code === 'string' ? error.code : 'no answer'
}

/** A resolver cannot be interrupted; it is no longer waited for. */
function late<T>(ms: number, value: T): Promise<T> {
  return new Promise((resolve) => setTimeout(() => resolve(value), ms).unref())
}
