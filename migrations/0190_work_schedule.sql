-- 0190_work_schedule.sql. Why: the minute's tick looked at every connection in a transaction of its own to find the few whose documents can
-- go on; and what a person asked for waited for the hour of the day that a connection sends its documents at.
-- Older workers may keep running: yes, they do not read the new columns. Backfill: none, each poll plans what comes after it.
-- Undo: alter table connection_schedule drop column work_at, drop column asked_at.
alter table connection_schedule
  -- When its documents can go on; null: not before its next poll.
  add column work_at timestamptz,
  -- A person asked for it: the hour that documents are sent at is not waited for. Ends with the work that it asked for.
  add column asked_at timestamptz;
create index connection_schedule_work on connection_schedule (work_at, connection_id) where active and work_at is not null;
drop index connection_schedule_due;
create index connection_schedule_due on connection_schedule (next_poll_at, connection_id) where active;
