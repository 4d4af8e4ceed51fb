/** Returns as the marketplace lists them, version by version, and the user's decisions about them. */
import { sql } from 'kysely'
import type { ReturnListRead, Returns, StoredReturn } from '../../../ports/tables/returns.ts'
import type { Session } from '../database.ts'
import { at } from '../values.ts'

const columns =
  sql.raw(`r.rma_id as "rmaId", r.version, r.return_id as "returnId", r.order_id as "orderId", r.ean, r.fulfilment,
  r.registered_at as "registeredAt", r.expected_quantity as "expectedQuantity", r.handled, r.main_reason as "mainReason", r.results, r.amount_cents as "amountCents",
  case when d.decision is null then null else jsonb_build_object('decision', d.decision, 'orderItemId', d.order_item_id, 'reason', d.reason,
    'at', (extract(epoch from d.decided_at) * 1000)::bigint) end as decision`)
/** The newest version of each, with the newest decision. */
const newest = sql.raw(`(select distinct on (v.connection_id, v.rma_id) v.* from marketplace_return v
    order by v.connection_id, v.rma_id, v.version desc) r
  left join lateral (select * from return_decision x where x.tenant_id = r.tenant_id and x.connection_id = r.connection_id and x.rma_id = r.rma_id
    order by x.decision_id desc limit 1) d on true`)

export function returnsOf(session: Session): Returns {
  const find = (where: ReturnType<typeof sql>): Promise<StoredReturn[]> =>
    session.rows(sql<StoredReturn>`select ${columns} from ${newest} where ${where} order by r.registered_at, r.rma_id`)
  return {
    ofOrders: (connectionId, orderIds) =>
      find(sql`r.connection_id = ${connectionId} and r.order_id = any(${orderIds})`),
    byIds: (connectionId, rmaIds) => find(sql`r.connection_id = ${connectionId} and r.rma_id = any(${rmaIds})`),
    between: (connectionId, from, until) =>
      find(sql`r.connection_id = ${connectionId} and (r.registered_at between ${at(from)} and ${at(until)} or exists (
        select from jsonb_to_recordset(r.results) as x("processedAt" bigint) where x."processedAt" between ${from} and ${until}))`),
    unhandled: (connectionId, fulfilment) =>
      find(sql`r.connection_id = ${connectionId} and r.fulfilment = ${fulfilment} and not r.handled`),
    async save(connectionId, entries) {
      if (entries.length === 0) return []
      const rows = entries.map(({ item, hash, rawSealed, seenAt }) => ({
        ...item,
        registeredAt: at(item.registeredAt),
        hash,
        rawSealed,
        seenAt: at(seenAt),
      }))
      return session.rows(sql<{ rmaId: string; orderId: string }>`
        insert into marketplace_return (tenant_id, connection_id, rma_id, version, return_id, order_id, ean, fulfilment, registered_at,
            expected_quantity, handled, main_reason, results, amount_cents, hash, seen_at, raw_sealed)
          select current_tenant(), ${connectionId}, r."rmaId", coalesce(o.version, 0) + 1, r."returnId", r."orderId", r.ean, r.fulfilment,
            r."registeredAt", r."expectedQuantity", r.handled, r."mainReason", r.results, r."amountCents", r.hash, r."seenAt", r."rawSealed"
          from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r("rmaId" text, "returnId" text, "orderId" text, ean text, fulfilment text,
              "registeredAt" timestamptz, "expectedQuantity" int, handled boolean, "mainReason" text, results jsonb, "amountCents" bigint, hash text,
              "seenAt" timestamptz, "rawSealed" text)
            left join lateral (select v.version, v.hash from marketplace_return v where v.connection_id = ${connectionId} and v.rma_id = r."rmaId"
              order by v.version desc limit 1) o on true
          where o.hash is null or o.hash <> r.hash
        on conflict (tenant_id, connection_id, rma_id, version) do nothing
        returning rma_id as "rmaId", order_id as "orderId"`)
    },
    async decide(connectionId, rmaId, entry) {
      await session.run(sql`insert into return_decision (tenant_id, connection_id, rma_id, decision, order_item_id, reason, decided_at, decided_by)
        values (current_tenant(), ${connectionId}, ${rmaId}, ${entry.decision}, ${entry.orderItemId}, ${entry.reason}, ${at(entry.at)}, ${entry.by})`)
    },
    async forgetListsRead(connectionId) {
      await session.run(sql`delete from return_list_read where connection_id = ${connectionId}`)
    },
    listsRead: (connectionId) =>
      session.rows(sql<ReturnListRead>`select fulfilment, handled, read_at as "readAt", swept_at as "sweptAt" from return_list_read
        where connection_id = ${connectionId}`),
    async setListRead(connectionId, read) {
      await session.run(sql`insert into return_list_read as l (tenant_id, connection_id, fulfilment, handled, read_at, swept_at)
        values (current_tenant(), ${connectionId}, ${read.fulfilment}, ${read.handled}, ${at(read.readAt)}, ${at(read.sweptAt)})
        on conflict (tenant_id, connection_id, fulfilment, handled) do update set read_at = excluded.read_at,
          swept_at = coalesce(excluded.swept_at, l.swept_at)`)
    },
  }
}
