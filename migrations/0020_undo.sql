-- 0020_undo.sql. Why: a person takes an order out of the books again: what was not sent is not sent, what stands in the ledger is credited.
-- Older workers may keep running: they would go on booking what is left of such an order; stop them first.
-- Backfill: none. Undo: alter table marketplace_order drop column undone_at, drop column undo_reason.

alter table marketplace_order add column undone_at timestamptz, add column undo_reason text;
