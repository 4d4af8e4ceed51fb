-- 0103_steps_in_use.sql. Why: `allowed_step` held steps that nothing takes any more, and the first states of a document stood in a function of
-- their own. Both are the table of `domain/document/document-states.ts` now, and a test holds them equal.
-- Older workers may keep running: yes, they take none of the steps that go. Backfill: none.
-- Undo: insert the deleted steps again; the function of 0015.

delete from allowed_step where (from_state, to_state) in (
  ('inDoubt', 'quarantined'), ('inDoubt', 'confirmed'), ('deferred', 'inDoubt'), ('quarantined', 'inDoubt'),
  ('mismatch', 'confirmed'), ('duplicate', 'confirmed')
);
-- `new`: as what a document may begin.
insert into allowed_step (from_state, to_state) values ('new', 'ready'), ('new', 'blocked'), ('new', 'approval'), ('new', 'inDay');

create or replace function check_document_step() returns trigger language plpgsql as $$
declare
  before text := case when tg_op = 'UPDATE' then old.state else 'new' end;
begin
  if before = new.state then
    return new;
  end if;
  if not exists (select from allowed_step s where s.from_state = before and s.to_state = new.state) then
    raise exception 'a document cannot go from % to %', before, new.state using errcode = 'check_violation';
  end if;
  return new;
end $$;
