-- 0014_approval_from_the_start.sql. Why: a credit that a person wants to see first waits in `approval` from the moment it is
-- planned; 0012 put back the older list of first states. Older workers may keep running. Backfill: none. Undo: the function of 0012.

create or replace function check_document_step() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' and old.state = new.state then
    return new;
  end if;
  if tg_op = 'INSERT' and new.state not in ('draft', 'ready', 'blocked', 'approval') then
    raise exception 'a document starts as draft, ready, blocked or approval, not as %', new.state using errcode = 'check_violation';
  end if;
  if tg_op = 'UPDATE' and not exists (select from allowed_step s where s.from_state = old.state and s.to_state = new.state) then
    raise exception 'a document cannot go from % to %', old.state, new.state using errcode = 'check_violation';
  end if;
  return new;
end $$;
