-- 0018_history.sql. Why: the import of a period from before the connection's first day goes on where it stood, also after a kill.
-- Older workers may keep running: yes; they leave orders of such a period alone. Backfill: none.
-- Undo: drop table history_import; drop index document_of_history; create the function next_in_journal of 0001 again.

create table history_import (
  tenant_id uuid not null default current_tenant(),
  connection_id uuid not null,
  from_day date not null,
  to_day date not null,
  -- The lists of all days before this one are read and stored.
  next_day date not null,
  state text not null check (state in ('running', 'paused', 'done')),
  captured integer not null default 0,
  asked_at timestamptz not null,
  finished_at timestamptz,
  primary key (tenant_id, connection_id, from_day, to_day)
);
alter table history_import enable row level security;
alter table history_import force row level security;
create policy own_rows on history_import using (tenant_id = current_tenant()) with check (tenant_id = current_tenant());

-- Documents of an imported period stand behind those of today: -2 is not let go yet, -1 is.
create index document_of_history on document (tenant_id, dossier_id, target) where state = 'ready' and priority < 0;

-- As before, but what is not let go is not in the queue.
create or replace function next_in_journal(
  wanted_journal uuid, asked_at timestamptz, budget_key text, budget_max bigint, budget_ms bigint,
  out kind text, out head_id uuid, out last_number integer, out held_by uuid, out free_at timestamptz
) language plpgsql as $$
declare
  journal ledger_journal;
  budget record;
begin
  kind := 'empty';
  select * into journal from ledger_journal j where j.journal_id = wanted_journal for update;
  if not found then
    return;
  end if;
  last_number := journal.last_number;
  if journal.held_by is not null then
    kind := 'held';
    held_by := journal.held_by;
    return;
  end if;
  select d.document_id into head_id from document d
    where d.journal_id = wanted_journal and d.state = 'ready' and d.priority > -2 and not d.must_look and (d.not_before is null or d.not_before <= asked_at)
    order by d.priority desc, d.queue_at, d.document_id limit 1;
  if head_id is null then
    return;
  end if;
  if exists (select from document d join buyer_relation b on b.dossier_id = d.dossier_id and b.buyer_hash = d.buyer_hash
      where d.document_id = head_id and b.state = 'wanted') then
    kind := 'relationWanted';
    return;
  end if;
  select * into budget from take_calls(budget_key, budget_max, budget_ms, 1, asked_at);
  kind := case when budget.granted > 0 then 'head' else 'budget' end;
  free_at := budget.free_at;
end $$;
