/** Answers of an outside system that expected failures are part of. */
import type { Instant } from '../domain/calendar.ts'

/** Why a call brought nothing. Never a reason to lose an order: the window stays where it is. */
export type Refusal =
  /** The account's keys are refused. No further login until a user saves them again. */
  | { kind: 'loginRefused'; detail: string }
  /**
   * The keys lack a right (scope missing, account not active, dossier not open). `login`: the login itself is refused. `call`: the login
   * works, and this call is refused. `shop`: another connection has the shop.
   */
  | { kind: 'forbidden'; at?: 'login' | 'call' | 'shop'; detail: string }
  /** Come back later: limit, outage, unreadable answer. `until` where the other side or our own budget gives a moment. */
  | {
      kind: 'later'
      cause: 'rateLimit' | 'budget' | 'unavailable' | 'unreadable' | 'loginBlocked'
      until: Instant | null
      detail: string
      /** Of a limit: our own share of it is used up. It fills again by itself, whatever waits for it. */
      ours?: true
      /** The call was not made: it failed before, which was reported then, and rests. */
      rests?: true
    }
  /**
   * It did answer, but not as the interface that this program knows: moved, another version, no such route. `status` null: its address does
   * not exist, or its certificate is not trusted. It does not pass by itself: the operator acts.
   */
  | { kind: 'unsupported'; status: number | null; detail: string }
  /** The other side calls our request wrong: a defect of ours, or a date out of its reach. */
  | { kind: 'badRequest'; detail: string }

export type Answer<T> = { kind: 'ok'; value: T } | { kind: 'notFound' } | Refusal
