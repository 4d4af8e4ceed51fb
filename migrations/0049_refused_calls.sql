-- 0049_refused_calls.sql. Why: where others use up the calls of a day too, the ledger refused ours once an hour until its day was over; how
-- often it refused in a row decides how long a key rests.
-- Older workers may keep running: yes, their refusals are not told from first ones. Backfill: none.
-- Undo: drop the two columns.

alter table call_counter add column refusals integer not null default 0;
-- The number of the last call that was refused.
alter table call_counter add column refused_seq bigint;
