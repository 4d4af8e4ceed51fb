/** One call of the Retailer API: token, slot, request, meaning; after a 401 once more with a fresh token. */
import type { Answer } from '../../ports/answer.ts'
import type { Clock } from '../../ports/clock.ts'
import type { Http, HttpDone, HttpOutcome } from '../../ports/http.ts'
import type { TokenAnswer, Tokens } from '../../ports/tokens.ts'
import { classify } from './classify.ts'
import { later, unreadable, unsupported } from './refusals.ts'
import type { Meaning } from './classify.ts'
import type { Route } from './routes.ts'
import type { Slots } from './slots.ts'

export interface Fetched {
  json: unknown
  /** The body as it came. */
  text: string
}

export interface Session {
  /** @param path below the API's base, with its parts encoded */
  get(route: Route, path: string, query?: Record<string, string>): Promise<Answer<Fetched>>
  /** The body as the route has it, in base64 where it is binary: of what is no JSON, or too long to be parsed at once. */
  getBody(route: Route, path: string, query?: Record<string, string>): Promise<Answer<string>>
}

interface SessionOptions {
  http: Http
  clock: Clock
  slots: Slots
  tokens: Tokens
  /** Name of the token, shared by all workers. */
  tokenName: string
  login: () => Promise<TokenAnswer>
  /** Without a trailing slash. */
  apiUrl: string
  onOutcome: (outcome: HttpOutcome) => void
}

const CALL_TIMEOUT_MS = 30_000
/** Each further try on this route would cost a login, and logins are what addresses get blocked for. */
const REFUSED_TWICE_MS = 5 * 60 * 1_000

export function createSession(options: SessionOptions): Session {
  return {
    async get(route, path, query = {}) {
      return toAnswer(await ask(options, route, urlOf(options.apiUrl, path, query)))
    },
    async getBody(route, path, query = {}) {
      const meaning = await ask(options, route, urlOf(options.apiUrl, path, query))
      return meaning.kind === 'body' ? { kind: 'ok', value: meaning.text } : meaning
    },
  }
}

type Answered = Exclude<Meaning, { kind: 'unauthorized' }>

async function ask(options: SessionOptions, route: Route, url: string): Promise<Answered> {
  const first = await tryOnce(options, route, url)
  if (first.meaning.kind !== 'unauthorized') return first.meaning
  const second = await tryOnce(options, route, url, first.token)
  if (second.meaning.kind !== 'unauthorized') return second.meaning
  // The login took the keys, so they are right; the seller cannot repair a later refusal.
  const until = (await options.clock.now()) + REFUSED_TWICE_MS
  await options.slots.block(route.limitName, until)
  return later('unavailable', `${second.meaning.detail}: a fresh token was refused too`, until)
}

interface Tried {
  meaning: Meaning
  token: string
}

/** @param stale a token that was refused a moment ago */
async function tryOnce(options: SessionOptions, route: Route, url: string, stale?: string): Promise<Tried> {
  // The token comes before the slot: a slot is counted for now, and a login may take a while.
  const wish = { now: await options.clock.now(), ...(stale === undefined ? {} : { stale }) }
  const answer = await options.tokens.get(options.tokenName, wish, options.login)
  if (answer.kind === 'failed') return { meaning: answer.refusal, token: '' }
  const { token } = answer.token

  const slot = await options.slots.take(route.limitName)
  if (slot.kind === 'wait') {
    const why = slot.blocked ? 'bol.com asked us to wait' : 'our share of the calls is used up for the moment'
    const wait = later('rateLimit', `${route.limitName}: ${why}`, slot.until)
    return { meaning: slot.blocked ? wait : { ...wait, ours: true }, token }
  }

  const headers = { accept: route.accept, authorization: `Bearer ${token}` }
  const { answerBytesMax, binary } = route
  const outcome = await options.http.send({
    method: 'GET',
    url,
    headers,
    timeoutMs: CALL_TIMEOUT_MS,
    ...(answerBytesMax === undefined ? {} : { answerBytesMax }),
    ...(binary === undefined ? {} : { binary }),
  })
  options.onOutcome(outcome)
  const { meaning, blockUntil } = classify(outcome, route.byId, await options.clock.now())
  const other = outcome.kind === 'done' && meaning.kind === 'body' ? otherVersion(outcome, route.accept) : null
  if (other !== null) return { meaning: unsupported(outcome.kind === 'done' ? outcome.status : null, other), token }
  if (blockUntil !== null) await options.slots.block(route.limitName, blockUntil)
  return { meaning, token }
}

/** An answer in a version that we did not ask for may mean something else by the same words. */
function otherVersion({ headers }: HttpDone, wanted: string): string | null {
  const version = /vnd\.retailer\.v(\d{1,4})\b/u
  const told = version.exec(headers['content-type'] ?? '')?.[1]
  const asked = version.exec(wanted)?.[1]
  return told === undefined || told === asked ? null : `bol.com: answered in version ${told}, asked for ${asked}`
}

function toAnswer(meaning: Answered): Answer<Fetched> {
  if (meaning.kind !== 'body') return meaning
  try {
    return { kind: 'ok', value: { json: JSON.parse(meaning.text), text: meaning.text } }
  } catch {
    return unreadable('the answer is not JSON')
  }
}

function urlOf(apiUrl: string, path: string, query: Record<string, string>): string {
  const pairs = new URLSearchParams(query).toString()
  return `${apiUrl}${path}${pairs === '' ? '' : `?${pairs}`}`
}
