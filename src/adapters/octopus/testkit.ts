/** Tools of the tests of this folder: in-memory ports that keep their contracts, and a wire that answers by script. */
import type { Instant } from '../../domain/calendar.ts'
import type { LedgerDocument } from '../../domain/ledger/ledger.ts'
import type { CallLimits, LimitRequest } from '../../ports/call-limits.ts'
import type { Calendar, Clock } from '../../ports/clock.ts'
import type { Http, HttpOutcome, HttpRequest } from '../../ports/http.ts'
import type { TokenAnswer, Tokens } from '../../ports/tokens.ts'
import { shippedBudgets, type Budgets } from './budget.ts'
import { createOctopusAccounting, type OctopusAccounting } from './client.ts'
import type { InvoiceLookups } from './write/lines.ts'

/** 2026-11-23T10:00:00.250+01:00 */
export const startAt = Date.UTC(2026, 10, 23, 9, 0, 0, 250)

export function answer(status: number, body: unknown = '', headers: Record<string, string> = {}): HttpOutcome {
  return { kind: 'done', status, headers, body: typeof body === 'string' ? body : JSON.stringify(body) }
}

/** Name of a request as scripts and assertions use it: method and path below the API, without the query. */
export function nameOf(request: HttpRequest): string {
  return `${request.method} ${request.url.replace('https://ledger.example/v1', '').replace(/\?.*/, '')}`
}

export interface World {
  limits: CallLimits
  octopus: OctopusAccounting
  requests: HttpRequest[]
  /** Replaces the answer of a name; a function may look at the request and at how often it was asked before. */
  script: Map<string, HttpOutcome | ((request: HttpRequest, before: number) => HttpOutcome)>
  /** `sleepInCount`: the process is paused for so long, once, while a call is being counted. */
  time: { now: Instant; monotonic: number; sleepInCount: number }
  taken: LimitRequest[]
  blocked: Map<string, Instant>
  names(): string[]
}

export interface WorldOptions {
  dossierId?: number | null
  budgets?: Budgets
  invoiceLookups?: InvoiceLookups
  /** Hands over its tokens to a second client value, as a second process would have them. */
  tokens?: Tokens
  /** Counts with another client value, as one database does. */
  limits?: CallLimits
  /** Of another login. */
  user?: string
}

export function createWorld(options: WorldOptions = {}): World {
  const requests: HttpRequest[] = []
  const script: World['script'] = new Map()
  const time = { now: startAt, monotonic: 1_000, sleepInCount: 0 }
  const taken: LimitRequest[] = []
  const blocked = new Map<string, Instant>()
  let serial = 0
  script.set('POST /authentication', () => answer(200, { token: `login-${++serial}` }))
  script.set('POST /dossiers', () => answer(200, { Dossiertoken: `dossier-${++serial}` }))
  const http: Http = {
    send(request) {
      const name = nameOf(request)
      const before = requests.filter((earlier) => nameOf(earlier) === name).length
      requests.push(request)
      const scripted = script.get(name)
      if (scripted === undefined) throw new Error(`No answer is scripted for ${name}`)
      return Promise.resolve(typeof scripted === 'function' ? scripted(request, before) : scripted)
    },
  }
  const clock: Clock = {
    now: () => Promise.resolve(time.now),
    sleepUntil: () => Promise.reject(new Error('The client never sleeps')),
    pause: () => Promise.resolve(),
    monotonicMs: () => time.monotonic,
  }
  const limits = options.limits ?? memoryLimits(taken, blocked, time)
  const octopus = createOctopusAccounting({
    http,
    clock,
    calendar: brussels,
    limits,
    tokens: options.tokens ?? memoryTokens(),
    credentials: { user: options.user ?? 'shop@ledger.example', password: 'SECRET-1-ledger' },
    softwareHouse: '00000000-0000-4000-8000-000000000001',
    dossierId: options.dossierId === undefined ? 49555 : options.dossierId,
    accountKeys: {
      login: options.user ?? 'loginprint',
      user: options.user ?? 'userprint',
      softwareHouse: 'houseprint',
    },
    apiUrl: 'https://ledger.example/v1/',
    budgets: options.budgets ?? shippedBudgets,
    ...(options.invoiceLookups ? { invoiceLookups: options.invoiceLookups } : {}),
  })
  return { octopus, limits, requests, script, time, taken, blocked, names: () => requests.map(nameOf) }
}

/** Counts in rolling windows and keeps blocks, as the port promises. */
function memoryLimits(taken: LimitRequest[], blocked: Map<string, Instant>, time: World['time']): CallLimits {
  const calls = new Map<string, Instant[]>()
  const refusals = new Map<string, [made: number, times: number]>()
  return {
    take(request, now) {
      time.now += time.sleepInCount
      time.monotonic += time.sleepInCount
      time.sleepInCount = 0
      const until = blocked.get(request.key)
      if (until !== undefined && until > now) return Promise.resolve({ kind: 'wait', until, blocked: true })
      const recent = (calls.get(request.key) ?? []).filter((at) => at > now - request.windowMs)
      const first = recent[0]
      if (recent.length >= request.limit && first !== undefined)
        return Promise.resolve({ kind: 'wait', until: first + request.windowMs, blocked: false })
      calls.set(request.key, [...recent, now])
      taken.push(request)
      return Promise.resolve({ kind: 'granted', count: 1 })
    },
    block(key, until) {
      blocked.set(key, until)
      return Promise.resolve()
    },
    refused(key) {
      const made = (calls.get(key) ?? []).length
      const [before, times] = refusals.get(key) ?? [made, 0]
      const inRow = made - before <= 1 ? times + 1 : 1
      refusals.set(key, [made, inRow])
      return Promise.resolve(inRow)
    },
  }
}

/** One login per name while its token lives; a refused login is remembered. */
export function memoryTokens(): Tokens {
  const kept = new Map<string, TokenAnswer>()
  return {
    async get(name, { now, stale }, login) {
      const known = kept.get(name)
      if (known?.kind === 'failed') return known
      if (known?.kind === 'token' && known.token.token !== stale && known.token.expiresAt - now >= 60_000) return known
      const fresh = await login()
      if (fresh.kind === 'token' || fresh.refusal.kind === 'loginRefused') kept.set(name, fresh)
      return fresh
    },
  }
}

const brusselsParts = new Intl.DateTimeFormat('sv-SE', {
  timeZone: 'Europe/Brussels',
  dateStyle: 'short',
  timeStyle: 'medium',
})

const brussels: Calendar = {
  localDate: (instant) => brusselsParts.format(new Date(instant)).slice(0, 10),
  startOfDay: () => 0,
  instantOf: () => 0,
  isoText: (instant) => `${brusselsParts.format(new Date(instant)).replace(' ', 'T')}+00:00`,
}

export function bookingDocument(changes: Partial<LedgerDocument> = {}): LedgerDocument {
  return {
    target: 'bookings',
    kind: 'booking',
    bookYearId: 27,
    journalKey: 'V5',
    period: 202611,
    date: '2026-11-20',
    dueDate: '2026-11-20',
    relation: { relationId: 16 },
    amountCents: 4999,
    reference: '7K2MABCDEFGH',
    orderReference: 'C000TEST01',
    comment: 'bol.com C000TEST01',
    paymentMethod: 5,
    bookingLines: [{ account: 700000, vatCode: '21', baseCents: 4131, vatCents: 868, comment: '1 x Mok (EAN 1)' }],
    invoiceLines: [],
    entryLines: [],
    buyerReference: null,
    attachment: null,
    ...changes,
  }
}

export function entryDocument(changes: Partial<LedgerDocument> = {}): LedgerDocument {
  return {
    ...bookingDocument(),
    target: 'entries',
    kind: 'clearing',
    journalKey: 'D2',
    relation: null,
    reference: '7K2MABCDEFGH 3990000000101',
    bookingLines: [],
    entryLines: [
      { to: { customer: { relationId: 16 } }, amountCents: -4999 },
      { to: { supplier: { externalId: 1_000_000_002 } }, amountCents: 567 },
      { to: { account: 499_100 }, amountCents: 4432 },
    ],
    ...changes,
  }
}

export function invoiceDocument(changes: Partial<LedgerDocument> = {}): LedgerDocument {
  return bookingDocument({
    target: 'invoices',
    kind: 'invoice',
    journalKey: 'V6',
    relation: { externalId: 1_000_000_042 },
    bookingLines: [],
    invoiceLines: [
      {
        description: 'Mok',
        ean: '9789463105156',
        count: 3,
        unitPriceMicros: 8_256_667,
        vatCode: '21',
        account: 700000,
      },
    ],
    ...changes,
  })
}
