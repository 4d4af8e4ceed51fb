/**
 * How a match is made exactly once. It is looked for before its first send, since a person or the ledger may have made it; it is sent once; an
 * answer that proves nothing is a doubt, and a doubt is never sent again before two looks did not find it. Pure.
 */
import type { Instant } from '../calendar.ts'
import { coolingMs, seenForCertainMs } from '../delays.ts'

/**
 * - `planned`: not sent, or certainly not carried out.
 * - `refused`: the ledger does not take it. `left`: twice sent, never found. Both are left open: untidy, not wrong.
 * - `undone`: a user undid it. Never made again.
 * - `dropped`: one of its documents is another one by now, or gone.
 */
export type MatchState = 'planned' | 'sending' | 'inDoubt' | 'done' | 'refused' | 'left' | 'undone' | 'dropped'

export interface MatchProgress {
  state: MatchState
  sends: number
  /** Looks that did not find it, since it was sent last or was planned. */
  looks: number
  lastAnswer: 'refused' | 'silence' | null
  sentAt: Instant | null
  lookedAt: Instant | null
}

/** Sent so often at most. */
const sendsMax = 2
const looksOfDoubt = 2

export type MatchEvent =
  | { kind: 'answered'; outcome: 'created' | 'notSent' | 'refused' | 'unknown' }
  /** Its process died, or was too slow. */
  | { kind: 'lost' }
  /** The ledger's list of all that was matched and undone was read. `at`: before it was asked. */
  | { kind: 'looked'; found: 'standing' | 'undone' | 'nothing'; at: Instant }

export function afterMatch(progress: MatchProgress, event: MatchEvent): MatchProgress {
  if (event.kind === 'lost') return { ...progress, state: 'inDoubt', lastAnswer: 'silence', looks: 0 }
  if (event.kind === 'looked') return looked(progress, event)
  switch (event.outcome) {
    case 'created':
      return { ...progress, state: 'done', lastAnswer: null }
    case 'notSent':
      return { ...progress, state: 'planned', sends: progress.sends - 1, looks: 1, lastAnswer: null }
    case 'refused':
      return { ...progress, state: 'inDoubt', lastAnswer: 'refused', looks: 0 }
    case 'unknown':
      return { ...progress, state: 'inDoubt', lastAnswer: 'silence', looks: 0 }
  }
}

function looked(progress: MatchProgress, { found, at }: Extract<MatchEvent, { kind: 'looked' }>): MatchProgress {
  const { state, sends, sentAt, lookedAt, lastAnswer } = progress
  if (found === 'standing') return { ...progress, state: state === 'undone' ? state : 'done', lookedAt: at }
  // Undone before it was ever sent by what we know: by us from a database that is lost, and then by a person.
  if (found === 'undone') return { ...progress, state: 'undone', lookedAt: at }
  if (state === 'planned') return { ...progress, looks: progress.looks + 1, lookedAt: at }
  if (state !== 'inDoubt' || sentAt === null || at - sentAt < seenForCertainMs) return progress
  if (progress.looks > 0 && lookedAt !== null && at - lookedAt < seenForCertainMs) return progress
  const looks = progress.looks + 1
  const next = { ...progress, looks, lookedAt: at }
  // A late request may still land.
  if (looks < looksOfDoubt || at - sentAt < coolingMs) return next
  if (lastAnswer === 'refused') return { ...next, state: 'refused' }
  return { ...next, state: sends < sendsMax ? 'planned' : 'left' }
}

/** When a doubt can be looked for again with use. */
export function lookDueAt({ state, looks, sentAt, lookedAt }: MatchProgress): Instant | null {
  if (state !== 'inDoubt' || sentAt === null) return null
  if (looks === 0) return sentAt + seenForCertainMs
  return Math.max((lookedAt ?? sentAt) + seenForCertainMs, looks >= looksOfDoubt - 1 ? sentAt + coolingMs : 0)
}
