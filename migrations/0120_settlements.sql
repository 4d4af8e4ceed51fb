-- 0120_settlements.sql. Why: what bol.com keeps and pays is read from its invoices to the seller, and held against the books order by order.
-- Older workers may keep running: yes, they read none. Backfill: none; the first reading walks back to the first day that is booked.
-- Undo: drop table settlement_answer, settlement_order, settlement_page, settlement_reading, settlement, settlement_poll.

-- When the list was asked, and how far back windows were walked. A row is there once they were asked for, by the settings or by a person.
create table settlement_poll (
  tenant_id uuid not null default current_tenant(),
  connection_id uuid not null,
  listed_at timestamptz,
  -- Last day of the next window on the way back; null: the way begins anew at today.
  walk_to date,
  -- When the last window was asked, and whether the first day was reached once.
  walked_at timestamptz,
  walked_once boolean not null default false,
  -- When a list was not given; null: the last one was.
  failed_at timestamptz,
  primary key (tenant_id, connection_id)
);

-- An invoice as the list has it. No person stands in one.
create table settlement (
  tenant_id uuid not null default current_tenant(),
  connection_id uuid not null,
  invoice_id text not null,
  kind text not null check (kind in ('settlement', 'advertising')),
  issue_date date not null,
  period_from date not null,
  period_to date not null,
  totals jsonb not null,
  -- The reading that counts; 0: none is whole yet.
  version integer not null default 0,
  state text not null check (state in ('reading', 'complete', 'incomplete', 'unavailable')),
  -- Readings that were whole, and tries in a row that were not.
  reads integer not null default 0,
  failures integer not null default 0,
  -- Names fields and sums, never contents.
  fault text,
  first_whole_at timestamptz,
  -- Null: it is not looked at again.
  read_at timestamptz,
  seen_at timestamptz not null,
  primary key (tenant_id, connection_id, invoice_id)
);

create table settlement_reading (
  tenant_id uuid not null default current_tenant(),
  connection_id uuid not null,
  invoice_id text not null,
  version integer not null,
  invoice jsonb not null,
  invoice_raw text not null,
  -- Base64; comes last, and not with a reading that only repeats an earlier one.
  pdf text,
  -- Of invoice and specification, by meaning; null while pages are missing.
  digest text,
  faults jsonb,
  started_at timestamptz not null,
  whole_at timestamptz,
  primary key (tenant_id, connection_id, invoice_id, version)
);

create table settlement_page (
  tenant_id uuid not null default current_tenant(),
  connection_id uuid not null,
  invoice_id text not null,
  version integer not null,
  page integer not null,
  sums jsonb not null,
  digest text not null,
  raw text not null,
  primary key (tenant_id, connection_id, invoice_id, version, page)
);

-- Customers' money of one order in the reading that counts, in euro with all decimals.
create table settlement_order (
  tenant_id uuid not null default current_tenant(),
  connection_id uuid not null,
  invoice_id text not null,
  order_id text not null,
  turnover numeric not null,
  corrections numeric[] not null,
  -- Owed to the seller: what was sold less what was taken back.
  settled numeric not null,
  -- Of an order that only the settlement names, once the marketplace was asked for it.
  absent text check (absent in ('beforeStart', 'unknown')),
  primary key (tenant_id, connection_id, invoice_id, order_id)
);
create index settlement_order_of_order on settlement_order (tenant_id, connection_id, order_id);

-- What a person said: of a kind of charge, of VAT that nobody expected, of an order that differs.
create table settlement_answer (
  tenant_id uuid not null default current_tenant(),
  answer_id bigint generated always as identity primary key,
  connection_id uuid not null,
  about text not null check (about in ('type', 'vat', 'order')),
  subject text not null,
  answer text not null,
  answered_at timestamptz not null,
  answered_by text not null
);
create index settlement_answer_of_connection on settlement_answer (tenant_id, connection_id);

alter table settlement_poll enable row level security;
alter table settlement_poll force row level security;
create policy own_rows on settlement_poll using (tenant_id = current_tenant()) with check (tenant_id = current_tenant());
alter table settlement enable row level security;
alter table settlement force row level security;
create policy own_rows on settlement using (tenant_id = current_tenant()) with check (tenant_id = current_tenant());
alter table settlement_reading enable row level security;
alter table settlement_reading force row level security;
create policy own_rows on settlement_reading using (tenant_id = current_tenant()) with check (tenant_id = current_tenant());
alter table settlement_page enable row level security;
alter table settlement_page force row level security;
create policy own_rows on settlement_page using (tenant_id = current_tenant()) with check (tenant_id = current_tenant());
alter table settlement_order enable row level security;
alter table settlement_order force row level security;
create policy own_rows on settlement_order using (tenant_id = current_tenant()) with check (tenant_id = current_tenant());
alter table settlement_answer enable row level security;
alter table settlement_answer force row level security;
create policy own_rows on settlement_answer using (tenant_id = current_tenant()) with check (tenant_id = current_tenant());
