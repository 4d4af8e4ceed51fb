-- 0182_changed_settlements.sql. Why: a person who looked at a settlement that the marketplace changed after it was booked may leave the books as they
-- are; that is remembered for the amounts that he saw.
-- Older workers may keep running: yes, they read answers that they do not know as none. Backfill: none. Undo: the constraint as in 0180.

alter table settlement_answer drop constraint settlement_answer_about_check;
alter table settlement_answer add constraint settlement_answer_about_check
  check (about in ('type', 'vat', 'order', 'receipt', 'version'));
