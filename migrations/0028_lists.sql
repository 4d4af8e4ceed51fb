-- 0028_lists.sql. Why: exports page by date, the tick asks each connection for the next moment at which something can go on, the import of
-- past orders counts what was sent today, the night removes what is left of relations: none of them may read all rows.
-- Older workers may keep running: yes. Backfill: none. Undo: drop the five indexes, create document_by_day of 0007 again.

create index document_in_export on document (tenant_id, (coalesce(document_date, 'infinity'::date)), queue_at, document_id) where order_id is not null;
-- Its sums stand in `booked_tally` now.
drop index document_by_day;
create index document_goes_on_at on document (tenant_id, connection_id, not_before)
  where state in ('ready', 'inDay', 'inDoubt', 'checking', 'cooling', 'sending') and not_before is not null;
create index document_can_go_on on document (tenant_id, connection_id, state_since)
  where state in ('ready', 'inDay', 'inDoubt', 'checking', 'cooling') and not_before is null;
create index attempt_send_by_time on attempt_send (tenant_id, sent_at);
create index buyer_relation_with_content on buyer_relation (tenant_id) where content_sealed is not null and state <> 'wanted';
create index ledger_journal_held on ledger_journal (tenant_id, held_by) where held_by is not null;
