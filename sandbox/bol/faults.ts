/** Faults that can be switched on for calls to the simulated bol.com. */

import type { Fault, SandboxResponse } from '../world.ts'
import { MEDIA_TYPE, expiredToken, forbiddenAccount, httpDate, json, tooManyRequests } from './answers.ts'

/** `drop`, `hang`, `slow`, `truncated` change the true answer; the others stand in its place. */
export const FAULT_KINDS = [
  'drop',
  'hang',
  'slow',
  'truncated',
  'garbage',
  'empty',
  '500html',
  '503',
  '429',
  'expired',
  '403',
  '401',
  '404',
] as const

export interface FaultContext {
  now: number
  /** Ends the token that came with the call. */
  expireToken: () => void
}

/**
 * The answer that a fault gives instead of the true one; undefined when the true one is needed first.
 * Settings: `retryAfter` (text, sent as it is), `retryAfterDateMs` (so long from now, as HTTP date), `seconds` (in
 * the text of a 429), `body`, `contentType`.
 */
export function replacement(fault: Fault, context: FaultContext): SandboxResponse | undefined {
  const settings = fault.settings ?? {}
  switch (fault.kind) {
    case '500html':
      return raw(500, 'text/html; charset=UTF-8', 'Internal Server Error')
    case '503': {
      const body = { title: 'Service Unavailable', status: 503, detail: 'Service temporarily unavailable.' }
      return json(503, body, retryHeaders(settings, context.now))
    }
    case '429':
      return tooManyRequests(numberOf(settings['seconds'], 4), retryHeaders(settings, context.now))
    case 'garbage': {
      const body = typeof settings['body'] === 'string' ? settings['body'] : '\u0000\ufffd<<<{"orders":[{"ord'
      const type = settings['contentType']
      return raw(200, typeof type === 'string' ? type : `${MEDIA_TYPE};charset=UTF-8`, body)
    }
    case 'empty':
      return raw(200, `${MEDIA_TYPE};charset=UTF-8`, '')
    case 'expired':
      context.expireToken()
      return expiredToken(context.now - 1001, context.now)
    case '403':
      return forbiddenAccount()
    case '401':
      return raw(401, 'application/json;charset=UTF-8', JSON.stringify({ error: 'invalid_client' }))
    case '404':
      return raw(404, 'text/html; charset=UTF-8', 'Not Found')
    default:
      return undefined
  }
}

/** The true answer, spoiled on its way. */
export function spoil(fault: Fault | undefined, response: SandboxResponse): SandboxResponse {
  switch (fault?.kind) {
    case 'drop':
      return { ...response, delivery: 'drop' }
    case 'hang':
      return { ...response, delivery: 'hang' }
    case 'slow':
      return { ...response, delayMs: numberOf(fault.settings?.['delayMs'], 5000) }
    case 'truncated': {
      const whole = Buffer.from(response.body)
      const half = whole.subarray(0, Math.floor(whole.length / 2))
      return { ...response, body: half }
    }
    default:
      return response
  }
}

function retryHeaders(settings: Record<string, unknown>, now: number): Record<string, string> {
  const { retryAfter, retryAfterDateMs } = settings
  if (typeof retryAfter === 'string' || typeof retryAfter === 'number') return { 'retry-after': String(retryAfter) }
  if (typeof retryAfterDateMs === 'number') return { 'retry-after': httpDate(now + retryAfterDateMs) }
  return {}
}

function raw(status: number, contentType: string, body: string): SandboxResponse {
  return { status, headers: { 'content-type': contentType }, body }
}

function numberOf(value: unknown, otherwise: number): number {
  return typeof value === 'number' ? value : otherwise
}
