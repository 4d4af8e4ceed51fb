-- 0300_listed_items.sql. Why: an answer about an order that lacks an item which a list named would be booked in part, and nothing would tell it.
-- Older workers may keep running: yes, they leave it empty. Backfill: none. Undo: drop the column.
alter table marketplace_order add column listed_items text[] not null default '{}';
comment on column marketplace_order.listed_items is 'Ids of the items that rows of the list of orders named: an answer that lacks one of them is not the whole order.';
