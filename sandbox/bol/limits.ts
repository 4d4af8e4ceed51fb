/** Rate limits per client and route: fixed windows on the clock, or buckets that fill evenly. */

import type { BolSettings } from './settings.ts'

export interface Allowance {
  allowed: boolean
  /** `x-ratelimit-limit`, `-remaining`, `-reset`; empty when the route has no limit. */
  headers: Record<string, string>
  /** Whole seconds until a call is possible again; at least 1. */
  waitSeconds: number
}

interface Used {
  /** Start of the window, or time of the last refill. */
  since: number
  count: number
}

export class Limiter {
  private readonly used = new Map<string, Used>()
  private readonly settings: BolSettings

  constructor(settings: BolSettings) {
    this.settings = settings
  }

  take(clientId: string, route: string, now: number): Allowance {
    const limit = this.settings.limits[route]
    if (!limit) return { allowed: true, headers: {}, waitSeconds: 1 }
    const key = `${clientId} ${route}`
    return this.settings.limitMode === 'window'
      ? this.takeFromWindow(key, limit.calls, limit.windowMs, now)
      : this.takeFromBucket(key, limit.calls, limit.windowMs, now)
  }

  private takeFromWindow(key: string, calls: number, windowMs: number, now: number): Allowance {
    const start = Math.floor(now / windowMs) * windowMs
    const used = this.used.get(key)
    const count = used?.since === start ? used.count : 0
    const allowed = count < calls
    if (allowed) this.used.set(key, { since: start, count: count + 1 })
    const seconds = Math.max(1, Math.ceil((start + windowMs - now) / 1000))
    return answer(allowed, calls, allowed ? calls - count - 1 : 0, seconds)
  }

  /** `count` holds the tokens used up, which melt away evenly. */
  private takeFromBucket(key: string, calls: number, windowMs: number, now: number): Allowance {
    const used = this.used.get(key) ?? { since: now, count: 0 }
    const melted = (Math.max(0, now - used.since) * calls) / windowMs
    const count = Math.max(0, used.count - melted)
    const allowed = count + 1 <= calls
    this.used.set(key, { since: now, count: allowed ? count + 1 : count })
    const missing = allowed ? count + 1 : count + 1 - calls
    const seconds = Math.max(1, Math.ceil((missing * windowMs) / calls / 1000))
    return answer(allowed, calls, allowed ? Math.floor(calls - count - 1) : 0, seconds)
  }
}

function answer(allowed: boolean, limit: number, remaining: number, seconds: number): Allowance {
  return {
    allowed,
    waitSeconds: seconds,
    headers: {
      'x-ratelimit-limit': String(limit),
      'x-ratelimit-remaining': String(remaining),
      'x-ratelimit-reset': String(seconds),
    },
  }
}
