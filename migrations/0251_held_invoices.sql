-- 0251_held_invoices.sql. Why: a row of the marketplace's list of invoices that could not be read was left out without a word; now it is held as
-- other bad records are.
-- Older workers may keep running: yes, they ask for the kinds that they know. Backfill: none; the list shows the row again.
-- Undo: delete the rows of this kind; the constraint and the comment as before.

alter table held_record drop constraint held_record_kind_check;
alter table held_record add constraint held_record_kind_check check (kind in ('order', 'orderRow', 'shipment', 'return', 'invoice'));
comment on column held_record.kind is 'Whether it is the details of an order, or a row of a list of orders, shipments, returns, or invoices to the seller.';
comment on column held_record.listed_on is 'Day under which a row of the list of orders stood, or last day of a list of invoices, to be read again.';
