-- 0002_vat.sql. Why: the VAT decision needs the EU's register of VAT numbers, the year's cross-border sales, and a time at which an
-- order that waits for either is planned again. Older workers may keep running: they ignore all of it. Backfill: none; cross-border
-- sales are counted when an order is planned, so the nightly plan of the year fills the table. Undo: drop both tables and the column.

-- Answers of the register (VIES), as proof: under a keyed hash of the number, so that no number of a person stands here.
create table vat_number_check (
  tenant_id uuid not null default current_tenant(),
  check_id bigint generated always as identity,
  number_hash text not null,
  -- The seller's own number under which was asked; null when he has none.
  requester text,
  asked_at timestamptz not null,
  answer text not null check (answer in ('valid', 'invalid', 'unavailable')),
  -- The register's consultation number.
  consultation text,
  -- Why there was no answer, in the register's own word.
  detail text,
  primary key (tenant_id, check_id)
);
create index vat_number_check_latest on vat_number_check (tenant_id, number_hash, asked_at desc, check_id desc);

-- One row per part of an order that went across a border to a consumer, without VAT: the year's sum decides the threshold.
create table cross_border_sale (
  tenant_id uuid not null default current_tenant(),
  dossier_id integer not null,
  connection_id uuid not null,
  business_key text not null,
  order_id text not null,
  supply_date date not null,
  placed_at timestamptz not null,
  net_cents bigint not null,
  primary key (tenant_id, connection_id, business_key)
);
create index cross_border_sale_by_day on cross_border_sale (tenant_id, dossier_id, supply_date, placed_at, business_key);
create index cross_border_sale_of_order on cross_border_sale (tenant_id, connection_id, order_id);

-- The moment from which an order that waits for an answer from outside is planned again.
alter table marketplace_order add column plan_again_at timestamptz;
create index marketplace_order_to_plan_again on marketplace_order (tenant_id, connection_id, plan_again_at) where plan_again_at is not null;

do $$
declare name text;
begin
  foreach name in array array['vat_number_check', 'cross_border_sale'] loop
    execute format('alter table %I enable row level security', name);
    execute format('alter table %I force row level security', name);
    execute format('create policy own_rows on %I using (tenant_id = current_tenant()) with check (tenant_id = current_tenant())', name);
  end loop;
end $$;
