/**
 * Shows the differences before settings are saved: the last 30 days are planned with the old and with the new settings in one transaction
 * that is rolled back. Nothing is written, and neither side is asked; booked documents stay as they are.
 */
import { addDays, addMonths, type Instant, type LocalDate } from '../../domain/calendar.ts'
import {
  outcomeOf,
  planDifference,
  type ProblemOutcome,
  type PlanView,
  type PlannedRelation,
  type WholePlan,
} from '../../domain/plan/compare-plans.ts'
import { hour } from '../../domain/delays.ts'
import { states } from '../../domain/document/document-states.ts'
import { contradictingCodes } from '../../domain/settings/contradicting-codes.ts'
import type { ProblemCode } from '../../domain/problem/problem.ts'
import type { Settings } from '../../domain/settings/mapping.ts'
import type { SettingsNote } from '../../domain/settings/settings-notes.ts'
import { goesIntoDay, planOrder, type OrderPlan } from '../../domain/plan/plan-order.ts'
import { centralName } from '../../domain/plan/relation.ts'
import type { LedgerCopy, StoredJournal } from '../../ports/tables/ledger.ts'
import type { StoredOrder } from '../../ports/tables/orders.ts'
import type { Tx } from '../../ports/store.ts'
import { firstDayOf, openConnection, type ConnectionContext } from '../run/connection-context.ts'
import { countCrossBorder, thresholdDecides } from '../plan/cross-border-sales.ts'
import { begunBy, planChanges } from '../plan/plan-changes.ts'
import { loadOrders, type LoadedOrder } from '../plan/plan-documents.ts'
import type { Ports } from '../run/ports.ts'
import { ownRelation } from '../plan/resolve-relation.ts'

export interface SettingsPreview {
  from: LocalDate
  /** Orders that were planned both ways. */
  orders: number
  /** False: there were more, and only the newest were looked at. */
  complete: boolean
  differences: PreviewedOrder[]
  /** The effects of the change on orders that are under way. */
  notes: SettingsNote[]
  /** What becomes of the orders of one problem, where the preview was asked of it; otherwise null. */
  outcome: ProblemOutcome | null
}

export interface PreviewedOrder {
  order: string
  /** Something of it is booked, or on its way: that stays, and what is shown is the rest. */
  booked: boolean
  before: PlanView
  after: PlanView
}

/** `noDossier`: the ledger's own data was never read, so nothing can be planned with these settings. */
export type PreviewResult = { kind: 'preview'; preview: SettingsPreview } | { kind: 'removed' | 'noDossier' }

const days = 30
const ordersMax = 2000
const batchSize = 50

/** Carries the result out of a transaction that must not be kept. */
class TakenBack extends Error {
  readonly result: PreviewResult
  constructor(result: PreviewResult) {
    super('taken back')
    this.result = result
  }
}

/** @param problem plans only the orders that wait for it, however old they are, and says what becomes of them */
export async function previewSettings(
  ports: Ports,
  at: { tenantId: string; connectionId: string },
  settings: Settings,
  problem: ProblemCode | null = null,
): Promise<PreviewResult> {
  const context = await openConnection(ports, at)
  if (context === null) return { kind: 'removed' }
  try {
    return await context.store.transaction(async (tx) => {
      throw new TakenBack(await previewIn(tx, context, { settings, problem }))
    })
  } catch (error) {
    if (error instanceof TakenBack) return error.result
    throw error
  }
}

interface Asked {
  settings: Settings
  problem: ProblemCode | null
}

async function previewIn(tx: Tx, context: ConnectionContext, { settings, problem }: Asked): Promise<PreviewResult> {
  const { ports, connection } = context
  const now = await ports.clock.now()
  const copies = {
    before: await tx.ledger.copy(connection.dossierId),
    after: await tx.ledger.copy(settings.dossierId),
  }
  if (copies.before === null || copies.after === null) return { kind: 'noDossier' }
  const from = ports.calendar.localDate(now - days * 24 * hour)
  const found =
    problem === null
      ? await tx.orders.recent(connection.connectionId, from, ordersMax + 1)
      : await waitingFor(tx, connection.connectionId, problem)
  const orders = found.slice(0, ordersMax).toReversed()
  const before = await plansOf(tx, context, { copy: copies.before, now, orders })
  const changed = {
    ...context,
    settings,
    firstDay: firstDayOf(settings, context.history),
    connection: { ...connection, dossierId: settings.dossierId, revision: connection.revision + 1 },
  }
  const after = await plansOf(tx, changed, { copy: copies.after, now, orders })
  const pairs = [...before.values()].flatMap((was) => {
    const next = after.get(was.orderId)
    return next === undefined ? [] : [{ was, next }]
  })
  const differences: PreviewedOrder[] = []
  for (const { was, next } of pairs) {
    const difference = planDifference(was, next)
    if (difference !== null) differences.push({ order: was.orderId, booked: was.begun, ...difference })
  }
  const notes = [...notesOf(pairs), ...daysRead(context, settings, now)]
  const uncertain = await tx.documents.inState(connection.connectionId, [...states.uncertain])
  const settles = new Set(uncertain.map((document) => document.orderId ?? document.documentId)).size
  if (settles > 0) notes.unshift({ kind: 'settles', orders: settles })
  for (const found of contradictingCodes(settings.vat.codes, copies.after.vatCodes, settings.seller.country))
    notes.push({ kind: 'contradicts', ...found })
  const complete = found.length <= ordersMax
  const outcome = problem === null ? null : outcomeOf(pairs.map(({ next }) => next))
  return { kind: 'preview', preview: { from, orders: before.size, complete, differences, notes, outcome } }
}

async function waitingFor(tx: Tx, connectionId: string, code: ProblemCode): Promise<StoredOrder[]> {
  const open = await tx.problems.withCodes(connectionId, [code], ordersMax + 1)
  return tx.orders.known(connectionId, [...new Set(open.flatMap(({ orderId }) => orderId ?? []))])
}

function notesOf(pairs: { was: Planned; next: Planned }[]): SettingsNote[] {
  const kinds: [kind: 'stays' | 'atOnce' | 'waits' | 'leftOut', is: (was: Planned, next: Planned) => boolean][] = [
    ['stays', (was, next) => was.begun && planDifference(asIfNew(was), asIfNew(next)) !== null],
    ['atOnce', (was, next) => isWaiting(was) && next.sales.standing === 'planned'],
    ['waits', (was, next) => was.sales.standing === 'planned' && isWaiting(next)],
    ['leftOut', (was, next) => next.tooEarly && !was.tooEarly && was.sales.standing !== 'nothing'],
  ]
  return kinds.flatMap(([kind, is]): SettingsNote[] => {
    const orders = pairs.filter(({ was, next }) => is(was, next)).length
    return orders === 0 ? [] : [{ kind, orders }]
  })
}

function isWaiting({ sales }: Planned): boolean {
  return sales.standing === 'waiting' && sales.reason === 'notShipped'
}

function asIfNew({ anew, relation }: Planned): WholePlan {
  return { sales: anew, changes: { documents: [], problems: [] }, relation }
}

function daysRead(
  { ports, source, settings: was }: ConnectionContext,
  settings: Settings,
  now: Instant,
): SettingsNote[] {
  const reach = addMonths(ports.calendar.localDate(now), -source.reachMonths)
  const from = settings.booking.startDate < reach ? reach : settings.booking.startDate
  const to = addDays(was.booking.startDate, -1)
  return from <= to ? [{ kind: 'daysRead', from, to }] : []
}

/** The documents still to be sent. */
interface Planned extends WholePlan {
  orderId: string
  sales: OrderPlan<StoredJournal>
  /** The plan as if no document were booked yet. */
  anew: OrderPlan<StoredJournal>
  begun: boolean
  tooEarly: boolean
}

/** The threshold is counted over all of them before anything is decided, as in earnest. */
async function plansOf(
  tx: Tx,
  context: ConnectionContext,
  at: { copy: LedgerCopy; now: number; orders: StoredOrder[] },
): Promise<Map<string, Planned>> {
  const loaded = (await inBatches(at.orders, (batch) => loadOrders(tx, context, at, batch))).flat()
  if (thresholdDecides(context))
    await inBatches(loaded, (batch) => countCrossBorder(tx, context, batch, at.now).then(() => null))
  const plans = await inBatches(loaded, async (batch) => {
    const crossBorder = await countCrossBorder(tx, context, batch, at.now)
    return batch.map((order): Planned => {
      const { stored, input, documents, tooEarly } = order
      const sales = planOrder({ ...input, crossBorder })
      const today = context.ports.calendar.localDate(at.now)
      return {
        orderId: stored.orderId,
        sales,
        changes: planChanges(context, order, { copy: at.copy, today, sales }),
        relation: relationOf(context.settings, order),
        anew: planOrder({ ...input, existing: [], crossBorder }),
        begun: documents.some((document) => begunBy(document) === 'stands'),
        tooEarly,
      }
    })
  })
  return new Map(plans.flat().map((planned) => [planned.orderId, planned]))
}

function relationOf(settings: Settings, { input }: LoadedOrder): PlannedRelation {
  const { order, register } = input
  if (!goesIntoDay(input) && ownRelation(settings, order, register)) return { kind: 'buyer' }
  return { kind: 'central', name: centralName(settings.relations.centralName, order.destination.country ?? '') }
}

async function inBatches<T, R>(rows: T[], work: (batch: T[]) => Promise<R>): Promise<R[]> {
  const results: R[] = []
  for (let start = 0; start < rows.length; start += batchSize)
    results.push(await work(rows.slice(start, start + batchSize)))
  return results
}
