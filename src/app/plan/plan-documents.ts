/**
 * Turns stored orders into documents ready to be sent, or into problems. No network: the local copy of the dossier must be
 * there. The bytes of each document are rendered once, here, and kept sealed with their hash.
 */
import { addDays, type Instant } from '../../domain/calendar.ts'
import { minute, planAgainMs } from '../../domain/delays.ts'
import type { DocumentState } from '../../domain/document/document-states.ts'
import { followsShipments, isOfWhole } from '../../domain/order/order-parts.ts'
import { goesIntoDay, planOrder, type OrderPlan } from '../../domain/plan/plan-order.ts'
import { withdrawn } from '../../domain/order/order.ts'
import { statusOfProblem, worstStatus } from '../../domain/plan/plan-status.ts'
import { coverShipments, withoutConclusions } from '../../domain/order/shipping.ts'
import { shipmentWait } from '../../domain/order/waiting.ts'
import type { Accounting } from '../../ports/accounting.ts'
import type { LedgerCopy, StoredJournal } from '../../ports/tables/ledger.ts'
import type { NewDocument, StoredDocument } from '../../ports/tables/documents.ts'
import type { NewProblem } from '../../ports/tables/problems.ts'
import type { OrderVersion, StoredOrder } from '../../ports/tables/orders.ts'
import type { StoredReturn } from '../../ports/tables/returns.ts'
import type { StoredShipment } from '../../ports/tables/shipments.ts'
import type { Tx } from '../../ports/store.ts'
import { openBuyer } from '../privacy/buyer-data.ts'
import type { ConnectionContext } from '../run/connection-context.ts'
import { newDocument, orderProblem, takeFrom, unsentOf } from './new-document.ts'
import {
  addChanges,
  begunBy,
  existingOf,
  isSaleOfOrder,
  isSettled,
  olderVersions,
  planChanges,
} from './plan-changes.ts'
import { skipDocuments } from '../decide/skip.ts'
import { isBeforeStart, isOurs } from '../capture/missed-orders.ts'
import {
  ownRelation,
  relationsAskedAgainAt,
  resolveRelation,
  type FindAgain,
  type ResolvedRelation,
} from './resolve-relation.ts'
import { registerAnswer, type KnownAnswer } from './ask-register.ts'
import { vatNumberOf } from './buyer-vat.ts'
import { countCrossBorder, saveCrossBorder, thresholdDecides, type OrderInput } from './cross-border-sales.ts'
import { holdOrders } from './hold-orders.ts'

/** Orders of one transaction. */
const batchSize = 50
const overtakenMax = 5

export async function planDocuments(
  context: ConnectionContext,
  accounting: Accounting,
  copy: LedgerCopy,
): Promise<number> {
  let planned = 0
  if (thresholdDecides(context)) await countAllFirst(context, copy)
  for (;;) {
    const now = await context.ports.clock.now()
    const count = await planUndisturbed(context, { accounting, copy, now })
    planned += count
    if (count < batchSize || context.signal?.aborted === true) return planned
  }
}

/** A document was claimed while its order was planned without it: nothing of that plan may be kept. */
class Overtaken extends Error {}

/** Reads orders anew that another process claimed meanwhile. @returns 0 where other settings were saved: the next run uses them */
async function planUndisturbed(context: ConnectionContext, batch: Batch): Promise<number> {
  const { connectionId, revision } = context.connection
  for (let tries = 1; ; tries += 1) {
    try {
      return await context.store.transaction(async (tx) =>
        (await tx.connections.holdRevision(connectionId)) === revision ? planBatch(tx, context, batch) : 0,
      )
    } catch (error) {
      if (!(error instanceof Overtaken) || tries === overtakenMax) throw error
    }
  }
}

interface Batch {
  accounting: Accounting
  copy: LedgerCopy
  now: Instant
}

/** The threshold follows the dates of supply, not the order of planning: all that is new is counted before anything is decided. */
async function countAllFirst(context: ConnectionContext, copy: LedgerCopy): Promise<void> {
  const { connectionId } = context.connection
  let after: string | undefined
  for (;;) {
    const now = await context.ports.clock.now()
    const last = await context.store.transaction(async (tx) => {
      const stored = await tx.orders.toPlan(connectionId, batchSize, after)
      const orders = await loadOrders(tx, context, { copy, now }, stored)
      await saveCrossBorder(tx, context, orders, now)
      return stored.length < batchSize ? undefined : stored.at(-1)?.orderId
    })
    if (last === undefined || context.signal?.aborted === true) return
    after = last
  }
}

export interface LoadedOrder extends OrderInput {
  shipments: StoredShipment[]
  documents: StoredDocument[]
  /** Nothing was booked of it before the first day was moved behind it. */
  tooEarly: boolean
  returns: StoredReturn[]
  versions: OrderVersion[]
  register: KnownAnswer | null
}

/** Everything that the plan of these orders needs to know. Orders whose detail was never read are left out. */
export async function loadOrders(
  tx: Tx,
  context: ConnectionContext,
  at: { copy: LedgerCopy; now: Instant },
  orders: StoredOrder[],
): Promise<LoadedOrder[]> {
  const { connectionId } = context.connection
  const ids = orders.map((order) => order.orderId)
  const [ownShipments, ownDocuments, ownReturns] = await Promise.all([
    tx.shipments.ofOrders(connectionId, ids),
    tx.documents.ofOrders(connectionId, ids),
    tx.returns.ofOrders(connectionId, ids),
  ])
  const shipments = Map.groupBy(ownShipments, (row) => row.orderId)
  const documents = Map.groupBy(ownDocuments, (row) => row.orderId ?? '')
  const returns = Map.groupBy(ownReturns, (row) => row.orderId)
  const wanted = olderVersions(orders, documents)
  const versions = Map.groupBy(await tx.orders.versions(connectionId, wanted), (row) => row.orderId)
  const loaded: LoadedOrder[] = []
  for (const told of orders) {
    if (told.order === null) continue
    const all = documents.get(told.orderId) ?? []
    const own = all.filter(isSaleOfOrder)
    const tooEarly = isTooEarly(context, told, own)
    const isWithdrawn = told.undoneAt !== null || tooEarly
    const order = isWithdrawn ? withdrawn(told.order) : told.order
    const stored = { ...told, order }
    const fixed = (isWithdrawn ? [] : (shipments.get(stored.orderId) ?? [])).map((shipment) =>
      withBookedQuantities(shipment, own),
    )
    const coverage = coverShipments(order, fixed)
    const register = await registerAnswer(tx, context, stored, at.now)
    const input = {
      source: context.source,
      order,
      shipments: fixed,
      coverage: stored.wantsShipments ? withoutConclusions(coverage) : coverage,
      settings: context.settings,
      ledger: at.copy,
      existing: own.map(existingOf),
      begunAs: stored.begunAs,
      ...(register === null ? {} : { register: register.answer }),
    }
    loaded.push({
      stored,
      input,
      shipments: fixed,
      documents: all,
      tooEarly,
      returns: returns.get(stored.orderId) ?? [],
      versions: versions.get(stored.orderId) ?? [],
      register,
    })
  }
  return loaded
}

/**
 * The user moved the first day to a later one. Orders that were begun go on to their end; the others are in books that another program
 * keeps.
 */
function isTooEarly(context: ConnectionContext, stored: StoredOrder, sales: StoredDocument[]): boolean {
  const isWanted = stored.foundBy === 'person' || stored.saleElsewhere
  return !isWanted && !isOurs(context, stored.order?.placedOn ?? null) && sales.every((row) => begunBy(row) === null)
}

async function planBatch(tx: Tx, context: ConnectionContext, batch: Batch): Promise<number> {
  const { connectionId, revision } = context.connection
  const orders = await holdOrders(tx, context, batchSize)
  if (orders.length === 0) return 0
  const ids = orders.map((order) => order.orderId)
  const loaded = await loadOrders(tx, context, batch, orders)
  const crossBorder = await countCrossBorder(tx, context, loaded, batch.now)
  const writes: Writes = { documents: [], problems: [], withdrawn: [], discarded: [] }
  const results: Parameters<Tx['orders']['markPlanned']>[1] = []
  for (const order of loaded) {
    const { plan, until } = withEndOfWait(context, order, planOrder({ ...order.input, crossBorder }), batch.now)
    const { orderId, version } = order.stored
    const { waitsForLedger, ...result } = await planOne(tx, context, batch, { ...order, plan, writes })
    const planAgainAt = earliest([
      until,
      plan.problems.some((problem) => problem.code === 'BTW-VIES') ? order.register?.planAgainAt : null,
      waitsForLedger ? askedAgainAt(context, batch) : null,
    ])
    results.push({ orderId, revision, version, planAgainAt, ...result })
  }
  for (const stored of orders) {
    if (stored.order !== null) continue
    const { orderId, version } = stored
    const standing = isBeforeStart(context, stored) ? 'nothing' : 'waiting'
    const reason = standing === 'nothing' ? 'beforeStart' : 'noDetail'
    const never = { planAgainAt: null, explanation: null, creditWaits: false }
    results.push({ orderId, revision, version, standing, reason, ...never })
  }
  if (writes.withdrawn.length > 0) await tx.documents.withdraw(writes.withdrawn, 'blocked', 'planAgain', batch.now)
  if (writes.discarded.length > 0) await tx.documents.discard(writes.discarded, 'planAgain', batch.now)
  const setAside = [...writes.withdrawn, ...writes.discarded]
  if (setAside.length > 0 && (await tx.documents.anyGoneOn(setAside))) throw new Overtaken()
  const planned = new Set(writes.documents.map((document) => document.documentId))
  const known = loaded.flatMap((order) => order.documents)
  const takenUp = known.filter((document) => document.discarded && planned.has(document.documentId))
  if (takenUp.length > 0)
    await tx.documents.takeUp(
      takenUp.map((document) => document.documentId),
      batch.now,
    )
  if (writes.documents.length > 0) await tx.documents.savePlanned(writes.documents)
  await tx.problems.endOfOrders(connectionId, ids, batch.now)
  const unread = loaded.filter(wantsItsShipments).map((order) => ({ orderId: order.stored.orderId, wanted: true }))
  if (unread.length > 0) await tx.orders.setShipmentsWanted(connectionId, unread)
  if (writes.problems.length > 0) await tx.problems.raise(writes.problems, batch.now)
  await tx.orders.markPlanned(connectionId, results)
  await passOver(tx, context, loaded, batch.now)
  return orders.length
}

/** Gives an order to the user when it has waited too long for its shipment. Until then the order is planned again the day after. */
function withEndOfWait(
  { ports: { calendar } }: ConnectionContext,
  { input }: LoadedOrder,
  plan: OrderPlan<StoredJournal>,
  now: Instant,
): { plan: OrderPlan<StoredJournal>; until: Instant | null } {
  if (plan.standing !== 'waiting' || plan.reason !== 'notShipped') return { plan, until: null }
  const wait = shipmentWait(input.order, input.coverage, (instant) => calendar.localDate(instant))
  if (wait === null) return { plan, until: null }
  const until = calendar.startOfDay(addDays(wait.until, 1))
  if (now < until) return { plan, until }
  const problem = { code: 'BOL-VERZENDING' as const, params: { shipped: wait.untold, date: wait.until } }
  return { plan: { ...plan, standing: 'blocked', reason: problem.code, problems: [problem] }, until: null }
}

/** Keeps sales as not booked whose books another program kept. Their returns are planned next. */
async function passOver(tx: Tx, context: ConnectionContext, loaded: LoadedOrder[], at: Instant): Promise<void> {
  const { connectionId } = context.connection
  const ids = loaded.filter((order) => order.stored.saleElsewhere).map((order) => order.stored.orderId)
  if (ids.length === 0) return
  const documents = await tx.documents.ofOrders(connectionId, ids)
  const sales = documents.filter((document) => isSaleOfOrder(document) && !isSettled(document))
  if (sales.length === 0) return
  await skipDocuments(tx, sales, { reason: 'booked elsewhere', at })
  await tx.orders.planAgain(
    connectionId,
    sales.flatMap((document) => (document.orderId === null ? [] : [document.orderId])),
  )
}

interface Writes {
  documents: NewDocument[]
  problems: NewProblem[]
  /** No longer to be sent as long as a problem is open. */
  withdrawn: string[]
  /** Nothing is left to be booked of it. */
  discarded: string[]
}

interface OrderToPlan extends LoadedOrder {
  plan: OrderPlan<StoredJournal>
  writes: Writes
}

type Result = Omit<
  Parameters<Tx['orders']['markPlanned']>[1][number],
  'orderId' | 'revision' | 'version' | 'planAgainAt'
> & { waitsForLedger: boolean }

function earliest(moments: (Instant | null | undefined)[]): Instant | null {
  const known = moments.filter((moment) => moment !== null && moment !== undefined)
  return known.length === 0 ? null : Math.min(...known)
}

/** When a list that was never read, or a relation, may be asked for; without a known moment it is tried once more in an hour. */
function askedAgainAt(context: ConnectionContext, { copy, now }: Batch): Instant {
  const { until } = copy.unread.cause
  const list = until === null ? now + planAgainMs : Math.max(Date.parse(until), now + minute)
  return Math.min(list, relationsAskedAgainAt(context, now) ?? list)
}

async function planOne(tx: Tx, context: ConnectionContext, batch: Batch, at: OrderToPlan): Promise<Result> {
  const { stored, documents, writes, plan } = at
  const problems = plan.problems.map((problem) => orderProblem(context, stored, problem.code, problem.params))
  const relation = plan.documents.length === 0 ? null : await relationOf(tx, context, at, batch.now)
  const unsent = unsentOf(documents.filter((document) => !isSettled(document)))
  if (relation?.kind === 'problem') problems.push(orderProblem(context, stored, relation.code, relation.params))
  if (relation?.kind === 'relation') {
    for (const document of plan.documents) {
      writes.documents.push(
        newDocument(context, batch, {
          stored,
          document,
          relation,
          before: takeFrom(unsent, document),
          queueAt: stored.placedAt ?? batch.now,
        }),
      )
    }
  }
  const today = context.ports.calendar.localDate(batch.now)
  const changes = planChanges(context, at, { copy: batch.copy, today, sales: plan })
  const findRelation: FindAgain = (lost) =>
    relationOf(tx, context, lost === null ? at : { ...at, own: !lost.central }, batch.now)
  const after = await addChanges(tx, context, batch, { ...at, changes, unsent, findRelation })
  writes.documents.push(...after.documents)
  writes.problems.push(...problems, ...after.problems, ...invoiceElsewhere(context, plan))
  if (stored.order?.rebuilt === true) writes.problems.push(orderProblem(context, stored, 'BOL-GEMIST', {}))
  const unread = relation?.kind === 'problem' && relation.waits === true ? relation.code : null
  const own = (relation?.kind === 'problem' && unread === null ? relation.code : null) ?? after.blocking
  const waitsFor = unread ?? after.waitsFor
  const isPlanned = plan.standing !== 'waiting' && plan.standing !== 'blocked'
  const standing = own !== null ? 'blocked' : waitsFor !== null && isPlanned ? 'waiting' : plan.standing
  for (const left of unsent.values()) {
    if ((standing !== 'blocked' && unread === null) || isReplaced(left, at)) writes.discarded.push(left.documentId)
    else if (stillMoves.has(left.progress.state)) writes.withdrawn.push(left.documentId)
  }
  const { explanation } = plan
  explanation.flags = [...new Set([...explanation.flags, ...changes.flags])]
  const held = [...problems, ...after.problems].map(({ code }) => statusOfProblem(code))
  explanation.status = worstStatus([explanation.status, ...held])
  const waitsForLedger = waitsFor !== null || plan.problems.some((problem) => problem.waits === true)
  const reason = at.tooEarly ? 'beforeStart' : (plan.reason ?? own ?? waitsFor)
  return { standing, reason, explanation, creditWaits: changes.waits, waitsForLedger }
}

/**
 * Returns whether the order's shipments must still be read: it is booked by shipment only since the settings changed, or since the buyer
 * gave a number.
 */
function wantsItsShipments({ stored, input }: LoadedOrder): boolean {
  const shipped = input.order.items.some((item) => item.quantityShipped > 0)
  return shipped && !input.coverage.complete && !stored.wantsShipments && followsShipments(input)
}

const stillMoves = new Set<DocumentState>(['ready', 'approval', 'inDay'])

/** Other settings make another document of the same units: the whole order for a parcel or the other way round, or another kind. */
function isReplaced(left: StoredDocument, { input, plan, stored }: OrderToPlan): boolean {
  if (!isSaleOfOrder(left)) return false
  const isWhole = isOfWhole(left.businessKey, stored.orderId)
  return isWhole === followsShipments(input) || plan.documents.some((row) => row.businessKey === left.businessKey)
}

/** The booked quantities of a parcel count as its content, whatever the order says later. */
function withBookedQuantities(shipment: StoredShipment, documents: StoredDocument[]): StoredShipment {
  const booked = documents.find((document) => document.businessKey === shipment.shipmentId && isSettled(document))
  if (booked === undefined) return shipment
  const quantities = new Map(booked.plan.lines.map((line) => [line.orderItemId, line.quantity]))
  const items = shipment.items.map((item) => ({
    ...item,
    quantity: item.quantity ?? quantities.get(item.orderItemId) ?? null,
  }))
  return { ...shipment, items }
}

async function relationOf(
  tx: Tx,
  context: ConnectionContext,
  { stored, plan, input, own }: OrderToPlan & { own?: boolean },
  now: Instant,
): Promise<ResolvedRelation> {
  const buyer = openBuyer(context, stored.orderId, stored.buyerSealed)
  // A buyer whom the sale treats as a consumer has no VAT number in the books, even one that the buyer gave.
  const vatNumber = buyer !== null && plan.vatType.startsWith('business') ? vatNumberOf(buyer) : null
  const { order, register } = input
  return resolveRelation(tx, context, {
    order,
    own: own ?? (!goesIntoDay(input) && ownRelation(context.settings, order, register)),
    buyer,
    vatNumber,
    vatType: plan.vatType,
    now,
  })
}

/** Booked without the structured invoice that the law wants: said once a month, whatever the number of orders. */
function invoiceElsewhere(context: ConnectionContext, plan: OrderPlan<StoredJournal>): NewProblem[] {
  const { connectionId } = context.connection
  const document = plan.documents.find((one) => one.target === 'bookings' && one.plan.flags.includes('PEPPOL_REQUIRED'))
  if (document === undefined) return []
  const month = document.place.date.slice(0, 7)
  const about = { orderId: null, documentId: null, params: { month } }
  return [{ connectionId, code: 'PEP-ELDERS', subject: `peppol:${month}`, ...about }]
}
