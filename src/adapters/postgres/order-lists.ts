/** Lists and sums for the screens. */
import { sql, type RawBuilder } from 'kysely'
import type { DaySum, ListedSale, OrderLists, Revision, SalePlace, VatSum } from '../../ports/order-lists.ts'
import type { Session } from './database.ts'
import { at } from './values.ts'

/** Documents that stand in the ledger. */
const booked = sql.raw(`('confirmed', 'verified', 'changed')`)
/** Rows of the VAT sums that a screen can show. */
const sumsMax = 2000
const revisionsMax = 200

const classOf = sql.raw(`case
  when coalesce(d.in_doubt, false) then 'inDoubt'
  when o.standing = 'blocked' or coalesce(d.blocked, false) then 'blocked'
  when o.standing in ('new', 'waiting') or coalesce(d.waiting, false) then 'waiting'
  when o.standing in ('skipped', 'nothing') or coalesce(d.skipped, false) then 'skipped'
  when d.documents is null then 'waiting'
  else 'booked' end`)

const documentsOfOrder = sql.raw(`left join lateral (
  select bool_or(state in ('sending', 'inDoubt', 'cooling', 'quarantined') or (state = 'checking' and sends_of_number > 0)) as in_doubt,
    bool_or(state in ('blocked', 'rejected', 'mismatch', 'duplicate')) as blocked,
    bool_or(state in ('draft', 'ready', 'approval', 'inDay', 'inTotal') or (state = 'checking' and sends_of_number = 0)) as waiting,
    bool_and(state in ('skipped', 'deletedInLedger')) as skipped,
    json_agg(json_build_object('id', document_id, 'kind', kind, 'state', state, 'journal', journal_key, 'number', number,
      'date', document_date, 'amountCents', amount_cents) order by queue_at, document_id) as documents
  from document where connection_id = o.connection_id and order_id = o.order_id
) d on true`)

export function orderListsOf(session: Session): OrderLists {
  return {
    async page(filter, after, limit) {
      const { connectionId, from, to, search } = filter
      const conditions = [
        sql`o.connection_id = ${connectionId}`,
        ...(from === null ? [] : [sql`o.placed_on >= ${from}`]),
        ...(to === null ? [] : [sql`o.placed_on <= ${to}`]),
        ...(filter.class === null ? [] : [sql`${classOf} = ${filter.class}`]),
        ...(search === null
          ? []
          : [
              sql`(o.order_id = ${search.orderId} or o.order_id in (select f.order_id from document f
                where f.connection_id = ${connectionId} and f.order_id is not null
                  and (f.number = ${search.number}::int or f.amount_cents = ${search.amountCents}::bigint)))`,
            ]),
        ...(after === null ? [] : [behind(after)]),
      ]
      return session.rows(sql<ListedSale>`select o.order_id as "orderId", o.placed_on as "placedOn", ${classOf} as class,
        coalesce(o.skip_reason, o.standing_reason) as reason, (o.explanation->>'grossCents')::int as "grossCents",
        o.explanation->>'destination' as destination, coalesce(d.documents, '[]'::json) as documents
        from marketplace_order o ${documentsOfOrder} where ${sql.join(conditions, sql` and `)}
        order by o.placed_on desc, o.order_id desc limit ${limit}`)
    },
    // What stands in a total counts by its order, the total itself does not.
    days: (connectionId, from, to) =>
      session.rows(sql<DaySum>`select document_date as day, coalesce(line->>'country', '') as country,
        count(distinct order_id)::int as orders,
        sum((line->>'grossCents')::bigint * case when kind = 'creditNote' then -1 else 1 end)::bigint as "grossCents"
        from document, jsonb_array_elements(plan->'lines') as line
        where connection_id = ${connectionId} and order_id is not null and state in ${booked} and document_date between ${from} and ${to}
        group by 1, 2 order by 1, 2`),
    vatSums: (connectionId, from, to) =>
      session.rows(sql<VatSum>`select to_char(document_date, 'YYYY-MM') as month, coalesce(line->>'vatCode', '') as "vatCode",
        coalesce(line->>'treatment', '') as treatment, coalesce(line->>'country', '') as country,
        coalesce((line->>'rateBp')::int, 0) as "rateBp",
        sum((line->>'grossCents')::bigint * sign)::bigint as "grossCents", sum((line->>'netCents')::bigint * sign)::bigint as "netCents",
        sum((line->>'vatCents')::bigint * sign)::bigint as "vatCents"
        from document, jsonb_array_elements(plan->'lines') as line, lateral (select case when kind = 'creditNote' then -1 else 1 end as sign) s
        where connection_id = ${connectionId} and order_id is not null and state in ${booked} and document_date between ${from} and ${to}
        group by 1, 2, 3, 4, 5 order by 1 desc, 2, 4, 5 limit ${sumsMax}`),
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
        coalesce(sum(amount_cents), 0)::bigint as "amountCents" from document
        where connection_id = ${connectionId} and number is not null and confirmed_at >= ${at(since)}
          and (${until === undefined}::boolean or confirmed_at < ${until === undefined ? null : at(until)}::timestamptz)`)
      return row ?? { documents: 0, amountCents: 0 }
    },
  }
}

/** Orders without a day come first: nothing but their number is known of them. */
function behind({ placedOn, orderId }: SalePlace): RawBuilder<unknown> {
  return placedOn === null
    ? sql`(o.placed_on is not null or o.order_id < ${orderId})`
    : sql`(o.placed_on, o.order_id) < (${placedOn}::date, ${orderId})`
}
