/** How a call is received: faults at the door, the official document, the token, the daily limit, then the work. */

import type { Fault, SandboxRequest, SandboxResponse, World } from '../world.ts'
import { empty, refuse } from './answers.ts'
import { badToken, endToken, findDossierToken, findUser } from './authentication.ts'
import type { Call } from './call.ts'
import { atTheDoor, insteadOfWork, onTheWayBack, slowCommit } from './faults.ts'
import { DOSSIER_HANDLERS, HANDLERS } from './handlers.ts'
import { countCall, overLimit } from './quotas.ts'
import { matchRoute } from './routes.ts'
import type { Route } from './routes.ts'
import type { Dossier, OctopusState } from './state.ts'
import { checkRequest, proofHeader, refusalOf } from './strict.ts'
import type { CheckedRequest } from './strict.ts'

export function receive(world: World, state: OctopusState, request: SandboxRequest): SandboxResponse {
  const now = world.clock.now()
  const match = matchRoute(request.method, request.path)
  if (match.kind !== 'found') {
    const known = match.kind === 'wrongMethod'
    note(world, request, known ? 'method does not exist on this path' : 'path does not exist or is not simulated')
    count(world, `${request.method} (unknown path)`, known ? 405 : 404)
    return empty(known ? 405 : 404)
  }
  const { route, path } = match
  const fault = world.faults.meet('octopus', route.name, request.body)
  const door = fault ? atTheDoor(fault, now) : silence(state, path['dossierId'])
  const response = door ?? inside(world, state, { request, route, path, fault, now })
  count(world, route.name, response.status)
  return response
}

interface Arrival {
  request: SandboxRequest
  route: Route
  path: Record<string, number>
  fault: Fault | undefined
  now: number
}

function silence(state: OctopusState, dossierId: number | undefined): SandboxResponse | undefined {
  const silent = dossierId !== undefined && state.settings.silentDossiers.includes(dossierId)
  return silent ? { ...empty(503), delivery: 'drop' } : undefined
}

function inside(world: World, state: OctopusState, arrival: Arrival): SandboxResponse {
  const { request, route, fault, now } = arrival
  const checked = checkRequest(route, request)
  if (checked.breaches.length > 0) note(world, request, checked.breaches.map((breach) => breach.rule).join('; '))
  const proven = prove(state, arrival, checked)
  if (proven.kind === 'refused') return fault ? onTheWayBack(fault, proven.response, now) : proven.response
  const { call, dossier } = proven
  const [breach] = checked.breaches
  const attempt = (): SandboxResponse => {
    const refused = overLimit(state, call)
    if (refused) return refused
    const instead =
      fault && insteadOfWork(fault, { dossierId: dossier?.id ?? 0, endToken: () => endToken(state, call.proof) })
    const response = instead ?? (breach ? refusalOf(breach, call.language) : work(state, call, dossier))
    countCall(state, call, response.status)
    return response
  }
  if (fault?.kind === 'slowCommit' && !breach) return workLater(state, { call, dossier, fault })
  const first = attempt()
  if (fault?.kind === 'deliverTwice') {
    const second = attempt()
    return fault.settings?.['answer'] === 'first' ? first : second
  }
  return fault ? onTheWayBack(fault, first, now) : first
}

type Proven =
  | { kind: 'proven'; call: Call; dossier: Dossier | undefined }
  | { kind: 'refused'; response: SandboxResponse }

function prove(state: OctopusState, arrival: Arrival, checked: CheckedRequest): Proven {
  const { request, route, path, now } = arrival
  const proof = request.headers[proofHeader(route) ?? ''] ?? ''
  const call: Call = {
    route,
    path,
    query: checked.query,
    headers: checked.headers,
    body: checked.body,
    proof,
    user: '',
    language: 'nl',
    now,
  }
  const missing = checked.breaches.find((breach) => breach.status === 401)
  if (missing) {
    const code = missing.code ?? -79
    const info = route.proof === 'softwareHouse' ? 'Invalid software house identification' : 'Empty access token'
    return { kind: 'refused', response: refuse({ status: 401, code, info }, 'nl') }
  }
  if (route.proof === 'user') {
    const token = findUser(state, proof, now)
    if (!token) return { kind: 'refused', response: badToken() }
    return { kind: 'proven', call: { ...call, user: token.user }, dossier: undefined }
  }
  if (route.proof === 'dossier') {
    const dossierId = path['dossierId'] ?? 0
    const token = findDossierToken(state, proof, { dossierId, now })
    const dossier = state.dossiers.get(dossierId)
    if (!token || !dossier) return { kind: 'refused', response: badToken() }
    return { kind: 'proven', call: { ...call, user: token.user, language: token.language }, dossier }
  }
  return { kind: 'proven', call, dossier: undefined }
}

function work(state: OctopusState, call: Call, dossier: Dossier | undefined): SandboxResponse {
  const handler = HANDLERS[call.route.name]
  if (handler) return handler(state, call)
  const dossierHandler = DOSSIER_HANDLERS[call.route.name]
  if (!dossierHandler || !dossier) throw new Error(`nothing answers ${call.route.name}`)
  return dossierHandler(state, { ...call, dossier })
}

function workLater(
  state: OctopusState,
  late: { call: Call; dossier: Dossier | undefined; fault: Fault },
): SandboxResponse {
  const { call, dossier, fault } = late
  const refused = overLimit(state, call)
  if (refused) return refused
  countCall(state, call, 200)
  const { due, response } = slowCommit(fault, call.now)
  state.pending.push({ due, run: () => void work(state, { ...call, now: due }, dossier) })
  state.pending.sort((a, b) => a.due - b.due)
  return response
}

function note(world: World, request: SandboxRequest, rule: string): void {
  const { method, path } = request
  world.violations.push({ at: world.clock.now(), api: 'octopus', method, path, rule })
}

function count(world: World, route: string, status: number): void {
  world.calls.push({ at: world.clock.now(), api: 'octopus', route, status })
}
