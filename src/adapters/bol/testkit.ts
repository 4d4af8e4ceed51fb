/** Stand-ins for the ports, for the tests of this folder: memory instead of sockets and database, and a clock that does not run. */
import { createHash } from 'node:crypto'
import type { Instant } from '../../domain/calendar.ts'
import type { CallLimits, LimitRequest } from '../../ports/call-limits.ts'
import type { Calendar, Clock } from '../../ports/clock.ts'
import type { HttpOutcome, HttpRequest } from '../../ports/http.ts'
import type { Token, Tokens } from '../../ports/tokens.ts'
import { BOL_LIMITS } from './limits.ts'
import { createBolApi, type BolApi } from './api.ts'

export const START = Date.parse('2026-11-23T10:00:00+01:00')

export function standingClock(): Clock & { at: Instant } {
  const clock = {
    at: START,
    now: async () => clock.at,
    sleepUntil: async (instant: Instant) => {
      clock.at = Math.max(clock.at, instant)
    },
    pause: async () => {},
    monotonicMs: () => clock.at,
  }
  return clock
}

export function brusselsCalendar(): Calendar {
  const wall = new Intl.DateTimeFormat('sv-SE', {
    timeZone: 'Europe/Brussels',
    dateStyle: 'short',
    timeStyle: 'medium',
  })
  const text = (instant: Instant): string => wall.format(instant)
  const instantOf = (date: string, time: string): Instant => {
    const asUtc = Date.parse(`${date}T${time}:00Z`)
    const offset = Date.parse(`${text(asUtc - 3_600_000).replace(' ', 'T')}Z`) - (asUtc - 3_600_000)
    return asUtc - offset
  }
  return {
    localDate: (instant) => text(instant).slice(0, 10),
    startOfDay: (date) => instantOf(date, '00:00'),
    instantOf,
    isoText: (instant) => text(instant),
  }
}

interface MemoryLimits extends CallLimits {
  taken: LimitRequest[]
  blocked: { key: string; until: Instant }[]
}

/** The real rule, in memory: at most `limit` in every window. */
export function memoryLimits(): MemoryLimits {
  const uses = new Map<string, Instant[]>()
  const limits: MemoryLimits = {
    taken: [],
    blocked: [],
    async take(request, now) {
      limits.taken.push(request)
      const block = limits.blocked.find(({ key, until }) => key === request.key && until > now)
      if (block) return { kind: 'wait', until: block.until, blocked: true }
      const used = (uses.get(request.key) ?? []).filter((at) => at > now - request.windowMs)
      const count = Math.min(request.wanted ?? 1, request.limit - used.length)
      uses.set(request.key, [...used, ...Array.from({ length: Math.max(0, count) }, () => now)])
      if (count > 0) return { kind: 'granted', count }
      return { kind: 'wait', until: (used[0] ?? now) + request.windowMs, blocked: false }
    },
    async block(key, until) {
      limits.blocked.push({ key, until })
    },
    refused: () => Promise.resolve(1),
  }
  return limits
}

interface MemoryTokens extends Tokens {
  names: string[]
}

export function memoryTokens(): MemoryTokens {
  let kept: Token | null = null
  const tokens: MemoryTokens = {
    names: [],
    async get(name, { now, stale }, login) {
      tokens.names.push(name)
      if (kept && kept.token !== stale && kept.expiresAt > now + 60_000) return { kind: 'token', token: kept }
      const answer = await login()
      kept = answer.kind === 'token' ? answer.token : null
      return answer
    },
  }
  return tokens
}

export function json(status: number, body: unknown, headers: Record<string, string> = {}): HttpOutcome {
  return { kind: 'done', status, headers, body: typeof body === 'string' ? body : JSON.stringify(body) }
}

export const TOKEN_BODY = { access_token: 'token-1', token_type: 'Bearer', expires_in: 599, scope: 'retailer' }

interface Shop {
  shop: BolApi
  requests: HttpRequest[]
  clock: ReturnType<typeof standingClock>
  limits: MemoryLimits
  tokens: MemoryTokens
}

/** A client whose requests are answered by `answer`; the login answers by itself unless `answerLogin` is given. */
export function openShop(
  answer: (request: HttpRequest) => HttpOutcome,
  answerLogin: (request: HttpRequest) => HttpOutcome = () => json(200, TOKEN_BODY),
): Shop {
  const requests: HttpRequest[] = []
  const [clock, limits, tokens] = [standingClock(), memoryLimits(), memoryTokens()]
  const shop = createBolApi({
    http: {
      send: async (request) => {
        requests.push(request)
        return request.url.startsWith('https://login.example') ? answerLogin(request) : answer(request)
      },
    },
    clock,
    calendar: brusselsCalendar(),
    limits,
    tokens,
    credentials: { clientId: 'client', clientSecret: 'geheim' },
    accountKey: 'acc',
    loginKey: 'login',
    loginUrl: 'https://login.example/',
    apiUrl: 'https://api.example/base/',
    routeLimits: BOL_LIMITS,
    hash: (text) => createHash('sha256').update(text).digest('hex'),
  })
  return { shop, requests, clock, limits, tokens }
}
