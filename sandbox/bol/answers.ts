/** Answers in the shape that bol.com gives them. */

import type { SandboxResponse } from '../world.ts'

export const MEDIA_TYPE = 'application/vnd.retailer.v10+json'

export interface FieldViolation {
  name: string
  reason: string
}

export interface Problem {
  status: number
  title: string
  detail: string
  violations?: FieldViolation[]
  /** Path of the resource, for `instance`. */
  path?: string
  /** Some recorded problems have only title, status and detail. */
  bare?: boolean
}

const PROBLEM_TYPE = 'https://api.bol.com/problems'
const VALIDATION_TITLE = 'Error validating request. Consult the bol.com API documentation for more information.'

export function json(status: number, body: unknown, headers: Record<string, string> = {}): SandboxResponse {
  return {
    status,
    headers: { 'content-type': `${MEDIA_TYPE};charset=UTF-8`, ...headers },
    body: JSON.stringify(body),
  }
}

export function problem(content: Problem, headers: Record<string, string> = {}): SandboxResponse {
  const { status, title, detail, violations, path, bare } = content
  if (bare) return json(status, { title, status, detail }, headers)
  const body = omitEmpty({
    type: PROBLEM_TYPE,
    title,
    status,
    detail,
    host: 'Instance-112',
    instance: path === undefined ? undefined : `https://api.bol.com${path}`,
    violations,
  })
  return json(status, body, headers)
}

export function badRequest(path: string, violations: FieldViolation[]): SandboxResponse {
  return problem({ status: 400, title: VALIDATION_TITLE, detail: 'Bad request', violations, path })
}

export function notFound(path: string, detail: string): SandboxResponse {
  return problem({ status: 404, title: 'Not Found', detail, path })
}

export function forbiddenAccount(): SandboxResponse {
  const detail = 'Account is not active, access denied. Please contact partnerservice if this is unexpected.'
  return json(403, { title: 'Forbidden', status: 403, detail, host: 'Instance-112' })
}

/** `JWT expired at …Z. Current time: …Z, a difference of … milliseconds.  Allowed clock skew: 1000 milliseconds.` */
export function expiredToken(expiredAt: number, now: number): SandboxResponse {
  const second = (instant: number): string => `${new Date(instant).toISOString().slice(0, 19)}Z`
  const gap = Math.max(0, now - expiredAt)
  const detail =
    `JWT expired at ${second(expiredAt)}. Current time: ${second(now)}, a difference of ${gap} milliseconds.` +
    '  Allowed clock skew: 1000 milliseconds.'
  return problem({ status: 401, title: 'Expired JWT', detail, bare: true })
}

export function tooManyRequests(seconds: number, headers: Record<string, string>): SandboxResponse {
  const unit = seconds === 1 ? 'second' : 'seconds'
  const detail = `Too many requests, retry in ${seconds} ${unit}.`
  return problem({ status: 429, title: 'Too Many Requests', detail, bare: true }, headers)
}

/** HTTP date, as in the headers `Date` and `Retry-After`. */
export function httpDate(instant: number): string {
  return new Date(instant).toUTCString()
}

/** Leaves out what is undefined, null or an empty list: bol.com prints neither nulls nor empty lists. */
export function omitEmpty(content: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(content).filter(
      ([, value]) => value !== undefined && value !== null && !(Array.isArray(value) && value.length === 0),
    ),
  )
}

/** Whole cents as the number that JSON prints with at most two decimals. */
export function euros(cents: number): number {
  return cents / 100
}
