/** Each order from a day on counts once, in the first that fits. */
import { sql } from 'kysely'
import type { OrderCounts } from '../../ports/store.ts'
import type { Session } from './database.ts'

/** `with … orders (order_id, credited, class)`: the class of each order of the connection for which `which` holds (`o`: the order). */
export function classed(connectionId: string, which: ReturnType<typeof sql>): ReturnType<typeof sql> {
  return sql`
    with standing as (
      -- What stands in a total stands as the total does.
      select d.order_id, d.kind, coalesce(t.state, d.state) as state, coalesce(t.sends_of_number, d.sends_of_number) as sends_of_number
      from document d
        left join day_member m on d.state = 'inTotal' and m.tenant_id = d.tenant_id and m.document_id = d.document_id
        left join document t on t.tenant_id = m.tenant_id and t.document_id = m.total_id
      where d.connection_id = ${connectionId} and d.order_id is not null
    ), documents as (
      select order_id,
        bool_or(state in ('sending', 'inDoubt', 'cooling', 'quarantined') or (state = 'checking' and sends_of_number > 0)) as in_doubt,
        bool_or(state in ('blocked', 'rejected', 'mismatch', 'duplicate')) as blocked,
        bool_or(state in ('draft', 'ready', 'approval', 'inDay', 'inTotal') or (state = 'checking' and sends_of_number = 0)) as waiting,
        bool_and(state in ('skipped', 'deletedInLedger')) as skipped,
        bool_or(kind = 'creditNote' and state in ('confirmed', 'verified')) as credited
      from standing group by order_id
    ), orders as (
      select o.order_id, coalesce(d.credited, false) as credited,
        case
          when coalesce(d.in_doubt, false) then 'inDoubt'
          when o.standing = 'blocked' or coalesce(d.blocked, false) then 'blocked'
          when o.standing in ('new', 'waiting') or coalesce(d.waiting, false) then 'waiting'
          when o.standing in ('skipped', 'nothing') or coalesce(d.skipped, false) then 'skipped'
          when d.order_id is null then 'waiting'
          else 'booked'
        end as class
      from marketplace_order o left join documents d on d.order_id = o.order_id
      where o.connection_id = ${connectionId} and ${which}
    )`
}

export async function countOrders(session: Session, connectionId: string, from: string): Promise<OrderCounts> {
  const [row] = await session.rows(sql<OrderCounts>`
    ${classed(connectionId, sql`(o.placed_on is null or o.placed_on >= ${from})`)}
    select count(*)::int as orders, count(*) filter (where class = 'booked')::int as booked,
      count(*) filter (where class = 'booked' and credited)::int as credited, count(*) filter (where class = 'waiting')::int as waiting,
      count(*) filter (where class = 'blocked')::int as blocked, count(*) filter (where class = 'skipped')::int as skipped,
      count(*) filter (where class = 'inDoubt')::int as "inDoubt"
    from orders`)
  return row ?? { orders: 0, booked: 0, credited: 0, waiting: 0, blocked: 0, skipped: 0, inDoubt: 0 }
}
