/** Access tokens, one per login, shared by all workers and kept sealed until they expire. */
import type { Instant } from '../domain/calendar.ts'
import type { Refusal } from './answer.ts'

export interface Token {
  token: string
  expiresAt: Instant
}

export type TokenAnswer = { kind: 'token'; token: Token } | { kind: 'failed'; refusal: Refusal }

export interface Tokens {
  /**
   * The token of `name`, valid for at least a minute more; logs in when there is none, one caller at a time over all processes.
   * `stale`: a token that the other side just refused; it is not handed out again.
   * A `loginRefused` is remembered under `name` and answered without a new login, until the credentials are saved again.
   */
  get(name: string, options: { now: Instant; stale?: string }, login: () => Promise<TokenAnswer>): Promise<TokenAnswer>
}
