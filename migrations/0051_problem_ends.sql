-- 0051_problem_ends.sql. Why: a problem of a document was ended by whoever remembered to; two refusals stood eleven days after both documents were
-- booked. Now each problem keeps the states in which its document may have it, and ends in the transaction that leaves them.
-- Older workers may keep running: yes, what they raise has no states and ends as before.
-- Backfill: open problems of documents that have gone on. Undo: drop the two triggers, the function and the column.

-- Null: it is not about a document, or nobody said.
alter table problem add column document_states text[];

create index problem_of_document on problem (tenant_id, document_id) where cleared_at is null and document_id is not null;

create function end_document_problems() returns trigger language plpgsql as $$
declare
  gone boolean := tg_op = 'DELETE';
begin
  update problem p set cleared_at = greatest(p.last_at, case when gone then p.last_at else new.state_since end)
    where p.tenant_id = old.tenant_id and p.document_id = old.document_id and p.cleared_at is null and p.document_states is not null
      and (gone or new.state <> all(p.document_states));
  return null;
end $$;

create trigger document_changed_ends_problems after update of state on document
  for each row when (old.state is distinct from new.state) execute function end_document_problems();
create trigger document_removed_ends_problems after delete on document for each row execute function end_document_problems();

do $$
declare
  of uuid;
begin
  for of in select tenant_id from tenant loop
    perform set_config('tentakel.tenant', of::text, true);
    update problem p set document_states = case
        when p.code in ('OCT-ONZEKER', 'OCT-NUMMER') then '{sending,inDoubt,checking,cooling}'
        when p.code = 'OCT-QUARANTAINE' then '{quarantined}'
        when p.code = 'OCT-DUBBEL' then '{foreign}'
        when p.code = 'OCT-TWEEMAAL' then '{duplicate}'
        when p.code = 'OCT-ANDERS' then '{mismatch,changed}'
        when p.code = 'OCT-VERWIJDERD' then '{deletedInLedger}'
        when p.code = 'DAG-ONBEKEND' then '{mismatch}'
        else '{sending,inDoubt,checking,cooling,rejected,blocked,quarantined}' end::text[]
      where p.cleared_at is null and p.document_id is not null and p.subject = p.document_id::text;
    update problem p set cleared_at = greatest(p.last_at, d.state_since) from document d
      where d.tenant_id = p.tenant_id and d.document_id = p.document_id and p.cleared_at is null and p.document_states is not null
        and d.state <> all(p.document_states);
  end loop;
end $$;
