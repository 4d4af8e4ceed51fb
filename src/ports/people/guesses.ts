/** Wrong tries of a secret in a row, counted over all processes. */
import type { Instant } from '../../domain/calendar.ts'

/** `free` tries cost nothing; each one more doubles the wait, from `firstMs` to `longestMs`. */
export interface GuessRule {
  free: number
  firstMs: number
  longestMs: number
  /** After this time without a try, counting starts from the beginning. */
  forgottenMs: number
}

export interface Guesses {
  /** Counts a try as wrong before it is looked at. @returns null when it may be looked at, else the moment of the next one */
  take(key: string, rule: GuessRule, now: Instant): Promise<Instant | null>
  /** It was right: the counting ends. */
  right(key: string): Promise<void>
  /** Takes one try back that was not wrong; earlier ones stay counted. */
  giveBack(key: string): Promise<void>
  forget(before: Instant): Promise<void>
}
