/** Answers of an outside system that expected failures are part of. */
import type { Instant } from '../domain/calendar.ts'

/** Why a call brought nothing. Never a reason to lose an order: the window stays where it is. */
export type Refusal =
  /** The account's keys are refused. No further login until a person saves them again. */
  | { kind: 'loginRefused'; detail: string }
  /**
   * The keys may not do this (scope missing, account not active, dossier not open). `login`: they are not let in at all. `call`: they
   * are let in, and lack a right. `shop`: another connection has the shop.
   */
  | { kind: 'forbidden'; at?: 'login' | 'call' | 'shop'; detail: string }
  /** Come back later: limit, outage, unreadable answer. `until` when the other side or our own budget says. */
  | {
      kind: 'later'
      cause: 'rateLimit' | 'budget' | 'unavailable' | 'unreadable' | 'loginBlocked'
      until: Instant | null
      detail: string
      /** Of a limit: our own share of it is used up. It fills again by itself, however many wait for it. */
      ours?: true
      /** It was not asked: it failed before, which was told then, and rests. */
      rests?: true
    }
  /**
   * It did answer, but not as the interface that this program knows: moved, another version, no such route. `status` null: its address does
   * not exist, or its certificate is not trusted. It does not pass by itself: the operator acts.
   */
  | { kind: 'unsupported'; status: number | null; detail: string }
  /** The other side says that our request is wrong: a defect of ours, or a date out of its reach. */
  | { kind: 'badRequest'; detail: string }

export type Answer<T> = { kind: 'ok'; value: T } | { kind: 'notFound' } | Refusal
