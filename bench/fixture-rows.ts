/**
 * The rows of the fixture, table by table, as one statement each: what the program itself would have written for these orders.
 * Chance comes from a hash of the seed and the order's number, so that the same arguments give the same rows.
 */

/** Between 0 and 1, another one for each `salt`. */
function chance(salt: number): string {
  return `((hashint8extended(o.n, $SEED * 1000 + ${salt}) & 1048575) / 1048576.0)`
}

/** `fixture_order`: one row per order, with everything that is drawn for it. `fixture_company` says how many each company has. */
export const drawOrders = `
create unlogged table fixture_order as
select r.*,
  -- Bijective, so no two orders of a company share a number; not in the order of time, as at the marketplace.
  'C' || lpad(upper(to_hex((r.n * 2654435761) % 68719476736)), 9, '0') as order_id,
  case
    when r.age_days < 0.9 or r.age_days < 2 and r.c_fate < 0.1 then 'notShipped'
    when r.c_fate < 0.970 then 'booked'
    when r.c_fate < 0.980 then 'cancelled'
    when r.c_fate < 0.982 then 'skipped'
    when r.c_fate < 0.987 then 'held'
    when r.c_fate < 0.990 then 'rejected'
    when r.c_fate < 0.995 then 'ready'
    when r.c_fate < 0.996 then 'inDoubt'
    when r.c_fate < 0.997 then 'quarantined'
    when r.c_fate < 0.998 then 'mismatch'
    when r.c_fate < 0.999 then 'deletedInLedger'
    else 'foreign' end as fate,
  (r.c_place * 8)::int % 8 as place_at, (r.c_product * r.c_product * 300)::int as product,
  case when r.c_quantity < 0.9 then 1 when r.c_quantity < 0.97 then 2 else 3 end as quantity, r.c_credit < 0.05 as returned
from (
  select o.*, $NOW::timestamptz - make_interval(secs => o.age_days * 86400) as placed_at,
    ${chance(1)} as c_fate, ${chance(2)} as c_place, ${chance(3)} as c_product, ${chance(4)} as c_quantity, ${chance(5)} as c_credit, ${chance(6)} as c_second
  from (
    select c.first_n + g - 1 as n, g as i, c.tenant_id, c.connection_id, c.dossier_id,
      -- Oldest first, over two years, at a moment of the day that nobody can guess.
      greatest((1 - (g - 0.5) / c.orders) * 730 + ((hashint8extended(c.first_n + g, $SEED) & 1023) / 1024.0 - 0.5) * 0.9, 0.02) as age_days
    from fixture_company c cross join lateral generate_series(1, c.orders) g
  ) o
) r`

/** Lines, prices and days of each order, as they stand in its facts and its plan. */
export const drawLines = `
create unlogged table fixture_sale as
select o.*, (o.placed_at at time zone 'Europe/Brussels')::date as placed_on,
  o.placed_at + interval '40 minutes' as seen_at,
  ((o.placed_at + interval '20 hours') at time zone 'Europe/Brussels')::date as shipped_on,
  p.country, p.treatment, p.rate_bp, p.vat_code, p.account, p.fulfilment, l.lines, l.items, l.gross, (9000000000 + o.n)::text as item_id,
  (700000000 + o.n)::text as shipment_id, md5($SEED || ' document ' || o.n)::uuid as document_id
from fixture_order o
join fixture_place p on p.at = o.place_at
cross join lateral (
  select jsonb_agg(jsonb_build_object('ean', x.ean, 'rule', p.treatment, 'place', 'vat 3.4', 'rateBp', p.rate_bp, 'account', p.account, 'country', p.country,
      'vatCode', p.vat_code, 'netCents', x.net, 'quantity', x.quantity, 'vatCents', x.gross - x.net, 'treatment', p.treatment, 'grossCents', x.gross,
      'description', x.title, 'orderItemId', x.item_id, 'productClass', 'STANDARD') order by x.item_id) as lines,
    jsonb_agg(jsonb_build_object('ean', x.ean, 'title', x.title, 'quantity', x.quantity, 'changedAt', null, 'discounts', '[]'::jsonb, 'fulfilment', p.fulfilment,
      'orderItemId', x.item_id, 'offerReference', null, 'unitPriceCents', x.gross / x.quantity, 'quantityShipped', x.quantity, 'totalPriceCents', x.gross,
      'unreadableAmount', null, 'quantityCancelled', 0, 'cancellationRequested', false) order by x.item_id) as items,
    sum(x.gross) as gross
  from (
    select y.*, (y.gross * 10000 / (10000 + p.rate_bp))::bigint as net from (
      select (8719000000000 + (o.product + z * 7) % 300)::text as ean, 'Artikel ' || (o.product + z * 7) % 300 as title, case z when 0 then o.quantity else 1 end as quantity,
        (199 + ((o.product + z * 7) % 300) * 37 % 9000) * case z when 0 then o.quantity else 1 end as gross, (9000000000 + o.n + z * 500000000)::text as item_id
      from generate_series(0, case when o.c_second < 0.2 then 1 else 0 end) z
    ) y
  ) x
) l`

/** Sales and credits, with the numbers that the ledger would have given in the order of their days. */
export const drawDocuments = `
create unlogged table fixture_document as
select d.*, case when d.numbered then row_number() over (partition by d.connection_id, d.year, d.numbered order by d.booked_at, d.document_id) end as number
from (
  select o.n, o.tenant_id, o.connection_id, o.dossier_id, o.document_id, 'booking' as kind, o.shipment_id as business_key, o.order_id, o.shipped_on as day,
    extract(year from o.shipped_on)::int as year, o.gross as cents, o.seen_at + interval '20 hours' as booked_at,
    case when o.fate <> 'booked' then o.fate when o.age_days < 1.2 then 'confirmed' when o.c_fate < 0.002 then 'changed' else 'verified' end as state,
    o.fate in ('booked', 'inDoubt', 'quarantined', 'mismatch', 'deletedInLedger') as numbered, o.lines, o.country, o.shipment_id
  from fixture_sale o where o.fate not in ('notShipped', 'cancelled', 'held', 'skipped')
  union all
  select o.n, o.tenant_id, o.connection_id, o.dossier_id, md5($SEED || ' credit ' || o.n)::uuid, 'creditNote', 'R' || o.n, o.order_id, o.shipped_on + 9,
    extract(year from o.shipped_on + 9)::int, -o.gross, o.seen_at + interval '9 days', 'verified', true, o.lines, o.country, o.shipment_id
  from fixture_sale o where o.fate = 'booked' and o.returned and o.age_days > 12
) d`

const orderRows = `
insert into marketplace_order (tenant_id, connection_id, order_id, placed_at, placed_on, first_seen_at, last_changed_at, list_hash, version, wants_detail,
  wants_shipments, needs_plan, standing, standing_reason, planned_revision, explanation, skipped_at, skip_reason)
select o.tenant_id, o.connection_id, o.order_id, o.placed_at, o.placed_on, o.seen_at, o.placed_at + interval '20 hours', md5(o.order_id) || md5(o.n::text), 1, false,
  o.fate = 'notShipped', false,
  case o.fate when 'notShipped' then 'waiting' when 'cancelled' then 'nothing' when 'held' then 'blocked' when 'skipped' then 'skipped' else 'planned' end,
  case o.fate when 'notShipped' then 'notShipped' when 'cancelled' then 'cancelled' when 'held' then 'BTW-LVB' when 'skipped' then 'person' end, 1,
  jsonb_build_object('vies', null, 'buyer', 'consumer', 'flags', '[]'::jsonb, 'lines', o.lines, 'status', case o.fate when 'held' then 'HOLD' else 'POST' end, 'dispatch', 'BE',
    'grossCents', o.gross, 'supplyDate', case when o.fate not in ('notShipped', 'cancelled') then o.shipped_on end, 'destination', o.country),
  case o.fate when 'skipped' then o.seen_at + interval '1 day' end, case o.fate when 'skipped' then 'elders geboekt' end
from fixture_sale o`

/** Of these nothing but the number is known. */
const unreadRows = `
insert into marketplace_order (tenant_id, connection_id, order_id, first_seen_at, last_changed_at, wants_detail, found_by)
select c.tenant_id, c.connection_id, 'D' || lpad(g::text, 9, '0'), $NOW::timestamptz - interval '10 minutes', $NOW::timestamptz - interval '10 minutes', true, 'shipment'
from fixture_company c cross join lateral generate_series(1, least(3, c.orders / 100)) g`

const versionRows = `
insert into order_version (tenant_id, connection_id, order_id, version, hash, seen_at, facts)
select o.tenant_id, o.connection_id, o.order_id, 1, md5(o.order_id) || md5(o.shipment_id), o.seen_at,
  jsonb_build_object('buyer', '{"language":"nl-BE","hasCompany":false,"hasVatNumber":false,"billingCountry":null,"vatNumberValid":false,"vatNumberCountry":null,"hasBillingDetails":false}'::jsonb,
    'items', o.items, 'orderId', o.order_id, 'placedAt', (extract(epoch from o.placed_at) * 1000)::bigint, 'placedOn', o.placed_on,
    'destination', jsonb_build_object('country', o.country, 'postcodePrefix', '40', 'specialTerritory', false), 'pickupPoint', false)
from fixture_sale o`

const shipmentRows = `
insert into marketplace_shipment (tenant_id, connection_id, shipment_id, order_id, shipped_at, shipped_on, fulfilment, items, has_detail, first_seen_at)
select o.tenant_id, o.connection_id, o.shipment_id, o.order_id, o.placed_at + interval '20 hours', o.shipped_on, o.fulfilment,
  jsonb_build_array(jsonb_build_object('ean', o.items -> 0 ->> 'ean', 'quantity', null, 'orderItemId', o.items -> 0 ->> 'orderItemId')), false, o.seen_at + interval '20 hours'
from fixture_sale o where o.fate not in ('notShipped', 'cancelled')`

const returnRows = `
insert into marketplace_return (tenant_id, connection_id, rma_id, version, return_id, order_id, ean, fulfilment, registered_at, expected_quantity, handled,
  main_reason, results, hash, seen_at)
select o.tenant_id, o.connection_id, 'R' || o.n, 1, 'T' || o.n, o.order_id, o.items -> 0 ->> 'ean', o.fulfilment, o.placed_at + interval '8 days', o.quantity, true,
  'Verkeerd besteld', jsonb_build_array(jsonb_build_object('quantity', o.quantity, 'result', 'RETURN_RECEIVED',
    'processedAt', (extract(epoch from o.placed_at + interval '9 days') * 1000)::bigint)), md5('return ' || o.n), o.placed_at + interval '9 days'
from fixture_sale o where o.fate = 'booked' and o.returned and o.age_days > 12`

/** Orders and documents that wait for a person, and what was cleared long ago. */
const problemRows = `
insert into problem (tenant_id, connection_id, code, subject, order_id, document_id, params, first_at, last_at, times, cleared_at)
select o.tenant_id, o.connection_id, p.code, o.order_id, o.order_id, case when p.ofdocument then o.document_id end,
  jsonb_build_object('order', o.order_id, 'to', o.country, 'from', 'NL', 'rate', '21', 'country', o.country, 'product', o.items -> 0 ->> 'title'),
  o.seen_at, o.seen_at, 1, p.cleared_at
from fixture_sale o join lateral (values
  ('held', 'BTW-LVB', false, null::timestamptz), ('rejected', 'OCT-GEGEVENS', true, null), ('quarantined', 'OCT-QUARANTAINE', true, null),
  ('mismatch', 'OCT-ANDERS', true, null), ('inDoubt', 'OCT-ONZEKER', true, null), ('deletedInLedger', 'OCT-VERWIJDERD', true, null),
  ('booked', case when o.c_credit > 0.97 then 'BTW-EAN' when o.c_credit > 0.969 and o.age_days < 40 then 'RET-UITKOMST' end, false,
    case when o.c_credit > 0.97 then o.seen_at + interval '1 day' end)
) p(fate, code, ofdocument, cleared_at) on p.fate = o.fate and p.code is not null`

const documentRows = `
insert into document (tenant_id, document_id, connection_id, dossier_id, kind, business_key, version, reference, order_id, target, journal_id, journal_key, book_year_id,
  period, document_date, amount_cents, buyer_hash, revision, order_version, state, state_since, last_event, last_actor, not_before, queue_at, must_look, plan,
  template_hash, number, sends_of_number, last_sent_at, doubt_since, last_answer, ledger_cents, confirmed_at, verified_at)
select d.tenant_id, d.document_id, d.connection_id, d.dossier_id, d.kind, d.business_key, 1, upper(left(replace(d.document_id::text, '-', ''), 16)), d.order_id, 'bookings',
  j.journal_id, 'V5', d.year - $YEAR::int + 3, d.year * 100 + extract(month from d.day)::int, d.day, d.cents, md5(d.connection_id::text || d.country), 1, 1, d.state,
  d.booked_at + interval '2 seconds', case d.state when 'verified' then 'readBack' when 'confirmed' then 'created' else 'answered' end, 'tentakel',
  case d.state when 'ready' then $NOW::timestamptz + interval '1 hour' when 'inDoubt' then $NOW::timestamptz + interval '1 hour' end, d.booked_at - interval '20 hours', false,
  jsonb_build_object('flags', '[]'::jsonb, 'lines', d.lines, 'linesHash', md5(d.business_key) || md5(d.order_id), 'consumerIn', d.country, 'shipmentId', d.shipment_id,
    'supplyDate', d.day) || case d.kind when 'creditNote' then jsonb_build_object('change', jsonb_build_object('cause', 'return', 'rmaId', d.business_key)) else '{}'::jsonb end,
  md5(d.document_id::text) || md5(d.business_key), d.number, case when d.numbered then 1 else 0 end, case when d.numbered then d.booked_at end,
  case when d.state in ('inDoubt', 'quarantined') then d.booked_at end, case when d.state in ('verified', 'confirmed', 'changed') then 'created' end,
  case when d.state in ('verified', 'confirmed', 'changed') then d.cents end, case when d.state in ('verified', 'confirmed', 'changed', 'deletedInLedger') then d.booked_at + interval '1 second' end,
  case when d.state in ('verified', 'changed') then d.booked_at + interval '2 hours' end
from fixture_document d join ledger_journal j on j.tenant_id = d.tenant_id and j.dossier_id = d.dossier_id and j.journal_key = 'V5' and j.book_year_id = d.year - $YEAR::int + 3`

const attemptRows = `
insert into attempt (tenant_id, attempt_id, document_id, journal_id, document_number, bytes_hash, state)
select d.tenant_id, md5('attempt ' || d.document_id)::uuid, d.document_id, j.journal_id, d.number, md5('bytes ' || d.document_id) || md5(d.order_id),
  case when d.state = 'inDoubt' then 'open' else 'answered' end
from fixture_document d join ledger_journal j on j.tenant_id = d.tenant_id and j.dossier_id = d.dossier_id and j.journal_key = 'V5' and j.book_year_id = d.year - $YEAR::int + 3
where d.number is not null`

const sendRows = `
insert into attempt_send (tenant_id, attempt_id, send_no, sent_by, sent_at, outcome, detail, answered_at)
select d.tenant_id, md5('attempt ' || d.document_id)::uuid, 1, '00000000-0000-4000-8000-00000000000f', d.booked_at,
  case when d.state in ('inDoubt', 'quarantined') then 'unknown' else 'created' end, '', d.booked_at + interval '1 second'
from fixture_document d where d.number is not null`

const stepRows = `
insert into document_step (tenant_id, document_id, at, from_state, to_state, event, actor)
select d.tenant_id, d.document_id, d.booked_at + s.after, s.from_state, s.to_state, s.event, 'tentakel'
from fixture_document d join lateral (values
  (0, interval '-1 minute', null, 'ready', 'planned'), (1, interval '0', 'ready', 'sending', 'claimed'),
  (2, interval '1 second', 'sending', case when d.state in ('inDoubt', 'quarantined') then 'inDoubt' when d.state = 'rejected' then 'rejected' else 'confirmed' end,
    case when d.state in ('inDoubt', 'quarantined') then 'unknown' when d.state = 'rejected' then 'contentRefused' else 'created' end),
  (3, interval '2 hours', 'confirmed', 'verified', 'readBack')
) s(at, after, from_state, to_state, event) on s.at <= case when d.state = 'verified' then 3 when d.state = 'ready' then 0 else 2 end`

const journalNumbers = `
update ledger_journal j set last_number = m.last from (select tenant_id, dossier_id, year, max(number) as last from fixture_document group by 1, 2, 3) m
where j.tenant_id = m.tenant_id and j.dossier_id = m.dossier_id and j.journal_key = 'V5' and j.book_year_id = m.year - $YEAR::int + 3`

/** Written beside each other; inside one, one after the other. */
export const streams: { name: string; statement: string }[][] = [
  [
    { name: 'documents', statement: documentRows },
    { name: 'attempts', statement: attemptRows },
    { name: 'sends', statement: sendRows },
    { name: 'steps', statement: stepRows },
    { name: 'numbers', statement: journalNumbers },
  ],
  [
    { name: 'orders', statement: orderRows },
    { name: 'unread orders', statement: unreadRows },
    { name: 'versions', statement: versionRows },
    { name: 'shipments', statement: shipmentRows },
    { name: 'returns', statement: returnRows },
    { name: 'problems', statement: problemRows },
  ],
]
