/** The booked amounts of the orders in settlements. Only documents that the ledger confirmed count. */
import { sql } from 'kysely'
import { states } from '../../../domain/document/document-states.ts'
import type { LocalDate } from '../../../domain/calendar.ts'
import { exactFromText } from '../../../domain/settlement/exact.ts'
import type { SettlementBooking, SettlementOrderFacts, Settlements } from '../../../ports/settle/settlements.ts'
import { listOf } from '../books/state-steps.ts'
import type { Session } from '../database.ts'

const inLedger = sql.raw(`d.order_id is not null and d.state in ${listOf(states.inLedger)}`)
const cents = sql.raw(`coalesce(d.ledger_cents, d.amount_cents)`)
/** A credit keeps the day of supply of its sale, for the rate: it counts from its own day. */
const supplied = sql.raw(`case when d.plan->'change' is null then (d.plan->>'supplyDate')::date
  else coalesce((d.plan->'day'->>'date')::date, d.document_date, (d.plan->>'supplyDate')::date) end`)
/**
 * A member of a day's total is booked on the relation of its day; another document on its buyer's, or on the one of its country's
 * consumers.
 */
const onCentral = sql.raw(`(d.plan->'day' is not null or coalesce(b.central, false))`)
const destination = sql.raw(`coalesce(d.plan->'day'->>'destination', o.explanation->>'destination')`)
const discounts = sql.raw(`(select coalesce(sum((c->>'cents')::bigint), 0)::bigint from order_version v
  cross join jsonb_array_elements(v.facts->'items') i cross join jsonb_array_elements(i->'discounts') c
  where v.tenant_id = o.tenant_id and v.connection_id = o.connection_id and v.order_id = o.order_id and v.version = o.version)`)
const onRelation = 'document d left join buyer_relation b using (tenant_id, dossier_id, buyer_hash)'
/** A document with the relation on which it is booked. */
export const documentOnRelation = sql.raw(onRelation)
const withRelation = sql.raw(`${onRelation}
  left join marketplace_order o on o.tenant_id = d.tenant_id and o.connection_id = d.connection_id and o.order_id = d.order_id`)

type OfMoney = 'ordersToCheck' | 'moneyOf' | 'bookingsOf' | 'openByCountry'
type OfOrders = 'firstBookedDay' | 'unaskedOrders' | 'setAbsent' | 'factsOf'

export function settlementBooksOf(session: Session): Pick<Settlements, OfMoney | OfOrders> {
  return { ...moneyOf(session), ...ordersOf(session) }
}

function moneyOf(session: Session): Pick<Settlements, OfMoney> {
  return {
    async ordersToCheck(connectionId, { invoiceId, upTo, periodTo }) {
      const rows = await session.rows(sql<{ orderId: string }>`
        with first as (select min(period_from) as day from settlement where connection_id = ${connectionId} and kind = 'settlement'),
        booked as (
          select d.order_id, sum(${cents}) as cents, coalesce(sum(${cents}) filter (where ${supplied} <= ${periodTo}::date), 0) as then
          from document d cross join first where d.connection_id = ${connectionId} and ${inLedger}
          group by d.order_id, first.day having max(${supplied}) >= first.day
        ), settled as (
          select order_id, round(sum(settled) * 100) as cents, round(coalesce(sum(settled) filter (where invoice_id = any(${upTo})), 0) * 100) as then
          from settlement_order where connection_id = ${connectionId} group by order_id
        )
        select order_id as "orderId" from booked full join settled using (order_id)
          where coalesce(booked.cents, 0) <> coalesce(settled.cents, 0) or coalesce(booked.then, 0) <> coalesce(settled.then, 0)
        union select order_id from settlement_order where connection_id = ${connectionId} and invoice_id = ${invoiceId}`)
      return rows.map(({ orderId }) => orderId)
    },
    async moneyOf(connectionId, orderIds) {
      const rows = await session.rows(sql<{
        invoiceId: string
        orderId: string
        turnover: string
        corrections: string[]
      }>`
        select s.invoice_id as "invoiceId", s.order_id as "orderId", s.turnover::text as turnover, s.corrections::text[] as corrections
        from settlement_order s join settlement i using (tenant_id, connection_id, invoice_id)
        where s.connection_id = ${connectionId} and s.order_id = any(${orderIds}) order by i.issue_date, s.invoice_id`)
      return rows.map((row) => ({
        ...row,
        turnover: exactFromText(row.turnover) ?? 0n,
        corrections: row.corrections.map((text) => exactFromText(text) ?? 0n),
      }))
    },
    bookingsOf: (connectionId, orderIds) =>
      session.rows(sql<SettlementBooking>`select d.order_id as "orderId", ${supplied} as "supplyDate", ${cents} as "amountCents",
          (select coalesce(sum((l->>'grossCents')::bigint), 0)::bigint from jsonb_array_elements(d.plan->'lines') l) * sign(d.amount_cents)::int as "paidCents",
          case when d.plan->'flags' ? 'DISCOUNT_FUNDING_UNKNOWN' then ${discounts} else 0 end as "discountCents",
          d.target = 'invoices' as "isInvoice",
          exists (select from settlement_paid p join document e on e.tenant_id = p.tenant_id and e.document_id = p.entry_id and e.kind = 'paid'
            where p.tenant_id = d.tenant_id and p.document_id = d.document_id) as "isPaidDaily",
          case when ${onCentral} then ${destination} end as "centralCountry",
          case when b.state = 'found' then b.relation_id end as "relationId", b.external_id as "externalId", d.confirmed_at as "confirmedAt",
          case when not ${onCentral} then coalesce(b.relation_id, b.external_id)::text end as "ownRelation"
        from ${withRelation} where d.connection_id = ${connectionId} and ${inLedger} and d.order_id = any(${orderIds})
        order by d.order_id, ${supplied}, d.document_id`),
    openByCountry: (connectionId, { cleared, periodTo }) =>
      session.rows(sql<{ country: string; openCents: number }>`
        with first as (select min(period_from) as day from settlement where connection_id = ${connectionId} and kind = 'settlement'),
        settled as (
          select order_id, round(sum(settled) * 100) as cents from settlement_order
          where connection_id = ${connectionId} and invoice_id = any(${cleared}) group by order_id
        ), booked as (
          -- A sale that is settled stands there, also where its own day is later.
          select d.order_id, min(case when ${onCentral} then ${destination} end) as country, min(settled.cents) as settled,
            sum(${cents}) filter (where ${supplied} <= ${periodTo}::date or (settled.cents is not null and d.amount_cents > 0)) as cents
          from ${withRelation} left join settled on settled.order_id = d.order_id cross join first
          where d.connection_id = ${connectionId} and ${inLedger}
          -- Before the first settlement of sales all that is booked is open.
          group by d.order_id, first.day having first.day is null or max(${supplied}) >= first.day
        )
        select country, sum(coalesce(cents, 0) - coalesce(settled, 0))::bigint as "openCents"
        from booked where country is not null group by country order by country`),
  }
}

function ordersOf(session: Session): Pick<Settlements, OfOrders> {
  return {
    async unaskedOrders(connectionId, firstDay, limit) {
      const rows = await session.rows(sql<{
        orderId: string
      }>`select distinct s.order_id as "orderId" from settlement_order s
          join settlement i on i.tenant_id = s.tenant_id and i.connection_id = s.connection_id and i.invoice_id = s.invoice_id
        where s.connection_id = ${connectionId} and s.absent is null and i.period_to >= ${firstDay}::date
          and not exists (select from marketplace_order o where o.tenant_id = s.tenant_id and o.connection_id = s.connection_id
            and o.order_id = s.order_id)
        order by 1 limit ${limit}`)
      return rows.map(({ orderId }) => orderId)
    },
    async firstBookedDay(connectionId, { from, to }) {
      const [row] = await session.rows(sql<{ day: LocalDate | null }>`select min(placed_on) as day from order_class
        where connection_id = ${connectionId} and class = 'booked' and placed_on between ${from}::date and ${to}::date`)
      return row?.day ?? null
    },
    async setAbsent(connectionId, orderId, absent) {
      await session.run(
        sql`update settlement_order set absent = ${absent} where connection_id = ${connectionId} and order_id = ${orderId}`,
      )
    },
    factsOf: (connectionId, orderIds) =>
      session.rows(sql<SettlementOrderFacts>`select order_id as "orderId", standing, standing_reason as "standingReason", placed_on as "placedOn"
          from marketplace_order where connection_id = ${connectionId} and order_id = any(${orderIds})
        union all select distinct s.order_id, 'nothing', s.absent, null::date from settlement_order s
          where s.connection_id = ${connectionId} and s.order_id = any(${orderIds}) and s.absent = 'beforeStart'
            and not exists (select from marketplace_order o where o.tenant_id = s.tenant_id and o.connection_id = s.connection_id
              and o.order_id = s.order_id)`),
  }
}
