/** An answer of Octopus with the few features that its classification looks at. */
import type { Instant } from '../../domain/calendar.ts'
import type { HttpDone } from '../../ports/http.ts'
import { retryAfter } from '../http/retry-after.ts'
import { errorResult, parseJson } from './wire.ts'

export interface Reply {
  status: number
  /** `errorCode`, null when the answer carries none. */
  code: number | null
  /** `error`: an ErrorResult with at least one of its fields; `json`: any other JSON; `other`: HTML, garbage. */
  shape: 'empty' | 'error' | 'json' | 'other'
  /** Message and technical information as they came; may name people, so it is shown only through `safeText`. */
  text: string
  body: string
  /** From `Retry-After`, else null. */
  retryAt: Instant | null
  receivedAt: Instant
}

export function replyOf(done: HttpDone, receivedAt: Instant): Reply {
  const retryAt = done.status < 400 ? null : retryAfter(done.headers['retry-after'], done.body, receivedAt)
  const base = { status: done.status, body: done.body, retryAt, receivedAt, code: null, text: '' }
  if (done.body.trim() === '') return { ...base, shape: 'empty' }
  const json = parseJson(done.body)
  if (json.kind === 'other') return { ...base, shape: 'other' }
  const parsed = Array.isArray(json.value) ? null : errorResult.safeParse(json.value)
  if (!parsed?.success) return { ...base, shape: 'json' }
  const { errorCode, errorMessage, technicalInfo } = parsed.data
  const text = [errorMessage, technicalInfo].filter((part) => part !== '').join(' | ')
  if (errorCode === null && text === '') return { ...base, shape: 'json' }
  return { ...base, shape: 'error', code: errorCode, text }
}

/** Longer texts of the server are of no more use. */
const safeTextMax = 200
const lookedAtMax = 2000

/** The server's words without what may name a person or open a door: addresses of mail and network, tokens. */
export function safeText(text: string): string {
  // Only a short text is shown. Searching megabytes of a broken answer for addresses would take minutes.
  return text
    .slice(0, lookedAtMax)
    .replace(/[^\s<>"'|]+@[^\s<>"'|]+/g, '[mail]')
    .replace(/\b\d{1,3}(?:\.\d{1,3}){3}\b/g, '[ip]')
    .replace(/[\w+/=.-]{40,}/g, '[…]')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, safeTextMax)
    .toWellFormed()
}
