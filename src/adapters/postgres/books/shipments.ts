/** Shipments of orders that we know. */
import { sql } from 'kysely'
import type { Fulfilment } from '../../../domain/order/order.ts'
import type { Shipments, StoredShipment } from '../../../ports/tables/shipments.ts'
import type { Session } from '../database.ts'
import { at } from '../values.ts'

export function shipmentsOf(session: Session): Shipments {
  return {
    async stocks(connectionId) {
      const rows = await session.rows(sql<{
        stock: Fulfilment
      }>`select s.stock from unnest(array['seller', 'marketplace']) as s(stock)
        where exists (select from marketplace_shipment m where m.connection_id = ${connectionId} and m.fulfilment = s.stock)`)
      return rows.map((row) => row.stock)
    },
    async ofOrders(connectionId, orderIds) {
      if (orderIds.length === 0) return []
      return session.rows(sql<StoredShipment>`select shipment_id as "shipmentId", order_id as "orderId", shipped_at as "shippedAt", shipped_on as "shippedOn",
        fulfilment, items, has_detail as "hasDetail" from marketplace_shipment where connection_id = ${connectionId} and order_id = any(${orderIds})`)
    },
    async save(connectionId, entries) {
      const rows = entries.map(({ shipment, hasDetail, rawSealed, seenAt }) => ({
        ...shipment,
        shippedAt: at(shipment.shippedAt),
        hasDetail,
        rawSealed,
        seenAt: at(seenAt),
      }))
      const saved = await session.rows(sql<{ orderId: string }>`
        insert into marketplace_shipment as s (tenant_id, connection_id, shipment_id, order_id, shipped_at, shipped_on, fulfilment, items, first_seen_at,
            raw_sealed, has_detail)
          select current_tenant(), ${connectionId}, r."shipmentId", r."orderId", r."shippedAt", r."shippedOn", r.fulfilment, r.items, r."seenAt",
            r."rawSealed", r."hasDetail"
          from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r("shipmentId" text, "orderId" text, "shippedAt" timestamptz, "shippedOn" date,
            fulfilment text, items jsonb, "seenAt" timestamptz, "rawSealed" text, "hasDetail" boolean)
          where exists (select from marketplace_order o where o.connection_id = ${connectionId} and o.order_id = r."orderId")
        on conflict (tenant_id, connection_id, shipment_id) do update set has_detail = s.has_detail or excluded.has_detail,
          items = case when excluded.has_detail then excluded.items else s.items end,
          shipped_at = coalesce(excluded.shipped_at, s.shipped_at), shipped_on = coalesce(excluded.shipped_on, s.shipped_on)
          -- The shipment's own answer goes before a row of a list; a date that was missing is taken from either.
          where (excluded.has_detail and (not s.has_detail or excluded.items is distinct from s.items))
            or (excluded.shipped_on is distinct from s.shipped_on and (excluded.has_detail or s.shipped_on is null))
        returning s.order_id as "orderId"`)
      return [...new Set(saved.map((row) => row.orderId))]
    },
  }
}
