-- 0004_credits_waiting.sql. Why: a credit waits until its sale stands in the ledger; such orders are planned again when it does.
-- Older workers may keep running. Backfill: none. Undo: drop the column.

alter table marketplace_order add column credit_waits boolean not null default false;
create index marketplace_order_credit_waits on marketplace_order (tenant_id, connection_id) where credit_waits;
