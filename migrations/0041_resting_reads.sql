-- 0041_resting_reads.sql. Why: a read of the ledger that fails was tried again each minute, and so an hour without answers used up the calls of
-- a day: what waited for the answer then waited until the next day.
-- Older workers may keep running: yes, they try as before. Backfill: none. Undo: drop table ledger_rest.

-- Reads of a dossier that failed, and until when they rest. The row goes with the first answer.
create table ledger_rest (
  tenant_id uuid not null default current_tenant(),
  dossier_id integer not null,
  call text not null,
  failures integer not null check (failures > 0),
  failed_at timestamptz not null,
  until timestamptz not null,
  primary key (tenant_id, dossier_id, call)
);

alter table ledger_rest enable row level security;
alter table ledger_rest force row level security;
create policy own_rows on ledger_rest using (tenant_id = current_tenant()) with check (tenant_id = current_tenant());
