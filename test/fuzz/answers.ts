/**
 * Spoilt answers of bol.com and Octopus, given to the real adapters. Whatever comes back: nothing is thrown, each answer is
 * one of the classified ones, a document counts as created only on a 201, and what is read out of it can be stored.
 */
import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { createBolWorld } from '../../sandbox/bol/world.ts'
import { createOctopusWorld } from '../../sandbox/octopus/world.ts'
import { createWorld, type SandboxRequest, type SandboxResponse } from '../../sandbox/world.ts'
import { BOL_LIMITS } from '../../src/adapters/bol/limits.ts'
import { createBolApi } from '../../src/adapters/bol/api.ts'
import { shippedBudgets } from '../../src/adapters/octopus/budget.ts'
import { createOctopusAccounting } from '../../src/adapters/octopus/client.ts'
import { bookingDocument, invoiceDocument } from '../../src/adapters/octopus/testkit.ts'
import { createCalendar } from '../../src/adapters/system/calendar.ts'
import type { NewRelation } from '../../src/domain/ledger/ledger.ts'
import type { CallLimits } from '../../src/ports/call-limits.ts'
import type { Clock } from '../../src/ports/clock.ts'
import type { HttpOutcome, HttpRequest } from '../../src/ports/http.ts'
import type { Tokens } from '../../src/ports/tokens.ts'
import { mutate, mutation, spoil, spoilt, type Mutation, type Spoilt } from './mutations.ts'

const start = Date.parse('2026-11-24T10:00:00+01:00')
const clock: Clock = {
  now: () => Promise.resolve(start),
  sleepUntil: () => Promise.resolve(),
  pause: () => Promise.resolve(),
  monotonicMs: () => 0,
}
const limits: CallLimits = {
  take: (request) => Promise.resolve({ kind: 'granted', count: request.wanted ?? 1 }),
  block: () => Promise.resolve(),
  refused: () => Promise.resolve(1),
}
const calendar = createCalendar()
const hash = (text: string): string => createHash('sha256').update(text).digest('hex')

/** Where the spoilt answer comes: the login, or the call itself. */
type Send = (request: HttpRequest) => HttpOutcome

export interface Surface {
  name: string
  /** Names of the calls, each with what it does. */
  calls: [name: string, run: (send: Send) => Promise<unknown>][]
  /** What the simulated side answers to a request. */
  right(request: HttpRequest): SandboxResponse
  isLogin(request: HttpRequest): boolean
}

function sandboxRequest(request: HttpRequest, base: string): SandboxRequest {
  const [path = '', query = ''] = request.url.slice(base.length).split('?')
  return {
    method: request.method,
    path,
    query: new URLSearchParams(query),
    headers: Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name.toLowerCase(), value])),
    body: Buffer.from(request.body ?? ''),
  }
}

/** Asks for a token each time: the login is part of what is fuzzed. */
const noTokens: Tokens = { get: (_name, _options, login) => login() }

function isSellers({ fulfilment }: { fulfilment: string }): boolean {
  return fulfilment === 'FBR'
}

export function bolSurface(): Surface {
  const world = createWorld({ seed: 5, start, speed: 0 })
  const bol = createBolWorld(world, { settings: { limits: 'none', tokenCallsMax: 1e9 } })
  bol.populate({ orders: 60, from: start - 20 * 24 * 3_600_000, to: start })
  const hour = 3_600_000
  const shipped = bol.truth(0).filter((row) => row.shipments.length > 0 && row.items.every(isSellers))
  for (const { orderId: of } of shipped.slice(0, 3))
    bol.return(of, { quantity: 1, handledAfterMinutes: 1, handlingResult: 'RETURN_RECEIVED' }, start - hour)
  const truth = bol.truth(0)
  const returned = truth.find((order) => order.returns.length > 0)
  const order = returned ?? truth[0]
  const orderId = order?.orderId ?? ''
  const shipmentId = order?.shipments[0]?.shipmentId ?? ''
  const returnId = order?.returns[0]?.returnId ?? '1'
  const [shop] = bol.shops
  const open = (send: Send) =>
    createBolApi({
      http: { send: (request) => Promise.resolve(send(request)) },
      clock,
      calendar,
      limits,
      tokens: noTokens,
      credentials: { clientId: shop?.clientId ?? '', clientSecret: shop?.clientSecret ?? '' },
      accountKey: 'acc',
      loginKey: 'login',
      loginUrl: 'https://login.example',
      apiUrl: 'https://api.example',
      routeLimits: BOL_LIMITS,
      hash,
    })
  return {
    name: 'bol.com',
    isLogin: (request) => request.url.startsWith('https://login.example'),
    right: (request) =>
      request.url.startsWith('https://login.example')
        ? bol.handleLogin(sandboxRequest(request, 'https://login.example'))
        : bol.handle(sandboxRequest(request, 'https://api.example')),
    calls: [
      ['identify', (send) => open(send).identify()],
      ['listOrders', (send) => open(send).listOrders({ changedOn: '2026-11-20' }, 1)],
      ['getOrder', (send) => open(send).getOrder(orderId)],
      ['listShipments', (send) => open(send).listShipments('seller', 1)],
      ['listShipmentsOfOrder', (send) => open(send).listShipmentsOfOrder(orderId, 1)],
      ['getShipment', (send) => open(send).getShipment(shipmentId)],
      ['listReturns', (send) => open(send).listReturns({ fulfilment: 'seller', handled: true }, 1)],
      ['getReturn', (send) => open(send).getReturn(returnId)],
    ],
  }
}

const relation: NewRelation = {
  externalId: 1_000_000_001,
  name: 'Voorbeeld',
  firstName: null,
  email: null,
  street: null,
  postcode: null,
  city: null,
  country: 'BE',
  vatType: 'consumerBE',
  vatNumber: null,
  delivery: 'print',
  language: 'nl',
}

export function octopusSurface(): Surface {
  const world = createWorld({ seed: 5, start, speed: 0 })
  const octopus = createOctopusWorld(world, { seed: 5, dossiers: 1, settings: { limits: 'none' } })
  const { user, userPassword, softwareHouse, dossierIds } = octopus.access
  const dossierId = dossierIds[0] as number
  const base = 'https://ledger.example'
  octopus.admin('POST', '/bookkeeper', [
    { action: 'book', journal: 'V6' },
    { action: 'book', journal: 'V5' },
  ])
  const { bookyearId } = octopus.ledger(dossierId).find((row) => row.journal === 'V6') as { bookyearId: number }
  const open = (send: Send) =>
    createOctopusAccounting({
      http: { send: (request) => Promise.resolve(send(request)) },
      clock,
      calendar,
      limits,
      tokens: noTokens,
      credentials: { user, password: userPassword },
      softwareHouse,
      dossierId,
      accountKeys: { login: 'l', user: 'u', softwareHouse: 's' },
      apiUrl: base,
      budgets: shippedBudgets,
      invoiceLookups: { journalModeOf: () => 'invoicesExclusive', rateOf: () => 2100 },
    })
  const post = (send: Send, document = bookingDocument()): Promise<unknown> => {
    const accounting = open(send)
    const bytes = accounting.bytesOf(accounting.render(document), 1)
    return accounting.postDocument(document.target, bytes, { deadlineMonotonicMs: 1 })
  }
  return {
    name: 'Octopus',
    isLogin: (request) => /\/authentication$|\/dossiers\?/.test(request.url),
    right: (request) => octopus.handle(sandboxRequest(request, base)),
    calls: [
      ['listDossiers', (send) => open(send).listDossiers()],
      ['readBookYears', (send) => open(send).readBookYears()],
      ['readJournals', (send) => open(send).readJournals(bookyearId)],
      ['readPriceDecimals', (send) => open(send).readPriceDecimals({ bookYearId: bookyearId, journalKey: 'V6' })],
      ['readAccounts', (send) => open(send).readAccounts(bookyearId)],
      ['readVatCodes', (send) => open(send).readVatCodes()],
      ['findRelationsByName', (send) => open(send).findRelationsByName('bol.com particulieren')],
      ['relationsModifiedSince', (send) => open(send).relationsModifiedSince(start - 1e10)],
      ['saveRelation', (send) => open(send).saveRelation(relation)],
      ['bookingsModifiedSince', (send) => open(send).documentsModifiedSince('bookings', start - 1e10)],
      ['invoicesModifiedSince', (send) => open(send).documentsModifiedSince('invoices', start - 1e10)],
      ['entriesModifiedSince', (send) => open(send).documentsModifiedSince('entries', start - 1e10)],
      ['deletedSince', (send) => open(send).deletedSince(2, 'sale', start - 1e10)],
      ['postedSince', (send) => open(send).postedSince(2, 'purchase', start - 1e10)],
      ['accountHistory', (send) => open(send).accountHistory({ bookYearId: 2, period: 202611, account: 499_100 })],
      ['getInvoice', (send) => open(send).getInvoice({ bookYearId: bookyearId, journalKey: 'V6', number: 1 })],
      ['postBooking', (send) => post(send)],
      ['postInvoice', (send) => post(send, invoiceDocument())],
    ],
  }
}

/** Kinds that the ports know; `ok`, `saved` and `created` are successes. */
const kinds = new Set(
  'ok notFound loginRefused forbidden later badRequest saved contentRefused unknown created notSent refused wrongNumber unsupported'.split(
    ' ',
  ),
)

/** What is wrong with an answer of the port, or null. */
export function faultIn(call: string, answer: unknown, statuses: number[]): string | null {
  const { kind } = answer as { kind?: unknown }
  if (typeof kind !== 'string' || !kinds.has(kind)) return `is not classified: ${String(kind)}`
  const last = statuses.at(-1)
  if (kind === 'created' && last !== 201) return `counts as created with status ${last}`
  // "Not found" is how Octopus says that a list is empty, and what a listed parcel may be by the time that it is fetched.
  if (kind === 'ok' && last !== 200 && !isEmpty((answer as { value: unknown }).value))
    return `counts as read with status ${last}`
  return call === 'getOrder' || kind === 'ok' ? unstorable(answer, '') : null
}

function isEmpty(value: unknown): boolean {
  return Array.isArray(value) ? value.every(isToldAsBad) : Object.values(value as object).every((part) => isEmpty(part))
}

function isToldAsBad(row: unknown): boolean {
  return typeof row === 'object' && row !== null && 'fault' in row && 'named' in row
}

/** Numbers that are no numbers, text that PostgreSQL does not take; raw bodies are sealed and may hold anything. */
function unstorable(value: unknown, path: string): string | null {
  if (typeof value === 'number') return Number.isFinite(value) ? null : `${path} is ${value}`
  if (typeof value === 'string')
    return value.includes('\u0000') || !value.isWellFormed() ? `${path} holds text that cannot be stored` : null
  if (typeof value !== 'object' || value === null) return null
  for (const [key, inner] of Object.entries(value)) {
    if (key === 'raw') continue
    const fault = unstorable(key, `${path}.key`) ?? unstorable(inner, `${path}.${key}`)
    if (fault !== null) return fault
  }
  return null
}

export interface FuzzResult {
  inputs: number
  kinds: Map<string, number>
  failure: string | null
}

/** @param runs spoilt answers; @param seed of fast-check, told with a failure */
export async function fuzz(surface: Surface, runs: number, seed: number): Promise<FuzzResult> {
  const result: FuzzResult = { inputs: 0, kinds: new Map(), failure: null }
  // The right answer of a call is made once: it is what becomes of it that matters.
  const known = new Map<string, { status: number; body: string }>()
  const rightOf = (request: HttpRequest): { status: number; body: string } => {
    const key = `${request.method} ${request.url}`
    let right = known.get(key)
    if (right === undefined) {
      const { status, body } = surface.right(request)
      right = { status, body: String(body) }
      known.set(key, right)
    }
    return right
  }
  const property = fc.asyncProperty(spoilt, fc.boolean(), async (how: Spoilt, atLogin: boolean) => {
    const [name, run] = surface.calls[how.call % surface.calls.length] as Surface['calls'][number]
    const statuses: number[] = []
    const answer = await run((request) => {
      const right = rightOf(request)
      // The login is spoilt in one of sixteen.
      const login = surface.isLogin(request)
      const struck = login ? atLogin && how.call % 16 === 0 : true
      const outcome = struck
        ? spoil(right, how)
        : ({ kind: 'done', status: right.status, headers: {}, body: right.body } as const)
      if (outcome.kind === 'done') statuses.push(outcome.status)
      return outcome
    })
    const kind = (answer as { kind: string }).kind
    result.inputs += 1
    result.kinds.set(`${name} ${kind}`, (result.kinds.get(`${name} ${kind}`) ?? 0) + 1)
    const fault = faultIn(name, answer, statuses)
    if (fault !== null) throw new Error(`${name} ${fault}`)
  })
  const details = await fc.check(property, { numRuns: runs, seed, endOnFailure: false })
  if (details.failed) {
    const example = JSON.stringify(details.counterexample)?.slice(0, 1500)
    const error = details.errorInstance instanceof Error ? details.errorInstance.stack : ''
    result.failure = `seed ${seed}, path ${details.counterexamplePath}: ${error}\n${example}`
  }
  return result
}

const lists: { call: string; key: string; id: string }[] = [
  { call: 'listOrders', key: 'orders', id: 'orderId' },
  { call: 'listShipments', key: 'shipments', id: 'shipmentId' },
  { call: 'listReturns', key: 'returns', id: 'returnId' },
]

/**
 * One row of a list of bol.com is spoilt, whatever becomes of it: each of the others is read as if it were right, and the spoilt one
 * is read or told as bad, but never passed over.
 */
export async function fuzzRows(surface: Surface, runs: number, seed: number): Promise<FuzzResult> {
  const result: FuzzResult = { inputs: 0, kinds: new Map(), failure: null }
  const property = fc.asyncProperty(
    fc.nat(2),
    fc.nat(1000),
    fc.array(mutation, { minLength: 1, maxLength: 3 }),
    async (which, nth, how) => {
      const list = lists[which] as (typeof lists)[number]
      const run = surface.calls.find(([name]) => name === list.call)?.[1] as Surface['calls'][number][1]
      let others: string[] = []
      const answer = await run((request) => {
        const right = surface.right(request)
        if (surface.isLogin(request))
          return { kind: 'done', status: right.status, headers: {}, body: String(right.body) }
        const page = JSON.parse(String(right.body)) as Record<string, Record<string, unknown>[]>
        const rows: unknown[] = page[list.key] ?? []
        const place = nth % Math.max(rows.length, 1)
        others = (page[list.key] ?? []).filter((_, index) => index !== place).map((row) => String(row[list.id]))
        const texts = rows.map((row, index) =>
          index === place ? how.reduce((text, one) => mutateRow(text, one), JSON.stringify(row)) : JSON.stringify(row),
        )
        return { kind: 'done', status: 200, headers: {}, body: `{"${list.key}":[${texts.join(',')}]}` }
      })
      result.inputs += 1
      const { kind, value } = answer as { kind: string; value: { rows: unknown[]; bad: unknown[] } }
      if (kind !== 'ok') throw new Error(`${list.call}: the page is ${kind}`)
      const text = JSON.stringify(value)
      for (const id of others) if (!text.includes(`"${id}"`)) throw new Error(`${list.call}: ${id} is lost`)
      if (value.rows.length + value.bad.length <= others.length - 1 || others.length === 0)
        throw new Error(`${list.call}: the row is passed over`)
    },
  )
  const details = await fc.check(property, { numRuns: runs, seed, endOnFailure: false })
  if (details.failed) {
    const error = details.errorInstance instanceof Error ? details.errorInstance.stack : ''
    result.failure = `seed ${seed}: ${error}\n${JSON.stringify(details.counterexample)?.slice(0, 1500)}`
  }
  return result
}

/** Still one JSON value: what breaks the text of a page is another matter. */
function mutateRow(row: string, one: Mutation): string {
  const text = mutate(row, one)
  try {
    JSON.parse(text)
    return text
  } catch {
    return 'null'
  }
}
