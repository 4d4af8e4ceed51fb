/** Orders and their versions. */
import { sql } from 'kysely'
import { states } from '../../../domain/document/document-states.ts'
import type { Fulfilment } from '../../../domain/order/order.ts'
import type { OrderExplanation } from '../../../domain/plan/plan.ts'
import type { ProblemCode } from '../../../domain/problem/problem.ts'
import type { FoundBy, Orders, OrderVersion, SeenOrder, StoredOrder } from '../../../ports/tables/orders.ts'
import type { Session } from '../database.ts'
import { countOrders, foldTallies } from './order-counts.ts'
import { among } from './state-steps.ts'
import { at } from '../values.ts'

const columns =
  sql.raw(`o.order_id as "orderId", o.placed_at as "placedAt", o.first_seen_at as "firstSeenAt", o.version, o.list_hash as "listHash", o.listed_items as "listedItems",
  o.wants_detail as "wantsDetail", o.detail_failures as "detailFailures", o.wants_shipments as "wantsShipments", o.standing, o.standing_reason as "standingReason",
  o.skipped_at as "skippedAt", o.undone_at as "undoneAt", o.sale_elsewhere as "saleElsewhere", o.begun_as as "begunAs", o.found_by as "foundBy", v.facts as "order", v.buyer_sealed as "buyerSealed", v.hash as "versionHash"`)
/** Looked up order by order: a join leaves it to a plan that may have been made while the tables were empty. */
const withVersion =
  sql.raw(`marketplace_order o left join lateral (select w.facts, w.buyer_sealed, w.hash from order_version w where w.tenant_id = o.tenant_id
  and w.connection_id = o.connection_id and w.order_id = o.order_id and w.version = o.version limit 1) v on true`)

export function ordersOf(session: Session): Orders {
  return {
    async known(connectionId, orderIds) {
      if (orderIds.length === 0) return []
      return session.rows(
        sql<StoredOrder>`select ${columns} from ${withVersion} where o.connection_id = ${connectionId} and o.order_id = any(${orderIds})`,
      )
    },
    saveSeen: (connectionId, seen) => saveSeen(session, connectionId, seen),
    wantingDetail: (connectionId, limit, now) =>
      session.rows(sql<StoredOrder>`select ${columns} from ${withVersion} where o.connection_id = ${connectionId} and o.wants_detail
        and not exists (select from held_record h where h.connection_id = o.connection_id and h.kind = 'order' and h.record_key = o.order_id
          and h.ask_at > ${at(now)})
        order by o.detail_failures, o.placed_at limit ${limit}`),
    wantingShipments: (connectionId) => wantingShipments(session, connectionId),
    toPlan: (connectionId, limit, after) =>
      session.rows(sql<StoredOrder>`select ${columns} from ${withVersion} where o.connection_id = ${connectionId} and o.needs_plan
        ${
          after === undefined
            ? sql``
            : sql`and (o.placed_at, o.order_id) > (select a.placed_at, a.order_id from marketplace_order a
                where a.connection_id = ${connectionId} and a.order_id = ${after})`
        }
        order by o.placed_at, o.order_id limit ${limit}`),
    async holdToPlan(connectionId, limit) {
      const rows = await session.rows(sql<{ orderId: string }>`select o.order_id as "orderId" from marketplace_order o
        where o.connection_id = ${connectionId} and o.needs_plan order by o.placed_at, o.order_id limit ${limit} for no key update`)
      return rows.map(({ orderId }) => orderId)
    },
    async hold(connectionId, orderId) {
      await session.rows(
        sql`select 1 from marketplace_order where connection_id = ${connectionId} and order_id = ${orderId} for no key update`,
      )
    },
    recent: (connectionId, from, limit) =>
      session.rows(sql<StoredOrder>`select ${columns} from ${withVersion} where o.connection_id = ${connectionId} and o.placed_on >= ${from}::date
        order by o.placed_on desc, o.order_id desc limit ${limit}`),
    async markPlanned(connectionId, results) {
      const rows = results.map((row) => ({ ...row, planAgainAt: at(row.planAgainAt) }))
      await session.run(sql`update marketplace_order o set standing = r.standing, standing_reason = r.reason, planned_revision = r.revision,
          explanation = r.explanation, needs_plan = o.version <> r.version, plan_again_at = r."planAgainAt",
          credit_waits = r."creditWaits"
        from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r("orderId" text, standing text, reason text, revision int, explanation jsonb, version int,
          "planAgainAt" timestamptz, "creditWaits" boolean)
        where o.connection_id = ${connectionId} and o.order_id = r."orderId"`)
    },
    async planDue(connectionId, now) {
      await session.run(sql`update marketplace_order set needs_plan = skipped_at is null, plan_again_at = null
        where connection_id = ${connectionId} and plan_again_at <= ${at(now)}`)
    },
    async versions(connectionId, wanted) {
      if (wanted.length === 0) return []
      return session.rows(sql<OrderVersion>`select v.order_id as "orderId", v.version, v.facts as "order" from order_version v
        join jsonb_to_recordset(${JSON.stringify(wanted)}::jsonb) as r("orderId" text, version int) on v.order_id = r."orderId" and v.version = r.version
        where v.connection_id = ${connectionId}`)
    },
    wakeCredits: (connectionId) =>
      session.run(sql`update marketplace_order o set needs_plan = true, credit_waits = false
        where o.connection_id = ${connectionId} and o.credit_waits and o.skipped_at is null and not exists (select from document d
          where d.tenant_id = o.tenant_id and d.connection_id = o.connection_id and d.order_id = o.order_id
            and d.state in ${among(states.goOn)})`),
    async planAgain(connectionId, orderIds) {
      const which =
        orderIds === null
          ? sql`standing <> 'planned' or exists (select from document d where d.tenant_id = o.tenant_id
        and d.connection_id = o.connection_id and d.order_id = o.order_id and d.state in ${among(states.planned)})`
          : sql`order_id = any(${orderIds})`
      await session.run(
        sql`update marketplace_order o set needs_plan = true where connection_id = ${connectionId} and version > 0 and skipped_at is null and (${which})`,
      )
    },
    async wantShipments(connectionId) {
      await session.run(sql`update marketplace_order o set wants_shipments = true from order_version v
        where o.connection_id = ${connectionId} and o.needs_plan and not o.wants_shipments and v.tenant_id = o.tenant_id
          and v.connection_id = o.connection_id and v.order_id = o.order_id and v.version = o.version
          and exists (select from jsonb_to_recordset(v.facts -> 'items') as i("quantityShipped" int) where i."quantityShipped" > 0)`)
    },
    async setShipmentsWanted(connectionId, entries) {
      if (entries.length === 0) return
      await session.run(sql`update marketplace_order o set wants_shipments = r.wanted,
          -- Quantities that were concluded from the parcels seen so far count only now.
          needs_plan = o.needs_plan or (o.version > 0 and o.skipped_at is null)
        from jsonb_to_recordset(${JSON.stringify(entries)}::jsonb) as r("orderId" text, wanted boolean)
        where o.connection_id = ${connectionId} and o.order_id = r."orderId" and o.wants_shipments <> r.wanted`)
    },
    async wantDetail(connectionId, orderIds) {
      await session.run(
        sql`update marketplace_order set wants_detail = true where connection_id = ${connectionId} and order_id = any(${orderIds})`,
      )
    },
    async wantReread(connectionId, orderIds) {
      if (orderIds.length === 0) return
      await session.run(
        sql`update marketplace_order set wants_reread = true where connection_id = ${connectionId} and order_id = any(${orderIds})`,
      )
    },
    async wantingReread(connectionId, limit) {
      const rows = await session.rows(sql<{ orderId: string }>`select order_id as "orderId" from marketplace_order
        where connection_id = ${connectionId} and wants_reread order by placed_at, order_id limit ${limit}`)
      return rows.map((row) => row.orderId)
    },
    async rereadDone(connectionId, orderId) {
      await session.run(sql`update marketplace_order set wants_reread = false, needs_plan = needs_plan or (version > 0 and skipped_at is null)
        where connection_id = ${connectionId} and order_id = ${orderId}`)
    },
    blockedBy: (connectionId, codes, limit) =>
      session.rows(sql<{
        orderId: string
        codes: ProblemCode[]
      }>`select o.order_id as "orderId", array_agg(distinct p.code) as codes
        from problem p join marketplace_order o on o.connection_id = p.connection_id and o.order_id = p.order_id
        where p.connection_id = ${connectionId} and p.cleared_at is null and p.code = any(${codes}) and o.skipped_at is null
        group by o.order_id, o.detail_read_at order by o.detail_read_at nulls first, o.order_id limit ${limit}`),
    async block(connectionId, orderIds, reason) {
      if (orderIds.length === 0) return
      await session.run(sql`update marketplace_order set standing = 'blocked', standing_reason = ${reason}
        where connection_id = ${connectionId} and order_id = any(${orderIds}) and standing in ('new', 'waiting')`)
    },
    addUnknown: (connectionId, rows, by) => addUnknown(session, connectionId, rows, by),
    async setSaleElsewhere(connectionId, orderId) {
      await session.run(
        sql`update marketplace_order set sale_elsewhere = true where connection_id = ${connectionId} and order_id = ${orderId}`,
      )
    },
    async beginAs(connectionId, orderIds, way) {
      await session.run(sql`update marketplace_order set begun_as = ${way}, needs_plan = true
        where connection_id = ${connectionId} and order_id = any(${orderIds}) and begun_as is null and skipped_at is null`)
    },
    async dropUnknown(connectionId, orderIds) {
      await session.run(sql`delete from marketplace_order where connection_id = ${connectionId} and order_id = any(${orderIds}) and version = 0
        and found_by is not null`)
    },
    async skip(connectionId, orderId, reason, when) {
      await session.run(sql`update marketplace_order set standing = 'skipped', standing_reason = 'person', skip_reason = ${reason}, skipped_at = ${at(when)},
        needs_plan = false where connection_id = ${connectionId} and order_id = ${orderId}`)
    },
    async placedIn(connectionId, from, to) {
      const rows = await session.rows(sql<{ orderId: string }>`select order_id as "orderId" from marketplace_order
        where connection_id = ${connectionId} and placed_on between ${from}::date and ${to}::date and undone_at is null and skipped_at is null
        order by placed_on, order_id`)
      return rows.map((row) => row.orderId)
    },
    undo: (connectionId, orderIds, reason, when) =>
      session.run(sql`update marketplace_order set undone_at = ${at(when)}, undo_reason = ${reason}, needs_plan = version > 0
        where connection_id = ${connectionId} and order_id = any(${orderIds}) and undone_at is null and skipped_at is null`),
    async explanation(connectionId, orderId) {
      const [row] = await session.rows(sql<{
        explanation: OrderExplanation | null
      }>`select explanation from marketplace_order
        where connection_id = ${connectionId} and order_id = ${orderId}`)
      return row?.explanation ?? null
    },
    count: (connectionId, from) => countOrders(session, connectionId, from),
    foldTallies: (connectionId) => foldTallies(session, connectionId),
  }
}

/** Upserts the page and appends the versions; a person's skip stays whatever the marketplace tells later. */
async function saveSeen(session: Session, connectionId: string, seen: SeenOrder[]): Promise<number> {
  const rows = seen.map(({ version, ...row }) => ({
    ...row,
    placedAt: at(row.placedAt),
    seenAt: at(row.seenAt),
    changedAt: at(row.changedAt),
    facts: version?.order ?? null,
    hash: version?.hash ?? null,
    buyerSealed: version?.buyerSealed ?? null,
    rawSealed: version?.rawSealed ?? null,
  }))
  const input = sql`jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r("orderId" text, "placedAt" timestamptz, "placedOn" date, "seenAt" timestamptz,
    "changedAt" timestamptz, "listHash" text, "listedItems" text[], "wantsDetail" boolean, "detailFailed" boolean, "wantsShipments" boolean, facts jsonb, hash text,
    "buyerSealed" text, "rawSealed" text)`
  const [result] = await session.rows(sql<{ changed: number }>`
    with upserted as (
      insert into marketplace_order as o (tenant_id, connection_id, order_id, placed_at, placed_on, first_seen_at, last_changed_at, list_hash, listed_items, version,
          wants_detail, detail_failures, detail_read_at, wants_shipments, needs_plan)
        select current_tenant(), ${connectionId}, r."orderId", r."placedAt", r."placedOn", r."seenAt", r."changedAt", r."listHash", r."listedItems",
          case when r.hash is null then 0 else 1 end, r."wantsDetail", case when r."detailFailed" then 1 else 0 end,
          case when r."wantsDetail" then null else r."seenAt" end, coalesce(r."wantsShipments", false), r.hash is not null
        from ${input}
      on conflict (tenant_id, connection_id, order_id) do update set
        placed_at = coalesce(excluded.placed_at, o.placed_at), placed_on = coalesce(excluded.placed_on, o.placed_on),
        last_changed_at = greatest(o.last_changed_at, excluded.last_changed_at), list_hash = excluded.list_hash,
        listed_items = case when excluded.listed_items <@ o.listed_items then o.listed_items
          else (select array_agg(distinct i order by i) from unnest(o.listed_items || excluded.listed_items) i) end,
        version = o.version + excluded.version, wants_detail = excluded.wants_detail,
        detail_read_at = coalesce(excluded.detail_read_at, o.detail_read_at),
        detail_failures = case when excluded.wants_detail then o.detail_failures + excluded.detail_failures else 0 end,
        wants_shipments = case when excluded.wants_detail then o.wants_shipments else excluded.wants_shipments end,
        needs_plan = (o.needs_plan or excluded.needs_plan) and o.skipped_at is null
      returning o.order_id, o.version, (xmax = 0) as inserted
    ), versions as (
      insert into order_version (tenant_id, connection_id, order_id, version, hash, seen_at, facts, buyer_sealed, raw_sealed)
        select current_tenant(), ${connectionId}, r."orderId", u.version, r.hash, r."seenAt", r.facts, r."buyerSealed", r."rawSealed"
        from ${input} join upserted u on u.order_id = r."orderId" where r.hash is not null
      returning order_id
    )
    select count(*)::int as changed from upserted u where u.inserted or exists (select from versions v where v.order_id = u.order_id)`)
  return result?.changed ?? 0
}

async function addUnknown(
  session: Session,
  connectionId: string,
  found: { orderId: string; placedAt: number | null; placedOn: string | null }[],
  by: { foundBy: FoundBy; at: number },
): Promise<string[]> {
  if (found.length === 0) return []
  const rows = found.map((row) => ({ ...row, placedAt: at(row.placedAt) }))
  const added = await session.rows(sql<{ orderId: string }>`
    insert into marketplace_order (tenant_id, connection_id, order_id, placed_at, placed_on, first_seen_at, last_changed_at, wants_detail, found_by)
      select distinct on (r."orderId") current_tenant(), ${connectionId}::uuid, r."orderId", r."placedAt", r."placedOn", ${at(by.at)}::timestamptz,
        ${at(by.at)}::timestamptz, true, ${by.foundBy}::text
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r("orderId" text, "placedAt" timestamptz, "placedOn" date)
    on conflict (tenant_id, connection_id, order_id) do nothing
    returning order_id as "orderId"`)
  return added.map((row) => row.orderId)
}

async function wantingShipments(
  session: Session,
  connectionId: string,
): Promise<{ orderId: string; placedAt: number | null; fulfilments: Fulfilment[] }[]> {
  return session.rows(sql<{ orderId: string; placedAt: number | null; fulfilments: Fulfilment[] }>`
    select o.order_id as "orderId", o.placed_at as "placedAt",
      (select coalesce(jsonb_agg(distinct i ->> 'fulfilment'), '[]') from jsonb_array_elements(v.facts -> 'items') i) as fulfilments
    from ${withVersion} where o.connection_id = ${connectionId} and o.wants_shipments`)
}
