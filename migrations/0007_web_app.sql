-- 0007_web_app.sql. Why: the screens look for documents by number, amount and day, and count what was booked today.
-- Older workers may keep running. Backfill: none. Undo: drop the four indexes.

create index document_by_number on document (tenant_id, connection_id, number) where number is not null;
create index document_by_amount on document (tenant_id, connection_id, amount_cents);
create index document_by_day on document (tenant_id, connection_id, document_date) where state in ('confirmed', 'verified', 'changed');
create index document_by_confirmation on document (tenant_id, connection_id, confirmed_at) where confirmed_at is not null;
