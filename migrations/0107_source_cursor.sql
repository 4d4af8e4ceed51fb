-- 0107_source_cursor.sql. Why: how far a shop was read is told in its own words (bol.com: the moment, and the day of the last sweep), and kept
-- with each page. Older workers may keep running: no. Backfill: from the two columns that held it. Undo: take both out of the text.
alter table connection add column source_cursor text;
-- The owner may be a role that the forced policies hold for: they rest for one statement.
alter table connection no force row level security;
update connection set source_cursor = concat_ws(' ', to_char(polled_until at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), swept_on)
where polled_until is not null;
alter table connection force row level security;
alter table connection drop column swept_on;
