-- 0022_return_choices.sql. Why: a person says what is to be done with a return that the rules leave to him: also with one whose sale is
-- from before the connection's first day, which is then booked with its credit, or counts as booked elsewhere.
-- Older workers may keep running: they do not know `creditAnyway`, and leave such a return to a person once more; stop them first.
-- Backfill: decisions `refunded` keep their meaning for the outcome; whoever wanted more is asked again. Undo: put the two checks back as
-- 0004 and 0016 have them, and drop the column.

alter table return_decision drop constraint return_decision_decision_check;
alter table return_decision add constraint return_decision_decision_check
  check (decision in ('ignored', 'refunded', 'notRefunded', 'undecided', 'creditAnyway'));

alter table marketplace_order drop constraint marketplace_order_found_by_check;
alter table marketplace_order add constraint marketplace_order_found_by_check
  check (found_by in ('shipment', 'return', 'completeness', 'person'));

-- The sale stands in books that somebody else kept: what is planned of it is passed over, and only its credits are sent.
alter table marketplace_order add column sale_elsewhere boolean not null default false;
