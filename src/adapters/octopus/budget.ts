/**
 * The daily call budgets of Octopus, as data. Scope and reset hour are not documented, so every budget holds in each
 * rolling 24 hours, per dossier unless the operator says otherwise (`TENTAKEL_LIMITS`).
 */
import type { PostPurpose } from '../../ports/accounting.ts'
import { Defect } from '../../domain/money.ts'

/** Whose calls are counted together. */
export type LimitScope = 'dossier' | 'user' | 'softwareHouse'

/** A call leaves up to a minute after it was counted, and may be a while on its way: it counts longer than the 24 hours that Octopus sees. */
export const budgetWindowMs = 86_400_000 + 2 * 60_000

/** "Maximum allowed calls per day" of the official document, for the calls that we make; `{d}` is left out of the path. */
const publishedPerDay = {
  'GET /dossiers': 150,
  'POST /dossiers': 150,
  'GET /bookyears': 24,
  'GET /bookyears/{bookyearId}/journals': 24,
  'GET /bookyears/{bookyearId}/journals/V/{sequenceNumber}': 24,
  'GET /accounts': 2,
  'GET /accounts/modified': 48,
  'GET /vatcodes': 2,
  /** With search parameters; without them it is 2, and we never ask without. */
  'GET /relations': 400,
  'GET /relations/modified': 48,
  'PUT /relations': 400,
  'POST /buysellbookings': 400,
  'GET /buysellbookings/modified': 48,
  'GET /bookyears/{bookyearId}/bookings/modified': 48,
  'POST /financialdiversbookings': 400,
  'GET /financialdiversbookings/modified': 48,
  'POST /reports/accounts/history': 24,
  'POST /reports/clients/open': 24,
  'POST /reports/suppliers/open': 24,
  'POST /balancings': 400,
  'GET /balancings/modified': 48,
  'POST /invoices': 400,
  'GET /invoices': 400,
  'GET /invoices/modified': 48,
  'POST /bookyears/{bookyearId}/bookings/attachements': 400,
} as const

/** No figure is published for these: a brake of our own, far above need, so that no defect can hammer the login. */
const ownPerDay = {
  'POST /authentication': 600,
  'POST /invoices/attachments/upload': 400,
} as const

export type OctopusRoute = keyof typeof publishedPerDay | keyof typeof ownPerDay

export interface Budgets {
  scope: LimitScope
  perDay: Readonly<Record<OctopusRoute, number>>
}

export const shippedBudgets: Budgets = { scope: 'dossier', perDay: { ...publishedPerDay, ...ownPerDay } }

/** Calls that are not made inside a dossier: counted per user where others are counted per dossier. */
const outsideDossier: ReadonlySet<OctopusRoute> = new Set(['POST /authentication', 'GET /dossiers'])

export interface AccountKeys {
  login: string
  user: string
  softwareHouse: string
}

export interface BudgetOwner {
  dossierId: number | null
  /**
   * Opaque texts: no key contains a user name or an id of the software house. `login` is the user with the password, so a refused login
   * counts for itself. `user` stays the same after a change of password, and keeps the calls that it used.
   */
  accountKeys: AccountKeys
}

/** The key that a call is counted under, e.g. `octopus:dossier:49555:POST /buysellbookings`. */
export function budgetKey(scope: LimitScope, route: OctopusRoute, owner: BudgetOwner): string {
  if (route === 'POST /authentication') return `octopus:user:${owner.accountKeys.login}:${route}`
  if (scope === 'user' || (scope === 'dossier' && outsideDossier.has(route)))
    return `octopus:user:${owner.accountKeys.user}:${route}`
  if (scope === 'softwareHouse') return `octopus:softwareHouse:${owner.accountKeys.softwareHouse}:${route}`
  if (owner.dossierId === null) throw new Defect(`${route} needs a dossier`)
  // Until the dossier is opened, a login has only named it: its calls count for the login, and use up none of the dossier's.
  if (route === 'POST /dossiers') return `octopus:dossier:${owner.dossierId}:${owner.accountKeys.user}:${route}`
  return `octopus:dossier:${owner.dossierId}:${route}`
}

/** Of 400 calls: new documents leave 25 for probes of documents in doubt, and both leave 25 for a user's wishes. */
const documentsOf400: Record<PostPurpose, number> = { document: 350, probe: 375, person: 400 }

export function postLimit(perDay: number, purpose: PostPurpose): number {
  return share(perDay, documentsOf400[purpose])
}

/** New relations leave a quarter of the budget for changes. */
export function newRelationLimit(perDay: number): number {
  return share(perDay, 300)
}

/** Reading the same data once more leaves a quarter of the day's calls for data that was never read, and for documents in doubt. */
export function spareLimit(perDay: number): number {
  return share(perDay, 300)
}

/** Setting relations inactive is never urgent. */
export function retiredRelationLimit(perDay: number): number {
  return share(perDay, 200)
}

/** Matching is never urgent, and leaves a quarter of the day's calls to people and other programs. */
export function matchLimit(perDay: number): number {
  return share(perDay, 300)
}

/** Of 48 calls six: a look answers for all that is in doubt. */
export function lookLimit(perDay: number): number {
  return share(perDay, 50)
}

function share(perDay: number, of400: number): number {
  return Math.max(1, Math.floor((perDay * of400) / 400))
}

export type OverlayAnswer =
  /** `ignored`: calls of Octopus that we never make. */
  | { kind: 'budgets'; budgets: Budgets; ignored: string[] }
  | { kind: 'faults'; faults: { path: string; message: string }[] }

/** First parts of Octopus' paths; a route that starts otherwise is a slip of the pen. */
const families = new Set(
  (
    'about accounts authentication balancings bank bookyears buysellbookings coda costcentres currencies customfields ' +
    'deliverynotes dossiers error financialdiversbookings invoices journals payroll productgroups products rappels ' +
    'relations reports vatcodes'
  ).split(' '),
)

/** A budget above this is the same as none; it keeps the arithmetic of shares exact. */
const perDayMax = 1_000_000_000

/**
 * Lays the operator's limits over the shipped ones. Takes the whole document of `TENTAKEL_LIMITS` and reads `scope` and
 * `octopus` of it. Routes may be written short (`POST /buysellbookings`) or long (`POST /dossiers/{dossierId}/buysellbookings`).
 */
export function overlayBudgets(shipped: Budgets, overlay: { scope?: unknown; octopus?: unknown }): OverlayAnswer {
  const faults: { path: string; message: string }[] = []
  const ignored: string[] = []
  const perDay: Record<OctopusRoute, number> = { ...shipped.perDay }
  const scope = overlay.scope ?? shipped.scope
  if (!isScope(scope)) faults.push({ path: 'scope', message: 'must be "dossier", "user" or "softwareHouse"' })
  for (const [name, limit] of Object.entries(tableOf(overlay.octopus, faults))) {
    const path = `octopus.${name}`
    const route = shortRoute(name)
    if (!isLimit(limit)) faults.push({ path, message: `must be a whole number of calls a day, 1 to ${perDayMax}` })
    else if (isRoute(route)) perDay[route] = limit
    else if (isForeign(route)) ignored.push(name)
    else faults.push({ path, message: 'is not a call of Octopus; write it like "POST /buysellbookings"' })
  }
  if (faults.length > 0 || !isScope(scope)) return { kind: 'faults', faults }
  return { kind: 'budgets', budgets: { scope, perDay }, ignored }
}

function tableOf(value: unknown, faults: { path: string; message: string }[]): Record<string, unknown> {
  if (value === undefined) return {}
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return { ...value }
  faults.push({ path: 'octopus', message: 'must be an object like {"POST /buysellbookings": 400}' })
  return {}
}

function shortRoute(name: string): string {
  return name.trim().replace(/^([A-Z]+)\s+(?:\/dossiers\/\{dossierId\}(?=\/)|\{d\}(?=\/))?/, '$1 ')
}

function isScope(value: unknown): value is LimitScope {
  return value === 'dossier' || value === 'user' || value === 'softwareHouse'
}

function isLimit(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= perDayMax
}

function isRoute(value: string): value is OctopusRoute {
  return Object.hasOwn(publishedPerDay, value) || Object.hasOwn(ownPerDay, value)
}

function isForeign(route: string): boolean {
  const match = /^(?:GET|POST|PUT|DELETE) \/([a-z]+)(?:\/[A-Za-z{}/]*)?$/.exec(route)
  return match?.[1] !== undefined && families.has(match[1])
}
