/** Looks for orders of a day that were old when first seen: another program may have booked each under its own number already. */
import { hour } from '../../domain/delays.ts'
import { grossOf, totalKey, totalLines, totalsOf, type DayTotal } from '../../domain/plan/day-total.ts'
import type { FoundDocument } from '../../domain/ledger/ledger.ts'
import type { Accounting } from '../../ports/accounting.ts'
import type { StoredDocument } from '../../ports/tables/documents.ts'
import { closable, closesAt, memberOf } from './close-days.ts'
import { knownReferences } from '../book/confirm-documents.ts'
import type { ConnectionContext } from '../run/connection-context.ts'
import { noteLedgerAnswer, noteLedgerFailure } from '../run/connection-refusal.ts'
import { documentReference } from './ledger-document.ts'
import { daysOf, indexOf, readLedger, readOtherKind, type LedgerIndex } from '../book/look-up.ts'
import { about } from '../book/post-problems.ts'
import { readUnknownMarks } from '../book/unknown-marks.ts'

/** One look-up per kind of document answers for all of them. A side that does not answer leaves them waiting. */
export async function lookForMembers(
  context: ConnectionContext,
  accounting: Accounting,
  person: boolean,
): Promise<void> {
  const { store, ports } = context
  const now = await ports.clock.now()
  const found = await store.transaction((tx) => closable(tx, context, { now, person }))
  const members = found.filter((document) => document.progress.mustLook)
  if (members.length === 0) return
  const since = Math.min(...members.map((document) => document.queueAt)) - 24 * hour
  const view = await readLedger(context, accounting, { target: 'bookings', since, numbered: [], anyUnsent: true })
  if (view.kind !== 'ok') return noteLedgerFailure(context, view)
  const other = await readOtherKind(context, accounting, { target: 'bookings', since })
  if (other.kind !== 'ok') return noteLedgerFailure(context, other)
  await noteLedgerAnswer(context)
  const all = { ...view.value, documents: [...view.value.documents, ...other.value] }
  const index = indexOf(all, await knownReferences(context, all), context.source)
  const { foreign, otherWay } = await readUnknownMarks(context, members, index)
  for (const member of members)
    if (member.orderId !== null && index.foreignWords.has(member.orderId)) foreign.add(member)
  const stays = (member: StoredDocument): boolean => !foreign.has(member) && !otherWay.has(member)
  const held = new Set(inOtherTotals(context, members.filter(stays), { collected: found.filter(stays), index }))
  await store.transaction(async (tx) => {
    const idsOf = (rows: StoredDocument[]): string[] => rows.map((document) => document.documentId)
    const absent = members.filter((member) => stays(member) && !held.has(member))
    await tx.days.lookedFor({ absent: idsOf(absent), foreign: idsOf([...foreign]) }, now)
    for (const member of held) {
      const until = closesAt(context, member.plan.day?.date ?? member.plan.supplyDate, now)
      await tx.days.lookAgain([member.documentId], until)
    }
    await tx.problems.raise(
      [
        ...[...foreign].map((member) => about(member, 'OCT-DUBBEL')),
        ...[...held].map((member) => about(member, 'DAG-ONBEKEND')),
      ],
      now,
    )
  })
}

/**
 * Returns sales that a total of another day may hold, because totals were made by the order's day where they now follow the parcel's day,
 * or the other way round. A total in the ledger that equals its computation of today holds the same sales as today. A sale whose own totals
 * are in the ledger is in those.
 */
function inOtherTotals(
  context: ConnectionContext,
  members: StoredDocument[],
  at: { collected: StoredDocument[]; index: LedgerIndex },
): StoredDocument[] {
  const { unknownTotals } = at.index
  const inLedger = new Map([...unknownTotals.values()].flat().map((row) => [row.reference, row]))
  if (inLedger.size === 0) return []
  const alone = new Set<string>()
  for (const total of totalsOf(at.collected.map(memberOf))) {
    const reference = firstReference(context, total)
    const stands = inLedger.get(reference)
    if (stands === undefined) for (const { member } of total.shares) alone.add(member.documentId)
    else if (stands.amountCents === grossOf(totalLines(total, context.source))) inLedger.delete(reference)
  }
  const mayHold = (row: FoundDocument): boolean => inLedger.has(row.reference) && (row.amountCents ?? 1) > 0
  return members.filter(({ documentId, plan }) => {
    if (!alone.has(documentId)) return false
    return [...daysOf(plan, unknownTotals.keys())].some((day) => unknownTotals.get(day)?.some(mayHold))
  })
}

/** The mark of a day's first total. */
function firstReference(context: ConnectionContext, total: DayTotal): string {
  const { connection, ports } = context
  const kind = total.credit ? 'creditNote' : 'dayTotal'
  return documentReference(ports, { connection, kind, businessKey: totalKey(total, 1), version: 1 })
}
