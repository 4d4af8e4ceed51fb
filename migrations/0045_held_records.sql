-- 0045_held_records.sql. Why: one record that bol.com gave badly (an order whose details always fail, a row without an item) held
-- everything behind it. Now the record alone is held, on a list of its own: told, asked again with growing rests, forgotten once read.
-- Older workers may keep running: yes, they hold more than they need. Backfill: none; what fails is noted when it fails again.
-- Undo: drop table held_record; drop the two columns.

create table held_record (
  tenant_id uuid not null default current_tenant(),
  connection_id uuid not null,
  -- `order`: its details. The others: a row of a list.
  kind text not null check (kind in ('order', 'orderRow', 'shipment', 'return')),
  -- The record's own number; of a row without one, a hash of it.
  record_key text not null,
  named boolean not null,
  order_id text,
  -- Of a row of the list of orders: the day under which it stood, to be read again.
  listed_on date,
  -- Names fields, never their contents.
  fault text not null,
  failures integer not null check (failures >= 0),
  first_at timestamptz not null,
  last_at timestamptz not null,
  ask_at timestamptz not null,
  primary key (tenant_id, connection_id, kind, record_key)
);
create index held_record_of_order on held_record (tenant_id, connection_id, order_id);

alter table held_record enable row level security;
alter table held_record force row level security;
create policy own_rows on held_record using (tenant_id = current_tenant()) with check (tenant_id = current_tenant());

-- All of an order is to be read once more, its shipments and returns too.
alter table marketplace_order add column wants_reread boolean not null default false;
-- When its details were last read, whether or not they told something new.
alter table marketplace_order add column detail_read_at timestamptz;
create index marketplace_order_to_reread on marketplace_order (tenant_id, connection_id) where wants_reread;
