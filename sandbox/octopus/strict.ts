/** What the official document allows on a call: every way in which a request breaks it, as a rule that can be told. */

import { isDate } from '../bol/local-time.ts'
import type { SandboxRequest, SandboxResponse } from '../world.ts'
import { INVALID_PARAMETERS, empty, refuse } from './answers.ts'
import type { Language } from './answers.ts'
import type { Parameter, Route } from './routes.ts'
import { checkShape, isInt32 } from './shape.ts'
import type { ShapeFault } from './shape.ts'

export interface Breach {
  /** Names what is wrong, never a value. */
  rule: string
  status: 400 | 401 | 500
  code?: number
}

export interface CheckedRequest {
  breaches: Breach[]
  query: Record<string, string>
  headers: Record<string, string>
  body: unknown
}

/** Name of the header that proves the caller, in lower case as requests carry it. */
export function proofHeader(route: Route): string | undefined {
  if (route.proof === 'none') return undefined
  return { softwareHouse: 'softwarehouseuuid', user: 'token', dossier: 'dossiertoken' }[route.proof]
}

export function checkRequest(route: Route, request: SandboxRequest): CheckedRequest {
  const breaches: Breach[] = []
  const proof = proofHeader(route)
  if (proof !== undefined && (request.headers[proof] ?? '') === '') {
    breaches.push({ rule: `header ${proof} is required and missing`, status: 401, code: proofCode(route) })
  }
  const headers: Record<string, string> = {}
  for (const parameter of route.headers) {
    const value = request.headers[parameter.name.toLowerCase()]
    const rule = value === undefined ? missingRule(parameter) : wrongRule(parameter, value)
    if (rule !== undefined) breaches.push({ rule: `header ${rule}`, status: 400 })
    headers[parameter.name] = value ?? ''
  }
  breaches.push(...checkPath(route, request.path), ...checkQuery(route, request.query))
  const { body, breaches: inBody } = checkBody(route, request)
  breaches.push(...inBody)
  return { breaches, query: Object.fromEntries(request.query), headers, body }
}

/** The answer to the first breach. */
export function refusalOf(breach: Breach, language: Language): SandboxResponse {
  if (breach.status === 500) return empty(500)
  const refusal = { status: breach.status, info: INVALID_PARAMETERS }
  return refuse(breach.code === undefined ? refusal : { ...refusal, code: breach.code }, language)
}

function proofCode(route: Route): number {
  return route.proof === 'softwareHouse' ? -68 : -79
}

function missingRule(parameter: Parameter): string | undefined {
  return parameter.required ? `${parameter.name} is required and missing` : undefined
}

function wrongRule(parameter: Parameter, value: string): string | undefined {
  const { name, type, min, max } = parameter
  if (type === 'text') return undefined
  if (type === 'timestamp') return isTimestamp(value) ? undefined : `${name} must be yyyy-MM-dd HH:mm:ss.SSS`
  const number = /^-?\d{1,10}$/.test(value) ? Number(value) : Number.NaN
  if (!isInt32(number)) return `${name} must be a whole number of 32 bits`
  const fits = number >= (min ?? -Infinity) && number <= (max ?? Infinity)
  return fits ? undefined : `${name} must be from ${min} to ${max}`
}

function isTimestamp(text: string): boolean {
  const [date = '', time = ''] = text.split(' ')
  return text.length === 23 && isDate(date) && /^([01]\d|2[0-3]):[0-5]\d:[0-5]\d\.\d{3}$/.test(time)
}

function checkPath(route: Route, path: string): Breach[] {
  const numbers = route.pattern.exec(path)?.slice(1) ?? []
  return numbers.every((number) => isInt32(Number(number)))
    ? []
    : [{ rule: 'a number in the path is larger than 32 bits', status: 400 }]
}

function checkQuery(route: Route, query: URLSearchParams): Breach[] {
  const rules: (string | undefined)[] = []
  for (const name of new Set(query.keys())) {
    const parameter = route.query.find((candidate) => candidate.name === name)
    const values = query.getAll(name)
    // The name itself is not told when it is none of the document's: it might carry anything.
    if (!parameter) rules.push(/^\w{1,40}$/.test(name) ? `${name} does not exist` : 'a parameter does not exist')
    else if (values.length > 1) rules.push(`${name} is given more than once`)
    else rules.push(wrongRule(parameter, values[0] ?? ''))
  }
  for (const parameter of route.query) {
    if (!query.has(parameter.name)) rules.push(missingRule(parameter))
  }
  return rules
    .filter((rule): rule is string => rule !== undefined)
    .map((rule) => ({ rule: `query parameter ${rule}`, status: 400 }))
}

function checkBody(route: Route, request: SandboxRequest): { body: unknown; breaches: Breach[] } {
  const refused = (rule: string): { body: unknown; breaches: Breach[] } => ({
    body: undefined,
    breaches: [{ rule, status: 400 }],
  })
  if (route.body.kind === 'none') {
    // An empty object instead of nothing is known to be taken when a dossier is opened.
    const allowed = request.body.length === 0 || (route.name === 'POST /dossiers' && String(request.body) === '{}')
    return allowed ? { body: undefined, breaches: [] } : refused('this call takes no body')
  }
  const [type = '', ...settings] = (request.headers['content-type'] ?? '').toLowerCase().split(';')
  if (route.body.kind === 'bytes') {
    if (type.trim() !== 'application/octet-stream') return refused('content-type must be application/octet-stream')
    return { body: request.body, breaches: [] }
  }
  if (type.trim() !== 'application/json') return refused('content-type must be application/json')
  const charset = settings.map((setting) => setting.trim()).find((setting) => setting.startsWith('charset='))
  if (charset !== undefined && !/^charset="?utf-8"?$/.test(charset)) return refused('charset must be utf-8')
  let body: unknown
  try {
    body = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(request.body))
  } catch {
    return refused('the body must be JSON in UTF-8')
  }
  const faults = checkShape(route.body.shape, body)
  return { body, breaches: faults.map((fault) => breachOf(route, fault)) }
}

function breachOf(route: Route, fault: ShapeFault): Breach {
  const rule = `${fault.where} ${fault.rule}`
  if (fault.kind === 'type') return { rule, status: route.wrongElement }
  if (fault.kind === 'missing' && fault.where.endsWith('.documentDate')) return { rule, status: 400, code: -17 }
  if (fault.kind === 'missing' && fault.where.endsWith('.expiryDate')) return { rule, status: 400, code: -18 }
  return { rule, status: 400 }
}
