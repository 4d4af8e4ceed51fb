-- 0132_paid_entries.sql. Why: a buyer with a relation of his own paid through bol.com, so a daily entry says so on it, once for each document; and
-- what was sold before it was known is taken off the suspense account by a supplement.
-- Older workers may keep running: yes, they plan none. Backfill: none. Undo: the constraint and index as in 0131; drop table settlement_paid; drop the
-- column.

alter table document drop constraint document_kind_check;
alter table document add constraint document_kind_check
  check (kind in ('booking', 'invoice', 'creditNote', 'dayTotal', 'purchase', 'clearing', 'supplement', 'paid'));
drop index document_of_settlement;
create index document_of_settlement on document (tenant_id, connection_id) where kind in ('purchase', 'clearing', 'supplement', 'paid');

-- Documents on relations of their own that an entry says are paid.
create table settlement_paid (
  tenant_id uuid not null default current_tenant(),
  document_id uuid not null,
  entry_id uuid not null,
  primary key (tenant_id, document_id)
);
create index settlement_paid_of_entry on settlement_paid (tenant_id, entry_id);
-- Documents that were confirmed before this moment have their entry.
alter table settlement_poll add column paid_until timestamptz;

alter table settlement_paid enable row level security;
alter table settlement_paid force row level security;
create policy own_rows on settlement_paid using (tenant_id = current_tenant()) with check (tenant_id = current_tenant());
