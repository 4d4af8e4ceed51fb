/** Switches of the simulated bol.com. All of them can be changed while it runs (`POST /sandbox/settings`). */

import { DEFAULT_LIMITS } from './limits-data.ts'
import type { RouteLimit } from './limits-data.ts'

export interface BolSettings {
  /** Seconds that a token lives: 599 (2026) or 299 (older, then with scope `RETAILER`). */
  tokenSeconds: number
  /** Token calls of all clients together (one address) in ten minutes before the login host answers 404. */
  tokenCallsMax: number
  /** Minutes that such a block lasts. */
  tokenBlockMinutes: number
  /** Calls per window and route, per client. An empty object lifts all limits. */
  limits: Record<string, RouteLimit>
  /** `window`: fixed windows on the clock; `bucket`: a bucket that fills evenly. */
  limitMode: 'window' | 'bucket'
  /** How a 429 tells the wait, besides its text. */
  retryAfter: 'seconds' | 'date' | 'none'
  /** How times are written. `mixed`: per order, one of the two. */
  times: 'iso' | 'epochMs' | 'mixed'
  /** Share of orders that carry a field or an enumeration value that no document knows. */
  oddities: number
  /** Days after the order until billing details and the e-mail alias are gone. */
  billingDays: number
  emailDays: number
  /** `false`: shipment details do not tell `quantityShipped`, as before October 2025. */
  quantityShipped: boolean
  /** `false`: order details do not tell `totalPrice` and `discounts`, as before 17 September 2025. */
  totalPrice: boolean
  /** What `totalPrice` stands for once a part is cancelled: the ordered quantity or the rest. */
  totalPriceBasis: 'ordered' | 'rest'
  /** `false`: a list filtered by change shows whole orders instead of the changed items only. */
  listChangedItemsOnly: boolean
  /** Client ids whose account is not active: 403 on every call. */
  inactive: string[]
  /** Client ids whose keys were withdrawn: 401 at the login and on every call. */
  withdrawn: string[]
}

export function defaultSettings(shopCount: number): BolSettings {
  return {
    tokenSeconds: 599,
    tokenCallsMax: Math.max(60, 6 * shopCount),
    tokenBlockMinutes: 10,
    limits: { ...DEFAULT_LIMITS },
    limitMode: 'window',
    retryAfter: 'seconds',
    times: 'iso',
    oddities: 0.03,
    billingDays: 30,
    emailDays: 60,
    quantityShipped: true,
    totalPrice: true,
    totalPriceBasis: 'ordered',
    listChangedItemsOnly: true,
    inactive: [],
    withdrawn: [],
  }
}

const CHOICES: Partial<Record<keyof BolSettings, readonly string[]>> = {
  limitMode: ['window', 'bucket'],
  retryAfter: ['seconds', 'date', 'none'],
  times: ['iso', 'epochMs', 'mixed'],
  totalPriceBasis: ['ordered', 'rest'],
}

/**
 * Lays a JSON object over the settings. `"limits": "none"` lifts all limits; an object in `limits` is laid over the
 * present ones, `null` lifts one route. Throws an Error that names the first fault; nothing is changed then.
 */
export function changeSettings(settings: BolSettings, change: Record<string, unknown>): void {
  const next: BolSettings = { ...settings }
  const target = next as unknown as Record<string, unknown>
  for (const [key, value] of Object.entries(change)) {
    if (!(key in settings)) throw new Error(`unknown bol setting: ${key}`)
    if (key === 'limits') {
      next.limits = changedLimits(settings.limits, value)
      continue
    }
    const old = target[key]
    const allowed = CHOICES[key as keyof BolSettings]
    const fits = allowed ? allowed.includes(String(value)) : typeof value === typeof old
    if (!fits || Array.isArray(value) !== Array.isArray(old)) throw new Error(`wrong value for bol setting: ${key}`)
    target[key] = value
  }
  Object.assign(settings, next)
}

function changedLimits(old: Record<string, RouteLimit>, change: unknown): Record<string, RouteLimit> {
  if (change === 'none') return {}
  if (typeof change !== 'object' || change === null) throw new Error('limits must be an object or "none"')
  const next = { ...old }
  for (const [route, value] of Object.entries(change)) {
    if (value === null) {
      delete next[route]
      continue
    }
    const limit = value as Partial<RouteLimit>
    if (typeof limit.calls !== 'number' || typeof limit.windowMs !== 'number') {
      throw new Error(`limit of ${route} must be {"calls":…,"windowMs":…} or null`)
    }
    next[route] = { calls: limit.calls, windowMs: limit.windowMs }
  }
  return next
}
