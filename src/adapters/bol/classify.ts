/** The meaning of each answer of the Retailer API. Total: every outcome has one meaning. */
import type { Instant } from '../../domain/calendar.ts'
import type { Refusal } from '../../ports/answer.ts'
import type { HttpDone, HttpOutcome } from '../../ports/http.ts'
import { retryAfter } from '../http/retry-after.ts'
import { isUnsupported } from '../http/unsupported.ts'
import { badRequest, later, unsupported } from './refusals.ts'
import { tidyText } from './wire/values.ts'

export type Meaning =
  | { kind: 'body'; text: string }
  /** The token is not accepted. Whether another one helps is for the caller to find out, once. */
  | { kind: 'unauthorized'; detail: string }
  | { kind: 'notFound' }
  | Refusal

interface Classified {
  meaning: Meaning
  /** No further call on this route before. */
  blockUntil: Instant | null
}

/** Told to wait, but not how long. */
const WAIT_MS_DEFAULT = 15_000
const WAIT_MS_MAX = 6 * 60 * 60 * 1_000

export function classify(outcome: HttpOutcome, byId: boolean, now: Instant): Classified {
  if (outcome.kind !== 'done') {
    const detail = `bol.com: ${outcome.reason}`
    const lasting = outcome.kind === 'notSent' && outcome.lasting === true
    return { meaning: lasting ? unsupported(null, detail) : later('unavailable', detail), blockUntil: null }
  }
  const { status, headers, body } = outcome
  if (status === 429 || status === 503) {
    const asked = retryAfter(headers['retry-after'], body.slice(0, 2_000), now)
    const until = asked ?? usedUpUntil(headers, now) ?? now + WAIT_MS_DEFAULT
    const cause = status === 429 ? 'rateLimit' : 'unavailable'
    return { meaning: later(cause, describe(outcome), until), blockUntil: until }
  }
  return { meaning: meaningOf(outcome, byId), blockUntil: usedUpUntil(headers, now) }
}

function meaningOf(answer: HttpDone, byId: boolean): Meaning {
  const { status, body } = answer
  if (status === 200) return { kind: 'body', text: body }
  const detail = describe(answer)
  if (status === 401) return { kind: 'unauthorized', detail }
  if (status === 403) return { kind: 'forbidden', at: 'call', detail }
  if (byId && (status === 404 || status === 410)) return { kind: 'notFound' }
  if (status === 404 || isUnsupported(status)) return unsupported(status, detail)
  if (status === 408) return later('unavailable', detail)
  if (status >= 400 && status < 500) return badRequest(detail)
  if (status > 200 && status < 300) return later('unreadable', detail)
  return later('unavailable', detail)
}

/** `x-ratelimit-remaining: 0`: until when. The reset counts seconds; very old versions gave the second since 1970. */
function usedUpUntil(headers: Record<string, string>, now: Instant): Instant | null {
  if (headers['x-ratelimit-remaining']?.trim() !== '0') return null
  const reset = headers['x-ratelimit-reset']?.trim() ?? ''
  if (!/^\d{1,12}$/.test(reset)) return null
  const seconds = Number(reset)
  const waitMs = seconds > 1e9 ? seconds * 1_000 - now : seconds * 1_000
  return now + Math.min(Math.max(waitMs, 1_000), WAIT_MS_MAX)
}

/** Status, the words of bol.com's `Problem`, and the id under which its support finds the call. Never a body as a whole. */
function describe({ status, headers, body }: HttpDone): string {
  const request = headers['x-request-id']
  const mark = request !== undefined && /^[\w-]{1,80}$/.test(request) ? ` (request ${request})` : ''
  const words = problemWords(body)
  return `bol.com: status ${status}${words === '' ? '' : `, ${words}`}${mark}`
}

const WORDS_MAX = 300

function problemWords(body: string): string {
  let problem: unknown
  try {
    problem = JSON.parse(body)
  } catch {
    return ''
  }
  if (typeof problem !== 'object' || problem === null) return ''
  const { title, detail, violations } = problem as { title?: unknown; detail?: unknown; violations?: unknown }
  const reasons = (Array.isArray(violations) ? (violations as unknown[]) : []).map(
    (violation) => (violation as { reason?: unknown } | null)?.reason,
  )
  const words = [title, detail, ...reasons].filter((word): word is string => typeof word === 'string' && word !== '')
  return tidyText(words.join(' – ').slice(0, WORDS_MAX))
}
