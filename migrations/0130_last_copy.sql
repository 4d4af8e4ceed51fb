-- 0130_last_copy.sql. Why: whoever upgrades, or watches the figures, wants to know when a copy was last made and found good; the file itself may
-- be on another machine by then.
-- Older workers may keep running: yes. Backfill: none, so the first answer is "never". Undo: drop the column.
alter table installation add column copied_at timestamptz;
