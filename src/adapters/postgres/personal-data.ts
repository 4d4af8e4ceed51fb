/** Removes what names a person, a while after the last change of an order. What the books need stays. */
import { sql } from 'kysely'
import type { Instant } from '../../domain/calendar.ts'
import type { Session } from './database.ts'
import { at } from './values.ts'

export async function removePersonalData(
  session: Session,
  when: { before: Instant; blockedBefore: Instant; when: Instant; limit: number },
): Promise<number> {
  const due = await session.rows(sql<{ connection_id: string; order_id: string }>`
    select o.connection_id, o.order_id from marketplace_order o
    where o.personal_data_removed_at is null and o.last_changed_at < ${at(when.before)}
      and (o.last_changed_at < ${at(when.blockedBefore)} or not (o.standing = 'blocked' or exists (
        select from document d where d.tenant_id = o.tenant_id and d.connection_id = o.connection_id and d.order_id = o.order_id
          and d.state not in ('confirmed', 'verified', 'changed', 'foreign', 'skipped', 'deletedInLedger'))))
    order by o.last_changed_at limit ${when.limit} for update skip locked`)
  if (due.length === 0) return 0
  const orders = sql`jsonb_to_recordset(${JSON.stringify(due)}::jsonb) as r(connection_id uuid, order_id text)`
  await session.run(sql`update order_version t set buyer_sealed = null, raw_sealed = null from ${orders}
    where t.connection_id = r.connection_id and t.order_id = r.order_id and (t.buyer_sealed is not null or t.raw_sealed is not null)`)
  await session.run(sql`update marketplace_shipment t set raw_sealed = null from ${orders}
    where t.connection_id = r.connection_id and t.order_id = r.order_id and t.raw_sealed is not null`)
  await session.run(sql`update marketplace_return t set raw_sealed = null from ${orders}
    where t.connection_id = r.connection_id and t.order_id = r.order_id and t.raw_sealed is not null`)
  await session.run(sql`update document t set template_sealed = null from ${orders}
    where t.connection_id = r.connection_id and t.order_id = r.order_id and t.template_sealed is not null
      and t.state in ('confirmed', 'verified', 'changed', 'foreign', 'skipped', 'deletedInLedger')`)
  await session.run(
    sql`update buyer_relation set content_sealed = null where content_sealed is not null and state <> 'wanted'`,
  )
  await session.run(sql`update marketplace_order t set personal_data_removed_at = ${at(when.when)} from ${orders}
    where t.connection_id = r.connection_id and t.order_id = r.order_id`)
  return due.length
}
