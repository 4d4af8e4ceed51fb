/**
 * Matches lines of the books in the ledger, after all that is posted. Each pair is looked for before it is sent, sent once, and in doubt
 * looked for again: an unmatched line is untidy, a line that is matched twice is wrong. A match that a user undid stays undone.
 */
import type { Instant } from '../../domain/calendar.ts'
import {
  day,
  ledgerClockMs,
  listFreshMs,
  seenForCertainMs,
  sendDeadlineMs,
  sendLeaseMs,
  verifyEveryMs,
} from '../../domain/delays.ts'
import type { LedgerMatch } from '../../domain/ledger/ledger.ts'
import { afterMatch, lookDueAt, type MatchEvent, type MatchProgress } from '../../domain/settlement/match-states.ts'
import { kindsMatched, kindsOfSales, type MatchKind } from '../../domain/settlement/matching.ts'
import type { Accounting } from '../../ports/accounting.ts'
import type { StoredMatch } from '../../ports/settle/matches.ts'
import type { Tx } from '../../ports/store.ts'
import type { ConnectionContext } from '../run/connection-context.ts'
import { verifyDocuments } from '../book/verify-documents.ts'
import { holdsBackAfterRestore } from '../run/restore-mode.ts'
import { holdsBackAfterTrial } from '../run/trial.ts'
import { whenAllowed } from '../run/when-allowed.ts'
import { postingOf } from '../post/posting-work.ts'
import { planMatches } from './plan-matches.ts'
import { salesAreMatched } from './sales-a-day.ts'

/** The limit of one run: more than a day's calls. */
const openMax = 1000

export async function matchBooks(context: ConnectionContext, accounting: Accounting): Promise<void> {
  const { store, ports, connection, settings, signal } = context
  if (signal?.aborted === true || connection.ledgerRefusal !== null) return
  const posting = postingOf(settings)
  const { connectionId } = connection
  if (posting === null && !(await store.transaction((tx) => tx.matches.any(connectionId)))) return
  if ((await holdsBackAfterRestore(context)) || (await holdsBackAfterTrial(context))) return
  const now = await ports.clock.now()
  const kinds = await kindsNow(context, posting === null ? [] : kindsMatched(posting.matching), now)
  if (kinds.length > 0) await planMatches(context, { kinds, now })
  await look(context, accounting, now)
  if (kinds.length > 0) await send(context, accounting, kinds)
}

/** Without a worker process, this is the only place that reads back the documents to be matched. */
export async function matchAfterSync(context: ConnectionContext): Promise<void> {
  const { accounting, settings, connection, store, ports } = context
  const matching = postingOf(settings)?.matching ?? 'off'
  if (accounting === null || matching === 'off' || connection.ledgerRefusal !== null) return
  if (await holdsBackAfterRestore(context)) return
  const now = await ports.clock.now()
  const isUnread = await store.transaction((tx) => tx.matches.isUnread(connection.connectionId, now - verifyEveryMs))
  if (isUnread) await verifyDocuments(context, accounting)
  await matchBooks(context, accounting)
}

async function kindsNow(
  context: ConnectionContext,
  kinds: readonly MatchKind[],
  now: Instant,
): Promise<readonly MatchKind[]> {
  return (await salesAreMatched(context, kinds, now)) ? kinds : kinds.filter((kind) => !kindsOfSales.includes(kind))
}

// ── Looking ────────────────────────────────────────────────────────────────────────────────────────────────────────

async function look(context: ConnectionContext, accounting: Accounting, now: Instant): Promise<void> {
  const { store, ports, connection, signal } = context
  const { connectionId } = connection
  const { open, lookedAt, any } = await store.transaction(async (tx) => {
    await tx.matches.drop(connectionId)
    const rows = await tx.matches.open(connectionId, openMax)
    return {
      open: await takeLost(tx, rows, now),
      lookedAt: await tx.matches.lookedAt(connectionId),
      any: await tx.matches.any(connectionId),
    }
  })
  if (!lookIsDue(context, { open, lookedAt, any, now })) return
  const since = sinceWhen(context, { open, lookedAt, now })
  const answer = await whenAllowed(ports, () => accounting.matchesSince(since), signal)
  if (answer.kind !== 'ok') return
  const { standing, undone } = answer.value
  await store.transaction(async (tx) => {
    const told = await tx.matches.byPairs(connectionId, [...standing, ...undone])
    const [stands, gone] = [keysOf(standing), keysOf(undone)]
    const rows = new Map([...open, ...told].map((row) => [row.matchId, row]))
    for (const row of rows.values()) {
      const key = keyOf(row)
      const found = stands.has(key) ? 'standing' : gone.has(key) ? 'undone' : 'nothing'
      await step(tx, row, { kind: 'looked', found, at: now })
    }
    await tx.matches.setLookedAt(connectionId, now)
  })
}

/** Takes sends whose process died or was paused. It is not known whether they were sent. */
async function takeLost(tx: Tx, rows: StoredMatch[], now: Instant): Promise<StoredMatch[]> {
  const taken: StoredMatch[] = []
  for (const row of rows) {
    const isLost = row.state === 'sending' && now - (row.sentAt ?? 0) >= sendLeaseMs
    taken.push(isLost ? { ...row, ...(await step(tx, row, { kind: 'lost' })) } : row)
  }
  return taken
}

async function step(tx: Tx, row: StoredMatch, event: MatchEvent): Promise<MatchProgress> {
  const to = afterMatch(row, event)
  const isSeen = event.kind === 'looked' && event.found === 'standing'
  const isSame = to.state === row.state && to.looks === row.looks && to.lookedAt === row.lookedAt
  if (!isSame || isSeen) await tx.matches.step(row, isSeen ? { ...to, seenAt: event.at } : to)
  return to
}

/** Never looked for, or only by what a database of before remembers. */
function isUnlooked({ restoredAt }: ConnectionContext, { state, looks, lookedAt }: StoredMatch): boolean {
  return state === 'planned' && (looks === 0 || (restoredAt !== null && (lookedAt ?? 0) < restoredAt))
}

function lookIsDue(
  context: ConnectionContext,
  at: { open: StoredMatch[]; lookedAt: Instant | null; any: boolean; now: Instant },
): boolean {
  const { open, lookedAt, any, now } = at
  const agoMs = lookedAt === null ? Infinity : Math.abs(now - lookedAt)
  if (agoMs < seenForCertainMs) return false
  if (open.some((row) => (lookDueAt(row) ?? Infinity) <= now)) return true
  if (agoMs >= verifyEveryMs && open.some((row) => isUnlooked(context, row))) return true
  return any && agoMs >= listFreshMs
}

function sinceWhen(
  context: ConnectionContext,
  { open, lookedAt, now }: { open: StoredMatch[]; lookedAt: Instant | null; now: Instant },
): Instant {
  const { calendar } = context.ports
  const moments = open.map((row) => {
    // Of documents of the bank only the moment is known at which they were first seen.
    if (isUnlooked(context, row)) return row.since === null ? row.plannedAt - day : calendar.startOfDay(row.since) - day
    return row.sentAt ?? row.plannedAt
  })
  return Math.min(now, lookedAt ?? now, ...moments) - ledgerClockMs
}

function keyOf({ debit, credit }: LedgerMatch): string {
  return [debit, credit].map((line) => `${line.bookYearId}|${line.journalKey}|${line.number}|${line.line}`).join('/')
}

function keysOf(matches: readonly LedgerMatch[]): ReadonlySet<string> {
  return new Set(matches.map(keyOf))
}

// ── Sending ────────────────────────────────────────────────────────────────────────────────────────────────────────

async function send(context: ConnectionContext, accounting: Accounting, kinds: readonly MatchKind[]): Promise<void> {
  const { store, ports, connection, restoredAt, signal } = context
  while (signal?.aborted !== true) {
    const deadlineMonotonicMs = ports.clock.monotonicMs() + sendDeadlineMs
    const at = await ports.clock.now()
    const match = await store.transaction((tx) =>
      tx.matches.claim(connection.connectionId, { kinds, at, lookedSince: restoredAt }),
    )
    if (match === null) return
    const outcome = await accounting.matchLines(match, { deadlineMonotonicMs })
    if (outcome.kind !== 'created') ports.log.info('match.notMade', { match: match.matchId, outcome: outcome.kind })
    await store.transaction((tx) => step(tx, match, { kind: 'answered', outcome: outcome.kind }))
    // Silence, or a limit: the rest waits for the next run.
    if (outcome.kind === 'notSent' || outcome.kind === 'unknown') return
  }
}
