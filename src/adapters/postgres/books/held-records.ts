/** Records that the marketplace gave badly. */
import { sql } from 'kysely'
import { heldRecordRests } from '../../../domain/delays.ts'
import type { HeldRecord, HeldRecords } from '../../../ports/tables/held-records.ts'
import type { Session } from '../database.ts'
import { at } from '../values.ts'

const columns =
  sql.raw(`h.kind, h.record_key as "key", h.named, h.order_id as "orderId", h.listed_on as "listedOn", h.fault,
  h.first_at as "firstAt", h.last_at as "lastAt", h.ask_at as "askAt"`)
const notLeftOut =
  sql.raw(`not exists (select from marketplace_order o where o.connection_id = h.connection_id and o.order_id = h.order_id
  and o.skipped_at is not null)`)

export function heldRecordsOf(session: Session): HeldRecords {
  return {
    async hold(connectionId, records, when, asked) {
      if (records.length === 0) return
      const once = [...new Map(records.map((record) => [`${record.kind}|${record.key}`, record])).values()]
      const rests = sql`${heldRecordRests}::bigint[]`
      const failed = asked ? 1 : 0
      await session.run(sql`insert into held_record as h (tenant_id, connection_id, kind, record_key, named, order_id, listed_on, fault, failures,
          first_at, last_at, ask_at)
        select current_tenant(), ${connectionId}, r.kind, r.key, r.named, r."orderId", r."listedOn", r.fault, ${failed}, ${at(when)}, ${at(when)},
          ${at(when)}
        from jsonb_to_recordset(${JSON.stringify(once)}::jsonb) as r(kind text, key text, named boolean, "orderId" text, "listedOn" date, fault text)
        on conflict (tenant_id, connection_id, kind, record_key) do update set fault = excluded.fault, last_at = excluded.last_at,
          order_id = coalesce(excluded.order_id, h.order_id), failures = h.failures + ${failed},
          ask_at = case when ${asked} then excluded.last_at
            + (${rests})[least(h.failures + 1, cardinality(${rests}))] * interval '1 millisecond' else h.ask_at end`)
    },
    async release(connectionId, kind, keys) {
      if (keys.length === 0) return
      await session.run(
        sql`delete from held_record where connection_id = ${connectionId} and kind = ${kind} and record_key = any(${keys})`,
      )
    },
    async releaseUnseen(connectionId, kind, before, days) {
      await session.run(sql`delete from held_record where connection_id = ${connectionId} and kind = ${kind} and not named and last_at < ${at(before)}
        and ${days === null ? sql`true` : sql`listed_on = any(${days}::date[])`}`)
    },
    list: (connectionId) =>
      session.rows(
        sql<HeldRecord>`select ${columns} from held_record h where h.connection_id = ${connectionId} and ${notLeftOut} order by h.first_at`,
      ),
    ofOrder: (connectionId, orderId) =>
      session.rows(
        sql<HeldRecord>`select ${columns} from held_record h where h.connection_id = ${connectionId} and h.order_id = ${orderId} order by h.first_at`,
      ),
    async resting(connectionId, kind, keys, now) {
      if (keys.length === 0) return []
      const rows = await session.rows(sql<{ key: string }>`select h.record_key as "key" from held_record h
        where h.connection_id = ${connectionId} and h.kind = ${kind} and h.record_key = any(${keys}) and h.ask_at > ${at(now)}`)
      return rows.map((row) => row.key)
    },
    due: (connectionId, kind, now, limit) =>
      session.rows(sql<HeldRecord>`select ${columns} from held_record h where h.connection_id = ${connectionId} and h.kind = ${kind} and h.named
        and h.ask_at <= ${at(now)} and ${notLeftOut} order by h.ask_at, h.record_key limit ${limit}`),
    async endRests(connectionId, orderIds) {
      await session.run(sql`update held_record set ask_at = first_at where connection_id = ${connectionId}
        and ${orderIds === null ? sql`true` : sql`order_id = any(${orderIds})`}`)
    },
  }
}
