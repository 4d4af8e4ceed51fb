-- 0012_steps_and_numbers.sql. Why: a document that was planned anew got a second "new" step, because a trigger before an insert
-- also runs when the insert turns into an update; and a number that a person freed in the ledger by removing our last document
-- could not be used again, so that the journal stood still.
-- Older workers may keep running: yes. Backfill: none; steps that were written twice stay, nothing reads them as facts.
-- Undo: drop trigger document_step_written on document; create the old function and index of 0001 again.

create or replace function check_document_step() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' and old.state = new.state then
    return new;
  end if;
  if tg_op = 'INSERT' and new.state <> 'draft' and new.state <> 'ready' and new.state <> 'blocked' then
    raise exception 'a document starts as draft, ready or blocked, not as %', new.state using errcode = 'check_violation';
  end if;
  if tg_op = 'UPDATE' and not exists (select from allowed_step s where s.from_state = old.state and s.to_state = new.state) then
    raise exception 'a document cannot go from % to %', old.state, new.state using errcode = 'check_violation';
  end if;
  return new;
end $$;

-- After the row is written, so that what did not happen is not told.
create function write_document_step() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' and old.state = new.state then
    return null;
  end if;
  insert into document_step (tenant_id, document_id, at, from_state, to_state, event, actor)
  values (new.tenant_id, new.document_id, new.state_since, case when tg_op = 'UPDATE' then old.state end, new.state, new.last_event, new.last_actor);
  return null;
end $$;
create trigger document_step_written after insert or update of state on document for each row execute function write_document_step();

-- At most one document is on its way under a number. That a number in the ledger is used once is the ledger's own rule.
drop index attempt_number_once;
create unique index attempt_number_once on attempt (tenant_id, journal_id, document_number) where state = 'open';
