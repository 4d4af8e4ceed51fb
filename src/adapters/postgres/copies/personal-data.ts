/** Removes personal data on its day, and at once where the buyer asks for it. Data that the books need stays. */
import { sql, type RawBuilder } from 'kysely'
import { openTo, sourcesOf } from '../../../domain/document/document-states.ts'
import type { Secrets } from '../../../ports/secrets.ts'
import type { BookedDocument, KeptValue, OrderOfBuyer, PersonalData } from '../../../ports/tables/personal-data.ts'
import { among, listOf } from '../books/state-steps.ts'
import type { Session } from '../database.ts'
import { sealedColumns, sealedOfInstallation, settledStates, type SealedColumn } from './sealed-columns.ts'
import { at } from '../values.ts'

export function personalDataOf(session: Session, secrets: Secrets): PersonalData {
  return {
    async remove(today, limit) {
      await session.run(sql`select set_config('tentakel.today', ${today}::text, true)`)
      await setAside(session)
      const removed: Record<string, number> = {}
      for (const of of sealedColumns) {
        if (of.goes === 'secret') continue
        removed[`${of.table}.${of.column}`] = await removeDue(session, of, limit)
      }
      return removed
    },
    orders: (orderId) =>
      session.rows(
        sql<OrderOfBuyer>`select connection_id as "connectionId", order_id as "orderId" from marketplace_order where order_id = ${orderId}`,
      ),
    buyers: (after, limit) =>
      session.rows(sql<OrderOfBuyer & { buyerSealed: string }>`
        select distinct on (connection_id, order_id) connection_id as "connectionId", order_id as "orderId", buyer_sealed as "buyerSealed"
        from order_version where buyer_sealed is not null and ${
          after === null ? sql`true` : sql`(connection_id, order_id) > (${after.connectionId}::uuid, ${after.orderId})`
        } order by connection_id, order_id, version desc limit ${limit}`),
    kept: (order) => keptOf(session, secrets, order),
    documents: ({ connectionId, orderId }) =>
      session.rows(sql<BookedDocument>`
        select d.reference, d.state, d.journal_key as journal, d.number, d.document_date as date, coalesce(d.ledger_cents, d.amount_cents) as "amountCents",
          case when not b.central then b.relation_id end as "relationId"
        from document d left join buyer_relation b on b.tenant_id = d.tenant_id and b.dossier_id = d.dossier_id and b.buyer_hash = d.buyer_hash
        where d.connection_id = ${connectionId} and d.order_id = ${orderId} order by d.queue_at, d.document_id`),
    forget: (order, when) => forget(session, order, at(when)),
  }
}

/** Mails belong to no company. @returns how many */
export async function removeOfInstallation(session: Session, today: string): Promise<number> {
  let removed = 0
  for (const table of new Set(sealedOfInstallation.filter(({ goes }) => goes === 'row').map((of) => of.table)))
    removed += await session.run(sql`delete from ${sql.table(table)} where remove_on <= ${today}::date`)
  return removed
}

const expires = sql.raw(
  (['draft', 'skipped'] as const)
    .map((to) => `when d.state in ${listOf(sourcesOf('expired', to))} then '${to}'`)
    .join(' '),
)

/**
 * Sets documents aside to be planned anew with the facts of then: those that waited until the last day of their bytes, and those that wait
 * for a relation whose data is removed. A document that was never sent loses nothing by it.
 */
async function setAside(session: Session): Promise<void> {
  await session.run(sql`
    with old as (
      delete from buyer_relation where state = 'wanted' and keep_until <= current_setting('tentakel.today')::date
      returning tenant_id, dossier_id, buyer_hash
    ), waiting as (
      update document d set state = case ${expires} end, last_event = 'planAgain', last_actor = 'tentakel',
          not_before = null, state_since = current_setting('tentakel.today')::date
        where d.state in ${among(openTo('expired'))} and d.order_id is not null and (d.keep_until <= current_setting('tentakel.today')::date
          or exists (select from old o where o.tenant_id = d.tenant_id and o.dossier_id = d.dossier_id and o.buyer_hash = d.buyer_hash))
      returning d.tenant_id, d.connection_id, d.order_id
    )
    update marketplace_order o set needs_plan = true from waiting w
      where o.tenant_id = w.tenant_id and o.connection_id = w.connection_id and o.order_id = w.order_id`)
}

const never = sql<boolean>`false`

async function removeDue(session: Session, of: SealedColumn, limit: number): Promise<number> {
  const { table, column, goes, held = never, heldForEver = never } = of
  const now = sql.raw(`current_setting('tentakel.today')::date`)
  const asked: RawBuilder<boolean> =
    of.ofOrder === true
      ? sql`exists (select from marketplace_order o where o.tenant_id = t.tenant_id and o.connection_id = t.connection_id and o.order_id = t.order_id
          and o.buyer_erased_at is not null and not exists (select from document d where d.tenant_id = o.tenant_id
            and d.connection_id = o.connection_id and d.order_id = o.order_id and d.state not in ${settledStates}))`
      : never
  const due = sql`select t.ctid from ${sql.table(table)} t where t.${sql.ref(column)} is not null and (
      (t.remove_on <= ${now} and (t.keep_until <= ${now} or not (${held})) and not (${heldForEver})) or (t.remove_on is not null and ${asked}))
    limit ${limit} for update of t skip locked`
  return session.run(
    goes === 'row'
      ? sql`delete from ${sql.table(table)} where ctid = any(array(${due}))`
      : sql`update ${sql.table(table)} set ${sql.ref(column)} = null where ctid = any(array(${due}))`,
  )
}

const ofOrders = sealedColumns.filter(({ ofOrder }) => ofOrder === true)

async function keptOf(
  session: Session,
  secrets: Secrets,
  { connectionId, orderId }: OrderOfBuyer,
): Promise<KeptValue[]> {
  const kept: KeptValue[] = []
  const take = async ({ table, column, context }: SealedColumn, where: RawBuilder<unknown>): Promise<void> => {
    const rows = await session.rows(sql<{ sealed: string; context: string; goesOn: string; atLatest: string }>`
      select ${sql.ref(column)} as sealed, ${context} as context, remove_on as "goesOn", keep_until as "atLatest"
      from ${sql.table(table)} where ${sql.ref(column)} is not null and ${where}`)
    for (const { sealed, context: bound, goesOn, atLatest } of rows)
      kept.push({
        kept: `${table}.${column.replace(/_sealed$/u, '')}`,
        value: asJson(secrets.open(sealed, bound)),
        goesOn,
        atLatest,
      })
  }
  for (const of of ofOrders) await take(of, sql`connection_id = ${connectionId} and order_id = ${orderId}`)
  const relation = sealedColumns.find(({ table }) => table === 'buyer_relation') as SealedColumn
  await take(
    relation,
    sql`(dossier_id, buyer_hash) in (select d.dossier_id, d.buyer_hash from document d where d.connection_id = ${connectionId} and d.order_id = ${orderId})`,
  )
  return kept
}

function asJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

async function forget(
  session: Session,
  { connectionId, orderId }: OrderOfBuyer,
  when: string | null,
): ReturnType<PersonalData['forget']> {
  const open = await session.rows(sql<unknown>`select 1 from marketplace_order o
    where o.connection_id = ${connectionId} and o.order_id = ${orderId} and (o.needs_plan or o.standing in ('blocked', 'waiting') or o.credit_waits
      or exists (select from document d where d.connection_id = o.connection_id and d.order_id = o.order_id and d.state not in ${settledStates}))`)
  if (open.length > 0) return { kind: 'open' }
  let values = 0
  for (const { table, column } of ofOrders)
    values += await session.run(sql`update ${sql.table(table)} set ${sql.ref(column)} = null
      where connection_id = ${connectionId} and order_id = ${orderId} and ${sql.ref(column)} is not null`)
  await session.run(
    sql`update marketplace_order set buyer_erased_at = ${when} where connection_id = ${connectionId} and order_id = ${orderId}`,
  )
  return { kind: 'forgotten', values }
}
