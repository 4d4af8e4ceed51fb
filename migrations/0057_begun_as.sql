-- 0057_begun_as.sql. Why: whether an order was begun whole or per shipment was known by our own documents only. In a new database those
-- are gone, and a document of the other way, found in the ledger by our mark, was taken for somebody else's sale of the whole order.
-- Older workers may keep running: yes, they plan by the settings. Backfill: none. Undo: drop the column.

alter table marketplace_order add column begun_as text check (begun_as in ('order', 'shipment'));
