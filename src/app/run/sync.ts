/** One run of everything a connection needs: capture, plan, settle doubts, send. The use case behind `sync` and the workers. */
import type { LocalDate } from '../../domain/calendar.ts'
import { busyPatienceMs, jobLostAfterMs } from '../../domain/delays.ts'
import type { DocumentKind } from '../../domain/document/document-kinds.ts'
import type { DocumentTarget } from '../../domain/ledger/ledger.ts'
import { nextMoment, nextOfLedger } from '../../domain/document/next-moment.ts'
import { problemRow, type ProblemCode } from '../../domain/problem/problem.ts'
import type { WorkWanted } from '../../ports/schedule.ts'
import type { OrderCounts } from '../../ports/tables/orders.ts'
import { daysOfPoll, readHistory } from '../capture/backfill.ts'
import { openConnection, type ConnectionContext } from './connection-context.ts'
import { tellOfPause } from './connection-refusal.ts'
import { workOnLedger } from '../book/ledger-work.ts'
import { captureMarketplace } from '../capture/marketplace-work.ts'
import type { Ports } from './ports.ts'
import { watchBalances } from '../bank/watch-balances.ts'
import { watchBank } from '../bank/watch-bank.ts'
import { captureSettlements } from '../settle/capture-settlements.ts'
import { postingIsDue } from '../post/post-settlements.ts'
import { tellAgain } from '../settle/tell-settlements.ts'
import { matchAfterSync } from '../match/match-books.ts'
import { plannedDocuments } from '../plan/planned-documents.ts'
import { endWork, waitsOf } from './waits.ts'
import { inParallel } from './when-allowed.ts'
import { sealTrail } from './trail.ts'

export interface SyncOptions {
  targets: { tenantId: string; connectionId: string }[]
  /** How long to wait for documents in doubt, budgets and the like, counted on the product's clock. */
  waitMs: number
  dryRun: boolean
  /** A user looks at a connection that is not installed yet. Only with `dryRun`. */
  evenIfPaused?: boolean
  signal?: AbortSignal
}

export interface SyncConnection extends OrderCounts {
  id: string
  name: string
  captured: number
  /** ISO time at which another run can do more, or null. */
  next: string | null
  /** By the names of their kinds: the shop, then the ledger. */
  calls: Record<string, number>
}

export interface DryRunDocument {
  order: string | null
  kind: DocumentKind
  target: DocumentTarget
  journal: string
  date: LocalDate | null
  amountCents: number
  relation: unknown
  request: unknown
}

export interface SyncReport {
  connections: SyncConnection[]
  problems: { code: ProblemCode; count: number }[]
  documents?: DryRunDocument[]
}

/** Connections worked on at the same time. */
const connectionsAtOnce = 20

/** A side refused or did not answer, a journal is taken, or a document or a settlement is blocked or in doubt. */
function isTrouble(code: ProblemCode): boolean {
  const { type, stops } = problemRow(code)
  // What only waits (a limit that is used up) goes on by itself.
  if (stops === 'document' || stops === 'settlement') return type !== 'L' && type !== 'T'
  return type !== 'L' && (stops === 'connection' || stops === 'journal')
}

/** Something is blocked or in doubt, or a side refused or did not answer. Waiting is fine. */
export function needsAttention(report: Pick<SyncReport, 'connections' | 'problems'>): boolean {
  return (
    report.connections.some((connection) => connection.blocked > 0 || connection.inDoubt > 0) ||
    report.problems.some((problem) => isTrouble(problem.code))
  )
}

export async function runSync(ports: Ports, options: SyncOptions): Promise<SyncReport> {
  const runs = await inParallel(options.targets, connectionsAtOnce, (target) => syncConnection(ports, target, options))
  const tenants = new Set(options.targets.map((target) => target.tenantId))
  if (!options.dryRun) for (const tenantId of tenants) await sealTrail(ports, tenantId)
  const done = runs.filter((run) => run !== null)
  const problems = new Map<ProblemCode, number>()
  for (const run of done)
    for (const { code, count } of run.problems) problems.set(code, (problems.get(code) ?? 0) + count)
  const report: SyncReport = {
    connections: done.map((run) => run.connection),
    problems: [...problems].map(([code, count]) => ({ code, count })).toSorted((a, b) => b.count - a.count),
  }
  return options.dryRun ? { ...report, documents: done.flatMap((run) => run.documents) } : report
}

interface Run {
  connection: SyncConnection
  problems: { code: ProblemCode; count: number }[]
  documents: DryRunDocument[]
}

async function syncConnection(
  ports: Ports,
  target: SyncOptions['targets'][number],
  options: SyncOptions,
): Promise<Run | null> {
  const context = await openConnection(ports, target, options.signal)
  if (context === null) return null
  let captured = 0
  if (context.connection.pauseCause !== 'person' || (options.dryRun && options.evenIfPaused === true)) {
    const done = await alone(context, async () => {
      const seen = options.dryRun ? null : await begun(context)
      captured += await captureMarketplace(context)
      await readHistory(context, daysOfPoll)
      await workOnLedger(context, { dryRun: options.dryRun, person: true })
      if (seen !== null) return goOn(context, { seen, waitMs: options.waitMs })
      await captureSettlements(context)
      await tellAgain(context)
      await context.store.transaction((tx) => tx.orders.foldTallies(target.connectionId))
    })
    if (!done) ports.log.info('sync.busy', { connection: target.connectionId })
  }
  return summarise(context, captured, options)
}

/**
 * Saves the beginning of the work. If this process dies, other workers go on with the rest. @returns the work that is planned from here on
 */
async function begun({ store, ports, connection: { connectionId } }: ConnectionContext): Promise<WorkWanted> {
  const now = await ports.clock.now()
  return store.transaction(async (tx) => {
    await tx.schedule.noLaterThan(connectionId, now + jobLostAfterMs)
    return tx.schedule.of(connectionId)
  })
}

/** Goes on after the sales were sent: with the marketplace's settlements, the bank, and matching. */
async function goOn(context: ConnectionContext, { seen, waitMs }: { seen: WorkWanted; waitMs: number }): Promise<void> {
  const { accounting, ports } = context
  await waitAndWork(context, waitMs)
  await captureSettlements(context)
  if (accounting !== null) await watchBank(context, accounting)
  // Data that was just read is posted in the same run.
  if (await postingIsDue(context)) await workOnLedger(context, { dryRun: false, person: true })
  await tellAgain(context)
  if (accounting !== null) await watchBalances(context, accounting)
  await matchAfterSync(context)
  await endWork(context, { seen, askedAt: null, now: await ports.clock.now() })
}

/** One process at a time works on a connection; another one that comes meanwhile waits for its end. */
async function alone(context: ConnectionContext, work: () => Promise<void>): Promise<boolean> {
  const started = context.ports.clock.monotonicMs()
  for (;;) {
    const answer = await context.store.exclusively(`connection:${context.connection.connectionId}`, work)
    if (answer.kind === 'done') return true
    if (context.ports.clock.monotonicMs() - started > busyPatienceMs || context.signal?.aborted === true) return false
    await context.ports.clock.pause(200)
  }
}

/** Waits for doubts and budgets, as far as the person allows, and goes on when their time has come. */
async function waitAndWork(context: ConnectionContext, waitMs: number): Promise<void> {
  const { clock } = context.ports
  const end = (await clock.now()) + waitMs
  const endMonotonic = clock.monotonicMs() + waitMs
  for (;;) {
    const next = nextOfLedger(await waitsOf(context))
    const now = await clock.now()
    if (
      next === null ||
      next > end ||
      now >= end ||
      clock.monotonicMs() >= endMonotonic ||
      context.signal?.aborted === true
    )
      return
    if (next > now) await clock.sleepUntil(next, context.signal)
    if ((await clock.now()) < next) return
    await workOnLedger(context, { dryRun: false, person: true })
    const again = nextOfLedger(await waitsOf(context))
    // Work that is due but does not move (a journal held by another process) is not asked for without end.
    if (again !== null && again <= next) await clock.pause(250)
  }
}

async function summarise(context: ConnectionContext, captured: number, options: SyncOptions): Promise<Run> {
  const { connection, store, ports } = context
  if (options.evenIfPaused !== true) await tellOfPause(context)
  const { counts, problems, documents } = await store.transaction(async (tx) => ({
    counts: await tx.orders.count(connection.connectionId, context.firstDay),
    problems: await tx.problems.groups(connection.connectionId, 0),
    documents: options.dryRun ? await plannedDocuments(tx, context) : [],
  }))
  const next = nextMoment(await waitsOf(context))
  return {
    connection: {
      id: connection.connectionId,
      name: connection.name,
      ...counts,
      captured,
      // The text has whole seconds: a part of one would be a moment too early.
      next: next === null ? null : ports.calendar.isoText(Math.ceil(next / 1000) * 1000),
      calls: {
        [context.source.name]: context.marketplace.callsMade(),
        [context.ledger.name]: context.accounting?.callsMade() ?? 0,
      },
    },
    problems: problems.map((group) => ({ code: group.code, count: group.problems })),
    documents,
  }
}
