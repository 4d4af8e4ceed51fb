/** Answers of the EU's register, kept as proof, and the year's cross-border sales. */
import { sql, type RawBuilder } from 'kysely'
import type { RegisterHistory } from '../../../domain/vat/register.ts'
import type { CrossBorderSales, TaxablePerson, VatChecks } from '../../../ports/tables/vat-checks.ts'
import type { Session } from '../database.ts'
import { at } from '../values.ts'

export function vatChecksOf(session: Session): VatChecks {
  return {
    async history(numberHash) {
      const [row] = await session.rows(sql<{
        answer: 'valid' | 'invalid' | null
        answeredAt: number | null
        times: number
        firstAt: number | null
        lastAt: number | null
      }>`
        with last as (
          select check_id, answer, asked_at from vat_number_check where number_hash = ${numberHash} and answer <> 'unavailable'
          order by asked_at desc, check_id desc limit 1
        )
        select (select answer from last) as answer, (select asked_at from last) as "answeredAt", count(*)::int as times,
          min(asked_at) as "firstAt", max(asked_at) as "lastAt"
        from vat_number_check where number_hash = ${numberHash} and answer = 'unavailable'
          and check_id > coalesce((select check_id from last), 0)`)
      return historyOf(row)
    },
    async save(check) {
      await session.run(sql`insert into vat_number_check (tenant_id, number_hash, requester, asked_at, answer, consultation, detail)
        values (current_tenant(), ${check.numberHash}, ${check.requester}, ${at(check.askedAt)}, ${check.answer}, ${check.consultation}, ${check.detail})`)
    },
  }
}

function historyOf(
  row:
    | {
        answer: 'valid' | 'invalid' | null
        answeredAt: number | null
        times: number
        firstAt: number | null
        lastAt: number | null
      }
    | undefined,
): RegisterHistory {
  const last = row?.answer == null ? null : { answer: row.answer, at: row.answeredAt ?? 0 }
  if (row === undefined || row.firstAt === null || row.lastAt === null) return { last, unanswered: null }
  return { last, unanswered: { times: row.times, firstAt: row.firstAt, lastAt: row.lastAt } }
}

/** In this dossier, or in one of other connections whose seller has the same VAT number: the threshold is one person's. */
function isOf({ dossierId, vatNumber }: TaxablePerson): RawBuilder<boolean> {
  return sql<boolean>`dossier_id = any(array(select ${dossierId}::int union select c.dossier_id from connection c
    join mapping_revision m on m.tenant_id = c.tenant_id and m.connection_id = c.connection_id and m.revision = c.revision
    where m.settings->'seller'->'vatNumbers'->>(m.settings->'seller'->>'country') = ${vatNumber}))`
}

export function crossBorderOf(session: Session): CrossBorderSales {
  return {
    async hold({ dossierId, vatNumber }) {
      const name = sql`'threshold:' || current_tenant() || ':' || ${vatNumber ?? String(dossierId)}::text`
      await session.rows(sql`select pg_advisory_xact_lock(hashtextextended(${name}, 0))`)
    },
    async save(dossierId, connectionId, of) {
      await session.run(sql`delete from cross_border_sale where connection_id = ${connectionId} and order_id = any(${of.orderIds})
        and business_key <> all(${of.sales.map((sale) => sale.businessKey)})`)
      if (of.sales.length === 0) return
      const rows = of.sales.map((sale) => ({ ...sale, placedAt: at(sale.placedAt) }))
      await session.run(sql`
        insert into cross_border_sale as s (tenant_id, dossier_id, connection_id, business_key, order_id, supply_date, placed_at, net_cents)
          select current_tenant(), ${dossierId}, ${connectionId}::uuid, r."businessKey", r."orderId", r."supplyDate", r."placedAt", r."netCents"
          from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r("businessKey" text, "orderId" text, "supplyDate" date,
            "placedAt" timestamptz, "netCents" bigint)
        on conflict (tenant_id, connection_id, business_key) do update set dossier_id = excluded.dossier_id,
          supply_date = excluded.supply_date, net_cents = excluded.net_cents`)
    },
    async years(person) {
      const rows = await session.rows(sql<{ year: string; cents: number }>`
        select to_char(supply_date, 'YYYY') as year, sum(net_cents)::bigint as cents from cross_border_sale
        where ${isOf(person)} group by 1`)
      return new Map(rows.map((row) => [row.year, Number(row.cents)]))
    },
    async crossings(person, room, otherwise) {
      const rows = await session.rows(sql<{ year: string; sale: string }>`
        select distinct on (s.year) s.year, s.connection_id || ' ' || s.business_key as sale from (
          select to_char(supply_date, 'YYYY') as year, connection_id, business_key, supply_date, placed_at,
            sum(net_cents) over (partition by to_char(supply_date, 'YYYY') order by supply_date, placed_at, business_key) as cents
          from cross_border_sale where ${isOf(person)}
        ) s where s.cents > coalesce((${JSON.stringify(Object.fromEntries(room))}::jsonb ->> s.year)::bigint, ${otherwise})
        order by s.year, s.supply_date, s.placed_at, s.business_key`)
      return new Map(rows.map((row) => [row.year, row.sale]))
    },
    async connections(person) {
      const rows = await session.rows(sql<{ id: string }>`select connection_id as id from connection
        where ${isOf(person)} order by connection_id`)
      return rows.map((row) => row.id)
    },
    async before(person, connectionId, businessKeys) {
      if (businessKeys.length === 0) return new Map()
      // One pass over their years, in the order in which the sales were supplied.
      const rows = await session.rows(sql<{ businessKey: string; cents: number }>`
        with years as materialized (
          select date_trunc('year', min(m.supply_date))::date as first, (date_trunc('year', max(m.supply_date)) + interval '1 year')::date as past
          from cross_border_sale m where m.connection_id = ${connectionId} and m.business_key = any(${businessKeys})
        )
        select s.business_key as "businessKey", s.cents from (
          select connection_id, business_key, coalesce(sum(net_cents) over (partition by date_trunc('year', supply_date)
            order by supply_date, placed_at, business_key rows between unbounded preceding and 1 preceding), 0)::bigint as cents
          from cross_border_sale where ${isOf(person)}
            and supply_date >= (select first from years) and supply_date < (select past from years)
        ) s where s.connection_id = ${connectionId} and s.business_key = any(${businessKeys})`)
      return new Map(rows.map((row) => [row.businessKey, Number(row.cents)]))
    },
  }
}
