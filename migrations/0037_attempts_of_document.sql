-- 0037_attempts_of_document.sql. Why: the way of one order, and what was sent last of a document, are looked up by document.
-- Older workers may keep running: yes. Backfill: none. Undo: drop index attempt_of_document.

create index attempt_of_document on attempt (tenant_id, document_id);
