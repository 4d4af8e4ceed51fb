/**
 * Follows relations that moved. An entry names the relations of its sales. A bookkeeper may have merged such a relation with another one
 * since, and the sales are then on that one. The ledger shows the new relation on the sales themselves.
 */
import { ledgerClockMs } from '../../domain/delays.ts'
import type { FoundDocument, Relation, RelationReference } from '../../domain/ledger/ledger.ts'
import type { Accounting } from '../../ports/accounting.ts'
import type { Answer, Refusal } from '../../ports/answer.ts'
import type { ConnectionContext } from '../run/connection-context.ts'
import { whenAllowed } from '../run/when-allowed.ts'

/** All sales of one relation are merged together, so a few of them are enough to ask. */
const salesAsked = 20

export type Followed =
  /** `moved`: the planned entry names a relation of before. */
  | { kind: 'stands' | 'moved' }
  /** The relation is gone, and the ledger does not show where its sales are. */
  | { kind: 'lost'; relation: string }
  | { kind: 'refused'; refusal: Refusal }

/** @param named the entry's relations: `relation` is the name for the user */
export async function followRelations(
  context: ConnectionContext,
  accounting: Accounting,
  named: readonly { relation: string; at: RelationReference }[],
): Promise<Followed> {
  let moved = false
  const asked = new Set<string>()
  for (const { relation, at } of named) {
    if (asked.has(JSON.stringify(at))) continue
    asked.add(JSON.stringify(at))
    const ask = (): Promise<Answer<Relation[]>> =>
      'relationId' in at
        ? accounting.findRelationsById(at.relationId)
        : accounting.findRelationsByExternalId(at.externalId)
    const answer = await whenAllowed(context.ports, ask, context.signal)
    if (answer.kind !== 'ok' && answer.kind !== 'notFound') return { kind: 'refused', refusal: answer }
    if (answer.kind === 'ok' && answer.value.length > 0) continue
    const now = await standsNow(context, accounting, at)
    if (now.kind !== 'ok') return { kind: 'refused', refusal: now }
    if (now.value === null) return { kind: 'lost', relation }
    const to = now.value
    await context.store.transaction((tx) => tx.bank.moveRelation(context.connection.connectionId, at, to))
    context.centralRelations.clear()
    moved = true
  }
  return { kind: moved ? 'moved' : 'stands' }
}

/** Returns the relation of its sales now. Null: the ledger does not show the sales, or shows several relations. */
async function standsNow(
  { store, connection, ports, signal }: ConnectionContext,
  accounting: Accounting,
  at: RelationReference,
): Promise<{ kind: 'ok'; value: number | null } | Refusal> {
  const sales = await store.transaction((tx) => tx.bank.salesOn(connection.connectionId, at, salesAsked))
  const found = new Set<number>()
  for (const target of ['bookings', 'invoices'] as const) {
    const own = sales.filter((sale) => sale.target === target)
    if (own.length === 0) continue
    const ids = own.map(({ documentId }) => documentId)
    const sentAt = await store.transaction((tx) => tx.documents.firstSentAt(ids))
    const since = Math.min(sentAt ?? Infinity, ...own.map(({ confirmedAt }) => confirmedAt)) - ledgerClockMs
    const ask = (): Promise<Answer<FoundDocument[]>> => accounting.documentsModifiedSince(target, since)
    const answer = await whenAllowed(ports, ask, signal)
    if (answer.kind !== 'ok' && answer.kind !== 'notFound') return answer
    const marks = new Set(own.map(({ reference }) => reference))
    for (const row of answer.kind === 'ok' ? answer.value : [])
      if (marks.has(row.mark) && row.relationId !== null && !isOf(row.relationId, at)) found.add(row.relationId)
  }
  const [first = null] = found
  return { kind: 'ok', value: found.size === 1 ? first : null }
}

function isOf(relationId: number, at: RelationReference): boolean {
  return 'relationId' in at && at.relationId === relationId
}
