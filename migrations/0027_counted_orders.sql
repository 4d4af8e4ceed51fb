-- 0027_counted_orders.sql. Why: a screen must answer at once, also for a company of half a million orders. What an order counts as is
-- kept in `order_class`, how many count as what in `order_tally`, and what stands in the ledger per day in `booked_tally`; triggers write
-- all three in the transaction that changes an order or a document. Tallies are only ever added to, so that nobody waits for a counter:
-- rows that belong together are made one by `fold_tallies`. `order_truth` is the rule, and what a test compares the tallies with.
-- Older workers may keep running: yes, the triggers work for them too; their own counts read what they read before.
-- Backfill: all three, company by company; about 40 seconds for a million orders.
-- Undo: drop the triggers named *_tallied, the functions, the view and the three tables.

create table order_class (
  tenant_id uuid not null default current_tenant(),
  connection_id uuid not null,
  order_id text not null,
  placed_on date,
  class text not null check (class in ('booked', 'waiting', 'blocked', 'skipped', 'inDoubt')),
  credited boolean not null,
  -- The days on which something of it stands in the ledger, with the country of the VAT: `2026-11-24|BE`.
  booked_on text[] not null,
  primary key (tenant_id, connection_id, order_id)
);
create index order_class_in_list on order_class (tenant_id, connection_id, class, placed_on, order_id);

create table order_tally (
  tenant_id uuid not null default current_tenant(),
  connection_id uuid not null,
  tally_id bigint generated always as identity,
  -- -infinity: nothing but the number of the order is known.
  placed_on date not null,
  class text not null,
  credited boolean not null,
  orders integer not null,
  folded boolean not null default false,
  primary key (tenant_id, connection_id, tally_id)
);
create index order_tally_to_fold on order_tally (tenant_id, connection_id, placed_on) where not folded;

create table booked_tally (
  tenant_id uuid not null default current_tenant(),
  connection_id uuid not null,
  tally_id bigint generated always as identity,
  day date not null,
  country text not null,
  -- Null: the row counts orders and no money.
  vat_code text,
  treatment text,
  rate_bp integer,
  gross_cents bigint not null default 0,
  net_cents bigint not null default 0,
  vat_cents bigint not null default 0,
  orders integer not null default 0,
  folded boolean not null default false,
  primary key (tenant_id, connection_id, tally_id)
);
create index booked_tally_by_day on booked_tally (tenant_id, connection_id, day);
create index booked_tally_to_fold on booked_tally (tenant_id, connection_id, day) where not folded;

do $$
declare name text;
begin
  foreach name in array array['order_class', 'order_tally', 'booked_tally'] loop
    execute format('alter table %I enable row level security', name);
    execute format('alter table %I force row level security', name);
    execute format('create policy own_rows on %I using (tenant_id = current_tenant()) with check (tenant_id = current_tenant())', name);
  end loop;
end $$;

-- What a document in this state makes of its order. One that is being sent counts as waiting here: it is so for a second, and at most
-- one of a journal; who counts adds it to those in doubt (`sending_orders`).
create function document_standing(state text, sends integer) returns text language sql immutable as $$
  select case
    when state in ('inDoubt', 'cooling', 'quarantined') or (state = 'checking' and sends > 0) then 'inDoubt'
    when state in ('blocked', 'rejected', 'mismatch', 'duplicate') then 'blocked'
    when state in ('draft', 'ready', 'sending', 'approval', 'inDay', 'checking') then 'waiting'
    when state in ('confirmed', 'verified') then 'booked'
    else state end
$$;

create function stands_in_ledger(state text) returns boolean language sql immutable as $$
  select state in ('confirmed', 'verified', 'changed')
$$;

-- Each order counts once, in the first that fits.
create view order_truth with (security_invoker = true) as
select o.tenant_id, o.connection_id, o.order_id, o.placed_on,
  case
    when d.in_doubt then 'inDoubt'
    when o.standing = 'blocked' or d.blocked then 'blocked'
    when o.standing in ('new', 'waiting') or d.waiting then 'waiting'
    when o.standing in ('skipped', 'nothing') or d.skipped then 'skipped'
    when d.documents = 0 then 'waiting'
    else 'booked'
  end as class, d.credited, b.booked_on
from marketplace_order o
cross join lateral (
  select count(*) as documents, coalesce(bool_or(s.standing = 'inDoubt'), false) as in_doubt,
    coalesce(bool_or(s.standing = 'blocked'), false) as blocked, coalesce(bool_or(s.standing in ('waiting', 'inTotal')), false) as waiting,
    coalesce(bool_and(s.standing in ('skipped', 'deletedInLedger')), false) as skipped,
    coalesce(bool_or(s.kind = 'creditNote' and s.standing = 'booked'), false) as credited
  -- What stands in a total stands as the total does.
  from (
    select x.kind, document_standing(coalesce(t.state, x.state), coalesce(t.sends_of_number, x.sends_of_number)) as standing
    from document x
      left join day_member m on x.state = 'inTotal' and m.tenant_id = x.tenant_id and m.document_id = x.document_id
      left join document t on t.tenant_id = m.tenant_id and t.document_id = m.total_id
    where x.tenant_id = o.tenant_id and x.connection_id = o.connection_id and x.order_id = o.order_id
  ) s
) d
cross join lateral (
  select coalesce(array_agg(distinct to_char(x.document_date, 'YYYY-MM-DD') || '|' || coalesce(line ->> 'country', '')), '{}') as booked_on
  from document x cross join lateral jsonb_array_elements(x.plan -> 'lines') line
  where x.tenant_id = o.tenant_id and x.connection_id = o.connection_id and x.order_id = o.order_id
    and stands_in_ledger(x.state) and x.document_date is not null
) b;

-- Counts these orders anew. Each is locked first, so that two transactions that change documents of one order see each other.
create function tally_orders(of_tenant uuid, of_connection uuid, ids text[]) returns void language plpgsql as $$
begin
  perform from order_class c where c.tenant_id = of_tenant and c.connection_id = of_connection and c.order_id = any(ids)
    order by c.order_id for update;
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
  )
  insert into booked_tally (tenant_id, connection_id, day, country, orders)
    select of_tenant, of_connection, left(a.at, 10)::date, substr(a.at, 12), sum(a.n)
    from (select unnest(t.booked_on) as at, 1 as n from truth t union all select unnest(b.booked_on), -1 from before b) a
    group by a.at having sum(a.n) <> 0;
end $$;

-- What the lines of a document add to the sums of its day: `times` 1 when it comes into the ledger, -1 when it leaves.
create function tally_lines(document document, times integer) returns void language sql as $$
  insert into booked_tally (tenant_id, connection_id, day, country, vat_code, treatment, rate_bp, gross_cents, net_cents, vat_cents)
    select document.tenant_id, document.connection_id, document.document_date, coalesce(l.country, ''), coalesce(l."vatCode", ''),
      coalesce(l.treatment, ''), coalesce(l."rateBp", 0), coalesce(sum(l."grossCents"), 0) * sign, coalesce(sum(l."netCents"), 0) * sign,
      coalesce(sum(l."vatCents"), 0) * sign
    from jsonb_to_recordset(document.plan -> 'lines') as l(country text, "vatCode" text, treatment text, "rateBp" int, "grossCents" bigint,
      "netCents" bigint, "vatCents" bigint), (select case when document.kind = 'creditNote' then -1 else 1 end * times as sign) s
    group by 4, 5, 6, 7, sign
$$;

create function tally_many() returns trigger language plpgsql as $$
declare of record;
begin
  for of in select c.tenant_id, c.connection_id, array_agg(distinct c.order_id) as ids from changed c where c.order_id is not null group by 1, 2 loop
    perform tally_orders(of.tenant_id, of.connection_id, of.ids);
  end loop;
  return null;
end $$;

create function tally_one() returns trigger language plpgsql as $$
begin
  perform tally_orders(new.tenant_id, new.connection_id, array[new.order_id]);
  return null;
end $$;

create function tally_document() returns trigger language plpgsql as $$
declare members text[];
begin
  if new.order_id is not null then
    perform tally_orders(new.tenant_id, new.connection_id, array[new.order_id]);
    if new.document_date is not null and stands_in_ledger(new.state) <> stands_in_ledger(old.state) then
      perform tally_lines(new, case when stands_in_ledger(new.state) then 1 else -1 end);
    end if;
    return null;
  end if;
  select array_agg(distinct d.order_id) into members from day_member m
    join document d on d.tenant_id = m.tenant_id and d.document_id = m.document_id
    where m.tenant_id = new.tenant_id and m.total_id = new.document_id and d.order_id is not null;
  if members is not null then
    perform tally_orders(new.tenant_id, new.connection_id, members);
  end if;
  return null;
end $$;

create trigger order_added_tallied after insert on marketplace_order referencing new table as changed for each statement execute function tally_many();
create trigger order_removed_tallied after delete on marketplace_order referencing old table as changed for each statement execute function tally_many();
create trigger order_changed_tallied after update of standing, placed_on on marketplace_order for each row
  when ((old.standing, old.placed_on) is distinct from (new.standing, new.placed_on)) execute function tally_one();
create trigger document_added_tallied after insert on document referencing new table as changed for each statement execute function tally_many();
create trigger document_removed_tallied after delete on document referencing old table as changed for each statement execute function tally_many();
create trigger document_changed_tallied after update of state on document for each row
  when (document_standing(old.state, old.sends_of_number) is distinct from document_standing(new.state, new.sends_of_number))
  execute function tally_document();

-- Orders of which something is on its way at this moment: they count as in doubt until its answer is written.
create function sending_orders(of_connection uuid) returns table (order_id text) language sql stable as $$
  select d.order_id from document d where d.connection_id = of_connection and d.state = 'sending' and d.order_id is not null
  union
  select d.order_id from document t join day_member m on m.tenant_id = t.tenant_id and m.total_id = t.document_id
    join document d on d.tenant_id = m.tenant_id and d.document_id = m.document_id
    where t.connection_id = of_connection and t.state = 'sending' and t.order_id is null and d.state = 'inTotal'
$$;

-- Makes one row of those that belong together. A reader sees them before or after; what is added meanwhile is folded the next time.
create function fold_tallies(of_connection uuid) returns void language plpgsql as $$
begin
  with taken as (
    delete from order_tally t where t.connection_id = of_connection
      and t.placed_on in (select u.placed_on from order_tally u where u.connection_id = of_connection and not u.folded)
    returning t.*
  )
  insert into order_tally (tenant_id, connection_id, placed_on, class, credited, orders, folded)
    select tenant_id, connection_id, placed_on, class, credited, sum(orders), true from taken group by 1, 2, 3, 4, 5 having sum(orders) <> 0;
  with taken as (
    delete from booked_tally t where t.connection_id = of_connection
      and t.day in (select u.day from booked_tally u where u.connection_id = of_connection and not u.folded)
    returning t.*
  )
  insert into booked_tally (tenant_id, connection_id, day, country, vat_code, treatment, rate_bp, gross_cents, net_cents, vat_cents, orders, folded)
    select tenant_id, connection_id, day, country, vat_code, treatment, rate_bp, sum(gross_cents), sum(net_cents), sum(vat_cents), sum(orders), true
    from taken group by 1, 2, 3, 4, 5, 6, 7
    having (sum(gross_cents), sum(net_cents), sum(vat_cents), sum(orders)) <> (0, 0, 0, 0);
end $$;

-- Counts a company from nothing: here, and wherever rows were written past the triggers.
create function recount_company(of_tenant uuid) returns void language plpgsql as $$
begin
  delete from order_class where tenant_id = of_tenant;
  delete from order_tally where tenant_id = of_tenant;
  delete from booked_tally where tenant_id = of_tenant;
  insert into order_class (tenant_id, connection_id, order_id, placed_on, class, credited, booked_on)
    select t.tenant_id, t.connection_id, t.order_id, t.placed_on, t.class, t.credited, t.booked_on from order_truth t where t.tenant_id = of_tenant;
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
    perform recount_company(of);
  end loop;
end $$;
