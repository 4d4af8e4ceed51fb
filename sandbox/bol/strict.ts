/**
 * What the official document allows. A request that breaks it is refused here, with the rule that it broke; the
 * world records the rule. Written by hand from version 10 of the document (May 2026).
 */

import type { SandboxRequest, SandboxResponse } from '../world.ts'
import { MEDIA_TYPE, badRequest, json, notFound, problem } from './answers.ts'
import type { FieldViolation } from './answers.ts'
import { isDate } from './local-time.ts'
import { PDF_MEDIA_TYPE } from './settlements.ts'

interface Parameter {
  name: string
  /** `enum`: one of `values`; `int`: whole number in `[min, max]`. */
  type: 'int' | 'enum' | 'boolean' | 'date' | 'text'
  values?: readonly string[]
  min?: number
  max?: number
}

export interface Route {
  /** As it is counted: `GET /retailer/orders/{id}`. */
  name: string
  path: RegExp
  parameters: readonly Parameter[]
  /** What it can be had as, besides JSON. */
  alsoAs?: string
}

export interface Parsed {
  route: Route
  /** Decoded last part of the path; empty for a list. */
  id: string
  query: Record<string, string>
  as: 'json' | 'other'
}

export type Checked =
  | { kind: 'fine'; parsed: Parsed }
  | { kind: 'refused'; routeName: string; rule: string; response: SandboxResponse }

const PAGE: Parameter = { name: 'page', type: 'int', min: 1, max: 2_147_483_647 }
const STOCK: Parameter = { name: 'fulfilment-method', type: 'enum', values: ['FBR', 'FBB'] }

export const ROUTES: readonly Route[] = [
  {
    name: 'GET /retailer/orders',
    path: /^\/retailer\/orders$/,
    parameters: [
      PAGE,
      { name: 'fulfilment-method', type: 'enum', values: ['FBR', 'FBB', 'ALL'] },
      { name: 'status', type: 'enum', values: ['OPEN', 'SHIPPED', 'ALL'] },
      { name: 'change-interval-minute', type: 'int', min: 1, max: 60 },
      { name: 'latest-change-date', type: 'date' },
      { name: 'vvb-only', type: 'boolean' },
    ],
  },
  { name: 'GET /retailer/orders/{id}', path: /^\/retailer\/orders\/([^/]+)$/, parameters: [] },
  {
    name: 'GET /retailer/shipments',
    path: /^\/retailer\/shipments$/,
    parameters: [PAGE, STOCK, { name: 'order-id', type: 'text' }],
  },
  { name: 'GET /retailer/shipments/{id}', path: /^\/retailer\/shipments\/([^/]+)$/, parameters: [] },
  {
    name: 'GET /retailer/returns',
    path: /^\/retailer\/returns$/,
    parameters: [PAGE, { name: 'handled', type: 'boolean' }, STOCK],
  },
  { name: 'GET /retailer/returns/{id}', path: /^\/retailer\/returns\/([^/]+)$/, parameters: [] },
  {
    name: 'GET /retailer/invoices',
    path: /^\/retailer\/invoices$/,
    parameters: [
      { name: 'period-start-date', type: 'date' },
      { name: 'period-end-date', type: 'date' },
    ],
  },
  {
    name: 'GET /retailer/invoices/{id}',
    path: /^\/retailer\/invoices\/([^/]+)$/,
    parameters: [],
    alsoAs: PDF_MEDIA_TYPE,
  },
  {
    name: 'GET /retailer/invoices/{id}/specification',
    path: /^\/retailer\/invoices\/([^/]+)\/specification$/,
    parameters: [PAGE],
  },
  { name: 'GET /retailer/retailers/{id}', path: /^\/retailer\/retailers\/([^/]+)$/, parameters: [] },
]

export function check(request: SandboxRequest): Checked {
  const route = ROUTES.find((candidate) => candidate.path.test(request.path))
  if (!route) {
    const response = notFound('/retailer', 'No such resource.')
    return { kind: 'refused', routeName: `${request.method} (unknown path)`, rule: 'unknown path', response }
  }
  const refuse = (rule: string, response: SandboxResponse): Checked => ({
    kind: 'refused',
    routeName: request.method === 'GET' ? route.name : `${request.method} (not simulated)`,
    rule,
    response,
  })
  if (request.method !== 'GET') {
    const response = problem({ status: 405, title: 'Method Not Allowed', detail: 'Method not allowed.' })
    return refuse(`method ${request.method} is not simulated on this path`, response)
  }
  if (!bearerOf(request)) {
    const response = problem({ status: 401, title: 'Unauthorized', detail: 'No bearer token given.', bare: true })
    return refuse('header authorization must be a bearer token', response)
  }
  const as = accepts(request, MEDIA_TYPE)
    ? 'json'
    : route.alsoAs && accepts(request, route.alsoAs)
      ? 'other'
      : undefined
  if (as === undefined) return refuse(`header accept must be ${MEDIA_TYPE}`, notAcceptable())
  if (request.body.length > 0) {
    const response = badRequest(request.path, [{ name: 'body', reason: 'This request takes no body.' }])
    return refuse('a GET takes no body', response)
  }
  const id = decode(route.path.exec(request.path)?.[1] ?? '')
  if (id === undefined) {
    const response = badRequest(request.path, [{ name: 'id', reason: 'Request contains invalid value(s).' }])
    return refuse('the path is not percent-encoded UTF-8', response)
  }
  const violations = [...checkQuery(route, request.query)]
  if (violations.length === 0) {
    return { kind: 'fine', parsed: { route, id, as, query: Object.fromEntries(request.query) } }
  }
  const rule = violations.map((violation) => `${violation.name}: ${violation.reason}`).join(' ')
  return refuse(rule, badRequest(request.path, violations))
}

export function bearerOf(request: SandboxRequest): string | undefined {
  return /^Bearer ([A-Za-z0-9\-._~+/]+=*)$/i.exec(request.headers['authorization'] ?? '')?.[1]
}

function accepts(request: SandboxRequest, mediaType: string): boolean {
  const wanted = (request.headers['accept'] ?? '').split(',').map((part) => part.split(';')[0]?.trim().toLowerCase())
  return wanted.includes(mediaType)
}

function notAcceptable(): SandboxResponse {
  const detail = `Acceptable representations: [${MEDIA_TYPE}].`
  const body = { title: 'Not Acceptable', status: 406, detail }
  return json(406, body, { 'content-type': 'application/problem+json' })
}

function decode(text: string): string | undefined {
  try {
    return decodeURIComponent(text)
  } catch {
    return undefined
  }
}

function* checkQuery(route: Route, query: URLSearchParams): Generator<FieldViolation> {
  for (const name of new Set(query.keys())) {
    const parameter = route.parameters.find((candidate) => candidate.name === name)
    const values = query.getAll(name)
    if (!parameter) yield { name, reason: 'Request contains an unknown parameter.' }
    else if (values.length > 1) yield { name, reason: 'Request contains this parameter more than once.' }
    else {
      const reason = faultOf(parameter, values[0] ?? '')
      if (reason !== undefined) yield { name, reason }
    }
  }
  if (route.name === 'GET /retailer/shipments' && query.has('order-id') && query.has('fulfilment-method')) {
    yield { name: 'order-id', reason: 'order-id is only valid without fulfilment-method.' }
  }
}

function faultOf(parameter: Parameter, value: string): string | undefined {
  const invalid = `Request contains invalid value(s): '${value}'`
  switch (parameter.type) {
    case 'enum':
      if (parameter.values?.includes(value)) return undefined
      return `${invalid}, allowed values: ${parameter.values?.join(', ')}.`
    case 'boolean':
      return value === 'true' || value === 'false' ? undefined : `${invalid}, allowed values: true, false.`
    case 'date':
      return isDate(value) ? undefined : `${invalid}, expected a date YYYY-MM-DD.`
    case 'text':
      return value === '' ? `${invalid}, must not be empty.` : undefined
    case 'int': {
      const number = Number(value)
      const { min = 1, max = 2_147_483_647 } = parameter
      const fits = /^\d{1,10}$/.test(value) && number >= min && number <= max
      return fits ? undefined : `${invalid}, must be a whole number from ${min} to ${max}.`
    }
  }
}
