-- 0171_balancing_marks.sql. Why: what is used of a line is asked by the mark of its document on either side, also of the bank's.
-- Older workers may keep running: yes. Backfill: none. Undo: drop index balancing_credit_mark.

create index balancing_credit_mark on balancing (tenant_id, connection_id, credit_mark);
