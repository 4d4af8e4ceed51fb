-- 0240_events_counted.sql. Why: one account could make a row for each of endless decisions of one kind; beyond sixty within an hour they are
-- counted in a row that is there.
-- Older workers may keep running: yes, they add rows that count one. Backfill: none. Undo: drop the column.
alter table security_event add column times integer not null default 1;
comment on column security_event.times is 'Decisions that the row stands for: more than one where an account made many alike within an hour.';
