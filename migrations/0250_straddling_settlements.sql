-- 0250_straddling_settlements.sql. Why: the user says of a settlement whose period begins before the first day and ends after it whether it is
-- booked; that is remembered for this settlement.
-- Older workers may keep running: yes, they read answers that they do not know as none. Backfill: none. Undo: the constraint as in 0182.

alter table settlement_answer drop constraint settlement_answer_about_check;
alter table settlement_answer add constraint settlement_answer_about_check
  check (about in ('type', 'vat', 'order', 'receipt', 'version', 'start'));
