/** Decisions on who may come in and who may do what, as the operator reads them. */
import type { Instant } from '../../domain/calendar.ts'

export type SecurityKind =
  | 'signIn'
  | 'signOut'
  | 'secondProof'
  | 'passkey'
  | 'password'
  | 'link'
  | 'terminalCode'
  | 'account'
  | 'invitation'
  | 'membership'
  | 'token'
  | 'webhook'
  | 'consent'
  | 'access'

export interface SecurityEvent {
  eventId: string
  at: Instant
  kind: SecurityKind
  outcome: 'done' | 'refused'
  accountId: string | null
  /** An address of an account that exists, or the name of a token. */
  who: string | null
  /** Where it came from, e.g. `203.0.113.7`; null: the terminal. */
  address: string | null
  /** The decision in a word, or the route, e.g. `wrongPassword`, `GET /operator`. */
  about: string
  /** Decisions that it stands for: more than one where many alike came within an hour. */
  times: number
}

export interface SecurityEvents {
  add(event: Omit<SecurityEvent, 'times'>): Promise<void>
  /** Counts it in the newest row since then of the same account, kind, outcome and decision. @returns false: there is none */
  countIn(
    event: Pick<SecurityEvent, 'kind' | 'outcome' | 'accountId' | 'address' | 'about'>,
    since: Instant,
    /** Also in a row of another address. */
    anyAddress: boolean,
  ): Promise<boolean>
  newest(before: Instant | null, limit: number): Promise<SecurityEvent[]>
  forget(before: Instant): Promise<void>
}
