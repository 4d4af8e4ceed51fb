-- 0043_lost_relations.sql. Why: a relation that was removed or merged in the ledger was named by every later document of its buyer, and each of
-- them was refused. It is forgotten now, found or made again, once a day at most.
-- Older workers may keep running: no, they would name a relation that is lost. Backfill: a row of ledger_copy per dossier.
-- Undo: update buyer_relation set state = 'made' where state = 'lost', put the check back as 0023 has it, drop the column.

alter table buyer_relation drop constraint buyer_relation_state_check;
alter table buyer_relation add constraint buyer_relation_state_check check (state in ('wanted', 'made', 'found', 'retired', 'lost'));
-- When the ledger last said that it does not know it.
alter table buyer_relation add column lost_at timestamptz;

-- What changes of accounts that are known is asked for from when they were read.
alter table ledger_copy no force row level security;
insert into ledger_copy (tenant_id, dossier_id, what, data, read_at)
  select tenant_id, dossier_id, 'changedAccounts', '[]', min(read_at) from ledger_copy where what like 'accounts:%' group by tenant_id, dossier_id
  on conflict do nothing;
alter table ledger_copy force row level security;
