/**
 * Faults that can be switched on for calls to the simulated Octopus. Three moments: at the door (the server never sees
 * the call), instead of the work, and on the way back, when the work is done.
 */

import type { Fault, SandboxResponse } from '../world.ts'
import { empty, refuse } from './answers.ts'
import { badToken } from './authentication.ts'

/**
 * - `loseRequest`: the call never arrives. `429`, `503`, `502html`: something in front of Octopus answers.
 * - `500`, `journalBusy`, `403dossier`, `expiredToken`: Octopus answers and has done nothing.
 * - `slowCommit`: no answer; the work is done `delayMs` later (default 30 minutes).
 * - `deliverTwice`: the call arrives twice; the answer to the `first` or `second` (default) comes back.
 * - `429afterCommit` and its kind: the work is done, and then something says that it was not, as if it came before.
 * - the others: the work is done, then the answer is lost, held back or spoiled.
 *
 * Settings: `retryAfter` (text, sent as it is) or `retryAfterDateMs` (so long from now, as HTTP date) with `429`,
 * `503` and what comes after a commit; `answer` with `deliverTwice`; `delayMs` and `delivery` (`drop` or `hang`) with `slowCommit`; `delivery` with
 * `loseRequest`; `status` with those that spoil an answer; `body` with `garbage`; `bytes` with `huge`.
 */
export const FAULT_KINDS = [
  'loseRequest',
  '429',
  '503',
  '502html',
  '500',
  'journalBusy',
  '403dossier',
  'expiredToken',
  'slowCommit',
  'deliverTwice',
  'loseAnswer',
  'hang',
  'slow',
  '500afterCommit',
  '400afterCommit',
  '401afterCommit',
  '403afterCommit',
  '429afterCommit',
  '503afterCommit',
  'garbage',
  'truncated',
  'emptyBody',
  'wrongType',
  'wrongCharset',
  'huge',
] as const

export type FaultKind = (typeof FAULT_KINDS)[number]

const SLOW_COMMIT_MS = 30 * 60_000
const SLOW_MS = 5000
const HUGE_BYTES = 10 * 1024 * 1024
const HTML = '<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>'

/** Throws when a fault was switched on that does not exist. */
export function kindOf(fault: Fault): FaultKind {
  const kind = FAULT_KINDS.find((candidate) => candidate === fault.kind)
  if (!kind) throw new Error(`unknown kind of fault ${fault.kind}; octopus knows ${FAULT_KINDS.join(', ')}`)
  return kind
}

export function atTheDoor(fault: Fault, now: number): SandboxResponse | undefined {
  switch (kindOf(fault)) {
    case 'loseRequest':
      return { ...empty(503), delivery: deliveryOf(fault) }
    case '429':
      return { ...empty(429), headers: retryHeaders(fault, now) }
    case '503':
      return { ...empty(503), headers: retryHeaders(fault, now) }
    case '502html':
      return html(502, HTML)
    default:
      return undefined
  }
}

export function insteadOfWork(
  fault: Fault,
  context: { dossierId: number; endToken: () => void },
): SandboxResponse | undefined {
  switch (kindOf(fault)) {
    case '500':
      return empty(500)
    case 'journalBusy': {
      const info = `Unable to insert booking in dossier ${context.dossierId}.  Journal is open by another user`
      return refuse({ status: 403, code: -12, info }, 'nl')
    }
    case '403dossier':
      return refuse({ status: 403, code: -3, info: `No access to dossier ${context.dossierId}` }, 'nl')
    case 'expiredToken':
      context.endToken()
      return badToken()
    default:
      return undefined
  }
}

export function onTheWayBack(fault: Fault, response: SandboxResponse, now: number): SandboxResponse {
  const { settings = {} } = fault
  const { headers } = response
  const status = numberOf(settings['status'], response.status)
  switch (kindOf(fault)) {
    case 'loseAnswer':
      return { ...response, delivery: 'drop' }
    case 'hang':
      return { ...response, delivery: 'hang' }
    case 'slow':
      return { ...response, delayMs: numberOf(settings['delayMs'], SLOW_MS) }
    case '500afterCommit':
      return empty(500)
    case '400afterCommit':
      return refuse({ status: 400, info: 'Maximum allowed calls per day reached' }, 'nl')
    case '401afterCommit':
      return badToken()
    case '403afterCommit':
      return refuse({ status: 403, info: 'Journal either closed or open by other user' }, 'nl')
    case '429afterCommit':
    case '503afterCommit':
      return { ...empty(Number(fault.kind.slice(0, 3))), headers: retryHeaders(fault, now) }
    case 'garbage': {
      const body = typeof settings['body'] === 'string' ? settings['body'] : '\u0000\ufffd<<<{"errorCode":[1,'
      return { status, headers: { 'content-type': 'application/json' }, body }
    }
    case 'truncated': {
      const whole = Buffer.from(response.body)
      // A document's answer has no body, so half of it is the beginning of nothing.
      const half = whole.length === 0 ? '{"errorCo' : whole.subarray(0, Math.floor(whole.length / 2))
      return { status, headers: { ...headers, 'content-type': 'application/json' }, body: half }
    }
    case 'emptyBody':
      return { status, headers, body: '' }
    case 'wrongType':
      return { status, headers: { ...headers, 'content-type': 'text/html; charset=UTF-8' }, body: response.body }
    case 'wrongCharset': {
      const body = Buffer.from(`{"technicalInfo":"\u00e9\u00e8\u00e7"}${String(response.body)}`, 'latin1')
      return { status, headers: { ...headers, 'content-type': 'application/json' }, body }
    }
    case 'huge': {
      const body = `{"technicalInfo":"${'x'.repeat(numberOf(settings['bytes'], HUGE_BYTES))}"}`
      return { status, headers: { 'content-type': 'application/json' }, body }
    }
    default:
      return response
  }
}

/** What the caller of a `slowCommit` sees, and when the work is done. */
export function slowCommit(fault: Fault, now: number): { due: number; response: SandboxResponse } {
  const due = now + numberOf(fault.settings?.['delayMs'], SLOW_COMMIT_MS)
  return { due, response: { ...empty(504), delivery: deliveryOf(fault) } }
}

function deliveryOf(fault: Fault): 'drop' | 'hang' {
  return fault.settings?.['delivery'] === 'hang' ? 'hang' : 'drop'
}

function retryHeaders(fault: Fault, now: number): Record<string, string> {
  const { retryAfter, retryAfterDateMs } = fault.settings ?? {}
  if (typeof retryAfter === 'string' || typeof retryAfter === 'number') return { 'retry-after': String(retryAfter) }
  if (typeof retryAfterDateMs === 'number') return { 'retry-after': new Date(now + retryAfterDateMs).toUTCString() }
  return {}
}

function html(status: number, body: string): SandboxResponse {
  return { status, headers: { 'content-type': 'text/html; charset=UTF-8' }, body }
}

function numberOf(value: unknown, otherwise: number): number {
  return typeof value === 'number' ? value : otherwise
}
