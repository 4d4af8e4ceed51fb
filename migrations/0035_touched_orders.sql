-- 0035_touched_orders.sql. Why: what an order counts as was worked out at each change of it, up to four times before it was booked, which
-- cost more than booking it. Now a change only notes the order in `order_touched`; whoever reads counts or lists has the noted ones worked
-- out first, all together (`settle_counts`). And orders of one amount are kept in the order of the list, so that an amount that a hundred
-- thousand orders have is found as fast as one that nobody has.
-- Older workers may keep running: yes for what they write; what they read may lack the last changes until a newer one reads.
-- Backfill: order_amount, out of what is there; about 10 seconds for a million orders.
-- Undo: select settle_counts for each connection; create the triggers and tally_orders of 0027 again; drop both tables.

create table order_touched (
  tenant_id uuid not null default current_tenant(),
  connection_id uuid not null,
  touch_id bigint generated always as identity,
  order_id text not null,
  primary key (tenant_id, connection_id, touch_id)
);

create table order_amount (
  tenant_id uuid not null default current_tenant(),
  connection_id uuid not null,
  order_id text not null,
  amount_cents bigint not null,
  placed_on date,
  primary key (tenant_id, connection_id, order_id, amount_cents)
);
create index order_amount_in_list on order_amount (tenant_id, connection_id, amount_cents, placed_on, order_id);

do $$
declare name text;
begin
  foreach name in array array['order_touched', 'order_amount'] loop
    execute format('alter table %I enable row level security', name);
    execute format('alter table %I force row level security', name);
    execute format('create policy own_rows on %I using (tenant_id = current_tenant()) with check (tenant_id = current_tenant())', name);
  end loop;
end $$;

drop trigger order_added_tallied on marketplace_order;
drop trigger order_removed_tallied on marketplace_order;
drop trigger order_changed_tallied on marketplace_order;
drop trigger document_added_tallied on document;
drop trigger document_removed_tallied on document;
drop trigger document_changed_tallied on document;
drop function tally_many();
drop function tally_one();
drop function tally_document();

-- ── Noting ─────────────────────────────────────────────────────────────────────────────────────────────────────────

create function touch_many() returns trigger language plpgsql as $$
begin
  insert into order_touched (tenant_id, connection_id, order_id)
    select c.tenant_id, c.connection_id, c.order_id from changed c where c.order_id is not null;
  return null;
end $$;

create function touch_order() returns trigger language plpgsql as $$
begin
  insert into order_touched (tenant_id, connection_id, order_id) values (new.tenant_id, new.connection_id, new.order_id);
  return null;
end $$;

create function touch_document() returns trigger language plpgsql as $$
begin
  if new.order_id is null then
    -- What stands in a total stands as the total does.
    insert into order_touched (tenant_id, connection_id, order_id)
      select d.tenant_id, d.connection_id, d.order_id from day_member m
        join document d on d.tenant_id = m.tenant_id and d.document_id = m.document_id
      where m.tenant_id = new.tenant_id and m.total_id = new.document_id and d.order_id is not null;
    return null;
  end if;
  insert into order_touched (tenant_id, connection_id, order_id) values (new.tenant_id, new.connection_id, new.order_id);
  if new.document_date is not null and stands_in_ledger(new.state) <> stands_in_ledger(old.state) then
    perform tally_lines(new, case when stands_in_ledger(new.state) then 1 else -1 end);
  end if;
  return null;
end $$;

create trigger order_added_touches after insert on marketplace_order referencing new table as changed for each statement execute function touch_many();
create trigger order_removed_touches after delete on marketplace_order referencing old table as changed for each statement execute function touch_many();
create trigger order_changed_touches after update of standing, placed_on on marketplace_order for each row
  when ((old.standing, old.placed_on) is distinct from (new.standing, new.placed_on)) execute function touch_order();
create trigger document_added_touches after insert on document referencing new table as changed for each statement execute function touch_many();
create trigger document_removed_touches after delete on document referencing old table as changed for each statement execute function touch_many();
create trigger document_changed_touches after update of state, amount_cents on document for each row
  when (document_standing(old.state, old.sends_of_number) is distinct from document_standing(new.state, new.sends_of_number)
    or old.amount_cents is distinct from new.amount_cents)
  execute function touch_document();

-- ── Working out ────────────────────────────────────────────────────────────────────────────────────────────────────

-- Counts these orders anew. Only under the lock of `settle_counts`.
create or replace function tally_orders(of_tenant uuid, of_connection uuid, ids text[]) returns void language plpgsql as $$
begin
  with truth as materialized (
    select t.* from order_truth t where t.tenant_id = of_tenant and t.connection_id = of_connection and t.order_id = any(ids)
  ), before as materialized (
    select c.* from order_class c where c.tenant_id = of_tenant and c.connection_id = of_connection and c.order_id = any(ids)
  ), kept as (
    insert into order_class as c (tenant_id, connection_id, order_id, placed_on, class, credited, booked_on)
      select t.tenant_id, t.connection_id, t.order_id, t.placed_on, t.class, t.credited, t.booked_on from truth t
        where not exists (select from before b where b.order_id = t.order_id
          and (b.placed_on, b.class, b.credited, b.booked_on) is not distinct from (t.placed_on, t.class, t.credited, t.booked_on))
    on conflict (tenant_id, connection_id, order_id) do update
      set placed_on = excluded.placed_on, class = excluded.class, credited = excluded.credited, booked_on = excluded.booked_on
  ), gone as (
    delete from order_class c where c.tenant_id = of_tenant and c.connection_id = of_connection and c.order_id = any(ids)
      and not exists (select from truth t where t.order_id = c.order_id)
  ), counted as (
    insert into order_tally (tenant_id, connection_id, placed_on, class, credited, orders)
      select of_tenant, of_connection, coalesce(a.placed_on, '-infinity'), a.class, a.credited, sum(a.n)
      from (select t.placed_on, t.class, t.credited, 1 as n from truth t union all select b.placed_on, b.class, b.credited, -1 from before b) a
      group by a.placed_on, a.class, a.credited having sum(a.n) <> 0
  ), amounts as materialized (
    select distinct t.order_id, t.placed_on, d.amount_cents from truth t
      join document d on d.tenant_id = of_tenant and d.connection_id = of_connection and d.order_id = any(ids) and d.order_id = t.order_id
  ), amounts_kept as (
    insert into order_amount as o (tenant_id, connection_id, order_id, amount_cents, placed_on)
      select of_tenant, of_connection, a.order_id, a.amount_cents, a.placed_on from amounts a
    on conflict (tenant_id, connection_id, order_id, amount_cents) do update set placed_on = excluded.placed_on
      where o.placed_on is distinct from excluded.placed_on
  ), amounts_gone as (
    delete from order_amount o where o.tenant_id = of_tenant and o.connection_id = of_connection and o.order_id = any(ids)
      and not exists (select from amounts a where a.order_id = o.order_id and a.amount_cents = o.amount_cents)
  )
  insert into booked_tally (tenant_id, connection_id, day, country, orders)
    select of_tenant, of_connection, left(a.at, 10)::date, substr(a.at, 12), sum(a.n)
    from (select unnest(t.booked_on) as at, 1 as n from truth t union all select unnest(b.booked_on), -1 from before b) a
    group by a.at having sum(a.n) <> 0;
end $$;

-- Works out what the orders noted so far count as; one at a time for a connection. A change that is not committed yet is noted by its own
-- row, and is worked out by whoever reads after it.
create function settle_counts(of_connection uuid) returns void language plpgsql as $$
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
  end if;
end $$;

create or replace function recount_company(of_tenant uuid) returns void language plpgsql as $$
begin
  delete from order_touched where tenant_id = of_tenant;
  delete from order_class where tenant_id = of_tenant;
  delete from order_amount where tenant_id = of_tenant;
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
      coalesce(l."rateBp", 0), coalesce(sum(l."grossCents" * sign), 0), coalesce(sum(l."netCents" * sign), 0), coalesce(sum(l."vatCents" * sign), 0), true
    from document d, jsonb_to_recordset(d.plan -> 'lines') as l(country text, "vatCode" text, treatment text, "rateBp" int,
      "grossCents" bigint, "netCents" bigint, "vatCents" bigint), lateral (select case when d.kind = 'creditNote' then -1 else 1 end as sign) s
    where d.tenant_id = of_tenant and d.order_id is not null and stands_in_ledger(d.state) and d.document_date is not null
    group by 1, 2, 3, 4, 5, 6, 7;
end $$;

do $$
declare of uuid;
begin
  for of in select tenant_id from tenant loop
    perform set_config('tentakel.tenant', of::text, true);
    insert into order_amount (tenant_id, connection_id, order_id, amount_cents, placed_on)
      select distinct d.tenant_id, d.connection_id, d.order_id, d.amount_cents, c.placed_on from document d
        join order_class c on c.tenant_id = d.tenant_id and c.connection_id = d.connection_id and c.order_id = d.order_id
      where d.tenant_id = of;
  end loop;
end $$;

-- Nothing searches for an amount among the documents any more.
drop index document_by_amount;
