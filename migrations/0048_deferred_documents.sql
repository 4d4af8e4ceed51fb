-- 0048_deferred_documents.sql. Why: "come back later" was taken as proof that nothing was booked, and the document went again under a new
-- number; but the ledger may say so after the deed. Such a document now keeps its number, and waits as `deferred`.
-- Older workers may keep running: no, they leave deferred documents, and the journals that those hold, alone. Backfill: none.
-- Undo: set deferred documents to inDoubt; create document_standing of 0027 and the two indexes of 0028 again; delete the new steps.

insert into allowed_step (from_state, to_state) values
  ('sending', 'deferred'), ('deferred', 'sending'), ('deferred', 'checking'), ('checking', 'deferred'), ('deferred', 'inDoubt')
on conflict do nothing;

-- As in 0027; what was told to come later waits.
create or replace function document_standing(state text, sends integer) returns text language sql immutable as $$
  select case
    when state in ('inDoubt', 'cooling', 'quarantined') or (state = 'checking' and sends > 0) then 'inDoubt'
    when state in ('blocked', 'rejected', 'mismatch', 'duplicate') then 'blocked'
    when state in ('draft', 'ready', 'sending', 'deferred', 'approval', 'inDay', 'checking') then 'waiting'
    when state in ('confirmed', 'verified') then 'booked'
    else state end
$$;

drop index document_goes_on_at;
create index document_goes_on_at on document (tenant_id, connection_id, not_before)
  where state in ('ready', 'inDay', 'deferred', 'inDoubt', 'checking', 'cooling', 'sending') and not_before is not null;
drop index document_can_go_on;
create index document_can_go_on on document (tenant_id, connection_id, state_since)
  where state in ('ready', 'inDay', 'deferred', 'inDoubt', 'checking', 'cooling') and not_before is null;
