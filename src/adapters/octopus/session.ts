/**
 * Calls inside and outside of a dossier: counts them, brings the two tokens, renews a refused one once.
 * The login's token and the dossier's are asked for one after the other, never inside each other: the store of tokens
 * lets one caller at a time through per name, and a lock within a lock could starve its pool.
 */
import type { Instant } from '../../domain/calendar.ts'
import type { Refusal } from '../../ports/answer.ts'
import type { CallLimits } from '../../ports/call-limits.ts'
import type { Clock } from '../../ports/clock.ts'
import type { Http, HttpRequest } from '../../ports/http.ts'
import type { Token, TokenAnswer, Tokens } from '../../ports/tokens.ts'
import { budgetKey, budgetWindowMs, spareLimit, type BudgetOwner, type Budgets, type OctopusRoute } from './budget.ts'
import { classify, type CallKind, type Verdict } from './classify.ts'
import { answerOf, type Sent } from './outcomes.ts'
import { restAfterRefusal } from './refused-calls.ts'
import { replyOf } from './reply.ts'
import { dossierTokenResult, loginToken, readAs } from './wire.ts'

export interface SessionOptions {
  http: Http
  clock: Clock
  limits: CallLimits
  tokens: Tokens
  credentials: { user: string; password: string }
  softwareHouse: string
  owner: BudgetOwner
  /** Without a trailing slash. */
  apiUrl: string
  budgets: Budgets
}

/** One call in words of the wire, without its token. */
export interface Call {
  kind: CallKind
  route: OctopusRoute
  /** Below the dossier for calls inside it, else below the API's address. */
  path: string
  query?: Readonly<Record<string, string | number>>
  headers?: Readonly<Record<string, string>>
  body?: string | Uint8Array
  contentType?: string
  /** Smaller than the day's budget where a part of it is kept for other uses. */
  limit?: number
  /** Not urgent: leaves a quarter of the day's calls for what is. */
  spare?: boolean
  /** The caller counted this call in a transaction of its own. A second send is counted here all the same. */
  countedByCaller?: boolean
  /** Not one byte leaves after this moment of the monotonic clock. */
  deadlineMonotonicMs?: number
}

export interface Session {
  /** With the login's token only. */
  userCall(call: Call): Promise<Sent>
  dossierCall(call: Call): Promise<Sent>
  callsMade: () => number
}

/** Whole call; also the longest that a stopping process waits for it. */
const timeoutMs = 30_000
/** A count holds for a call that leaves within this time. */
const countedForMs = 60_000
/** Both tokens live 10 minutes; the margin covers the way of the answer and a clock that is a little off. */
const tokenLifeMs = 600_000 - 15_000
/** A token from the memory of this process is used as long as the store of tokens would hand it out. */
const tokenRestMs = 60_000
/** The characters and length allowed in a header. */
const headerText = /^[\x21-\x7e]{1,8192}$/

export function createSession(options: SessionOptions): Session {
  const wire = createWire(options)
  const entry = createEntry(options, wire)
  return {
    userCall: (call) => sendWithToken({ wire, call, token: entry.userToken, header: 'Token', base: '' }),
    dossierCall(call) {
      const dossierId = options.owner.dossierId
      if (dossierId === null) return Promise.resolve({ kind: 'refused', refusal: noDossier })
      return sendWithToken({
        wire,
        call,
        token: entry.dossierToken,
        header: 'dossierToken',
        base: `/dossiers/${dossierId}`,
      })
    },
    callsMade: wire.callsMade,
  }
}

const noDossier: Refusal = { kind: 'forbidden', detail: 'No dossier is chosen' }

/** A token answered by the other side with 401 is renewed once, and the call made once more; then it is told. */
async function sendWithToken(options: {
  wire: Wire
  call: Call
  token: (stale?: string) => Promise<TokenAnswer>
  header: string
  base: string
}): Promise<Sent> {
  const { wire, call, token, header, base } = options
  const first = await token()
  if (first.kind === 'failed') return { kind: 'refused', refusal: first.refusal }
  const send = (used: Token, counted: boolean): Promise<Sent> =>
    wire.send({ ...call, path: base + call.path, headers: { ...call.headers, [header]: used.token } }, counted)
  const sent = await send(first.token, call.countedByCaller === true)
  if (sent.kind !== 'reply' || classify(call.kind, sent.reply).kind !== 'tokenRefused') return sent
  const renewed = await token(first.token.token)
  // A document goes again only by its own rules, and so does a match: a refusal may come after the deed.
  if (call.kind === 'document' || call.kind === 'match') return sent
  if (renewed.kind === 'failed') return { kind: 'refused', refusal: renewed.refusal }
  return send(renewed.token, false)
}

interface Wire {
  /** Counts the call unless it was counted, sends it, and lets its budget rest when the other side says so. */
  send(call: Call, counted: boolean): Promise<Sent>
  callsMade: () => number
}

function createWire(options: SessionOptions): Wire {
  const { http, clock, limits, budgets, owner } = options
  let made = 0
  async function send(call: Call, counted: boolean): Promise<Sent> {
    const key = budgetKey(budgets.scope, call.route, owner)
    let countedAt = counted ? clock.monotonicMs() : Number.NEGATIVE_INFINITY
    // A process that slept between the two counts again: its call would be forgotten that much too early.
    while (clock.monotonicMs() - countedAt > countedForMs) {
      countedAt = clock.monotonicMs()
      const perDay = budgets.perDay[call.route]
      const limit = call.limit ?? (call.spare === true ? spareLimit(perDay) : perDay)
      const answer = await limits.take({ key, limit, windowMs: budgetWindowMs }, await clock.now())
      if (answer.kind === 'wait') return { kind: 'refused', refusal: spent(call.route, answer) }
    }
    const request = requestOf(options.apiUrl, call)
    if (call.deadlineMonotonicMs !== undefined && clock.monotonicMs() >= call.deadlineMonotonicMs)
      return { kind: 'notSent', reason: 'The moment to send had passed before a byte left' }
    const outcome = await http.send(request)
    if (outcome.kind !== 'notSent') made += 1
    if (outcome.kind !== 'done') return outcome
    const reply = replyOf(outcome, await clock.now())
    const verdict = classify(call.kind, reply)
    if (isLimit(verdict)) {
      const until = restAfterRefusal(reply, await limits.refused(key, reply.receivedAt))
      await limits.block(key, until)
      return { kind: 'reply', reply: { ...reply, retryAt: until } }
    }
    if (verdict.kind === 'unavailable' && reply.retryAt !== null) await limits.block(key, reply.retryAt)
    return { kind: 'reply', reply }
  }
  return { send, callsMade: () => made }
}

function isLimit({ kind }: Verdict): boolean {
  return kind === 'rateLimit' || kind === 'quota' || kind === 'loginBlocked'
}

function spent(route: OctopusRoute, answer: { until: Instant; blocked: boolean }): Refusal {
  const cause = answer.blocked ? 'rateLimit' : 'budget'
  const detail = answer.blocked ? `${route} rests after a refusal by limit` : `The daily calls of ${route} are used up`
  return { kind: 'later', cause, until: answer.until, detail }
}

function requestOf(apiUrl: string, call: Call): HttpRequest {
  const query = Object.entries(call.query ?? {}).map(([name, value]) => `${name}=${encodeValue(String(value))}`)
  const headers: Record<string, string> = { Accept: 'application/json', ...call.headers }
  if (call.body !== undefined) headers['Content-Type'] = call.contentType ?? 'application/json'
  const url = `${apiUrl}${call.path}${query.length === 0 ? '' : `?${query.join('&')}`}`
  const request: HttpRequest = { method: methodOf(call.route), url, headers, timeoutMs }
  return call.body === undefined ? request : { ...request, body: call.body }
}

function methodOf(route: OctopusRoute): 'GET' | 'POST' | 'PUT' {
  if (route.startsWith('GET ')) return 'GET'
  return route.startsWith('PUT ') ? 'PUT' : 'POST'
}

/** A blank is `%20` and a colon stays, as in the recorded requests. */
function encodeValue(value: string): string {
  return encodeURIComponent(value.toWellFormed()).replaceAll('%3A', ':')
}

interface Entry {
  userToken: (stale?: string) => Promise<TokenAnswer>
  dossierToken: (stale?: string) => Promise<TokenAnswer>
}

function createEntry(options: SessionOptions, wire: Wire): Entry {
  const { clock, tokens, owner } = options
  const userName = `octopus:user:${owner.accountKeys.login}`
  const dossierName = `octopus:dossier:${owner.accountKeys.login}:${owner.dossierId}`
  /** Spares the store of tokens one reading and one unsealing per call. */
  let kept: Token | null = null

  async function userToken(stale?: string): Promise<TokenAnswer> {
    return tokens.get(userName, staleOption(await clock.now(), stale), () => login(options, wire))
  }

  async function dossierToken(stale?: string): Promise<TokenAnswer> {
    const now = await clock.now()
    if (stale === undefined && kept !== null && kept.expiresAt - now >= tokenRestMs)
      return { kind: 'token', token: kept }
    kept = null
    const answer = await connectedToken(stale)
    if (answer.kind === 'token') kept = answer.token
    return answer
  }

  /** Opens the dossier; a login's token that is refused there is renewed once. */
  async function connectedToken(stale?: string): Promise<TokenAnswer> {
    const user = await userToken()
    if (user.kind === 'failed') return user
    const first = await openDossier(user.token.token, stale)
    if (!first.userTokenRefused) return first.answer
    const renewed = await userToken(user.token.token)
    return renewed.kind === 'failed' ? renewed : (await openDossier(renewed.token.token, stale)).answer
  }

  async function openDossier(
    token: string,
    stale?: string,
  ): Promise<{ answer: TokenAnswer; userTokenRefused: boolean }> {
    let userTokenRefused = false
    const answer = await tokens.get(dossierName, staleOption(await clock.now(), stale), async () => {
      const connected = await connect(options, wire, token)
      userTokenRefused = connected.userTokenRefused
      return connected.answer
    })
    return { answer, userTokenRefused }
  }

  return { userToken, dossierToken }
}

function staleOption(now: Instant, stale: string | undefined): { now: Instant; stale?: string } {
  return stale === undefined ? { now } : { now, stale }
}

async function login(options: SessionOptions, wire: Wire): Promise<TokenAnswer> {
  const { user, password } = options.credentials
  const now = await options.clock.now()
  const call: Call = {
    kind: 'login',
    route: 'POST /authentication',
    path: '/authentication',
    headers: { softwareHouseUuid: options.softwareHouse },
    body: JSON.stringify({ user, password }),
  }
  const answer = answerOf('login', await wire.send(call, false), (body) => usable(readAs(loginToken, body)?.token))
  return tokenAnswer(answer.kind === 'notFound' ? unreadable : answer, now)
}

/** `userTokenRefused`: not a refusal to remember, but a reason to log in once more. */
async function connect(
  options: SessionOptions,
  wire: Wire,
  userToken: string,
): Promise<{ answer: TokenAnswer; userTokenRefused: boolean }> {
  const now = await options.clock.now()
  const { dossierId } = options.owner
  const call: Call = {
    kind: 'connect',
    route: 'POST /dossiers',
    path: '/dossiers',
    query: { dossierId: dossierId ?? '' },
    headers: { Token: userToken },
  }
  const sent = await wire.send(call, false)
  const answer = answerOf('connect', sent, (body) => usable(readAs(dossierTokenResult, body)?.Dossiertoken))
  const verdict = sent.kind === 'reply' ? classify('connect', sent.reply).kind : null
  if (sent.kind === 'reply' && answer.kind === 'forbidden') {
    const what = sent.reply.status === 404 ? 'does not exist' : 'is not open to this user'
    const detail = `Dossier ${dossierId} ${what} (${answer.detail})`
    return { answer: { kind: 'failed', refusal: { kind: 'forbidden', detail } }, userTokenRefused: false }
  }
  const token = tokenAnswer(answer.kind === 'notFound' ? unreadable : answer, now)
  return { answer: token, userTokenRefused: verdict === 'tokenRefused' }
}

const unreadable: Refusal = { kind: 'later', cause: 'unreadable', until: null, detail: 'The login answered nothing' }

function usable(token: string | undefined): string | null {
  return token !== undefined && headerText.test(token) ? token : null
}

/** `askedAt`: before the login left, so that a slow answer never makes a token look younger than it is. */
function tokenAnswer(answer: { kind: 'ok'; value: string } | Refusal, askedAt: Instant): TokenAnswer {
  if (answer.kind !== 'ok') return { kind: 'failed', refusal: answer }
  return { kind: 'token', token: { token: answer.value, expiresAt: askedAt + tokenLifeMs } }
}
