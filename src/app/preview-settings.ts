/**
 * What would differ, before settings are saved: the last 30 days are planned with the old and with the new ones in one
 * transaction that is taken back. Nothing is written, nothing is asked of either side; what is booked stays as it is.
 */
import type { LocalDate } from '../domain/calendar.ts'
import { planDifference, type PlanView } from '../domain/compare-plans.ts'
import { hour } from '../domain/document.ts'
import type { Settings } from '../domain/mapping.ts'
import { planOrder, type OrderPlan } from '../domain/plan-order.ts'
import type { LedgerCopy, StoredDocument, StoredJournal, StoredOrder, Tx } from '../ports/store.ts'
import { openConnection, type ConnectionContext } from './connection-context.ts'
import { countCrossBorder, thresholdDecides } from './cross-border-sales.ts'
import { loadOrders } from './plan-documents.ts'
import type { Ports } from './ports.ts'

export interface SettingsPreview {
  from: LocalDate
  /** Orders that were planned both ways. */
  orders: number
  /** False: there were more, and only the newest were looked at. */
  complete: boolean
  differences: PreviewedOrder[]
}

export interface PreviewedOrder {
  order: string
  /** Something of it is booked already: that stays, and is shown only so that the person sees what would be otherwise now. */
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

export async function previewSettings(
  ports: Ports,
  at: { tenantId: string; connectionId: string },
  settings: Settings,
): Promise<PreviewResult> {
  const context = await openConnection(ports, at)
  if (context === null) return { kind: 'removed' }
  try {
    return await context.store.transaction(async (tx) => {
      throw new TakenBack(await previewIn(tx, context, settings))
    })
  } catch (error) {
    if (error instanceof TakenBack) return error.result
    throw error
  }
}

async function previewIn(tx: Tx, context: ConnectionContext, settings: Settings): Promise<PreviewResult> {
  const { ports, connection } = context
  const now = await ports.clock.now()
  const copies = {
    before: await tx.ledger.copy(connection.dossierId),
    after: await tx.ledger.copy(settings.dossierId),
  }
  if (copies.before === null || copies.after === null) return { kind: 'noDossier' }
  const from = ports.calendar.localDate(now - days * 24 * hour)
  const found = await tx.orders.recent(connection.connectionId, from, ordersMax + 1)
  const orders = found.slice(0, ordersMax).toReversed()
  const before = await plansOf(tx, context, { copy: copies.before, now, orders })
  const changed = {
    ...context,
    settings,
    connection: { ...connection, dossierId: settings.dossierId, revision: connection.revision + 1 },
  }
  const after = await plansOf(tx, changed, { copy: copies.after, now, orders })
  const differences: PreviewedOrder[] = []
  for (const [order, planned] of before) {
    const other = after.get(order)
    const difference = other === undefined ? null : planDifference(planned.plan, other.plan)
    if (difference !== null) differences.push({ order, booked: planned.booked, ...difference })
  }
  const complete = found.length <= ordersMax
  return { kind: 'preview', preview: { from, orders: before.size, complete, differences } }
}

interface Planned {
  plan: OrderPlan<StoredJournal>
  booked: boolean
}

/** As if nothing were booked yet; the threshold is counted over all of them before anything is decided, as in earnest. */
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
    return batch.map(
      (order) =>
        [
          order.stored.orderId,
          {
            plan: planOrder({ ...order.input, existing: [], crossBorder }),
            booked: order.documents.some(inBooks),
          },
        ] as const,
    )
  })
  return new Map(plans.flat())
}

function inBooks({ progress }: StoredDocument): boolean {
  return progress.state === 'confirmed' || progress.state === 'verified' || progress.state === 'changed'
}

async function inBatches<T, R>(rows: T[], work: (batch: T[]) => Promise<R>): Promise<R[]> {
  const results: R[] = []
  for (let start = 0; start < rows.length; start += batchSize)
    results.push(await work(rows.slice(start, start + batchSize)))
  return results
}
