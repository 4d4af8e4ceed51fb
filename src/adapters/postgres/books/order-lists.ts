/** Lists and sums for the screens. */
import { sql, type RawBuilder } from 'kysely'
import type { OrderClass } from '../../../domain/document/document-states.ts'
import type {
  DaySum,
  ListedSale,
  OrderLists,
  Revision,
  SaleFilter,
  SalePlace,
  VatSum,
} from '../../../ports/tables/order-lists.ts'
import type { Session } from '../database.ts'
import { classOf, settleCounts } from './order-counts.ts'
import { at } from '../values.ts'

/** Rows of the VAT sums that a screen can show. */
const sumsMax = 2000
const revisionsMax = 200

const documentsOfOrder = sql.raw(`left join lateral (
  select json_agg(json_build_object('id', document_id, 'kind', kind, 'state', state, 'journal', journal_key, 'number', number,
      'date', document_date, 'amountCents', coalesce(ledger_cents, amount_cents)) order by queue_at, document_id) as documents
  from document where connection_id = o.connection_id and order_id = o.order_id
) d on true`)

export function orderListsOf(session: Session): OrderLists {
  return {
    async page(filter, after, limit) {
      await settleCounts(session, filter.connectionId)
      return session.rows(sql<ListedSale>`
        with moving as materialized (select order_id from sending_orders(${filter.connectionId})),
          place as materialized (${placesOf(filter, after, limit)})
        select o.order_id as "orderId", o.placed_on as "placedOn",
          case when exists (select from moving m where m.order_id = o.order_id) then 'inDoubt' else c.class end as class,
          coalesce(o.skip_reason, o.standing_reason) as reason, (o.explanation->>'grossCents')::int as "grossCents",
          o.explanation->>'destination' as destination, coalesce(d.documents, '[]'::json) as documents
        from place p
          cross join lateral (select * from marketplace_order m where m.connection_id = ${filter.connectionId} and m.order_id = p.order_id limit 1) o
          ${classOf('c', filter.connectionId, sql`p.order_id`)} ${documentsOfOrder}
        order by o.placed_on desc, o.order_id desc`)
    },
    // What stands in a total counts by its order, the total itself does not.
    async days(connectionId, from, to) {
      await settleCounts(session, connectionId)
      return session.rows(sql<DaySum>`select day, country, sum(orders)::int as orders, sum(gross_cents)::bigint as "grossCents" from booked_tally
        where connection_id = ${connectionId} and day between ${from}::date and ${to}::date
        group by 1, 2 having (sum(orders), sum(gross_cents)) <> (0, 0) order by 1, 2`)
    },
    vatSums: (connectionId, from, to) =>
      session.rows(sql<VatSum>`select to_char(day, 'YYYY-MM') as month, vat_code as "vatCode", treatment, country, rate_bp as "rateBp",
        sum(gross_cents)::bigint as "grossCents", sum(net_cents)::bigint as "netCents", sum(vat_cents)::bigint as "vatCents" from booked_tally
        where connection_id = ${connectionId} and day between ${from}::date and ${to}::date and vat_code is not null
        group by 1, 2, 3, 4, 5 having (sum(gross_cents), sum(net_cents), sum(vat_cents)) <> (0, 0, 0)
        order by 1 desc, 2, 4, 5 limit ${sumsMax}`),
    revisions: (connectionId) =>
      session.rows(sql<Revision>`select revision, saved_at as "savedAt", saved_by as "savedBy", reason from mapping_revision
        where connection_id = ${connectionId} order by revision desc limit ${revisionsMax}`),
    async documentsOfDay(dossierId, since) {
      const [row] = await session.rows(sql<{ sent: number; waiting: number }>`select
        (select count(*)::int from document d where d.dossier_id = ${dossierId} and d.last_sent_at >= ${at(since)}) as sent,
        (select count(*)::int from document d where d.dossier_id = ${dossierId} and d.state = 'ready') as waiting`)
      return row ?? { sent: 0, waiting: 0 }
    },
    async bookedSince(connectionId, since, until) {
      const [row] = await session.rows(sql<{
        documents: number
        amountCents: number
      }>`select count(*)::int as documents,
        coalesce(sum(coalesce(ledger_cents, amount_cents)), 0)::bigint as "amountCents" from document
        where connection_id = ${connectionId} and number is not null and stands_in_ledger(state) and confirmed_at >= ${at(since)}
          and (${until === undefined}::boolean or confirmed_at < ${until === undefined ? null : at(until)}::timestamptz)`)
      return row ?? { documents: 0, amountCents: 0 }
    },
  }
}

/** The orders of one page, out of the index that fits the filter; everything else is read of these alone. */
function placesOf(filter: SaleFilter, after: SalePlace | null, limit: number): RawBuilder<unknown> {
  const { connectionId, from, to, search } = filter
  const within = sql.join(
    [
      sql`o.connection_id = ${connectionId}`,
      ...(from === null ? [] : [sql`o.placed_on >= ${from}::date`]),
      ...(to === null ? [] : [sql`o.placed_on <= ${to}::date`]),
      ...(after === null ? [] : [behind(after)]),
    ],
    sql` and `,
  )
  const first = sql`order by o.placed_on desc, o.order_id desc limit ${limit}`
  if (search !== null) {
    const wanted = filter.class === null ? within : sql`${within} and ${ofClass(filter.class)}`
    const found = foundBy(connectionId, search).map(
      (places) => sql`(select o.order_id, o.placed_on ${places} and ${wanted} ${first})`,
    )
    return sql`select o.order_id, o.placed_on from (${sql.join(found, sql` union `)}) o ${first}`
  }
  if (filter.class === null)
    return sql`select o.order_id, o.placed_on from marketplace_order o where ${within} ${first}`
  const kept = sql`select o.order_id, o.placed_on from order_class o where ${within} and o.class = ${filter.class}`
  if (filter.class !== 'inDoubt') return sql`${kept} and o.order_id not in (select order_id from moving) ${first}`
  const sending = sql`select o.order_id, o.placed_on from moving m ${classOf('o', connectionId, sql`m.order_id`)} where ${within}`
  return sql`select o.order_id, o.placed_on from ((${kept} ${first}) union (${sending})) o ${first}`
}

function ofClass(wanted: OrderClass): RawBuilder<unknown> {
  return sql`case when o.order_id in (select order_id from moving) then 'inDoubt' else c.class end = ${wanted}`
}

/** Each meaning by its own index, that of an amount in the order of the list: many orders may have it. */
function foundBy(connectionId: string, search: NonNullable<SaleFilter['search']>): RawBuilder<unknown>[] {
  const { orderId, number, amountCents } = search
  const ofOrder = classOf('c', connectionId, sql`o.order_id`)
  return [
    sql`from marketplace_order o ${ofOrder} where o.order_id = ${orderId}`,
    ...(number === null
      ? []
      : [
          sql`from marketplace_order o ${ofOrder} where o.order_id in (select d.order_id from document d
            where d.connection_id = ${connectionId} and d.number = ${number}::int)`,
        ]),
    ...(amountCents === null
      ? []
      : [sql`from order_amount o ${ofOrder} where o.amount_cents = ${amountCents}::bigint`]),
  ]
}

/** Orders without a day come first: nothing but their number is known of them. */
function behind({ placedOn, orderId }: SalePlace): RawBuilder<unknown> {
  return placedOn === null
    ? sql`(o.placed_on is not null or o.order_id < ${orderId})`
    : sql`(o.placed_on, o.order_id) < (${placedOn}::date, ${orderId})`
}
