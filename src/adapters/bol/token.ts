/** The login: client credentials for an access token. Called by the tokens port, one at a time over all processes. */
import { z } from 'zod'
import type { Instant } from '../../domain/calendar.ts'
import type { Refusal } from '../../ports/answer.ts'
import type { CallLimits } from '../../ports/call-limits.ts'
import type { Clock } from '../../ports/clock.ts'
import type { Http, HttpDone, HttpOutcome } from '../../ports/http.ts'
import type { TokenAnswer } from '../../ports/tokens.ts'
import { retryAfter } from '../http/retry-after.ts'
import { isUnsupported } from '../http/unsupported.ts'
import { BOL_LIMITS, slotRule } from './limits.ts'
import type { BolLimits } from './limits.ts'
import { badRequest, later, unreadable, unsupported } from './refusals.ts'
import { LOGIN_LIMIT_NAME } from './routes.ts'

/** One for all accounts: bol.com blocks the IP address, not the account. */
const LOGIN_KEY = 'bol:login'
const LOGIN_BLOCK_MS = 30 * 60 * 1_000

/**
 * Logins that met a 404: how bol.com blocks an address, and what a proxy or an outage may answer as well. One account tells it once in the window;
 * asked again it is that account alone that rests. So others go on after a minute, and only when they meet it too does everybody rest longer.
 */
const NOT_FOUND_KEY = 'bol:login:404'
/** Of one account, beside that of all. */
const RESTING_KEY = 'bol:login:rests'
const NOT_FOUND_WINDOW_MS = 60 * 60 * 1_000
const NOT_FOUND_WAITS_MS = [60 * 1_000, 5 * 60 * 1_000]
const LOGIN_TIMEOUT_MS = 20_000
const QUEUE_MS_MAX = 60 * 1_000
const WAIT_MS_DEFAULT = 15_000

/** Logins without any answer, over all accounts. One is ordinary weather; the third within ten minutes looks like a block. */
const SILENCE_KEY = 'bol:login:silence'
const SILENCES = { limit: 2, windowMs: 10 * 60 * 1_000 }

/** Longest life of a token that is believed: real ones live 5 to 10 minutes. */
const TOKEN_SECONDS_MAX = 24 * 60 * 60

interface LoginOptions {
  http: Http
  clock: Clock
  limits: CallLimits
  routeLimits: BolLimits
  credentials: { clientId: string; clientSecret: string }
  /** Names them without telling them. */
  loginKey: string
  /** Without a trailing slash. */
  loginUrl: string
  /** Told of every outcome, to count the requests that left. */
  onOutcome: (outcome: HttpOutcome) => void
}

export async function login(options: LoginOptions): Promise<TokenAnswer> {
  const { http, clock, limits, routeLimits, credentials } = options
  const now = await clock.now()
  const rule = slotRule(routeLimits[LOGIN_LIMIT_NAME] ?? BOL_LIMITS[LOGIN_LIMIT_NAME] ?? { calls: 1, windowMs: 1_000 })
  const own = await limits.take({ key: `${RESTING_KEY}:${options.loginKey}`, limit: rule.calls, windowMs: 1 }, now)
  if (own.kind === 'wait' && own.blocked)
    return failed(later('loginBlocked', 'bol.com login: this login rests', own.until))
  const slot = await limits.take({ key: LOGIN_KEY, limit: rule.calls, windowMs: rule.windowMs }, now)
  if (slot.kind === 'wait') return failed(whileWaiting(slot, now))

  const pair = Buffer.from(`${credentials.clientId}:${credentials.clientSecret}`, 'utf8').toString('base64')
  const outcome = await http.send({
    method: 'POST',
    url: `${options.loginUrl}/token`,
    headers: {
      accept: 'application/json',
      authorization: `Basic ${pair}`,
      'content-type': 'application/x-www-form-urlencoded',
    },
    body: 'grant_type=client_credentials',
    timeoutMs: LOGIN_TIMEOUT_MS,
  })
  options.onOutcome(outcome)
  if (outcome.kind === 'done' && outcome.status === 200) return readToken(outcome.body, now)

  const after = await clock.now()
  if (outcome.kind === 'done' && outcome.status === 404) return failed(await classifyNotFound(options, after))
  const refusal =
    outcome.kind === 'done' ? classifyLogin(outcome, after) : await classifySilence(outcome, limits, after)
  const wait = refusal.kind === 'later' ? refusal.until : null
  if (wait !== null) await limits.block(LOGIN_KEY, wait)
  return failed(refusal)
}

async function classifyNotFound({ limits, loginKey }: LoginOptions, now: Instant): Promise<Refusal> {
  const detail = 'bol.com login: status 404'
  const isFirst = async (key: string): Promise<boolean> =>
    (await limits.take({ key, limit: 1, windowMs: NOT_FOUND_WINDOW_MS }, now)).kind === 'granted'
  if (!(await isFirst(`${NOT_FOUND_KEY}:${loginKey}`))) {
    await limits.block(`${RESTING_KEY}:${loginKey}`, now + LOGIN_BLOCK_MS)
    return later('loginBlocked', `${detail} again: this login rests`, now + LOGIN_BLOCK_MS)
  }
  let waitMs = LOGIN_BLOCK_MS
  for (const [rung, ms] of NOT_FOUND_WAITS_MS.entries())
    if (await isFirst(`${NOT_FOUND_KEY}:${rung + 1}`)) {
      waitMs = ms
      break
    }
  await limits.block(LOGIN_KEY, now + waitMs)
  return later('loginBlocked', `${detail}: our address seems to be blocked`, now + waitMs)
}

/** Logins queue for a second each, and a `Retry-After` is short; what lasts longer is the pause after a block. */
function whileWaiting({ until, blocked }: { until: Instant; blocked: boolean }, now: Instant): Refusal {
  const turn = later('rateLimit', 'bol.com login: waits for its turn', until)
  if (until - now <= QUEUE_MS_MAX) return blocked ? turn : { ...turn, ours: true }
  return later('loginBlocked', 'bol.com login: none for now, our address seems to be blocked', until)
}

function classifyLogin({ status, headers, body }: HttpDone, now: Instant): Refusal {
  const error = errorCode(body)
  const detail = `bol.com login: status ${status}${error === null ? '' : `, ${error}`}`
  if (status === 401 || (status === 400 && (error === 'invalid_client' || error === 'unauthorized_client'))) {
    return { kind: 'loginRefused', detail }
  }
  if (status === 403) return { kind: 'forbidden', at: 'login', detail }
  if (status === 429) {
    const until = retryAfter(headers['retry-after'], body.slice(0, 2_000), now)
    return later('rateLimit', detail, until ?? now + WAIT_MS_DEFAULT)
  }
  if (status === 503) return later('unavailable', detail, retryAfter(headers['retry-after'], '', now))
  if (isUnsupported(status)) return unsupported(status, detail)
  if (status >= 400 && status < 500 && status !== 408) return badRequest(detail)
  return later('unavailable', detail)
}

/** A block can also show as no answer at all. A request that never left (no network, no such name) says nothing about bol.com. */
async function classifySilence(
  outcome: Exclude<HttpOutcome, HttpDone>,
  limits: CallLimits,
  now: Instant,
): Promise<Refusal> {
  const detail = `bol.com login: ${outcome.reason}`
  if (outcome.kind === 'notSent')
    return outcome.lasting === true ? unsupported(null, detail) : later('unavailable', detail)
  const counted = await limits.take({ key: SILENCE_KEY, ...SILENCES }, now)
  if (counted.kind === 'granted') return later('unavailable', detail)
  return later('loginBlocked', `${detail}: third time, our address seems to be blocked`, now + LOGIN_BLOCK_MS)
}

/** Visible characters only: the token goes into a header. */
const tokenSchema = z.looseObject({
  access_token: z.string().regex(/^[\x21-\x7e]{1,16384}$/),
  token_type: z.string().regex(/^bearer$/i),
  expires_in: z
    .union([
      z.number(),
      z
        .string()
        .regex(/^\d{1,9}$/)
        .transform(Number),
    ])
    .pipe(z.number().positive()),
})

/** `scope` is not judged: its words are about to change, and a missing right shows as 403 on the resource itself. */
function readToken(body: string, askedAt: Instant): TokenAnswer {
  const parsed = tokenSchema.safeParse(parseOrNull(body))
  if (!parsed.success) {
    const field = parsed.error.issues[0]?.path.join('.') ?? ''
    return failed(unreadable(`the login's answer has no usable ${field === '' ? 'token' : field}`))
  }
  const seconds = Math.min(Math.floor(parsed.data.expires_in), TOKEN_SECONDS_MAX)
  return { kind: 'token', token: { token: parsed.data.access_token, expiresAt: askedAt + seconds * 1_000 } }
}

function errorCode(body: string): string | null {
  const error = (parseOrNull(body) as { error?: unknown } | null)?.error
  return typeof error === 'string' && /^[\w ]{1,60}$/.test(error) ? error : null
}

function parseOrNull(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

function failed(refusal: Refusal): TokenAnswer {
  return { kind: 'failed', refusal }
}
