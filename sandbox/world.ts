/**
 * What both simulated worlds stand on: one clock, one seeded source of chance, one list of refused requests,
 * one list of switched faults. Nothing here knows bol.com or Octopus, and nothing here comes from `src/`:
 * a sandbox that shared the product's own shapes would be wrong in the same places as the product.
 */

/** A request as both worlds see it: over a socket, or handed over in memory by a test. */
export interface SandboxRequest {
  method: string
  /** Path below the base of the world, percent-encoded as it came, e.g. `/retailer/orders/C000TEST01`. */
  path: string
  query: URLSearchParams
  /** Names in lower case. */
  headers: Record<string, string>
  body: Buffer
}

export interface SandboxResponse {
  status: number
  headers: Record<string, string>
  body: string | Buffer
  /** `drop`: the work is done, but the socket is closed before any byte of the answer. `hang`: no answer ever. */
  delivery?: 'drop' | 'hang'
  /** Real milliseconds that the server waits before this answer, on top of the world's latency (fault `slow`). */
  delayMs?: number
}

/** The machine's own time, for a world that nobody gave a start. Epoch milliseconds. */
export function machineNow(): number {
  return Date.now()
}

/** Real milliseconds; only the server waits, the worlds never do. */
export function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}

/** Virtual time. It follows the machine's clock from `start` on, times `speed`, until somebody sets or freezes it. */
export class SandboxClock {
  private base: number
  private realBase: number
  private speed: number

  constructor(start: number, speed = 1) {
    this.base = start
    this.realBase = Date.now()
    this.speed = speed
  }

  /** Epoch milliseconds. */
  now(): number {
    return Math.floor(this.base + (Date.now() - this.realBase) * this.speed)
  }

  /** Sets the time and, when given, how fast it runs (0 = stands still). */
  set(now: number, speed: number = this.speed): void {
    this.base = now
    this.realBase = Date.now()
    this.speed = speed
  }

  advance(ms: number): void {
    this.set(this.now() + ms)
  }

  /** World seconds per second of the machine. */
  pace(): number {
    return this.speed
  }
}

/** Seeded chance (mulberry32): the same seed gives the same world. */
export class Chance {
  private state: number

  constructor(seed: number) {
    this.state = seed >>> 0
  }

  /** In [0, 1). */
  next(): number {
    this.state = (this.state + 0x6d2b79f5) >>> 0
    let t = this.state
    t = Math.imul(t ^ (t >>> 15), t | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }

  /** Whole number, both ends included. */
  int(min: number, max: number): number {
    return min + Math.floor(this.next() * (max - min + 1))
  }

  chance(probability: number): boolean {
    return this.next() < probability
  }

  pick<T>(choices: readonly T[]): T {
    const choice = choices[Math.floor(this.next() * choices.length)]
    if (choice === undefined) throw new Error('pick from an empty list')
    return choice
  }

  /** A stream of its own, so that one world's draws do not shift another's. */
  fork(label: string): Chance {
    let hash = this.state
    for (const char of label) hash = Math.imul(hash ^ char.charCodeAt(0), 0x01000193) >>> 0
    return new Chance(hash)
  }
}

/** A request that broke the official document. A strict world refuses it and keeps it here. */
export interface Violation {
  at: number
  api: 'bol' | 'octopus'
  method: string
  path: string
  rule: string
}

/** One call as a world counted it. */
export interface CountedCall {
  at: number
  api: 'bol' | 'octopus'
  /** `GET /retailer/orders/{id}`: the route, without identifiers. */
  route: string
  status: number
}

/**
 * A fault that waits for its moment. `route` is matched against the counted route (exact, or a prefix that ends in `*`).
 * `skip` calls pass first, then `times` calls (default 1) meet the fault; `probability` makes it a share of calls instead.
 */
export interface Fault {
  api: 'bol' | 'octopus'
  route: string
  kind: string
  skip?: number
  times?: number
  probability?: number
  /** Only calls whose body holds this text. */
  body?: string
  /** Settings of the kind, e.g. `{ "retryAfter": "4" }` or `{ "delayMs": 5000 }`. */
  settings?: Record<string, unknown>
}

export class Faults {
  private list: Fault[] = []
  private readonly chance: Chance

  constructor(chance: Chance) {
    this.chance = chance
  }

  add(fault: Fault): void {
    this.list.push({ ...fault })
  }

  clear(): void {
    this.list = []
  }

  /** The fault that this call meets, if any; uses it up. */
  meet(api: 'bol' | 'octopus', route: string, body?: Buffer): Fault | undefined {
    for (const fault of this.list) {
      if (fault.api !== api || !routeMatches(fault.route, route)) continue
      if (fault.body !== undefined && body?.includes(fault.body) !== true) continue
      if (fault.probability !== undefined) {
        if (this.chance.chance(fault.probability)) return fault
        continue
      }
      if (fault.skip !== undefined && fault.skip > 0) {
        fault.skip -= 1
        continue
      }
      const times = fault.times ?? 1
      if (times <= 0) continue
      fault.times = times - 1
      return fault
    }
    return undefined
  }
}

function routeMatches(pattern: string, route: string): boolean {
  return pattern.endsWith('*') ? route.startsWith(pattern.slice(0, -1)) : pattern === route
}

/** What the worlds share while they run. */
export interface World {
  clock: SandboxClock
  chance: Chance
  faults: Faults
  violations: Violation[]
  calls: CountedCall[]
  /** Milliseconds that each answer takes, set by a benchmark. */
  latencyMs: number
}

export function createWorld(options: { seed: number; start: number; speed?: number }): World {
  const chance = new Chance(options.seed)
  return {
    clock: new SandboxClock(options.start, options.speed ?? 1),
    chance,
    faults: new Faults(chance.fork('faults')),
    violations: [],
    calls: [],
    latencyMs: 0,
  }
}
