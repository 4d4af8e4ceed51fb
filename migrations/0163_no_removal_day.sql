-- 0163_no_removal_day.sql. Why: since 0081 each sealed value has its own day of removal; the order's was read and written by nobody.
-- Older workers may keep running: yes. Backfill: none. Undo: alter table marketplace_order add column personal_data_removed_at timestamptz.
alter table marketplace_order drop column personal_data_removed_at;
