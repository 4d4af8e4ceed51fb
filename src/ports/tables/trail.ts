/**
 * The record of all events. Each entry is linked to the one before, so that a later change is found. The chain is signed, so that it cannot
 * be linked anew without the key.
 */
import type { Instant } from '../../domain/calendar.ts'

export type TrailFault =
  | 'linkMissing'
  | 'linkChanged'
  | 'rowGone'
  | 'rowChanged'
  | 'rowNotLinked'
  /** The chain fits, but it is not the one that was signed: it was linked anew, or the signatures were removed. */
  | 'notSigned'
  /** A head that was reported earlier is not in the chain: its end was cut off, or it was linked anew. */
  | 'headGone'

export interface TrailBreak {
  kind: string
  key: string
  fault: TrailFault
}

export interface TrailCheck {
  /** Links that fit, up to the first that does not. */
  links: number
  /** The newest link's hash: kept elsewhere, it also shows that the end was cut off. */
  head: string
  broken: TrailBreak | null
}

/** The place and hash of a link. It covers all links up to it. */
export interface TrailHead {
  links: number
  head: string
}

export interface SignedHead extends TrailHead {
  signature: string
}

export interface Trail {
  /** Links what is new, at most this many. @returns how many */
  seal(at: Instant, rowsMax: number): Promise<number>
  /**
   * Returns the end of the chain; null: nothing is linked yet. `signed`: the last signed head, with the hash that is now at its place
   * (empty: no link).
   */
  newest(): Promise<(TrailHead & { signed: SignedHead | null }) | null>
  sign(head: SignedHead, at: Instant): Promise<void>
  /** Whether the chain has this hash, at this place or (null) anywhere. */
  has(head: string, links: number | null): Promise<boolean>
  /** @param quiet rows from before this moment must be linked */
  check(quiet: Instant): Promise<TrailCheck>
  /** Kept until the next check, for who watches the installation. */
  noteCheck(check: TrailCheck, at: Instant): Promise<void>
}

/** Heads of chains, kept outside of the database: a head that was kept once must be found in its chain for ever. */
export interface TrailHeads {
  /** Null: none was kept here. */
  read(tenantId: string): Promise<TrailHead | null>
  /** @throws nothing: where it cannot be kept, the log has it */
  keep(tenantId: string, head: TrailHead): Promise<void>
}
