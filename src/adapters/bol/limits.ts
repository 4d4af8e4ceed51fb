/**
 * The number of calls that bol.com allows per seller's account and route, and our share of them. Numbers: the public list of 2025 and
 * answers seen in August 2026; the operator may replace them.
 */
import { LOGIN_LIMIT_NAME } from './routes.ts'

export interface RouteLimit {
  calls: number
  windowMs: number
}

export type BolLimits = Readonly<Record<string, RouteLimit>>

const SECOND = 1_000
const MINUTE = 60 * SECOND

export const BOL_LIMITS: BolLimits = {
  // Not published. Asking for a token per call gets the whole IP address blocked; one a second is ours.
  [LOGIN_LIMIT_NAME]: { calls: 1, windowMs: SECOND },
  'GET /retailer/orders': { calls: 25, windowMs: MINUTE },
  'GET /retailer/orders/{id}': { calls: 25, windowMs: SECOND },
  'GET /retailer/shipments': { calls: 25, windowMs: MINUTE },
  'GET /retailer/shipments/{id}': { calls: 50, windowMs: MINUTE },
  'GET /retailer/returns': { calls: 20, windowMs: MINUTE },
  'GET /retailer/returns/{id}': { calls: 20, windowMs: MINUTE },
  'GET /retailer/invoices': { calls: 24, windowMs: MINUTE },
  'GET /retailer/invoices/{id}': { calls: 24, windowMs: MINUTE },
  'GET /retailer/invoices/{id}/specification': { calls: 9, windowMs: MINUTE },
  // Not published; asked once per connection and test.
  'GET /retailer/retailers/{id}': { calls: 20, windowMs: MINUTE },
}

interface LimitFault {
  /** Key of the overlay, e.g. `GET /retailer/orders/{id}`; empty for the overlay as a whole. */
  path: string
  message: string
}

export type BolLimitsAnswer = { kind: 'ok'; limits: BolLimits } | { kind: 'faults'; faults: LimitFault[] }

/**
 * @param overlay `{ "GET /retailer/orders/{id}": [25, "1s"] }`; absent means the shipped limits. Any name in the braces will do.
 * @returns the shipped limits with these laid over them, or every fault
 */
export function parseBolLimits(overlay: unknown): BolLimitsAnswer {
  if (overlay === undefined) return { kind: 'ok', limits: BOL_LIMITS }
  if (typeof overlay !== 'object' || overlay === null || Array.isArray(overlay)) {
    return { kind: 'faults', faults: [{ path: '', message: 'must be an object of routes' }] }
  }
  const limits: Record<string, RouteLimit> = { ...BOL_LIMITS }
  const faults: LimitFault[] = []
  for (const [path, value] of Object.entries(overlay)) {
    const name = path.trim().replace(/\{[^{}/]*\}/g, '{id}')
    const limit = readLimit(value)
    if (!Object.hasOwn(BOL_LIMITS, name)) {
      faults.push({ path, message: `no such route; known are: ${Object.keys(BOL_LIMITS).join(', ')}` })
    } else if (limit === null) {
      faults.push({ path, message: 'must be calls and window, e.g. [25, "1s"]; units are ms, s, m and h' })
    } else {
      limits[name] = limit
    }
  }
  return faults.length > 0 ? { kind: 'faults', faults } : { kind: 'ok', limits }
}

const UNIT_MS: Record<string, number> = { ms: 1, s: SECOND, m: MINUTE, h: 60 * MINUTE }

function readLimit(value: unknown): RouteLimit | null {
  if (!Array.isArray(value) || value.length !== 2) return null
  const [calls, window] = value as unknown[]
  if (typeof calls !== 'number' || !Number.isSafeInteger(calls) || calls < 1 || typeof window !== 'string') return null
  const found = /^([1-9]\d{0,8})\s*(ms|s|m|h)$/.exec(window.trim())
  if (!found) return null
  return { calls, windowMs: Number(found[1]) * (UNIT_MS[found[2] ?? ''] ?? SECOND) }
}

/** Our own limit. */
export interface SlotRule {
  calls: number
  windowMs: number
  /** A slot taken in advance may be used for so long; 0 = slots are taken for callers that wait for them only. */
  spareMs: number
}

/** From here on a limit says "do not limit" (an operator's own server, a measurement). */
const LIFTED_CALLS = 1_000

/**
 * 80 % of the calls, because others use the same account and a bucket refills unevenly; a longer window, because two calls
 * that left a window apart may arrive closer together. A slot that may be used late makes the window longer by the same
 * time: else two groups of slots could meet in one window.
 */
export function slotRule(limit: RouteLimit): SlotRule {
  const lifted = limit.calls >= LIFTED_CALLS
  const calls = lifted ? limit.calls : Math.max(1, Math.floor((limit.calls * 80) / 100))
  const jitterMs = limit.windowMs >= MINUTE ? SECOND : Math.ceil(limit.windowMs / 20)
  const spareMs = lifted ? Math.min(limit.windowMs, SECOND) : 0
  return { calls, windowMs: limit.windowMs + jitterMs + spareMs, spareMs }
}
