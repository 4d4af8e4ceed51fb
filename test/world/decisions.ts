/**
 * Where a fault can strike, and which. A point has a name and a count of visits; a decision is a fault at one visit.
 * A list of decisions replays a world whatever becomes of the seeds; without one, the seed decides at each visit.
 */
import { draw } from './chance.ts'

export type PointKind = 'http' | 'db' | 'queue'

export interface Decision {
  /** e.g. `octopus POST /buysellbookings`, `db insert document`. */
  point: string
  /** 1 = the first visit. */
  visit: number
  fault: string
  /** Milliseconds, a wait, a text: what the fault needs to be exact. */
  value?: number | string
}

/** What strikes the process that makes the call, whatever it calls. */
export const processFaults = ['crashBefore', 'crashAfter', 'pauseBefore', 'pauseAfter'] as const
export const databaseFaults = ['gone', 'goneBeforeCommit', 'committedButGone', 'conflict', 'full'] as const
export const queueFaults = ['gone', 'committedButGone'] as const
const networkFaults = [
  'notSent',
  'loseRequest',
  'loseAnswer',
  'hang',
  'proxyPage',
  '502html',
  '503',
  '429',
  'expiredToken',
] as const
/** Carried out, and then something says that it was not. */
const afterCommit = ['400afterCommit', '401afterCommit', '403afterCommit', '429afterCommit', '503afterCommit'] as const
export const octopusFaults = [
  ...networkFaults,
  'slowCommit',
  '500afterCommit',
  ...afterCommit,
  '500',
  'garbage',
  'truncated',
  'emptyBody',
  'wrongType',
  'wrongCharset',
  'deliverTwice',
  'deliverTwiceFirst',
  'journalBusy',
  '403dossier',
  'slow',
  'huge',
] as const
/** What its own rules know: no journal, no dossier, no token that ends. */
const paperFaults: readonly string[] = octopusFaults.filter(
  (fault) => !['expiredToken', 'journalBusy', '403dossier'].includes(fault),
)
export const bolFaults = [...networkFaults, '500html', 'garbage', 'truncated', 'empty', 'slow'] as const

export const allFaults: readonly string[] = [
  ...new Set([...processFaults, ...databaseFaults, ...queueFaults, ...octopusFaults, ...bolFaults]),
]

/** All spellings of `Retry-After` that a server may use, in the words of the sandbox: text, or a date so far away. */
const waits: readonly (string | number | undefined)[] = [
  undefined,
  '4',
  '90',
  '0',
  '-30',
  '315360000',
  'soon',
  7_000,
  600_000,
  -60_000,
]

export function faultsAt(point: string): readonly string[] {
  if (point.startsWith('db ')) return [...databaseFaults, ...processFaults]
  if (point.startsWith('queue ')) return [...queueFaults, ...processFaults]
  const own: readonly string[] = point.startsWith('bol ')
    ? bolFaults
    : /^(?:paper|shop) /u.test(point)
      ? paperFaults
      : octopusFaults
  const isLogin = point.endsWith('/token') || point.endsWith('/authentication')
  const isDocument = / POST \/(?:buysellbookings|financialdiversbookings|invoices)$/.test(point)
  return [
    ...own.filter((fault) => {
      if (isLogin && ['expiredToken', '403dossier', '401afterCommit'].includes(fault)) return false
      return isDocument || fault !== 'journalBusy'
    }),
    ...processFaults,
  ]
}

/** What a fault needs to know, drawn once and then written down with the decision. */
export function valueFor(fault: string, seed: number, name: string): number | string | undefined {
  const share = draw(seed, `${name} value`)
  const minute = 60_000
  switch (fault) {
    // A request that leaves late and lands late stays below the two hours after which a number is given up.
    case 'pauseBefore':
      return minute + Math.floor(share * 24 * minute)
    case 'pauseAfter':
      return minute + Math.floor(share * 39 * minute)
    case 'slowCommit':
      return 1000 + Math.floor(share ** 2 * 90 * minute)
    case 'slow':
      return 1000 + Math.floor(share * 40_000)
    case '429':
    case '503':
    case '429afterCommit':
    case '503afterCommit':
      return waits[Math.floor(share * waits.length)]
    default:
      return undefined
  }
}

export interface Swarm {
  /** Faults that may strike in this world. */
  faults: readonly string[]
  /** Share of requests that are struck; of what happens in the database, which is ten times as frequent, a sixth of it. */
  rate: number
}

/** Each kind of fault is on in some worlds and off in others: what hides behind a frequent fault is met where that one is off. */
export function swarmOf(seed: number): Swarm {
  const density = [0.15, 0.4, 0.75][Math.floor(draw(seed, 'swarm density') * 3)] as number
  const rate = [0.02, 0.1, 0.3][Math.floor(draw(seed, 'swarm rate') * 3)] as number
  return { faults: allFaults.filter((fault) => draw(seed, `swarm ${fault}`) < density), rate }
}

export class Decider {
  readonly made: Decision[] = []
  readonly visits = new Map<string, number>()
  private readonly given: Map<string, Decision> | null
  private readonly seed: number
  private readonly swarm: Swarm
  /** No fault strikes any more: the healing has begun. */
  quiet = false

  constructor(seed: number, swarm: Swarm, given: readonly Decision[] | null) {
    this.seed = seed
    this.swarm = swarm
    this.given =
      given === null ? null : new Map(given.map((decision) => [`${decision.point}#${decision.visit}`, decision]))
  }

  /** The fault of this visit, if any. */
  at(point: string): Decision | null {
    const visit = (this.visits.get(point) ?? 0) + 1
    this.visits.set(point, visit)
    if (this.quiet) return null
    const name = `${point}#${visit}`
    const decision = this.given === null ? this.drawn(point, visit, name) : (this.given.get(name) ?? null)
    if (decision !== null) this.made.push(decision)
    return decision
  }

  private drawn(point: string, visit: number, name: string): Decision | null {
    if (
      this.swarm.faults.length === 0 ||
      draw(this.seed, name) >= this.swarm.rate * (point.startsWith('db ') ? 1 / 6 : 1)
    )
      return null
    const possible = faultsAt(point).filter((fault) => this.swarm.faults.includes(fault))
    const fault = possible[Math.floor(draw(this.seed, `${name} fault`) * possible.length)]
    if (fault === undefined) return null
    const value = valueFor(fault, this.seed, name)
    return { point, visit, fault, ...(value === undefined ? {} : { value }) }
  }
}
