/**
 * Counts each order once. The database itself keeps the class of an order (migration 0027). A change notes the order, and a reader has the
 * noted ones worked out first (0035). A document that is being sent counts as in doubt.
 */
import { sql, type RawBuilder } from 'kysely'
import type { OrderClass } from '../../../domain/document/document-states.ts'
import type { ClassedOrder } from '../../../ports/tables/completeness.ts'
import type { OrderCounts } from '../../../ports/tables/orders.ts'
import type { Session } from '../database.ts'

/** Before anything that is kept of orders is read: works out those that changed since the last reader. */
export async function settleCounts(session: Session, connectionId: string): Promise<void> {
  await session.rows(sql`select settle_counts(${connectionId})`)
}

/**
 * Joins what an order counts as, looked up order by order. A plain join leaves the choice to a plan that was made for a company of
 * average size, and reads all orders of one that is two hundred times as large.
 */
export function classOf(alias: string, connectionId: string, orderId: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`cross join lateral (select * from order_class k where k.connection_id = ${connectionId} and k.order_id = ${orderId} limit 1) ${sql.ref(alias)}`
}

/** Exact, and as fast for a million orders as for ten: some rows of each day are added up. */
export async function countOrders(session: Session, connectionId: string, from: string): Promise<OrderCounts> {
  await settleCounts(session, connectionId)
  const rows = await session.rows(sql<{
    class: OrderClass
    credited: boolean
    orders: number
    moving: number
  }>`
    with kept as (
      select class, credited, sum(orders)::int as orders, 0 as moving from order_tally
        where connection_id = ${connectionId} and (placed_on >= ${from}::date or placed_on = '-infinity') group by 1, 2
      union all
      select c.class, c.credited, 0, count(*)::int from sending_orders(${connectionId}) s
        ${classOf('c', connectionId, sql`s.order_id`)}
        where (c.placed_on is null or c.placed_on >= ${from}::date) group by 1, 2
    ) select class, credited, sum(orders)::int as orders, sum(moving)::int as moving from kept group by 1, 2`)
  const counts: OrderCounts = { orders: 0, booked: 0, credited: 0, waiting: 0, blocked: 0, skipped: 0, inDoubt: 0 }
  for (const row of rows) {
    const left = row.orders - row.moving
    counts.orders += row.orders
    counts[row.class] += left
    counts.inDoubt += row.moving
    if (row.class === 'booked' && row.credited) counts.credited += left
  }
  return counts
}

/** Of the orders of these days, and of those that are named. */
export async function classesOf(
  session: Session,
  connectionId: string,
  { period, orderIds }: { period: { from: string; to: string } | null; orderIds: string[] },
): Promise<ClassedOrder[]> {
  await settleCounts(session, connectionId)
  return session.rows(sql<ClassedOrder>`
    with wanted as (
      select order_id from marketplace_order where connection_id = ${connectionId} and placed_on between ${period?.from ?? null}::date and ${period?.to ?? null}::date
      union select unnest(${orderIds}::text[])
    ) select c.order_id as "orderId", case when s.order_id is null then c.class else 'inDoubt' end as class
      from wanted w ${classOf('c', connectionId, sql`w.order_id`)}
        left join sending_orders(${connectionId}) s on s.order_id = c.order_id`)
}

/** Tallies are written as differences; from so many on they are made one row per day again. */
const foldFrom = 200

export async function foldTallies(session: Session, connectionId: string): Promise<void> {
  // They leave together; the second counts what the first one left.
  const [, [row]] = await Promise.all([
    settleCounts(session, connectionId),
    session.rows(sql<{ open: number }>`select count(*)::int as open from (
      (select 1 from order_tally where connection_id = ${connectionId} and not folded limit ${foldFrom})
      union all (select 1 from booked_tally where connection_id = ${connectionId} and not folded limit ${foldFrom})) t`),
  ])
  if ((row?.open ?? 0) >= foldFrom) await session.rows(sql`select fold_tallies(${connectionId})`)
}
