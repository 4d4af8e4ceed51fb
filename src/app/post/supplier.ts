/**
 * The marketplace as a supplier in the ledger: found by its VAT number, made only where none is there, and never by its name alone. Found
 * once, it is remembered.
 */
import type { NewRelation, Relation, RelationReference } from '../../domain/ledger/ledger.ts'
import { plain } from '../../domain/plan/relation.ts'
import type { ProblemCode } from '../../domain/problem/problem.ts'
import type { Missing } from '../../domain/settlement/purchase-lines.ts'
import type { SettlementInvoice } from '../../domain/settlement/settlement.ts'
import { normaliseVatNumber } from '../../domain/vat/vat-number.ts'
import type { Accounting } from '../../ports/accounting.ts'
import type { Refusal } from '../../ports/answer.ts'
import type { BuyerRelation } from '../../ports/tables/relations.ts'
import { freeExternalId, hashOf, refreshRelationIndex, resolved, wanted } from '../plan/resolve-relation.ts'
import type { ConnectionContext } from '../run/connection-context.ts'
import { whenAllowed } from '../run/when-allowed.ts'

export type SupplierAnswer =
  /** `buyerHash` null: a person named it. `relationId` null: only our own number of it is known. */
  | { kind: 'supplier'; buyerHash: string | null; reference: RelationReference; relationId: number | null }
  | { kind: 'problem'; code: ProblemCode; params: Missing }
  | { kind: 'refused'; refusal: Refusal }

export async function findSupplier(
  context: ConnectionContext,
  accounting: Accounting,
  invoice: Pick<SettlementInvoice, 'supplier'>,
): Promise<SupplierAnswer> {
  const { settings, store, source } = context
  const stated = settings.settlement?.supplier ?? null
  if (stated !== null)
    return { kind: 'supplier', buyerHash: null, reference: { relationId: stated }, relationId: stated }
  const buyerHash = hashOf(context, 'supplier', source.name)
  const known = await store.transaction((tx) => tx.relations.ofBuyer(ledgerOf(context), buyerHash))
  if (known !== null && known.state !== 'lost') return supplierOf(known)
  const found = await lookForIt(context, accounting, { invoice, lost: known })
  if (found.kind === 'none') return newSupplier(context, { invoice, buyerHash, lost: known })
  if (found.kind !== 'found') return found
  const { relationId, supplier } = found.relation
  // Whether it may be booked on as a supplier is the bookkeeper's to say.
  if (!supplier) return { kind: 'problem', code: 'AANK-INSTELLING', params: { relation: relationId } }
  const row = { buyerHash, central: false, state: 'found', externalId: null, relationId, contentSealed: null } as const
  return keep(context, row, known)
}

type Found =
  | { kind: 'found'; relation: Relation }
  | { kind: 'none' }
  | Extract<SupplierAnswer, { kind: 'problem' | 'refused' }>

/** Looks for the supplier by the printed number first, then by its other known numbers. */
async function lookForIt(
  context: ConnectionContext,
  accounting: Accounting,
  at: { invoice: Pick<SettlementInvoice, 'supplier'>; lost: BuyerRelation | null },
): Promise<Found> {
  const { store, source } = context
  // The index finds a number in any spelling; the search only in the spelling that the ledger has.
  const refusal = await refreshRelationIndex(context, accounting)
  if (refusal !== null && refusal !== 'read') return { kind: 'refused', refusal }
  for (const number of numbersOf(at.invoice, source.supplierVatNumbers)) {
    const hash = hashOf(context, 'vat', plain(number))
    const indexed = await store.transaction((tx) => tx.relations.matching(ledgerOf(context), 'vat', hash))
    const found = new Map<number, Relation>()
    const asks = [
      () => accounting.findRelationsByVatNumber(number),
      ...indexed.map(
        ({ relationId }) =>
          () =>
            accounting.findRelationsById(relationId),
      ),
    ]
    for (const ask of asks) {
      const answer = await whenAllowed(context.ports, ask, context.signal)
      if (answer.kind !== 'ok' && answer.kind !== 'notFound') return { kind: 'refused', refusal: answer }
      for (const relation of answer.kind === 'ok' ? answer.value : [])
        if (relation.active && plain(relation.vatNumber) === plain(number)) found.set(relation.relationId, relation)
    }
    if (at.lost?.relationId != null) found.delete(at.lost.relationId)
    const [first, second] = [...found.values()].toSorted((a, b) => Number(b.supplier) - Number(a.supplier))
    if (first === undefined) continue
    // One supplier among customers of the same number is the one.
    if (second !== undefined && first.supplier === second.supplier)
      return { kind: 'problem', code: 'REL-DUBBEL', params: {} }
    return { kind: 'found', relation: first }
  }
  return { kind: 'none' }
}

function numbersOf({ supplier }: Pick<SettlementInvoice, 'supplier'>, others: readonly string[]): string[] {
  const printed = supplier.vatNumber === null ? null : normaliseVatNumber(supplier.vatNumber, null)
  return [...new Set([...(printed === null ? [] : [printed]), ...others])]
}

/** Made in the ledger just before its first document, under a number of our own range, which makes it safe to repeat. */
async function newSupplier(
  context: ConnectionContext,
  at: { invoice: Pick<SettlementInvoice, 'supplier'>; buyerHash: string; lost: BuyerRelation | null },
): Promise<SupplierAnswer> {
  const { invoice, buyerHash, lost } = at
  const { source, store } = context
  const [vatNumber = null] = numbersOf(invoice, source.supplierVatNumbers)
  const country = vatNumber?.slice(0, 2) ?? 'NL'
  const externalId =
    lost?.externalId ?? (await store.transaction((tx) => freeExternalId(tx, context, `supplier:${source.name}`)))
  const relation: NewRelation = {
    externalId,
    role: 'supplier',
    name: invoice.supplier.name,
    firstName: null,
    email: null,
    street: null,
    postcode: null,
    city: null,
    country,
    vatType: country === 'BE' ? 'businessBE' : 'businessEU',
    vatNumber,
    delivery: 'print',
    language: 'nl',
  }
  return keep(context, wanted(context, buyerHash, { relation, central: false }), lost)
}

async function keep(
  context: ConnectionContext,
  row: BuyerRelation,
  lost: BuyerRelation | null,
): Promise<SupplierAnswer> {
  const ledger = ledgerOf(context)
  const now = await context.ports.clock.now()
  const kept = await context.store.transaction((tx) =>
    lost === null ? tx.relations.addBuyer(ledger, row, now) : tx.relations.replaceBuyer(ledger, row, now),
  )
  return supplierOf(kept)
}

function ledgerOf({ connection }: ConnectionContext): number {
  return connection.dossierId
}

function supplierOf(row: BuyerRelation): SupplierAnswer {
  return { ...resolved(row), kind: 'supplier', relationId: row.relationId }
}
