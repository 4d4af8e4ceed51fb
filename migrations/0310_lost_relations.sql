-- Whether a dossier has relations that the ledger no longer knows is asked with each plan; nearly no row is one.
-- Older workers may keep running: yes, an index changes no answer. Backfill: none. Undo: drop the index.
create index buyer_relation_lost on buyer_relation (tenant_id, dossier_id) where state = 'lost';
