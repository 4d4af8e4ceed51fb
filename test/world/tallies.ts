/** What the database keeps for the screens, beside what stands in its tables: each order's class, the counts, the sums of each day. */
import type { Breach } from './check.ts'
import type { Server } from './database.ts'

const differences: [what: string, query: string][] = [
  [
    'an order’s class',
    `select order_id as at, class || ' ' || credited || ' ' || booked_on::text as value from order_truth`,
  ],
  ['', `select order_id as at, class || ' ' || credited || ' ' || booked_on::text as value from order_class`],
  [
    'the amounts of an order',
    `select t.order_id as at, string_agg(distinct coalesce(t.placed_on::text, '-') || ' ' || d.amount_cents, ', ') as value
     from order_truth t join document d using (tenant_id, connection_id, order_id) group by 1`,
  ],
  [
    '',
    `select order_id as at, string_agg(distinct coalesce(placed_on::text, '-') || ' ' || amount_cents, ', ') as value from order_amount group by 1`,
  ],
  [
    'the articles of an order',
    `select order_id as at, string_agg(distinct words, ', ' order by words) as value from article_truth group by 1`,
  ],
  [
    '',
    `select order_id as at, string_agg(distinct words, ', ' order by words) as value from order_article join sold_article using (tenant_id, connection_id, article_key) group by 1`,
  ],
  [
    'the ends of an order number',
    `select order_id as at, string_agg(end_of, ', ' order by end_of) as value from marketplace_order, ends_of(order_id) as end_of group by 1`,
  ],
  ['', `select order_id as at, string_agg(part, ', ' order by part) as value from order_part group by 1`],
  [
    'a count',
    `select coalesce(placed_on, '-infinity') || ' ' || class || ' ' || credited as at, count(*)::text as value from order_truth group by 1`,
  ],
  [
    '',
    `select placed_on || ' ' || class || ' ' || credited as at, sum(orders)::text as value from order_tally group by 1 having sum(orders) <> 0`,
  ],
  [
    'a sum of a day',
    // Of an invoice, what the ledger makes of each line.
    `select d.document_date || ' ' || coalesce(l->>'country', '') || ' ' || coalesce(l->>'vatCode', '') as at,
       sum((net + vat) * sign) || ' ' || sum(net * sign) || ' ' || sum(vat * sign) as value
     from document d, jsonb_array_elements(d.plan->'lines') l, lateral (select case when d.kind = 'creditNote' then -1 else 1 end as sign) s,
       lateral (select coalesce(l->>'invoiceNetCents', l->>'netCents')::bigint as net, coalesce(l->>'invoiceVatCents', l->>'vatCents')::bigint as vat) t
     where d.order_id is not null and d.state in ('confirmed', 'verified', 'changed') and d.document_date is not null
     group by 1 having (sum((net + vat) * sign), sum(net * sign), sum(vat * sign)) <> (0, 0, 0)`,
  ],
  [
    '',
    `select day || ' ' || country || ' ' || vat_code as at, sum(gross_cents) || ' ' || sum(net_cents) || ' ' || sum(vat_cents) as value
     from booked_tally where vat_code is not null group by 1 having (sum(gross_cents), sum(net_cents), sum(vat_cents)) <> (0, 0, 0)`,
  ],
]

/** 12: a screen tells what is so. */
export async function keptCounts(server: Server): Promise<Breach[]> {
  const breaches: Breach[] = []
  // As every reader does first.
  await server.asOwner(
    `select set_config('tentakel.tenant', c.tenant_id::text, false), settle_counts(c.connection_id) from connection c`,
  )
  for (let place = 0; place < differences.length; place += 2) {
    const [what, truth] = differences[place] as [string, string]
    const [, kept] = differences[place + 1] as [string, string]
    const rows = await server.asOwner<{ at: string; truth: string | null; kept: string | null }>(
      `select at, t.value as truth, k.value as kept from (${truth}) t full join (${kept}) k using (at)
       where t.value is distinct from k.value limit 3`,
    )
    for (const row of rows)
      breaches.push({
        invariant: 12,
        text: `${what}: ${row.at} is ${row.truth ?? 'nothing'}, kept as ${row.kept ?? 'nothing'}`,
      })
  }
  return breaches
}
