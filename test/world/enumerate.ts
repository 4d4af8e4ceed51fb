/** Each fault at each point of the plain story, and each two in order: exhaustive where random worlds are only many. */
import { faultsAt, valueFor, type Decision } from './decisions.ts'
import type { Case } from './shrink.ts'
import { canonicalStory, settlementStory, type Setting, type Story } from './story.ts'

/** Visits of a point beyond these differ from one another in nothing but the hour. */
const visitsOfPointMax = 4

type Visits = ReadonlyMap<string, number>
type Telling = (change?: Partial<Setting>) => Story

/** @param struck visits that another story strikes: only those beyond are of this one */
function placesIn(visits: Visits, struck: Visits, max: number): { point: string; visit: number }[] {
  return [...visits].flatMap(([point, count]) => {
    const before = struck.get(point) ?? 0
    const own = Math.min(count - before, max)
    return Array.from({ length: Math.max(0, own) }, (_, index) => ({ point, visit: before + index + 1 }))
  })
}

function decisionOf(place: { point: string; visit: number }, fault: string): Decision {
  const value = valueFor(fault, 1, `${place.point}#${place.visit} ${fault}`)
  return { ...place, fault, ...(value === undefined ? {} : { value }) }
}

function weight(point: string): number {
  if (/ POST \/(?:buysellbookings|financialdiversbookings|invoices)$/u.test(point)) return 3
  if (/document|next_in_journal|attempt/u.test(point)) return 2
  return point.startsWith('db ') ? 0 : 1
}

/** Longer than a look into the ledger reaches back by itself, and longer than a doubt may last. */
const awayMinutes = [5 * 60, 30 * 60]

export const toldStories: Record<'plain' | 'settlement', Telling> = {
  plain: canonicalStory,
  settlement: settlementStory,
}

/** The first case is the story itself. A process that dies comes back within a minute, hours later, and the next day. */
export function singleCases(visits: Visits, tell: Telling, struck: Visits = new Map()): Case[] {
  const story = tell()
  const stories = (fault: string) =>
    fault.startsWith('crash') ? [story, ...awayMinutes.map((away) => tell({ awayMinutes: away }))] : [story]
  // Where a document leaves comes first: a run that is short of time has seen what matters most.
  const places = placesIn(visits, struck, visitsOfPointMax).toSorted((a, b) => weight(b.point) - weight(a.point))
  const singles = places.flatMap((place) =>
    faultsAt(place.point).flatMap((fault) =>
      stories(fault).map((of) => ({ story: of, decisions: [decisionOf(place, fault)] })),
    ),
  )
  return [{ story, decisions: [] }, ...singles]
}

/** Two outcomes at each place: it did not happen, or it happened and nobody was told. */
function outcomesAt(point: string): string[] {
  if (point.startsWith('db ')) return ['gone', 'committedButGone']
  if (point.startsWith('queue ')) return ['crashBefore', 'crashAfter']
  return ['loseRequest', 'loseAnswer']
}

export function pairCases(visits: Visits, tell: Telling, struck: Visits = new Map()): Case[] {
  const story = tell()
  const outcomes = placesIn(visits, struck, 2).flatMap((place) =>
    outcomesAt(place.point).map((fault) => decisionOf(place, fault)),
  )
  const cases: Case[] = [{ story, decisions: [] }]
  for (const [nth, first] of outcomes.entries()) {
    for (const second of outcomes.slice(nth + 1)) {
      if (first.point === second.point && first.visit === second.visit) continue
      cases.push({ story, decisions: [first, second] })
    }
  }
  return cases
}
