-- 0038_export_by_date.sql. Why: under row-level security a `coalesce` cannot be looked up in an index, so each page of an export began at the
-- first document of the company. Pages now follow the plain date; documents without one come after all others.
-- Older workers may keep running: yes, their exports are slow. Backfill: none. Undo: create document_in_export of 0028 again.

drop index document_in_export;
create index document_in_export on document (tenant_id, document_date, queue_at, document_id) where order_id is not null;
