-- 0008_operations.sql. Why: a database that was put back from a copy does not know what was booked after the copy was made;
-- it must look before it sends. Older workers may keep running: yes, but not on a database that was put back.
-- Backfill: none. Undo: drop the two columns.

-- When the database was put back, and when the copy was made. Null: never.
alter table installation add column if not exists restored_at timestamptz;
alter table installation add column if not exists copy_taken_at timestamptz;
