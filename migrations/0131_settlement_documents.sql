-- 0131_settlement_documents.sql. Why: what bol.com charges is booked as a purchase, and what buyers paid is cleared by an entry; both are documents
-- and go the way of every document.
-- Older workers may keep running: yes, they plan none and leave journals of these kinds alone. Backfill: none; the next reading of the journals
-- says which are for purchases and which for entries.
-- Undo: the constraints as in 0002, 0015 and 0019; drop table settlement_proof, settlement_file; drop index document_of_settlement.

alter table document drop constraint document_kind_check;
alter table document add constraint document_kind_check check (kind in ('booking', 'invoice', 'creditNote', 'dayTotal', 'purchase', 'clearing'));
alter table document drop constraint document_target_check;
alter table document add constraint document_target_check check (target in ('bookings', 'invoices', 'entries'));
alter table ledger_journal drop constraint ledger_journal_mode_check;
alter table ledger_journal add constraint ledger_journal_mode_check
  check (mode in ('bookings', 'invoicesExclusive', 'invoicesInclusive', 'purchases', 'entries', 'other'));
alter table ledger_sweep drop constraint ledger_sweep_target_check;
alter table ledger_sweep add constraint ledger_sweep_target_check check (target in ('bookings', 'invoices', 'entries', 'relations', 'watch'));
create index document_of_settlement on document (tenant_id, connection_id) where kind in ('purchase', 'clearing');

-- What a connection's first document of its kind showed once it was read back; the second one waits for it.
create table settlement_proof (
  tenant_id uuid not null default current_tenant(),
  connection_id uuid not null,
  what text not null check (what in ('entrySign', 'reverseCharge')),
  document_id uuid not null,
  is_right boolean not null,
  proven_at timestamptz not null,
  primary key (tenant_id, connection_id, what)
);

-- The PDF of a purchase, where the ledger did not take it with the booking.
create table settlement_file (
  tenant_id uuid not null default current_tenant(),
  document_id uuid not null,
  tries integer not null default 0,
  -- Null: it hangs on the booking, or is not tried any more.
  try_at timestamptz,
  attached_at timestamptz,
  primary key (tenant_id, document_id)
);

alter table settlement_proof enable row level security;
alter table settlement_proof force row level security;
create policy own_rows on settlement_proof using (tenant_id = current_tenant()) with check (tenant_id = current_tenant());
alter table settlement_file enable row level security;
alter table settlement_file force row level security;
create policy own_rows on settlement_file using (tenant_id = current_tenant()) with check (tenant_id = current_tenant());
