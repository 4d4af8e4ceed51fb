/** What happened, linked in order so that a later change of it is found. */
import type { Instant } from '../domain/calendar.ts'

export type TrailFault = 'linkMissing' | 'linkChanged' | 'rowGone' | 'rowChanged' | 'rowNotLinked'

export interface TrailCheck {
  /** Links that fit, up to the first that does not. */
  links: number
  /** The newest link's hash: kept elsewhere, it also shows that the end was cut off. */
  head: string
  broken: { kind: string; key: string; fault: TrailFault } | null
}

export interface Trail {
  /** Links what is new, at most this many. @returns how many */
  seal(at: Instant, rowsMax: number): Promise<number>
  /** @param quiet rows from before this moment must be linked */
  check(quiet: Instant): Promise<TrailCheck>
  /** Kept until the next check, for who watches the installation. */
  noteCheck(check: TrailCheck, at: Instant): Promise<void>
}
