/** Decides which causes are reported at once, because they stop the books, and when. Everything else waits for the digest. */
import { addDays, addMonths, daysBetween, type Instant, type LocalDate } from '../calendar.ts'
import { isDoubt, isStandstill, problemActor, problemCodes, type ProblemCode } from '../problem/problem.ts'
import type { SourceFacts } from '../kinds.ts'

export const alarmKinds = ['refused', 'silence', 'doubt', 'vanishing', 'settlement'] as const
export type AlarmKind = (typeof alarmKinds)[number]

/** `whenNeeded`: only on days with something to say. */
export const digestWishes = ['whenNeeded', 'daily', 'off'] as const
export type DigestWish = (typeof digestWishes)[number]

/** Returns whether one side refuses every call: nothing is fetched or nothing is booked until a user acts. */
function isRefusal(code: ProblemCode): boolean {
  return isStandstill(code) && problemActor(code) === 'you'
}

/** Of the open problems, those that an alarm looks at. */
export const watchedCodes = problemCodes.filter((code) => isRefusal(code) || isDoubt(code))
export const silenceCode = 'SYS-STIL' satisfies ProblemCode

const hourMs = 3_600_000
const dayMs = 24 * hourMs
/** 99 of 100 doubts end by themselves within three hours; one that remains is worth a mail. */
const doubtMs = 4 * hourMs
/** Below this many orders a day a quiet day says nothing. */
const manyPerDay = 5
/** Silence in which so many orders would have come: by chance once in twenty thousand times. */
const ordersExpected = 10
export const flowDays = 28
/** A late sale or credit heals a difference by itself. */
const differenceMs = dayMs
const billingWarningDays = 10
const reachWarningDays = 14

export interface Watched {
  now: Instant
  today: LocalDate
  /** Oldest open problem of each code. */
  problems: { code: ProblemCode; firstAt: Instant; dossier: number | null }[]
  /** Orders of the 28 days before the newest one; null: there is none, or it came within a day. */
  flow: { newestAt: Instant; ordersBefore: number } | null
  /** Until when the marketplace was read without a gap, and the day of it; null: never. */
  polledUntil: Instant | null
  polledOn: LocalDate | null
  paused: 'person' | 'refused' | null
  source: SourceFacts
  /** First day of what the marketplace should have settled by now, and did not; null: nothing of that kind. */
  unsettledFrom: LocalDate | null
  /** Settlements with open questions or differences, and the oldest of these. */
  differing: { invoice: string; firstAt: Instant; problems: number }[]
  /** Settlements of which the bank does not show the payout in its time, with the first day on which it could come. */
  unpaid: { invoice: string; day: LocalDate }[]
}

/** Of an alarm about a payout, before the settlement's number. */
export const payoutSubject = 'payout:'

/** `subject` tells apart what may be wrong at the same time; `facts` fill the text. */
export interface AlarmCause {
  kind: AlarmKind
  subject: string
  facts: AlarmFacts
}

export interface AlarmFacts {
  since?: Instant
  dossier?: number
  hours?: number
  perDay?: number
  day?: LocalDate
  /** Number of a settlement. */
  invoice?: string
  count?: number
}

/** All that is wrong now. A cause that is no longer among them is over. */
export function alarmCauses(watched: Watched): AlarmCause[] {
  return [...refusals(watched), ...silence(watched), ...doubts(watched), ...vanishing(watched), ...settlements(watched)]
}

function refusals({ problems }: Watched): AlarmCause[] {
  return problems
    .filter(({ code }) => isRefusal(code))
    .map(({ code, firstAt, dossier }) => ({
      kind: 'refused',
      subject: code,
      facts: { since: firstAt, ...(dossier === null ? {} : { dossier }) },
    }))
}

/** Only while the marketplace is read: otherwise it is not known whether orders come. */
function silence({ now, flow, polledUntil, paused }: Watched): AlarmCause[] {
  if (flow === null || polledUntil === null || paused !== null || now - polledUntil > 3 * hourMs) return []
  const perDay = flow.ordersBefore / flowDays
  if (perDay < manyPerDay) return []
  const silentMs = now - flow.newestAt
  if (silentMs < dayMs || (silentMs / dayMs) * perDay < ordersExpected) return []
  const facts = { hours: Math.floor(silentMs / hourMs), perDay: Math.round(perDay) }
  return [{ kind: 'silence', subject: 'orders', facts }]
}

/** One for all documents of the connection: forty doubts have one cause. */
function doubts({ now, problems }: Watched): AlarmCause[] {
  const long = problems
    .filter(({ code }) => isDoubt(code))
    .filter(({ code, firstAt }) => problemActor(code) === 'you' || now - firstAt >= doubtMs)
  if (long.length === 0) return []
  return [{ kind: 'doubt', subject: 'documents', facts: { since: Math.min(...long.map(({ firstAt }) => firstAt)) } }]
}

/** Data that was not read in time can no longer be read. For a connection that a user paused, only lost orders are reported. */
function vanishing({ today, polledOn, paused, source }: Watched): AlarmCause[] {
  if (polledOn === null) return []
  const causes: AlarmCause[] = []
  const billing = source.billingDays === null ? null : addDays(polledOn, source.billingDays)
  if (paused !== 'person' && billing !== null && daysBetween(today, billing) <= billingWarningDays)
    causes.push({ kind: 'vanishing', subject: 'billing', facts: { day: billing } })
  const reach = addMonths(polledOn, source.reachMonths)
  if (daysBetween(today, reach) <= reachWarningDays)
    causes.push({ kind: 'vanishing', subject: 'orders', facts: { day: reach } })
  return causes
}

function settlements({ now, unsettledFrom, differing, unpaid }: Watched): AlarmCause[] {
  const missing: AlarmCause[] =
    unsettledFrom === null ? [] : [{ kind: 'settlement', subject: 'missing', facts: { day: unsettledFrom } }]
  const differs = differing
    .filter(({ firstAt }) => now - firstAt >= differenceMs)
    .map(({ invoice, firstAt, problems }): AlarmCause => {
      const facts = { since: firstAt, invoice, count: problems }
      return { kind: 'settlement', subject: invoice, facts }
    })
  const payouts = unpaid.map(({ invoice, day }): AlarmCause => {
    return { kind: 'settlement', subject: `${payoutSubject}${invoice}`, facts: { invoice, day } }
  })
  return [...missing, ...differs, ...payouts]
}
