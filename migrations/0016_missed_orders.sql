-- 0016_missed_orders.sql. Why: an order that no list of orders tells of, but a shipment or a return does, must be fetched, or rebuilt;
-- a time in which nothing was polled is kept, with the moment at which it was made up for; and the daily proof of completeness.
-- Older workers may keep running: yes; they take over such orders like any other. Backfill: none.
-- Undo: drop table completeness_check, poll_gap; alter table marketplace_order drop column found_by.

-- Null: a list of orders told of it first.
alter table marketplace_order add column found_by text check (found_by in ('shipment', 'return', 'completeness'));

create table poll_gap (
  tenant_id uuid not null default current_tenant(),
  connection_id uuid not null,
  gap_from timestamptz not null,
  gap_until timestamptz not null,
  closed_at timestamptz not null,
  primary key (tenant_id, connection_id, gap_from)
);

-- The newest proof of each period that was asked for; the daily one is of the day before.
create table completeness_check (
  tenant_id uuid not null default current_tenant(),
  connection_id uuid not null,
  from_day date not null,
  to_day date not null,
  checked_at timestamptz not null,
  counts jsonb not null,
  missing jsonb not null,
  primary key (tenant_id, connection_id, from_day, to_day)
);
create index completeness_newest on completeness_check (tenant_id, connection_id, checked_at desc);

do $$
declare name text;
begin
  foreach name in array array['poll_gap', 'completeness_check'] loop
    execute format('alter table %I enable row level security', name);
    execute format('alter table %I force row level security', name);
    execute format('create policy own_rows on %I using (tenant_id = current_tenant()) with check (tenant_id = current_tenant())', name);
  end loop;
end $$;
