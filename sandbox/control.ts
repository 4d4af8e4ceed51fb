/**
 * Administration of the sandbox: its clock, its faults, what was counted and refused, and orders placed by hand.
 * All answers are JSON; a wrong request gets 400 with `{"error"}`.
 */

import { PRODUCTS } from './bol/catalogue.ts'
import { FAULT_KINDS } from './bol/faults.ts'
import { isoWithOffset, isoWithOffsetMs } from './bol/local-time.ts'
import { settledFacts, type SettleOptions } from './bol/settle-orders.ts'
import { servedInvoice, type SettlementFacts } from './bol/settlement-answers.ts'
import { orderActions } from './control-orders.ts'
import { ControlError, instantOf, numberOf, objectOf } from './control-input.ts'
import type { Json } from './control-input.ts'
import type { Sides } from './sides.ts'
import type { Fault, SandboxRequest, SandboxResponse } from './world.ts'

export async function answerControl(sides: Sides, request: SandboxRequest): Promise<SandboxResponse> {
  try {
    const body: unknown = request.body.length > 0 ? JSON.parse(request.body.toString('utf8')) : undefined
    const answer = await route(sides, request, body)
    return answer === undefined
      ? json(404, { error: `no ${request.method} /sandbox${request.path}` })
      : json(200, answer)
  } catch (error) {
    if (error instanceof SyntaxError) return json(400, { error: 'the body is not JSON' })
    if (error instanceof Error) return json(400, { error: error.message })
    throw error
  }
}

function json(status: number, value: unknown): SandboxResponse {
  return { status, headers: { 'content-type': 'application/json' }, body: JSON.stringify(value) }
}

async function route(sides: Sides, request: SandboxRequest, body: unknown): Promise<unknown> {
  const { method, path, query } = request
  if (path.startsWith('/octopus/')) return sides.octopus.admin(method, path.slice('/octopus'.length), body)
  if (path === '/orders' || path.startsWith('/orders/')) return orderActions(sides, { method, path, query, body })
  switch (`${method} ${path}`) {
    case 'GET /clock':
      return readClock(sides)
    case 'POST /clock':
      return setClock(sides, objectOf(body, ['now', 'advanceMs', 'speed']))
    case 'POST /faults':
      return addFaults(sides, body)
    case 'DELETE /faults':
      sides.world.faults.clear()
      return {}
    case 'GET /violations':
      return { violations: sides.world.violations.map((entry) => ({ ...entry, at: isoWithOffset(entry.at) })) }
    case 'DELETE /violations':
      sides.world.violations.length = 0
      return {}
    case 'GET /calls':
      return countCalls(sides, query.get('since'))
    case 'DELETE /calls':
      sides.world.calls.length = 0
      return {}
    case 'POST /settings':
      return changeSettings(sides, objectOf(body, ['latencyMs', 'bol', 'octopus']))
    case 'GET /settings':
      return { latencyMs: sides.world.latencyMs, bol: sides.bol.settings }
    case 'POST /settlements':
      return issueSettlement(sides, body)
    case 'POST /login/unblock':
      sides.bol.unblockLogin()
      return {}
    case 'POST /vies':
      return sides.vies.change(body)
    case 'GET /products':
      return { products: PRODUCTS }
    default:
      return undefined
  }
}

/** Also the answer for a product that asks a clock for the time: Brussels time with its offset. */
function readClock(sides: Sides): { now: string; speed: number } {
  const { clock } = sides.world
  return { now: isoWithOffsetMs(clock.now()), speed: clock.pace() }
}

function setClock(sides: Sides, change: Json): { now: string; speed: number } {
  const { clock } = sides.world
  const speed = change['speed'] === undefined ? clock.pace() : numberOf(change['speed'], 'speed')
  const start = change['now'] === undefined ? clock.now() : instantOf(change['now'], 'now')
  const advance = change['advanceMs'] === undefined ? 0 : numberOf(change['advanceMs'], 'advanceMs')
  clock.set(start + advance, speed)
  return readClock(sides)
}

/**
 * `{"list", "invoice", "specification"}` as the API is to give them, `{"facts"}` to have them written, or `{"settle"}` to have a period
 * settled as bol.com knows it.
 */
function issueSettlement({ bol }: Sides, body: unknown): { invoiceId: string } {
  const wanted = objectOf(body, ['shop', 'facts', 'settle', 'list', 'invoice', 'specification'])
  const shop = wanted['shop'] === undefined ? 0 : numberOf(wanted['shop'], 'shop')
  if (wanted['facts'] !== undefined)
    return { invoiceId: bol.issueInvoice(servedInvoice(objectOf(wanted['facts']) as unknown as SettlementFacts), shop) }
  if (wanted['settle'] !== undefined) {
    const options = objectOf(wanted['settle']) as unknown as SettleOptions
    return { invoiceId: bol.issueInvoice(servedInvoice(settledFacts(bol.truth(shop), options)), shop) }
  }
  const { list, invoice, specification } = wanted
  if (!Array.isArray(specification)) throw new ControlError('specification must be a list of pages')
  const pages = specification.map((page: unknown) => objectOf(page))
  const served = { list: objectOf(list), invoice: objectOf(invoice), specification: pages }
  return { invoiceId: bol.issueInvoice(served, shop) }
}

const FAULT_KEYS = ['api', 'route', 'kind', 'skip', 'times', 'probability', 'body', 'settings']

function addFaults(sides: Sides, body: unknown): { added: number } {
  const list: unknown[] = Array.isArray(body) ? body : [body]
  const faults = list.map((entry) => {
    const fault = objectOf(entry, FAULT_KEYS)
    const { api, kind } = fault
    if (api !== 'bol' && api !== 'octopus') throw new ControlError('api must be bol or octopus')
    if (typeof fault['route'] !== 'string' || typeof kind !== 'string')
      throw new ControlError('route and kind are texts')
    if (api === 'bol' && !(FAULT_KINDS as readonly string[]).includes(kind)) {
      throw new ControlError(`unknown kind ${kind}; bol knows ${FAULT_KINDS.join(', ')}`)
    }
    for (const name of ['skip', 'times', 'probability']) {
      if (fault[name] !== undefined) numberOf(fault[name], name)
    }
    if (fault['body'] !== undefined && typeof fault['body'] !== 'string') throw new ControlError('body is a text')
    return fault as unknown as Fault
  })
  for (const fault of faults) sides.world.faults.add(fault)
  return { added: faults.length }
}

interface CallCounts {
  totals: Record<string, number>
  /** By api, then by route. */
  routes: Record<string, Record<string, number>>
  /** By api, then by status. */
  statuses: Record<string, Record<string, number>>
  /** World time of the first and of the last call, epoch milliseconds; null without calls. */
  firstAt: number | null
  lastAt: number | null
}

function countCalls(sides: Sides, since: string | null): CallCounts {
  const from = since === null ? -Infinity : instantOf(since, 'since')
  const counts: CallCounts = {
    totals: { bol: 0, octopus: 0 },
    routes: { bol: {}, octopus: {} },
    statuses: { bol: {}, octopus: {} },
    firstAt: null,
    lastAt: null,
  }
  for (const call of sides.world.calls) {
    if (call.at < from) continue
    counts.firstAt ??= call.at
    counts.lastAt = call.at
    add(counts.totals, call.api)
    add(counts.routes[call.api] ?? {}, call.route)
    add(counts.statuses[call.api] ?? {}, String(call.status))
  }
  return counts
}

function add(counts: Record<string, number>, key: string): void {
  counts[key] = (counts[key] ?? 0) + 1
}

async function changeSettings(sides: Sides, change: Json): Promise<unknown> {
  const answer: Json = {}
  if (change['latencyMs'] !== undefined) sides.world.latencyMs = numberOf(change['latencyMs'], 'latencyMs')
  if (change['bol'] !== undefined) sides.bol.change(objectOf(change['bol']))
  if (change['octopus'] !== undefined) {
    answer['octopus'] = await sides.octopus.admin('POST', '/settings', change['octopus'])
    if (answer['octopus'] === undefined) throw new ControlError('octopus has no such settings')
  }
  return { ...answer, latencyMs: sides.world.latencyMs, bol: sides.bol.settings }
}
