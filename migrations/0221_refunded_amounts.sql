-- 0221_refunded_amounts.sql. Why: a shop may tell an amount that it paid back, and no units of a product.
-- Older workers may keep running: yes, they leave it empty. Backfill: none. Undo: drop the column.
alter table marketplace_return add column amount_cents bigint;
