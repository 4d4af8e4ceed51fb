-- 0042_lists_of_the_copy.sql. Why: the copy of a dossier was read all or nothing. Accounts may be asked for twice a day over all book years,
-- so from the day a second book year was opened no refresh ended, and nothing was booked. Now each list is kept, and aged, for itself.
-- Older workers may keep running: yes, they read and write the row 'accounts', which stays as it is.
-- Backfill: a row per book year out of 'accounts' and out of the journals. Undo: delete from ledger_copy where what ~ ':' or what = 'changedAccounts';
-- drop both columns.

-- Something in the ledger says that this list is no longer as it was read.
alter table ledger_copy add column doubted boolean not null default false;
-- A journal that its book year no longer has; documents of it stay.
alter table ledger_journal add column gone boolean not null default false;

-- The owner sees all companies for a moment.
alter table ledger_copy no force row level security;
alter table ledger_journal no force row level security;
insert into ledger_copy (tenant_id, dossier_id, what, data, read_at)
  select c.tenant_id, c.dossier_id, 'accounts:' || (account ->> 'bookYearId'), jsonb_agg(account), c.read_at
  from ledger_copy c, jsonb_array_elements(c.data) account where c.what = 'accounts'
  group by c.tenant_id, c.dossier_id, account ->> 'bookYearId', c.read_at;
insert into ledger_copy (tenant_id, dossier_id, what, data, read_at)
  select tenant_id, dossier_id, 'journals:' || book_year_id, '[]', min(read_at) from ledger_journal group by tenant_id, dossier_id, book_year_id;
alter table ledger_copy force row level security;
alter table ledger_journal force row level security;
