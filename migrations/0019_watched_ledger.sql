-- 0019_watched_ledger.sql. Why: what a person changes or removes in the ledger after our document was read back is seen too; and a person
-- may decide that an order is booked although somebody else's document names it.
-- Older workers may keep running: yes. Backfill: none.
-- Undo: alter table document drop column book_anyway; put the check of ledger_sweep back to its three targets.

alter table ledger_sweep drop constraint ledger_sweep_target_check;
alter table ledger_sweep add constraint ledger_sweep_target_check check (target in ('bookings', 'invoices', 'relations', 'watch'));

-- A person saw the document of somebody else, and decided that this one is booked beside it.
alter table document add column book_anyway boolean not null default false;

-- The overview tells how much of the day's documents is used.
create index document_by_send on document (tenant_id, dossier_id, last_sent_at) where last_sent_at is not null;
create index document_by_place on document (tenant_id, dossier_id, journal_key, number) where number is not null;

insert into allowed_step (from_state, to_state) values ('mismatch', 'verified'), ('duplicate', 'verified'), ('quarantined', 'inDoubt')
on conflict do nothing;
