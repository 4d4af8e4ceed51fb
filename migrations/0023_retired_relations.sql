-- 0023_retired_relations.sql. Why: a relation that only undone orders used is set inactive in the ledger, and active again when its buyer comes back.
-- Older workers may keep running: they would book a returning buyer on an inactive relation; stop them first.
-- Backfill: relations from before count as central, and are never retired: which of them are was not kept.
-- Undo: update buyer_relation set state = 'made' where state = 'retired', put the check back as 0001 has it, drop column central, drop the index.

alter table buyer_relation drop constraint buyer_relation_state_check;
alter table buyer_relation add constraint buyer_relation_state_check check (state in ('wanted', 'made', 'found', 'retired'));
-- Of all buyers of a country, not of one.
alter table buyer_relation add column central boolean not null default true;
alter table buyer_relation alter column central drop default;

create index order_undone on marketplace_order (tenant_id, connection_id, order_id) where undone_at is not null;
create index document_of_buyer on document (tenant_id, dossier_id, buyer_hash) where buyer_hash is not null;
