-- 0260_search_by_part.sql. Why: an order was found by its whole number only. Now it is found by a part of its number, and of the title, EAN or
-- reference of an article in it. pg_trgm would not serve: under row-level security only operators that leak nothing may use an index, and
-- LIKE is none. So the parts of numbers are rows, compared by = and <; and an article stands once for all orders that have it.
-- Older workers may keep running: yes, what they write is noted by the triggers.
-- Backfill: what is there; about a minute for a million orders.
-- Undo: drop the trigger version_added_touches, the three tables and the functions; settle_counts as in 0035, recount_company as in 0055.

create table sold_article (
  tenant_id uuid not null default current_tenant(),
  connection_id uuid not null,
  article_key uuid not null,
  words text not null,
  primary key (tenant_id, connection_id, article_key)
);
create table order_article (
  tenant_id uuid not null default current_tenant(),
  connection_id uuid not null,
  order_id text not null,
  article_key uuid not null,
  primary key (tenant_id, connection_id, order_id, article_key)
);
create index order_article_by_article on order_article (tenant_id, connection_id, article_key, order_id);
create table order_part (
  tenant_id uuid not null default current_tenant(),
  connection_id uuid not null,
  part text collate "C" not null,
  order_id text not null,
  primary key (tenant_id, connection_id, part, order_id)
);

do $$
declare name text;
begin
  foreach name in array array['sold_article', 'order_article', 'order_part'] loop
    execute format('alter table %I enable row level security', name);
    execute format('alter table %I force row level security', name);
    execute format('create policy own_rows on %I using (tenant_id = current_tenant()) with check (tenant_id = current_tenant())', name);
  end loop;
end $$;

comment on table sold_article is 'counts: An article as it was sold, once for all orders that have it, in words to be searched. Grows with orders. Kept as long as the company.';
comment on column sold_article.tenant_id is 'Company whose row it is: a transaction sees those of one company. → tenant';
comment on column sold_article.connection_id is 'Connection that it belongs to. → connection';
comment on column sold_article.article_key is 'Hash of the words.';
comment on column sold_article.words is 'Title, EAN and reference of the seller, in lower case, without accents; at most 1,000 characters.';
comment on table order_article is 'counts: An article of the version of an order that counts. Grows with orders. Kept as long as the order.';
comment on column order_article.tenant_id is 'Company whose row it is: a transaction sees those of one company. → tenant';
comment on column order_article.connection_id is 'Connection that it belongs to. → connection';
comment on column order_article.order_id is 'Order that has the article. → marketplace_order';
comment on column order_article.article_key is 'Hash of what the article is found by. → sold_article';
comment on table order_part is 'counts: The end of an order number from one of its characters on, so that a number is found by any part of it. Grows with orders. Kept as long as the order.';
comment on column order_part.tenant_id is 'Company whose row it is: a transaction sees those of one company. → tenant';
comment on column order_part.connection_id is 'Connection that it belongs to. → connection';
comment on column order_part.part is 'The end, of four characters or more, in lower case.';
comment on column order_part.order_id is 'Order whose number it is. → marketplace_order';

-- As it is compared: in lower case, without accents.
create function search_text(content text) returns text language sql immutable as $$
  select lower(regexp_replace(normalize(content, NFKD), '[\u0300-\u036f]', '', 'g'))
$$;

-- The ends of a number; 40 characters of it are enough to be found by.
create function ends_of(order_id text) returns setof text language sql immutable as $$
  select substr(left(lower(order_id), 40), n) from generate_series(1, least(length(order_id), 40) - 3) n
$$;

create view article_truth with (security_invoker = true) as
select o.tenant_id, o.connection_id, o.order_id, w.words
from marketplace_order o
  cross join lateral (select v.facts from order_version v where v.tenant_id = o.tenant_id and v.connection_id = o.connection_id
    and v.order_id = o.order_id and v.version = o.version limit 1) v
  cross join lateral jsonb_array_elements(v.facts -> 'items') i
  cross join lateral (select left(btrim(search_text(concat_ws(' ', i ->> 'title', i ->> 'ean', i ->> 'offerReference'))), 1000) as words) w
where w.words <> '';
comment on view article_truth is 'counts: The articles of each order as its facts have them; order_article keeps them, and a test compares them.';

-- Keeps what these orders are found by. Only under the lock of `settle_counts`.
create function find_orders(of_tenant uuid, of_connection uuid, ids text[]) returns void language plpgsql as $$
begin
  with articles as materialized (
    select distinct t.order_id, md5(t.words)::uuid as article_key, t.words from article_truth t
      where t.tenant_id = of_tenant and t.connection_id = of_connection and t.order_id = any(ids)
  ), articles_kept as (
    insert into sold_article (tenant_id, connection_id, article_key, words)
      select distinct of_tenant, of_connection, a.article_key, a.words from articles a on conflict do nothing
  ), kept as (
    insert into order_article (tenant_id, connection_id, order_id, article_key)
      select of_tenant, of_connection, a.order_id, a.article_key from articles a on conflict do nothing
  ), known as materialized (
    select o.order_id from marketplace_order o where o.tenant_id = of_tenant and o.connection_id = of_connection and o.order_id = any(ids)
  ), parts_kept as (
    insert into order_part (tenant_id, connection_id, part, order_id)
      select of_tenant, of_connection, p.part, k.order_id from known k cross join lateral ends_of(k.order_id) as p(part) on conflict do nothing
  ), parts_gone as (
    delete from order_part p using (select i.id, e.part from unnest(ids) as i(id) cross join lateral ends_of(i.id) as e(part)
        where not exists (select from known k where k.order_id = i.id)) g
      where p.tenant_id = of_tenant and p.connection_id = of_connection and p.part = g.part and p.order_id = g.id
  )
  delete from order_article o where o.tenant_id = of_tenant and o.connection_id = of_connection and o.order_id = any(ids)
    and not exists (select from articles a where a.order_id = o.order_id and a.article_key = o.article_key);
end $$;

create function find_company(of_tenant uuid) returns void language plpgsql as $$
begin
  insert into order_article (tenant_id, connection_id, order_id, article_key)
    select distinct t.tenant_id, t.connection_id, t.order_id, md5(t.words)::uuid from article_truth t where t.tenant_id = of_tenant;
  insert into sold_article (tenant_id, connection_id, article_key, words)
    select distinct t.tenant_id, t.connection_id, md5(t.words)::uuid, t.words from article_truth t where t.tenant_id = of_tenant;
  insert into order_part (tenant_id, connection_id, part, order_id)
    select o.tenant_id, o.connection_id, p.part, o.order_id from marketplace_order o cross join lateral ends_of(o.order_id) as p(part)
    where o.tenant_id = of_tenant;
end $$;

-- A new version may have other articles.
create trigger version_added_touches after insert on order_version referencing new table as changed for each statement execute function touch_many();

create or replace function settle_counts(of_connection uuid) returns void language plpgsql as $$
declare ids text[];
begin
  if not exists (select from order_touched t where t.connection_id = of_connection) then
    return;
  end if;
  perform pg_advisory_xact_lock(hashtextextended('counts ' || of_connection, 0));
  with taken as (delete from order_touched t where t.connection_id = of_connection returning t.order_id)
    select array_agg(distinct order_id) into ids from taken;
  if ids is not null then
    perform tally_orders(current_tenant(), of_connection, ids);
    perform find_orders(current_tenant(), of_connection, ids);
  end if;
end $$;

create or replace function recount_company(of_tenant uuid) returns void language plpgsql as $$
begin
  delete from order_touched where tenant_id = of_tenant;
  delete from order_class where tenant_id = of_tenant;
  delete from order_amount where tenant_id = of_tenant;
  delete from order_part where tenant_id = of_tenant;
  delete from order_article where tenant_id = of_tenant;
  delete from sold_article where tenant_id = of_tenant;
  delete from order_tally where tenant_id = of_tenant;
  delete from booked_tally where tenant_id = of_tenant;
  insert into order_class (tenant_id, connection_id, order_id, placed_on, class, credited, booked_on)
    select t.tenant_id, t.connection_id, t.order_id, t.placed_on, t.class, t.credited, t.booked_on from order_truth t where t.tenant_id = of_tenant;
  insert into order_amount (tenant_id, connection_id, order_id, amount_cents, placed_on)
    select distinct d.tenant_id, d.connection_id, d.order_id, d.amount_cents, c.placed_on from document d
      join order_class c on c.tenant_id = d.tenant_id and c.connection_id = d.connection_id and c.order_id = d.order_id
    where d.tenant_id = of_tenant;
  insert into order_tally (tenant_id, connection_id, placed_on, class, credited, orders, folded)
    select tenant_id, connection_id, coalesce(placed_on, '-infinity'), class, credited, count(*), true
    from order_class where tenant_id = of_tenant group by 1, 2, 3, 4, 5;
  insert into booked_tally (tenant_id, connection_id, day, country, orders, folded)
    select tenant_id, connection_id, left(at, 10)::date, substr(at, 12), count(*), true
    from order_class, unnest(booked_on) at where tenant_id = of_tenant group by 1, 2, 3, 4;
  insert into booked_tally (tenant_id, connection_id, day, country, vat_code, treatment, rate_bp, gross_cents, net_cents, vat_cents, folded)
    select d.tenant_id, d.connection_id, d.document_date, coalesce(l.country, ''), coalesce(l."vatCode", ''), coalesce(l.treatment, ''),
      coalesce(l."rateBp", 0), coalesce(sum((t.net + t.vat) * sign), 0), coalesce(sum(t.net * sign), 0), coalesce(sum(t.vat * sign), 0), true
    from document d, jsonb_to_recordset(d.plan -> 'lines') as l(country text, "vatCode" text, treatment text, "rateBp" int, "netCents" bigint,
      "vatCents" bigint, "invoiceNetCents" bigint, "invoiceVatCents" bigint),
      lateral (select coalesce(l."invoiceNetCents", l."netCents") as net, coalesce(l."invoiceVatCents", l."vatCents") as vat) t,
      lateral (select case when d.kind = 'creditNote' then -1 else 1 end as sign) s
    where d.tenant_id = of_tenant and d.order_id is not null and stands_in_ledger(d.state) and d.document_date is not null
    group by 1, 2, 3, 4, 5, 6, 7;
  perform find_company(of_tenant);
end $$;

do $$
declare of uuid;
begin
  for of in select tenant_id from tenant loop
    perform set_config('tentakel.tenant', of::text, true);
    perform find_company(of);
  end loop;
end $$;
