/**
 * Turns stored orders into documents ready to be sent, or into problems. No network: the local copy of the dossier must be
 * there. The bytes of each document are rendered once, here, and kept sealed with their hash.
 */
import type { Instant } from '../domain/calendar.ts'
import { hour } from '../domain/document.ts'
import { planOrder, type ExistingDocument, type PlannedDocument } from '../domain/plan-order.ts'
import { coverShipments } from '../domain/shipping.ts'
import type { Accounting } from '../ports/accounting.ts'
import type {
  LedgerCopy,
  NewDocument,
  NewProblem,
  StoredDocument,
  StoredJournal,
  StoredOrder,
  StoredShipment,
  Tx,
} from '../ports/store.ts'
import { openBuyer } from './buyer-data.ts'
import type { ConnectionContext } from './connection-context.ts'
import { documentReference, ledgerDocument } from './ledger-document.ts'
import { templateContext } from './post-document.ts'
import { resolveRelation, type ResolvedRelation } from './resolve-relation.ts'
import { buyerVat } from './buyer-vat.ts'

/** Orders of one transaction. */
const batchSize = 50
/** An order this old at first sight may stand in the ledger already, from before us or from another program. */
const oldAtFirstSightMs = 2 * hour

export async function planDocuments(
  context: ConnectionContext,
  accounting: Accounting,
  copy: LedgerCopy,
): Promise<number> {
  let planned = 0
  for (;;) {
    const now = await context.ports.clock.now()
    const count = await context.store.transaction((tx) => planBatch(tx, context, { accounting, copy, now }))
    planned += count
    if (count < batchSize || context.signal?.aborted === true) return planned
  }
}

interface Batch {
  accounting: Accounting
  copy: LedgerCopy
  now: Instant
}

async function planBatch(tx: Tx, context: ConnectionContext, batch: Batch): Promise<number> {
  const { connectionId, revision } = context.connection
  const orders = await tx.orders.toPlan(connectionId, batchSize)
  if (orders.length === 0) return 0
  const ids = orders.map((order) => order.orderId)
  const shipments = groupBy(await tx.shipments.ofOrders(connectionId, ids), (row) => row.orderId)
  const documents = groupBy(await tx.documents.ofOrders(connectionId, ids), (row) => row.orderId ?? '')
  const results: Parameters<Tx['orders']['markPlanned']>[1] = []
  const writes: Writes = { documents: [], problems: [], withdrawn: [] }
  for (const stored of orders) {
    const result = await planOne(tx, context, batch, {
      stored,
      shipments: shipments.get(stored.orderId) ?? [],
      documents: documents.get(stored.orderId) ?? [],
      writes,
    })
    results.push({ orderId: stored.orderId, revision, version: stored.version, ...result })
  }
  if (writes.withdrawn.length > 0) await tx.documents.withdraw(writes.withdrawn, 'blocked', 'planAgain', batch.now)
  if (writes.documents.length > 0) await tx.documents.savePlanned(writes.documents)
  await tx.problems.clear(connectionId, ids, null, batch.now)
  if (writes.problems.length > 0) await tx.problems.raise(writes.problems, batch.now)
  await tx.orders.markPlanned(connectionId, results)
  return orders.length
}

interface Writes {
  documents: NewDocument[]
  problems: NewProblem[]
  withdrawn: string[]
}

interface OrderToPlan {
  stored: StoredOrder
  shipments: StoredShipment[]
  documents: StoredDocument[]
  writes: Writes
}

type Result = Omit<Parameters<Tx['orders']['markPlanned']>[1][number], 'orderId' | 'revision' | 'version'>

async function planOne(tx: Tx, context: ConnectionContext, batch: Batch, at: OrderToPlan): Promise<Result> {
  const { stored, shipments, documents, writes } = at
  if (stored.order === null) return { standing: 'waiting', reason: 'noDetail', explanation: null }
  const fixed = shipments.map((shipment) => withBookedQuantities(shipment, documents))
  const plan = planOrder({
    order: stored.order,
    shipments: fixed,
    coverage: coverShipments(stored.order, fixed),
    settings: context.settings,
    ledger: batch.copy,
    existing: documents.map(existing),
  })
  const problems = plan.problems.map((problem) => orderProblem(context, stored, problem.code, problem.params))
  const relation = plan.documents.length === 0 ? null : await relationOf(tx, context, stored, batch.now)
  const unsent = new Map(
    documents.filter((document) => !settled(document)).map((document) => [document.businessKey, document]),
  )
  if (relation?.kind === 'problem') problems.push(orderProblem(context, stored, relation.code, relation.params))
  if (relation?.kind === 'relation') {
    for (const document of plan.documents) {
      writes.documents.push(
        newDocument(context, batch, { stored, document, relation, before: unsent.get(document.businessKey) }),
      )
      unsent.delete(document.businessKey)
    }
  }
  for (const left of unsent.values()) if (left.progress.state === 'ready') writes.withdrawn.push(left.documentId)
  writes.problems.push(...problems)
  const blocked = problems.length > 0
  return {
    standing: blocked ? 'blocked' : plan.standing,
    reason: blocked ? (problems[0]?.code ?? null) : plan.reason,
    explanation: plan.explanation,
  }
}

/** What was booked of a parcel is what was in it, whatever the order says later. */
function withBookedQuantities(shipment: StoredShipment, documents: StoredDocument[]): StoredShipment {
  const booked = documents.find((document) => document.businessKey === shipment.shipmentId && settled(document))
  if (booked === undefined) return shipment
  const quantities = new Map(booked.plan.lines.map((line) => [line.orderItemId, line.quantity]))
  const items = shipment.items.map((item) => ({
    ...item,
    quantity: item.quantity ?? quantities.get(item.orderItemId) ?? null,
  }))
  return { ...shipment, items }
}

/** Something was sent of it, or somebody decided about it. */
function settled(document: StoredDocument): boolean {
  const { state } = document.progress
  return state !== 'draft' && state !== 'ready' && state !== 'blocked'
}

function existing(document: StoredDocument): ExistingDocument {
  return { businessKey: document.businessKey, settled: settled(document), lines: document.plan.lines }
}

async function relationOf(
  tx: Tx,
  context: ConnectionContext,
  stored: StoredOrder,
  now: Instant,
): Promise<ResolvedRelation> {
  const order = stored.order as NonNullable<StoredOrder['order']>
  const buyer = openBuyer(context, stored.orderId, stored.buyerSealed)
  const vat = buyerVat(order, buyer)
  return resolveRelation(tx, context, { order, buyer, vatNumber: vat.number, vatType: vat.type, now })
}

function newDocument(
  context: ConnectionContext,
  batch: Batch,
  from: {
    stored: StoredOrder
    document: PlannedDocument<StoredJournal>
    relation: Extract<ResolvedRelation, { kind: 'relation' }>
    before: StoredDocument | undefined
  },
): NewDocument {
  const { connection, ports, tenantId } = context
  const { stored, document, relation, before } = from
  const version = before === undefined ? 1 : before.version + (before.progress.state === 'draft' ? 1 : 0)
  const reference = documentReference(ports, {
    connection,
    kind: document.kind,
    businessKey: document.businessKey,
    version,
  })
  const buyer = document.target === 'invoices' ? openBuyer(context, stored.orderId, stored.buyerSealed) : null
  const rendered = batch.accounting.render(
    ledgerDocument(context, { document, reference, orderId: stored.orderId, relation, buyer }),
  )
  const placedAt = stored.placedAt ?? batch.now
  return {
    documentId: before?.documentId ?? ports.random.id(),
    connectionId: connection.connectionId,
    dossierId: connection.dossierId,
    kind: document.kind,
    businessKey: document.businessKey,
    version,
    reference,
    orderId: stored.orderId,
    target: document.target,
    journalId: document.place.journal.journalId,
    journalKey: document.place.journal.journalKey,
    bookYearId: document.place.bookYear.bookYearId,
    period: document.place.period.period,
    documentDate: document.place.date,
    amountCents: document.amountCents,
    buyerHash: relation.buyerHash,
    revision: connection.revision,
    orderVersion: stored.version,
    plan: { ...document.plan, linesHash: rendered.linesHash },
    templateSealed: ports.secrets.seal(rendered.template, templateContext(tenantId, reference)),
    templateHash: ports.digest(rendered.template),
    mustLook:
      stored.placedAt === null ||
      stored.firstSeenAt - stored.placedAt > oldAtFirstSightMs ||
      before?.progress.state === 'draft',
    queueAt: placedAt,
    state: 'ready',
    at: batch.now,
  }
}

function orderProblem(
  context: ConnectionContext,
  stored: StoredOrder,
  code: string,
  params: NewProblem['params'],
): NewProblem {
  return {
    connectionId: context.connection.connectionId,
    code,
    subject: stored.orderId,
    orderId: stored.orderId,
    documentId: null,
    params: { order: stored.orderId, ...params },
  }
}

function groupBy<T>(rows: T[], key: (row: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>()
  for (const row of rows) {
    const group = groups.get(key(row))
    if (group === undefined) groups.set(key(row), [row])
    else group.push(row)
  }
  return groups
}
