-- 0106_kinds.sql. Why: a connection says which kind of shop it reads and in which kind of ledger it books.
-- Older workers may keep running: yes, but they add no connection. Backfill: all that is there reads bol.com and books in Octopus.
-- Undo: drop the columns.
alter table connection add column source text not null default 'bol', add column ledger text not null default 'octopus';
alter table connection alter column source drop default, alter column ledger drop default;
