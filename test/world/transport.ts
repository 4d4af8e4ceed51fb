/**
 * HTTP without sockets: requests reach the simulated bol.com and Octopus after some milliseconds of virtual time, with
 * the meaning of the three outcomes that `adapters/http` gives them. Every request that leaves is written down.
 */
import type { BolWorld } from '../../sandbox/bol/world.ts'
import type { LedgerDocument, OctopusWorld } from '../../sandbox/octopus/world.ts'
import type { Fault, SandboxRequest, SandboxResponse, World } from '../../sandbox/world.ts'
import type { HttpOutcome, HttpRequest } from '../../src/ports/http.ts'
import { strikeAfter, strikeBefore } from './database.ts'
import { processFaults, type Decision } from './decisions.ts'
import { never, type Life } from './life.ts'
import { paperBase } from './paper/books.ts'
import type { PaperLedger } from './paper/ledger.ts'
import type { PaperShop } from './paper/shop.ts'
import { paperShopBase } from './paper/source.ts'
import type { Outage as OutageKind, Sickness } from './story.ts'
import type { Timeline } from './timeline.ts'

export const bases = {
  bolLogin: 'https://login.bol.test',
  bol: 'https://api.bol.test',
  octopus: 'https://octopus.test/rest/v1',
  paper: paperBase,
  shop: paperShopBase,
}

export type Side = 'bol' | 'octopus' | 'paper' | 'shop'

/** A side that is away for a while, for everybody. */
export interface Outage {
  side: Side
  from: number
  until: number
  how: OutageKind
  /** Part of a point's name; empty: all calls of the side. */
  only: string
}

/** One order of which bol.com's answers are of no use for a while. */
export interface Sick {
  order: string
  from: number
  until: number
  how: Sickness
}

/** A request as it left. */
export interface Sent {
  at: number
  /** When its process decided to send it; it may stand still in between. */
  calledAt: number
  by: Life
  side: Side
  /** `POST /dossiers/{dossierId}/buysellbookings`, as the worlds name it. */
  route: string
  url: string
  headers: Record<string, string>
  body: string
  status: number | null
  /** Its process stood still between its decision and the first byte. */
  pausedBefore: boolean
  /** How far the clock of its process was ahead. */
  clockOffMs: number
  /** Not before this moment again, as the answer said. */
  restUntil: number | null
}

export interface Network {
  timeline: Timeline
  world: World
  bol: BolWorld
  octopus: OctopusWorld
  /** The ledger of this world, where it is not Octopus. */
  paper: PaperLedger | null
  /** The shop of this world, where it is not bol.com. */
  shop: PaperShop | null
  outages: Outage[]
  sick: Sick[]
  sent: Sent[]
  /** Called after the worlds have done something. */
  changed(): void
}

/** The shop of a company, whoever keeps it. */
export function shopOf({ bol, shop }: Network): BolWorld | PaperShop {
  return shop ?? bol
}

/** The books of a company, whoever keeps them. */
export function booksOf({ octopus, paper }: Network, bookId: number): LedgerDocument[] {
  return paper?.rows(bookId) ?? octopus.ledger(bookId)
}

export function transportFor(network: Network, life: Life): (request: HttpRequest) => Promise<HttpOutcome> {
  const { timeline } = network
  return async (request) => {
    const called = timeline.now
    await life.gate()
    const target = targetOf(request)
    const wokeAt = timeline.now
    const decision = life.decide(target.point)
    await strikeBefore(life, decision?.fault === 'pauseBefore' || decision?.fault === 'crashBefore' ? decision : null)
    if (decision?.fault === 'notSent') return { kind: 'notSent', reason: 'connection refused' }
    const outage = network.outages.find(
      (one) =>
        one.side === target.side &&
        target.point.includes(one.only) &&
        one.from <= timeline.now &&
        timeline.now < one.until,
    )
    if (outage?.how === 'refused') return { kind: 'notSent', reason: 'connection refused' }
    await timeline.sleep(2 + Math.floor(life.fraction('there') * 120))
    const record = recordOf(network, life, request, {
      target,
      called,
      paused: decision?.fault === 'pauseBefore' || wokeAt > called,
    })
    const response = outage === undefined ? serve(network, request, target, decision) : away(outage)
    note(network, record, response)
    network.changed()
    const outcome = arrived(response, request.binary === true)
    const waitMs = outcome === null ? request.timeoutMs : (response.delayMs ?? 0)
    await timeline.sleep(Math.min(waitMs, request.timeoutMs) + 2 + Math.floor(life.fraction('back') * 120))
    if (!life.alive) return never()
    await life.gate()
    await strikeAfter(life, decision?.fault === 'pauseAfter' || decision?.fault === 'crashAfter' ? decision : null)
    if (outcome === null || waitMs > request.timeoutMs)
      return { kind: 'unknown', reason: `no complete answer within ${request.timeoutMs} ms` }
    return outcome
  }
}

interface Target {
  side: Side
  login: boolean
  /** Below the base, without the query. */
  path: string
  query: string
  point: string
}

function targetOf(request: HttpRequest): Target {
  const entry = (Object.entries(bases) as [keyof typeof bases, string][]).find(([, base]) =>
    request.url.startsWith(`${base}/`),
  )
  if (entry === undefined) throw new Error(`a request to nobody: ${request.url}`)
  const [name, base] = entry
  const rest = request.url.slice(base.length)
  const mark = rest.indexOf('?')
  const path = mark < 0 ? rest : rest.slice(0, mark)
  const side: Side = name === 'bolLogin' ? 'bol' : name
  const plain = path
    .replace(/^\/(?:dossiers|books)\/\d+(?=\/)/u, '')
    .replace(/^\/shops\/\d+/u, '')
    .replace(/^(\/(?:orders|refunds))\/[^/]+$/u, '$1/{id}')
    .replace(/^(\/relations)\/T\d+$/u, '$1/{code}')
    .replaceAll(/\/\d+(?=\/|$)/gu, '/{id}')
    .replace(/^(\/retailer\/(?:orders|shipments|returns|invoices))\/[^/]+/u, '$1/{id}')
  return {
    side,
    login: name === 'bolLogin',
    path,
    query: mark < 0 ? '' : rest.slice(mark + 1),
    point: `${side} ${request.method} ${plain}`,
  }
}

function recordOf(
  network: Network,
  life: Life,
  request: HttpRequest,
  { target, called, paused }: { target: Target; called: number; paused: boolean },
): Sent {
  const record: Sent = {
    at: network.timeline.now,
    calledAt: called,
    by: life,
    side: target.side,
    route: target.point.slice(target.side.length + 1),
    url: request.url,
    headers: request.headers,
    body: typeof request.body === 'string' ? request.body : '',
    status: null,
    pausedBefore: paused,
    clockOffMs: life.clockOffMs,
    restUntil: null,
  }
  network.sent.push(record)
  return record
}

function note(network: Network, record: Sent, response: SandboxResponse): void {
  if (response.delivery !== undefined) return
  record.status = response.status
  const header = response.headers['retry-after']
  if ((response.status === 429 || response.status === 503) && header !== undefined)
    record.restUntil = restUntil(header, network.timeline.now)
}

/** The test's own reading of `Retry-After`: seconds or a date, from a second to six hours. */
function restUntil(header: string, now: number): number | null {
  const seconds = /^-?\d+$/u.test(header) ? Number(header) : (Date.parse(header) - now) / 1000
  return Number.isNaN(seconds) ? null : now + Math.min(Math.max(seconds, 1), 6 * 3600) * 1000
}

/** Names of faults here → in the worlds' own words. */
const inBol: Record<string, string> = {
  loseRequest: '503',
  loseAnswer: 'drop',
  hang: 'hang',
  '502html': '500html',
  expiredToken: 'expired',
}

function serve(network: Network, request: HttpRequest, target: Target, decision: Decision | null): SandboxResponse {
  const { world, bol, octopus, paper, shop, timeline } = network
  world.clock.set(timeline.now, 0)
  world.faults.clear()
  if (decision?.fault === 'proxyPage') return { status: 200, headers: { 'content-type': 'text/html' }, body: html }
  if (decision?.fault === 'loseRequest' && target.side === 'bol')
    return { status: 503, headers: {}, body: '', delivery: 'drop' }
  const fault =
    decision === null || (processFaults as readonly string[]).includes(decision.fault)
      ? undefined
      : faultOf(target.side, decision)
  if (fault !== undefined) world.faults.add(fault)
  const question: SandboxRequest = {
    method: request.method,
    path: target.path,
    query: new URLSearchParams(target.query),
    headers: Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name.toLowerCase(), value])),
    body: Buffer.from(request.body ?? ''),
  }
  if (target.side === 'paper' || target.side === 'shop') {
    world.faults.clear()
    const onPaper = target.side === 'paper' ? paper : shop
    return onPaper?.handle(question, fault) ?? { status: 404, headers: {}, body: '' }
  }
  const side = target.side === 'octopus' ? octopus : bol
  const answer = target.login ? bol.handleLogin(question) : side.handle(question)
  world.faults.clear()
  const sick = network.sick.find(
    (one) => target.path === `/retailer/orders/${one.order}` && one.from <= timeline.now && timeline.now < one.until,
  )
  return sick === undefined ? answer : spoilt(answer, sick.how)
}

/** Null where another fault spoilt it before. */
function jsonOf(text: string): Record<string, unknown> | null {
  try {
    return JSON.parse(text) as Record<string, unknown>
  } catch {
    return null
  }
}

/** What is left of the answer about a sick order. */
function spoilt(answer: SandboxResponse, how: Sickness): SandboxResponse {
  if (how === 'garbage') return { ...answer, body: '{"orderId": ' }
  if (how === '500' || how === '400' || how === '404') {
    const status = Number(how)
    return { ...answer, status, body: JSON.stringify({ status, title: 'Problem', detail: 'Order could not be read.' }) }
  }
  const order = answer.status === 200 ? jsonOf(Buffer.from(answer.body).toString()) : null
  if (order === null) return answer
  if (how === 'noItems') delete order['orderItems']
  if (how === 'noAddress') delete order['shipmentDetails']
  if (how === 'noisyPrice')
    for (const item of order['orderItems'] as Record<string, unknown>[])
      for (const name of ['unitPrice', 'totalPrice'])
        if (typeof item[name] === 'number')
          item[name] = (item[name] as number) + 2e-15 * Math.max(1, item[name] as number)
  if (how === 'noPrice')
    for (const item of order['orderItems'] as Record<string, unknown>[]) {
      delete item['unitPrice']
      delete item['totalPrice']
    }
  return { ...answer, body: JSON.stringify(order) }
}

function faultOf(side: Side, decision: Decision): Fault {
  const { fault, value } = decision
  const settings: Record<string, unknown> = {}
  let kind = side === 'bol' ? (inBol[fault] ?? fault) : fault
  if (fault === 'deliverTwiceFirst') {
    kind = 'deliverTwice'
    settings['answer'] = 'first'
  }
  if (fault === 'slowCommit' || fault === 'slow') settings['delayMs'] = value
  if (fault === 'huge') settings['bytes'] = 100
  if (/^(?:429|503)(?:afterCommit)?$/u.test(fault)) {
    if (typeof value === 'string') settings['retryAfter'] = value
    else if (typeof value === 'number') settings['retryAfterDateMs'] = value
  }
  return { api: side === 'bol' ? 'bol' : 'octopus', route: '*', kind, times: 1, settings }
}

const html = '<html><body><h1>502 Bad Gateway</h1></body></html>'

function away(outage: Outage): SandboxResponse {
  if (outage.how === 'silence') return { status: 0, headers: {}, body: '', delivery: 'hang' }
  if (outage.how === '500' || outage.how === '503' || outage.how === '410')
    return { status: Number(outage.how), headers: {}, body: '' }
  return { status: 502, headers: { 'content-type': 'text/html' }, body: html }
}

/** As `adapters/http` reads it; null: nothing ever comes. */
function arrived(response: SandboxResponse, binary: boolean): HttpOutcome | null {
  if (response.delivery === 'hang') return null
  if (response.delivery === 'drop') return { kind: 'unknown', reason: 'connection reset (ECONNRESET)' }
  const fatal = response.status >= 200 && response.status < 300
  try {
    if (binary && fatal)
      return {
        kind: 'done',
        status: response.status,
        headers: response.headers,
        body: Buffer.from(response.body).toString('base64'),
      }
    const body = new TextDecoder('utf-8', { fatal }).decode(Buffer.from(response.body))
    return { kind: 'done', status: response.status, headers: response.headers, body }
  } catch {
    return { kind: 'unknown', reason: `answer with status ${response.status} is not UTF-8` }
  }
}
