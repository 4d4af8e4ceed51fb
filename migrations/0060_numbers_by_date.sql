-- Why: documents that are ready together got numbers in the order in which their sales were placed; a parcel that left late came before
-- sales of earlier days. Numbers follow the dates, then the order of placing.
-- Older workers may keep running: yes, they choose by the old order. Backfill: none. Undo: the function and the index of before.
drop index document_queue;
create index document_queue on document (tenant_id, journal_id, priority desc, document_date, queue_at, document_id) where state = 'ready';

create or replace function next_expected_in_journal(
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
    order by d.priority desc, d.document_date, d.queue_at, d.document_id limit 1;
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
