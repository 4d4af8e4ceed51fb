/** Lists and sums for the screens. */
import { sql, type RawBuilder } from 'kysely'
import type { OrderClass } from '../../../domain/document/document-states.ts'
import type {
  ClassSum,
  DaySum,
  ListedSale,
  NamedSale,
  OrderLists,
  ReadBack,
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
const ordersMax = 1_000_000
/** Ends of order numbers are kept from this length on (migration 0260). */
const partLengthMin = 4

const documentsOfOrder = sql.raw(`left join lateral (
  select json_agg(json_build_object('id', document_id, 'kind', kind, 'state', state, 'journal', journal_key, 'number', number,
      'date', document_date, 'amountCents', coalesce(ledger_cents, amount_cents)) order by queue_at, document_id) as documents
  from document where connection_id = o.connection_id and order_id = o.order_id
) d on true`)

/** Of the version that counts. */
const firstArticle = sql.raw(`left join lateral (
  select json_build_object('title', v.facts->'items'->0->>'title', 'quantity', (v.facts->'items'->0->>'quantity')::int,
    'others', jsonb_array_length(v.facts->'items') - 1) as article
  from order_version v where v.connection_id = o.connection_id and v.order_id = o.order_id and v.version = o.version
    and jsonb_array_length(v.facts->'items') > 0
) a on true`)

type Sums = 'classSums' | 'readBack' | 'days' | 'vatSums' | 'vatSumsOf'

export function orderListsOf(session: Session): OrderLists {
  return { ...sumsOf(session), ...listsOf(session) }
}

function listsOf(session: Session): Omit<OrderLists, Sums> {
  return {
    async page(filter, after, limit) {
      await settleCounts(session, filter.connectionId)
      return session.rows(sql<ListedSale>`
        with moving as materialized (select order_id from sending_orders(${filter.connectionId})),
          place as materialized (${placesOf(filter, after, limit)})
        select o.order_id as "orderId", o.placed_on as "placedOn",
          case when exists (select from moving m where m.order_id = o.order_id) then 'inDoubt' else c.class end as class,
          coalesce(o.skip_reason, o.standing_reason) as reason, (o.explanation->>'grossCents')::int as "grossCents",
          o.explanation->>'destination' as destination, a.article, coalesce(d.documents, '[]'::json) as documents
        from place p
          cross join lateral (select * from marketplace_order m where m.connection_id = ${filter.connectionId} and m.order_id = p.order_id limit 1) o
          ${classOf('c', filter.connectionId, sql`p.order_id`)} ${documentsOfOrder} ${firstArticle}
        order by o.placed_on desc, o.order_id desc`)
    },
    named: (connectionId, orderIds) =>
      session.rows(sql<NamedSale>`select o.order_id as "orderId", o.placed_on as "placedOn", (o.explanation->>'grossCents')::int as "grossCents", a.article
        from unnest(${orderIds}::text[]) as w(order_id)
          cross join lateral (select * from marketplace_order m where m.connection_id = ${connectionId} and m.order_id = w.order_id limit 1) o
          ${firstArticle}
        order by o.order_id`),
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

function sumsOf(session: Session): Pick<OrderLists, Sums> {
  return {
    async classSums(connectionId, from) {
      await settleCounts(session, connectionId)
      return session.rows(sql<ClassSum>`
        with moving as materialized (select order_id from sending_orders(${connectionId})),
          placed as materialized (select o.order_id, o.version, (o.explanation->>'grossCents')::bigint as cents from marketplace_order o
            where o.connection_id = ${connectionId} and o.placed_on >= ${from}::date)
        select case when m.order_id is null then c.class else 'inDoubt' end as class, count(*)::int as orders,
          coalesce(sum(coalesce(p.cents, t.cents)), 0)::bigint as "grossCents"
        from placed p ${classOf('c', connectionId, sql`p.order_id`)}
          left join moving m on m.order_id = p.order_id
          left join lateral (select sum((i->>'totalPriceCents')::bigint) as cents from order_version v, jsonb_array_elements(v.facts->'items') i
            where p.cents is null and v.connection_id = ${connectionId} and v.order_id = p.order_id and v.version = p.version) t on true
        group by 1`)
    },
    async readBack(connectionId, from) {
      const [row] = await session.rows(sql<ReadBack>`select count(*)::int as documents,
          count(*) filter (where state = 'confirmed')::int as unread,
          coalesce(sum(ledger_cents - amount_cents) filter (where state <> 'confirmed'), 0)::bigint as "differenceCents"
        from document where connection_id = ${connectionId} and number is not null and stands_in_ledger(state) and document_date >= ${from}::date`)
      return row ?? { documents: 0, unread: 0, differenceCents: 0 }
    },
    // A member of a total counts by its order; the total itself does not count.
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
    async vatSumsOf(filter) {
      await settleCounts(session, filter.connectionId)
      return session.rows(sql<VatSum>`
        select to_char(o.placed_on, 'YYYY-MM') as month, coalesce(l."vatCode", '') as "vatCode", coalesce(l.treatment, '') as treatment,
          coalesce(l.country, '') as country, coalesce(l."rateBp", 0) as "rateBp", sum((t.net + t.vat) * t.sign)::bigint as "grossCents",
          sum(t.net * t.sign)::bigint as "netCents", sum(t.vat * t.sign)::bigint as "vatCents"
        from document d
          join marketplace_order o on o.tenant_id = d.tenant_id and o.connection_id = d.connection_id and o.order_id = d.order_id
          cross join jsonb_to_recordset(d.plan -> 'lines') as l(country text, "vatCode" text, treatment text, "rateBp" int, "netCents" bigint,
            "vatCents" bigint, "invoiceNetCents" bigint, "invoiceVatCents" bigint)
          cross join lateral (select coalesce(l."invoiceNetCents", l."netCents") as net, coalesce(l."invoiceVatCents", l."vatCents") as vat,
            case when d.kind = 'creditNote' then -1 else 1 end as sign) t
        where d.connection_id = ${filter.connectionId} and stands_in_ledger(d.state) and d.order_id in ${ordersOf(filter)}
        group by 1, 2, 3, 4, 5 order by 1 desc, 2, 4, 5 limit ${sumsMax}`)
    },
  }
}

/** Returns a query of every order that fits the filter, for use behind `in`. A screen needs no sum over more orders than the limit. */
export function ordersOf(filter: SaleFilter): RawBuilder<unknown> {
  return sql`(with moving as materialized (select order_id from sending_orders(${filter.connectionId})),
    place as materialized (${placesOf(filter, null, ordersMax)}) select order_id from place)`
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
  const list = { filter, within, first: sql`order by o.placed_on desc, o.order_id desc limit ${limit}` }
  return search === null ? inList(list, within) : bySearch(list, search)
}

interface List {
  filter: SaleFilter
  /** The filter without class and search. */
  within: RawBuilder<unknown>
  first: RawBuilder<unknown>
}

/** The list as it stands, of the orders that are `wanted`. */
function inList({ filter, first }: List, wanted: RawBuilder<unknown>): RawBuilder<unknown> {
  const { connectionId } = filter
  if (filter.class === null)
    return sql`select o.order_id, o.placed_on from marketplace_order o where ${wanted} ${first}`
  const kept = sql`select o.order_id, o.placed_on from order_class o where ${wanted} and o.class = ${filter.class}`
  if (filter.class !== 'inDoubt') return sql`${kept} and o.order_id not in (select order_id from moving) ${first}`
  const sending = sql`select o.order_id, o.placed_on from moving m ${classOf('o', connectionId, sql`m.order_id`)} where ${wanted}`
  return sql`select o.order_id, o.placed_on from ((${kept} ${first}) union (${sending})) o ${first}`
}

/** Each meaning by its own index. */
function bySearch(list: List, search: NonNullable<SaleFilter['search']>): RawBuilder<unknown> {
  const { filter, within, first } = list
  const wanted = filter.class === null ? within : sql`${within} and ${ofClass(filter.class)}`
  const found = exactly(filter.connectionId, search).map(
    (places) => sql`(select o.order_id, o.placed_on ${places} and ${wanted} ${first})`,
  )
  if (search.words.length === 0)
    return sql`select o.order_id, o.placed_on from (${sql.join(found, sql` union `)}) o ${first}`
  const { tables, few, some, many } = byPart(filter.connectionId, search.words)
  const parts = [
    sql`(select o.order_id, o.placed_on ${few} and ${wanted} ${first})`,
    sql`(${inList(list, sql`${within} and ${some} and ${many}`)})`,
  ]
  return sql`with ${tables} select o.order_id, o.placed_on from (${sql.join([...found, ...parts], sql` union `)}) o ${first}`
}

function ofClass(wanted: OrderClass): RawBuilder<unknown> {
  return sql`case when o.order_id in (select order_id from moving) then 'inDoubt' else c.class end = ${wanted}`
}

/** That of an amount in the order of the list: many orders may have it. */
function exactly(connectionId: string, search: NonNullable<SaleFilter['search']>): RawBuilder<unknown>[] {
  const { orderId, number, amountCents } = search
  const ofOrder = classOf('c', connectionId, sql`o.order_id`)
  return [
    // As it was typed, and in either case: a comparison of `upper(order_id)` would read all orders.
    sql`from marketplace_order o ${ofOrder} where o.order_id in (${orderId}, ${orderId.toUpperCase()}, ${orderId.toLowerCase()})`,
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

/** Up to so many found orders are taken and put in order; above that the list itself is walked, where one of them is never far. */
const takenMax = 2000

interface ByPart {
  tables: RawBuilder<unknown>
  /** The found orders themselves, where they are few. */
  few: RawBuilder<unknown>
  /** Conditions on an order of the list: that they are many, and that this is one. */
  some: RawBuilder<unknown>
  many: RawBuilder<unknown>
}

/**
 * Orders with a part of their number, or with an article that has all the words. The articles of a company are read through, each once
 * however many orders have it; their orders come out of an index, as do the parts of a number.
 */
function byPart(connectionId: string, words: string[]): ByPart {
  const [word = '', ...others] = words
  // Behind a `select` it is worked out once, and not for each article.
  const all = sql.join(
    words.map((one) => sql`position((select search_text(${one})) in s.words) > 0`),
    sql` and `,
  )
  const isPart = others.length === 0 && word.length >= partLengthMin
  const ofNumber = isPart
    ? sql`select p.order_id from order_part p where p.connection_id = ${connectionId} and p.part >= lower(${word})
        and p.part < lower(${word}) || chr(1114111) limit ${takenMax + 1}`
    : sql`select null::text as order_id where false`
  const inNumber = isPart ? sql`position((select lower(${word})) in lower(o.order_id)) > 0` : sql`false`
  const tables = sql`articles as materialized (select s.article_key from sold_article s where s.connection_id = ${connectionId} and ${all}),
    of_articles as materialized (select a.order_id from articles w cross join lateral (select k.order_id from order_article k
      where k.connection_id = ${connectionId} and k.article_key = w.article_key limit ${takenMax + 1}) a limit ${takenMax + 1}),
    of_number as materialized (${ofNumber}),
    found as materialized (select order_id from of_articles union select order_id from of_number),
    reach as materialized (select (select count(*) from of_articles) <= ${takenMax} and (select count(*) from of_number) <= ${takenMax} as is_short)`
  return {
    tables,
    few: sql`from found f cross join lateral (select * from marketplace_order m where m.connection_id = ${connectionId}
        and m.order_id = f.order_id limit 1) o ${classOf('c', connectionId, sql`f.order_id`)} where (select is_short from reach)`,
    some: sql`not (select is_short from reach)`,
    // `is true` keeps the keys a table that is looked into; a join may read the orders of all of them for each order.
    many: sql`(${inNumber} or coalesce((select true from order_article a where a.connection_id = ${connectionId} and a.order_id = o.order_id
        and (a.article_key in (select article_key from articles)) is true limit 1), false))`,
  }
}

/** Orders without a day come first: nothing but their number is known of them. */
function behind({ placedOn, orderId }: SalePlace): RawBuilder<unknown> {
  return placedOn === null
    ? sql`(o.placed_on is not null or o.order_id < ${orderId})`
    : sql`(o.placed_on, o.order_id) < (${placedOn}::date, ${orderId})`
}
