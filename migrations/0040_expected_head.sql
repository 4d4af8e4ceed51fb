-- 0040_expected_head.sql. Why: the end of a document, the claim of the one that was read ahead and the commit leave together. So a head of the
-- queue that is another one than the one read ahead must be found before its call is counted, not after.
-- Older workers may keep running: yes. Backfill: none.
-- Undo: drop function next_expected_in_journal; create the function next_in_journal of 0018 again.

create function next_expected_in_journal(
  wanted_journal uuid, asked_at timestamptz, budget_key text, budget_max bigint, budget_ms bigint,
  -- Null: whatever comes next. Else only this document, with this content, after this number: `other` when it is not the next.
  expected_head uuid, expected_hash text, expected_last integer,
  out kind text, out head_id uuid, out last_number integer, out held_by uuid, out free_at timestamptz
) language plpgsql as $$
declare
  journal ledger_journal;
  head record;
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
  select d.document_id, d.template_hash, exists (select from buyer_relation b where b.tenant_id = d.tenant_id and b.dossier_id = d.dossier_id
      and b.buyer_hash = d.buyer_hash and b.state = 'wanted') as relation_wanted
    into head from document d
    where d.journal_id = wanted_journal and d.state = 'ready' and d.priority > -2 and not d.must_look and (d.not_before is null or d.not_before <= asked_at)
    order by d.priority desc, d.queue_at, d.document_id limit 1;
  if not found then
    return;
  end if;
  head_id := head.document_id;
  if expected_head is not null
    and (head_id <> expected_head or last_number <> expected_last or head.template_hash is distinct from expected_hash) then
    kind := 'other';
    return;
  end if;
  if head.relation_wanted then
    kind := 'relationWanted';
    return;
  end if;
  select * into budget from take_calls(budget_key, budget_max, budget_ms, 1, asked_at);
  kind := case when budget.granted > 0 then 'head' else 'budget' end;
  free_at := budget.free_at;
end $$;

-- Whatever comes next.
create or replace function next_in_journal(
  wanted_journal uuid, asked_at timestamptz, budget_key text, budget_max bigint, budget_ms bigint,
  out kind text, out head_id uuid, out last_number integer, out held_by uuid, out free_at timestamptz
) language plpgsql as $$
begin
  select n.kind, n.head_id, n.last_number, n.held_by, n.free_at into kind, head_id, last_number, held_by, free_at
    from next_expected_in_journal(wanted_journal, asked_at, budget_key, budget_max, budget_ms, null, null, null) n;
end $$;
