/**
 * Plans the changes of an order after it was booked, as documents to be sent: credits for returns, cancellations and lower prices, and a
 * further sale for a higher price.
 */
import type { Instant, LocalDate } from '../../domain/calendar.ts'
import { creditDocument } from '../../domain/plan/credit-document.ts'
import { invoiceTally, type InvoiceTally } from '../../domain/invoice/credit-invoice.ts'
import { isCreditKind } from '../../domain/document/document-kinds.ts'
import { states, type DocumentState } from '../../domain/document/document-states.ts'
import type { OrderItem } from '../../domain/order/order.ts'
import { planCredits, type CreditPart, type SubjectProblem } from '../../domain/plan/plan-credits.ts'
import type { ExistingDocument, OrderPlan, PlannedDocument } from '../../domain/plan/plan-order.ts'
import { problemRow, type ProblemCode } from '../../domain/problem/problem.ts'
import type { BookedCredit, BookedSale, SaleStanding } from '../../domain/plan/sale-lines.ts'
import type { Accounting } from '../../ports/accounting.ts'
import type { LedgerCopy, StoredJournal } from '../../ports/tables/ledger.ts'
import type { NewDocument, StoredDocument } from '../../ports/tables/documents.ts'
import type { NewProblem } from '../../ports/tables/problems.ts'
import type { OrderVersion, StoredOrder } from '../../ports/tables/orders.ts'
import type { StoredReturn } from '../../ports/tables/returns.ts'
import type { Tx } from '../../ports/store.ts'
import type { ConnectionContext } from '../run/connection-context.ts'
import { newDocument, orderProblem, takeFrom, type Unsent } from './new-document.ts'
import { relationOfBuyer, type FindAgain, type ResolvedRelation } from './resolve-relation.ts'

export interface BookedOrder {
  stored: StoredOrder
  documents: StoredDocument[]
  returns: StoredReturn[]
  /** Facts of the versions that its documents were planned from. */
  versions: OrderVersion[]
}

export interface Changes {
  documents: PlannedDocument<StoredJournal>[]
  problems: SubjectProblem[]
  flags: string[]
  /** Something waits for a document that is on its way. */
  waits: boolean
}

export function planChanges(
  context: ConnectionContext,
  at: BookedOrder,
  batch: { copy: LedgerCopy; today: LocalDate; sales: Pick<OrderPlan<StoredJournal>, 'standing' | 'documents'> },
): Changes {
  const { stored, documents } = at
  const { order } = stored
  const { copy, sales } = batch
  const none: Changes = { documents: [], problems: [], flags: [], waits: false }
  const settledOnes = documents.filter(isSettled)
  if (order === null || (settledOnes.length === 0 && at.returns.length === 0)) return none
  const wanted = new Set(sales.documents.map((document) => document.businessKey))
  const changedOn = new Map<string, LocalDate>()
  for (const item of order.items)
    if (item.changedAt !== null) changedOn.set(item.orderItemId, context.ports.calendar.localDate(item.changedAt))
  const booked = documents
    .filter((document) => !isCredit(document))
    .map((document) => inBooks(context, document, saleOf(document, stored, wanted)))
  const credits = settledOnes.filter(isCredit).map(creditOf)
  const plan = planCredits({
    source: context.source,
    order,
    itemsThen: itemsThen(at),
    settings: context.settings,
    sales: booked,
    credits,
    returns: at.returns,
    changedOn,
    today: batch.today,
    moreToCome: sales.documents.length > 0 || sales.standing === 'waiting' || sales.standing === 'blocked',
  })
  const changes: Changes = { ...none, problems: plan.problems, flags: plan.flags }
  const tally = invoiceTally(booked, credits)
  for (const part of plan.parts)
    placePart(context, { part, order, copy, tally, isDecided: stored.undoneAt !== null }, changes)
  const moving = sales.documents.length > 0 || documents.some((document) => goesOn(document))
  const outdated = settledOnes.some((document) => goesOn(document) && document.orderVersion < stored.version)
  changes.waits = (moving && (plan.waits || outdated)) || changes.documents.length > 0
  return changes
}

function placePart(
  context: ConnectionContext,
  at: {
    part: CreditPart
    order: NonNullable<StoredOrder['order']>
    copy: LedgerCopy
    tally: InvoiceTally
    isDecided: boolean
  },
  changes: Changes,
): void {
  const placed = creditDocument(at.part, {
    source: context.source,
    order: at.order,
    settings: context.settings,
    ledger: at.copy,
    tally: at.tally,
    isDecided: at.isDecided,
  })
  if (placed.kind === 'document') changes.documents.push(placed.document)
  else changes.problems.push({ ...placed.problem, subject: at.part.rmaId ?? at.order.orderId })
}

/** Returns whether a part was sent or a user decided about the document. Such a document is not planned again. */
export function isSettled({ progress: { state }, discarded }: StoredDocument): boolean {
  return !states.planned.includes(state) && !discarded
}

/** Returns whether the document goes on. One that waits for the user is planned again when the user decides. */
function goesOn({ progress }: StoredDocument): boolean {
  return states.goOn.includes(progress.state)
}

/** How a sale binds its order to the way in which it was begun: whole, or per shipment. */
export function begunBy(document: StoredDocument): ExistingDocument['begun'] {
  const { progress, bookAnyway, discarded } = document
  if (discarded) return null
  if (progress.state === 'rejected') return 'refused'
  if (isSettled(document) || bookAnyway) return 'stands'
  return progress.lastSentAt === null ? null : 'refused'
}

export function isCredit(document: Pick<StoredDocument, 'kind'>): boolean {
  return isCreditKind(document.kind)
}

/** A sale that a user changed in the ledger waits for the user's decision, because its amounts there are not the ones we know. */
const standings: Partial<Record<DocumentState, SaleStanding>> = {
  confirmed: 'booked',
  verified: 'booked',
  foreign: 'foreign',
  skipped: 'notBooked',
  deletedInLedger: 'notBooked',
}

/** The document as the plan of its order sees it. */
export function existingOf(document: StoredDocument): ExistingDocument {
  const { businessKey, plan, progress } = document
  const inBooks = standings[progress.state] === 'booked'
  return { businessKey, settled: isSettled(document), begun: begunBy(document), inBooks, lines: plan.lines }
}

function saleOf(document: StoredDocument, { saleElsewhere }: StoredOrder, wanted: ReadonlySet<string>): BookedSale {
  const { plan, progress } = document
  const isElsewhere = saleElsewhere && progress.state === 'skipped'
  const takesUp = document.discarded && wanted.has(document.businessKey)
  return {
    businessKey: document.businessKey,
    target: progress.target === 'invoices' ? 'invoices' : 'bookings',
    standing: isElsewhere ? 'foreign' : takesUp ? 'open' : (standings[progress.state] ?? 'open'),
    inDay: plan.day !== undefined,
    journal: document.journalKey,
    number: progress.number,
    documentDate: document.documentDate,
    supplyDate: plan.supplyDate,
    lines: plan.lines,
    ledger: plan.ledger?.sums,
  }
}

/** A sale in books that the connection no longer keeps may be another company's: it is credited there, or where a user says so. */
function inBooks({ connection }: ConnectionContext, document: StoredDocument, sale: BookedSale): BookedSale {
  const isHere = document.dossierId === connection.dossierId
  return isHere || sale.standing !== 'booked' ? sale : { ...sale, standing: 'foreign', elsewhere: document.dossierId }
}

function creditOf(document: StoredDocument): BookedCredit {
  return {
    businessKey: document.businessKey,
    cause: document.plan.change?.cause ?? 'return',
    lines: document.plan.lines,
    ledger: document.plan.ledger?.sums,
  }
}

/** Each item as the newest document that holds it knew it. */
function itemsThen({ stored, documents, versions }: BookedOrder): Map<string, OrderItem> {
  const items = new Map<string, OrderItem>()
  const newestLast = documents
    .filter((document) => isSettled(document) && document.plan.change?.cause !== 'return')
    .toSorted((a, b) => a.orderVersion - b.orderVersion)
  for (const document of newestLast) {
    const facts =
      document.orderVersion === stored.version
        ? stored.order
        : versions.find((row) => row.orderId === stored.orderId && row.version === document.orderVersion)?.order
    for (const line of document.plan.lines) {
      const item = facts?.items.find((row) => row.orderItemId === line.orderItemId)
      if (item !== undefined) items.set(line.orderItemId, item)
    }
  }
  return items
}

export interface AddedChanges {
  documents: NewDocument[]
  problems: NewProblem[]
  /** The first problem that holds something of the order. */
  blocking: ProblemCode | null
  /** The problem, where the change only waits for an answer of the ledger. */
  waitsFor: ProblemCode | null
}

/** Credits and further sales, on the relation of the sale that they change. */
export async function addChanges(
  tx: Tx,
  context: ConnectionContext,
  batch: { accounting: Accounting; now: Instant },
  at: BookedOrder & { changes: Changes; unsent: Unsent; findRelation: FindAgain },
): Promise<AddedChanges> {
  const { stored, changes } = at
  const problems = changes.problems.map(({ code, subject, params }) => ({
    ...orderProblem(context, stored, code, params),
    subject,
  }))
  const documents: NewDocument[] = []
  let waiting = changes.problems.find((problem) => problem.waits === true)?.code ?? null
  for (const document of changes.documents) {
    const relation = await relationOfSale(tx, context, at, document)
    if (relation.kind === 'problem') {
      if (relation.waits === true) waiting ??= relation.code
      problems.push(orderProblem(context, stored, relation.code, relation.params))
      continue
    }
    const planned = newDocument(context, batch, {
      stored,
      document,
      relation,
      before: takeFrom(at.unsent, document),
      queueAt: Math.min(batch.now, context.ports.calendar.startOfDay(document.place.date)),
    })
    documents.push(planned)
    const params = { cents: -document.amountCents }
    if (planned.state === 'approval') {
      const { documentId } = planned
      problems.push({ ...orderProblem(context, stored, 'SYS-GOEDKEUREN', params), subject: documentId, documentId })
    } else if (document.plan.change?.cause === 'cancellation')
      problems.push(orderProblem(context, stored, 'BOL-ANNUL', params))
  }
  const blocking = problems.find(({ code }) => holdsOrder(code) && code !== waiting)?.code ?? null
  return { documents, problems, blocking, waitsFor: waiting }
}

/** Returns whether the problem holds the order back. One that only asks for a look, or for approval of its own document, does not. */
function holdsOrder(code: ProblemCode): boolean {
  const { stops } = problemRow(code)
  return stops !== 'nothing' && stops !== 'approval'
}

async function relationOfSale(
  tx: Tx,
  context: ConnectionContext,
  { documents, findRelation }: { documents: StoredDocument[]; findRelation: FindAgain },
  change: PlannedDocument<StoredJournal>,
): Promise<ResolvedRelation> {
  const keys = new Set(change.plan.lines.map((line) => line.saleKey))
  const sale = documents.find((row) => !isCredit(row) && keys.has(row.businessKey))
  return sale?.buyerHash === undefined || sale.buyerHash === null
    ? { kind: 'problem', code: 'REL-NAAM', params: {} }
    : relationOfBuyer(tx, context, sale.buyerHash, findRelation)
}

/** A sale as the order's parts make it; what changes one later is planned apart. */
export function isSaleOfOrder(document: StoredDocument): boolean {
  return !isCredit(document) && document.plan.change === undefined
}

/** Versions that documents were planned from, where the order is another one now. */
export function olderVersions(
  orders: StoredOrder[],
  documents: Map<string, StoredDocument[]>,
): { orderId: string; version: number }[] {
  return orders.flatMap(({ orderId, version }) => {
    const older = (documents.get(orderId) ?? []).map((row) => row.orderVersion).filter((row) => row !== version)
    return [...new Set(older)].map((row) => ({ orderId, version: row }))
  })
}
