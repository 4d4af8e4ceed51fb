/** One call of an adapter on paper: braked, by its deadline, with what the other side asked us to wait for. */
import { retryAfter } from '../../../src/adapters/http/retry-after.ts'
import type { Language } from '../../../src/domain/language.ts'
import type { Answer, Refusal } from '../../../src/ports/answer.ts'
import type { CallLimits, LimitRequest } from '../../../src/ports/call-limits.ts'
import type { Calendar, Clock } from '../../../src/ports/clock.ts'
import type { Http, HttpOutcome } from '../../../src/ports/http.ts'

export interface Tools {
  http: Http
  clock: Clock
  limits: CallLimits
  calendar: Calendar
}

/** A label that reads the same in every language. */
export function inEach(label: string): Record<Language, string> {
  return { nl: label, fr: label, en: label }
}

export type Called =
  | { kind: 'answered'; status: number; body: unknown; text: string; retryAt: number | null }
  | Exclude<HttpOutcome, { kind: 'done' }>
  | Refusal

export type Row = Record<string, unknown>

export interface Caller {
  call: (
    method: 'GET' | 'POST' | 'PUT',
    path: string,
    how?: { body?: string; counted?: boolean; deadlineMonotonicMs?: number },
  ) => Promise<Called>
  read: <T>(path: string, parse: (row: Row) => T | null) => Promise<Answer<T[]>>
  brake: (route: string) => LimitRequest
  made: () => number
}

/** No figure is published: a brake of our own. */
export const callsPerDay = 5000
const dayMs = 86_400_000

export function createCaller(
  { http, clock, limits }: Tools,
  to: { base: string; authorization: string; limitKey: string },
): Caller {
  let calls = 0
  const brake = (route: string): LimitRequest => ({
    key: `${to.limitKey}:${route}`,
    limit: callsPerDay,
    windowMs: dayMs,
  })
  const call: Caller['call'] = async (method, path, how = {}) => {
    const route = `${method} /${path.split('?')[0]?.split('/')[0] ?? ''}`
    if (how.counted !== true) {
      const taken = await limits.take(brake(route), await clock.now())
      if (taken.kind === 'wait')
        return { kind: 'later', cause: taken.blocked ? 'rateLimit' : 'budget', until: taken.until, detail: route }
    }
    if (how.deadlineMonotonicMs !== undefined && clock.monotonicMs() > how.deadlineMonotonicMs)
      return { kind: 'notSent', reason: 'too late' }
    const outcome = await http.send({
      method,
      url: `${to.base}${path === '' ? '' : `/${path}`}`,
      headers: { authorization: to.authorization, 'content-type': 'application/json' },
      timeoutMs: 60_000,
      ...(how.body === undefined ? {} : { body: how.body }),
    })
    if (outcome.kind !== 'notSent') calls += 1
    if (outcome.kind !== 'done') return outcome
    const { status, body } = outcome
    const retryAt = status < 400 ? null : retryAfter(outcome.headers['retry-after'], body, await clock.now())
    if (retryAt !== null) await limits.block(brake(route).key, retryAt)
    return { kind: 'answered', status, body: parsed(body), text: body, retryAt }
  }
  const read: Caller['read'] = async <T>(path: string, parse: (row: Row) => T | null): Promise<Answer<T[]>> => {
    const called = await call('GET', path)
    if (called.kind !== 'answered') return unanswered(called)
    const { status, body, retryAt } = called
    if (status === 401 && codeOf(body) === 'KEY_REFUSED') return { kind: 'loginRefused', detail: 'the key is refused' }
    if (status === 404 && codeOf(body) === 'NO_SUCH_ORDER') return { kind: 'notFound' }
    if (status === 429) return { kind: 'later', cause: 'rateLimit', until: retryAt, detail: path }
    if (status !== 200) return { kind: 'later', cause: 'unavailable', until: retryAt, detail: `${path}: ${status}` }
    const rows = Array.isArray(body) ? (body as Row[]).map(parse) : [null]
    if (rows.includes(null)) return { kind: 'later', cause: 'unreadable', until: null, detail: path }
    return { kind: 'ok', value: rows as T[] }
  }
  return { call, read, brake, made: () => calls }
}

export function unanswered(called: Exclude<Called, { kind: 'answered' }>): Refusal {
  if (called.kind !== 'notSent' && called.kind !== 'unknown') return called
  return { kind: 'later', cause: 'unavailable', until: null, detail: called.reason }
}

export function codeOf(body: unknown): string | null {
  return typeof body === 'object' && body !== null && 'code' in body && typeof body.code === 'string' ? body.code : null
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return null
  }
}
