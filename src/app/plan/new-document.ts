/** The document of an order, as it is kept; and the problem of an order. */
import { addDays, type Instant, type LocalDate } from '../../domain/calendar.ts'
import { oldAtFirstSightMs } from '../../domain/delays.ts'
import type { PlannedDocument } from '../../domain/plan/plan-order.ts'
import type { ProblemCode } from '../../domain/problem/problem.ts'
import type { Accounting } from '../../ports/accounting.ts'
import type { NewDocument, StoredDocument } from '../../ports/tables/documents.ts'
import type { NewProblem } from '../../ports/tables/problems.ts'
import type { StoredJournal } from '../../ports/tables/ledger.ts'
import type { StoredOrder } from '../../ports/tables/orders.ts'
import { openBuyer } from '../privacy/buyer-data.ts'
import { closesAt } from './close-days.ts'
import type { ConnectionContext } from '../run/connection-context.ts'
import { isHistory } from '../capture/missed-orders.ts'
import { keptDocument } from './kept-document.ts'
import type { ResolvedRelation } from './resolve-relation.ts'

export function newDocument(
  context: ConnectionContext,
  batch: { accounting: Accounting; now: Instant },
  from: {
    stored: StoredOrder
    document: PlannedDocument<StoredJournal>
    relation: Extract<ResolvedRelation, { kind: 'relation' }>
    before: StoredDocument | undefined
    queueAt: Instant
  },
): NewDocument {
  const { stored, document, relation, before } = from
  const { day } = document.plan
  return keptDocument(context, batch, {
    document,
    relation,
    before,
    orderWords: stored.orderId,
    buyer: document.target === 'invoices' ? openBuyer(context, stored.orderId, stored.buyerSealed) : null,
    standing: {
      orderId: stored.orderId,
      orderVersion: stored.version,
      mustLook: mayStandInLedger(context, stored) || before?.progress.state === 'draft',
      queueAt: from.queueAt,
      state: firstState(document, before),
      notBefore: day === undefined ? null : collectsUntil(context, day.date, before, batch.now),
      priority: isHistory(context, stored) ? -2 : 0,
    },
  })
}

/** A document that is planned anew keeps its hour of closing. Otherwise a plan just before that hour would put it off each day. */
function collectsUntil(
  context: ConnectionContext,
  date: LocalDate,
  before: StoredDocument | undefined,
  now: Instant,
): Instant {
  const until = closesAt(context, date, now)
  const isFirst = context.ports.calendar.localDate(until) === addDays(date, 1)
  const collected = before?.progress.state === 'inDay' && before.plan.day?.date === date ? before.notBefore : null
  return isFirst || collected === null ? until : Math.min(until, collected)
}

/**
 * Returns whether the ledger may have the document already: from an earlier connection of this shop, from another program, or from before
 * the database was restored.
 */
function mayStandInLedger({ connection, restoredAt }: ConnectionContext, stored: StoredOrder): boolean {
  const { placedAt, firstSeenAt } = stored
  return (
    placedAt === null ||
    firstSeenAt - placedAt > oldAtFirstSightMs ||
    placedAt < connection.createdAt ||
    (restoredAt !== null && placedAt < restoredAt)
  )
}

function firstState(
  document: PlannedDocument<StoredJournal>,
  before: StoredDocument | undefined,
): 'approval' | 'inDay' | 'ready' {
  if (document.wantsApproval === true && !wasApproved(before, document.amountCents)) return 'approval'
  return document.plan.day === undefined ? 'ready' : 'inDay'
}

/** Once approved, a document that is planned anew for the same amount goes. */
function wasApproved(before: StoredDocument | undefined, amountCents: number): boolean {
  const { state } = before?.progress ?? { state: null }
  return (state === 'ready' || state === 'inDay') && before?.amountCents === amountCents
}

/** Documents planned before and not sent, by kind and key; those planned again are taken out. */
export type Unsent = Map<string, StoredDocument>

export function unsentOf(documents: StoredDocument[]): Unsent {
  return new Map(documents.map((document) => [unsentKey(document), document]))
}

function unsentKey({ kind, businessKey }: Pick<StoredDocument, 'kind' | 'businessKey'>): string {
  return `${kind}|${businessKey}`
}

export function takeFrom(unsent: Unsent, document: PlannedDocument<StoredJournal>): StoredDocument | undefined {
  const key = unsentKey(document)
  const before = unsent.get(key)
  unsent.delete(key)
  return before
}

export function orderProblem(
  context: ConnectionContext,
  stored: StoredOrder,
  code: ProblemCode,
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
