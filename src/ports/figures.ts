/** A company's share in the figures of the installation. Counts and ages, without names of the company or a buyer. */
import type { Instant } from '../domain/calendar.ts'
import type { ProblemCode } from '../domain/problem/problem.ts'

export interface CompanyFigures {
  /** Documents that are not at rest, by state, with the moment at which the oldest of each came into it. */
  documents: { state: string; documents: number; since: Instant }[]
  /**
   * The moment when the oldest document on its way to the ledger was planned; null without one. A document that waits for a user is not on
   * its way.
   */
  oldestQueuedAt: Instant | null
  /** Open problems by code. */
  problems: { code: ProblemCode; problems: number }[]
  /** The connection whose orders were asked for longest ago; null without an active one. */
  polledAt: Instant | null
  /** The result of the last nightly check of the trail; null before the first. */
  trailBroken: boolean | null
}
