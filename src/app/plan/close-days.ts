/**
 * Closes days: what collected of a day becomes its totals, once the day is over and the connection's hour has come. Afterwards
 * the orders of a total that was booked are booked with it. No network, except for the central relations.
 */
import { addDays, type Instant, type LocalDate } from '../../domain/calendar.ts'
import { isCreditKind } from '../../domain/document/document-kinds.ts'
import { isTotal } from '../../domain/document/document-subject.ts'
import type { SourceFacts } from '../../domain/kinds.ts'
import {
  detailOf,
  grossOf,
  groupOf,
  readTotalKey,
  totalKey,
  totalLines,
  totalsOf,
  type DayMember,
  type DayTotal,
} from '../../domain/plan/day-total.ts'
import type { PlannedDocument } from '../../domain/plan/plan-order.ts'
import { Defect } from '../../domain/money.ts'
import { placeOf } from '../../domain/ledger/period.ts'
import type { Accounting } from '../../ports/accounting.ts'
import type { LedgerCopy, StoredJournal } from '../../ports/tables/ledger.ts'
import type { NewDocument, StoredDocument } from '../../ports/tables/documents.ts'
import type { Tx } from '../../ports/store.ts'
import type { ConnectionContext } from '../run/connection-context.ts'
import { keptDocument } from './kept-document.ts'
import { relationOfBuyer } from './resolve-relation.ts'

/** For these the ledger showed something else than we know: nothing more goes into their group until a user has looked. */
const stuckStates = ['mismatch', 'duplicate', 'quarantined'] as const

/**
 * Returns the moment at which a day may be closed: the connection's hour of the next morning. Later documents of that day wait for the next
 * time of that hour, so that a slow trickle makes one supplement a day.
 */
export function closesAt(context: ConnectionContext, date: LocalDate, now: Instant): Instant {
  const first = hourOf(context, addDays(date, 1))
  if (now < first) return first
  const today = context.ports.calendar.localDate(now)
  const next = hourOf(context, today)
  return next > now ? next : hourOf(context, addDays(today, 1))
}

function hourOf(context: ConnectionContext, date: LocalDate): Instant {
  return context.ports.calendar.instantOf(date, context.settings.booking.dayTotalAt)
}

export interface CloseOptions {
  accounting: Accounting
  copy: LedgerCopy
  /** The user asked: a day that is over does not wait for a second time of its hour. */
  person: boolean
}

/** Returns the collecting documents of days that may be closed now. */
export async function closable(
  tx: Tx,
  context: ConnectionContext,
  at: { now: Instant; person: boolean },
): Promise<StoredDocument[]> {
  const collected = await tx.documents.inState(context.connection.connectionId, ['inDay'])
  return collected.filter(({ plan, notBefore }) => {
    if (plan.day === undefined) return false
    return at.person ? hourOf(context, addDays(plan.day.date, 1)) <= at.now : (notBefore ?? 0) <= at.now
  })
}

/** @returns how many totals must be looked for in the ledger before they are sent */
export async function closeDays(context: ConnectionContext, options: CloseOptions): Promise<number> {
  const now = await context.ports.clock.now()
  const { connectionId, revision } = context.connection
  return context.store.transaction(async (tx) => {
    // With other settings the orders of a day may not belong into it any more.
    if ((await tx.connections.holdRevision(connectionId)) !== revision) return 0
    const found = await closable(tx, context, { now, person: options.person })
    // Documents that were old when first seen are looked up by their order number first.
    const documents = found.filter((document) => !document.progress.mustLook)
    if (documents.length === 0) return 0
    const { fit, unfit } = await sorted(tx, context, options, documents)
    // Planned again, each of them reports the fault of its day.
    await tx.documents.withdraw(idsOf(unfit), 'blocked', 'dayNotOpen', now)
    await tx.orders.planAgain(
      context.connection.connectionId,
      unfit.flatMap((row) => (row.orderId === null ? [] : [row.orderId])),
    )
    const byId = new Map(fit.map((document) => [document.documentId, document]))
    const left = await tx.days.dissolved(context.connection.connectionId)
    const totals = totalsOf(fit.map(memberOf))
    for (const [order, total] of totals.entries()) {
      const made = await totalDocument(tx, context, options, { total, byId, left, now, order })
      left.delete(made.documentId)
      await tx.documents.savePlanned([made])
      const memberIds = [...new Set(total.shares.map((share) => share.member.documentId))]
      const { treatment, vatCountry, rateBp } = total
      await tx.days.addMembers(made.documentId, { memberIds, treatment, vatCountry, rateBp })
    }
    await tx.days.close(context.connection.connectionId, idsOf(fit), now)
    await tx.documents.discard([...left.keys()], 'nothingLeft', now)
    return totals.length
  })
}

function idsOf(documents: StoredDocument[]): string[] {
  return documents.map((document) => document.documentId)
}

/**
 * Sorts out which documents may go into totals now. An order goes with all its lines or not at all: it waits whole where one of its groups
 * has a total in doubt, and it is unfit where its day has no place in the books.
 */
async function sorted(
  tx: Tx,
  context: ConnectionContext,
  options: CloseOptions,
  documents: StoredDocument[],
): Promise<{ fit: StoredDocument[]; unfit: StoredDocument[] }> {
  const stuck = await stuckGroups(tx, context)
  const free = documents.filter((document) =>
    totalsOf([memberOf(document)]).every((total) => !stuck.has(groupOf(total))),
  )
  const hasPlace = (document: StoredDocument): boolean =>
    placeOfDay(context, options, document.plan.day?.date ?? document.plan.supplyDate).kind === 'place'
  const lost = await lostRelations(tx, context, free)
  const isFit = (document: StoredDocument): boolean => hasPlace(document) && !lost.has(document.buyerHash)
  // Found or made again in this run.
  if (lost.size > 0) context.lostReference = true
  return { fit: free.filter(isFit), unfit: free.filter((document) => !isFit(document)) }
}

async function lostRelations(
  tx: Tx,
  { connection }: ConnectionContext,
  documents: StoredDocument[],
): Promise<Set<string | null>> {
  const hashes = [...new Set(documents.flatMap(({ buyerHash }) => (buyerHash === null ? [] : [buyerHash])))]
  const rows = await Promise.all(hashes.map((hash) => tx.relations.ofBuyer(connection.dossierId, hash)))
  return new Set(rows.flatMap((row) => (row?.state === 'lost' ? [row.buyerHash] : [])))
}

function placeOfDay(context: ConnectionContext, options: CloseOptions, date: LocalDate) {
  const { booking } = context.settings
  const journalKey = booking.journals.bookings ?? ''
  return placeOf(options.copy, { date, journalKey, modes: ['bookings'], closedPeriod: booking.closedPeriod })
}

async function stuckGroups(tx: Tx, context: ConnectionContext): Promise<Set<string>> {
  const found = await tx.documents.inState(context.connection.connectionId, [...stuckStates])
  const totals = found.filter(isTotal)
  return new Set(totals.map((document) => readTotalKey(document.businessKey).group))
}

/** Marks the members of booked totals as booked. */
export async function confirmMembers(context: ConnectionContext): Promise<void> {
  const now = await context.ports.clock.now()
  await context.store.transaction((tx) => tx.days.confirm(context.connection.connectionId, now))
}

export function memberOf(document: StoredDocument): DayMember {
  const { plan } = document
  return {
    documentId: document.documentId,
    orderId: document.orderId,
    shipmentId: plan.shipmentId,
    credit: isCreditKind(document.kind),
    day: plan.day as NonNullable<typeof plan.day>,
    supplyDate: plan.supplyDate,
    lines: plan.lines,
  }
}

async function totalDocument(
  tx: Tx,
  context: ConnectionContext,
  options: CloseOptions,
  at: {
    total: DayTotal
    byId: Map<string, StoredDocument>
    left: Map<string, StoredDocument>
    now: Instant
    order: number
  },
): Promise<NewDocument> {
  const { total, byId, now } = at
  const { connection } = context
  const place = placeOfDay(context, options, total.date)
  const first = byId.get(total.shares[0]?.member.documentId ?? '')
  const relation = await relationOfBuyer(tx, context, first?.buyerHash ?? '', async () => null)
  if (place.kind === 'problem' || relation.kind === 'problem') throw new Defect('a total without a place or a relation')
  const kind = total.credit ? 'creditNote' : 'dayTotal'
  const group = groupOf(total)
  const before = [...at.left.values()].find((row) => row.kind === kind && readTotalKey(row.businessKey).group === group)
  const sequence =
    before === undefined
      ? (await tx.days.lastSequence(connection.connectionId, kind, group)) + 1
      : readTotalKey(before.businessKey).sequence
  const lines = totalLines(total, context.source)
  const gross = grossOf(lines)
  const document: PlannedDocument<StoredJournal> = {
    kind,
    target: 'bookings',
    businessKey: totalKey(total, sequence),
    place,
    amountCents: total.credit ? -gross : gross,
    plan: {
      shipmentId: null,
      supplyDate: total.date,
      lines,
      flags: [...flagsOf(total, byId), ...(place.late ? ['LATE_POSTING'] : [])],
    },
    comment: commentOf(context.source, total, { sequence, late: place.late }),
  }
  return rendered(context, options, { total, document, relation, before, sequence, now, order: at.order })
}

function flagsOf(total: DayTotal, byId: Map<string, StoredDocument>): string[] {
  return [...new Set(total.shares.flatMap(({ member }) => byId.get(member.documentId)?.plan.flags ?? []))].filter(
    (flag) => flag !== 'LATE_POSTING',
  )
}

function commentOf(source: SourceFacts, total: DayTotal, at: { sequence: number; late: boolean }): string {
  const count = new Set(total.shares.map((share) => share.member.orderId)).size
  const what = total.credit ? 'retouren' : 'dagtotaal'
  const supplement = at.sequence > 1 ? ` (${at.sequence})` : ''
  return `${source.label} ${what} ${total.date} ${total.destination}${supplement}, ${count} bestellingen${at.late ? ` levering ${total.date}` : ''}`
}

function rendered(
  context: ConnectionContext,
  options: CloseOptions,
  at: {
    total: DayTotal
    document: PlannedDocument<StoredJournal>
    relation: Extract<Awaited<ReturnType<typeof relationOfBuyer>>, { kind: 'relation' }>
    before: StoredDocument | undefined
    sequence: number
    now: Instant
    order: number
  },
): NewDocument {
  const { total, document, relation, before, now } = at
  const words = `${context.source.name} ${total.date} ${total.destination}`
  const detail = `${total.date}-${total.destination}-${total.vatCountry}-${total.rateBp}${total.credit ? '-retouren' : ''}`
  return keptDocument(
    context,
    { accounting: options.accounting, now },
    {
      document,
      relation,
      before,
      orderWords: at.sequence > 1 ? `${words} (${at.sequence})` : words,
      buyer: null,
      attachment: {
        fileName: `${context.source.name}-${detail}.csv`,
        contentBase64: Buffer.from(`\uFEFF${detailOf(total)}`).toString('base64'),
      },
      standing: {
        orderId: null,
        orderVersion: 0,
        // Each close costs one look-up. That is cheap: booking a total twice after a restored copy would be the most expensive mistake.
        mustLook: true,
        priority: 0,
        // One after the other, in the order of the totals.
        queueAt: hourOf(context, addDays(total.date, 1)) + at.order,
        state: 'ready',
        notBefore: null,
      },
    },
  )
}
