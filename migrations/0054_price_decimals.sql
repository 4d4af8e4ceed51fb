-- 0054_price_decimals.sql. Why: how many decimals a unit price may have is a setting of each invoice journal in the ledger. It was not asked, and
-- an invoice with four decimals came out some cents off in a journal that keeps two.
-- Older workers may keep running: yes, they send as before. Backfill: asked with the next copy of the dossier; until then two decimals are used.
-- Undo: alter table ledger_journal drop column price_decimals.

-- Null: the ledger did not tell.
alter table ledger_journal add column price_decimals smallint check (price_decimals in (2, 4));
