-- 0034_trail.sql. Why: what happened to a document, who changed a setting, decided on a return, or acted for a company can be shown to be
-- unchanged. Rows of these tables are linked in order, each link over the one before (SHA-256): a row that is changed, taken out or put in
-- between later no longer fits. Linking is a job of its own, so that nobody who books waits for the end of a chain.
-- Older workers may keep running: yes; what they write is linked by the newer ones. Backfill: none; the first runs link what is there.
-- Undo: drop function check_trail, seal_trail; drop view trail_source; drop table trail_link; drop index document_step_in_order.

create table trail_link (
  tenant_id uuid not null default current_tenant(),
  seq bigint not null,
  kind text not null check (kind in ('step', 'revision', 'decision', 'act')),
  source_key text not null,
  content_hash text not null,
  chain_hash text not null,
  linked_at timestamptz not null,
  primary key (tenant_id, seq),
  unique (tenant_id, kind, source_key)
);
alter table trail_link enable row level security;
alter table trail_link force row level security;
create policy own_rows on trail_link using (tenant_id = current_tenant()) with check (tenant_id = current_tenant());
create index document_step_in_order on document_step (tenant_id, step_id);

-- Columns by name: what a later migration adds changes no hash of before. Times in UTC, as text.
create view trail_source with (security_invoker = true) as
select tenant_id, 'step' as kind, step_id as place, step_id::text as source_key, at,
  jsonb_build_array(document_id, to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US'), from_state, to_state, event, actor)::text as content
from document_step
union all
select tenant_id, 'revision', 0, connection_id || '/' || revision, saved_at,
  jsonb_build_array(settings, to_char(saved_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US'), saved_by, reason)::text
from mapping_revision
union all
select tenant_id, 'decision', 0, decision_id::text, decided_at,
  jsonb_build_array(rma_id, decision, order_item_id, reason, to_char(decided_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US'), decided_by)::text
from return_decision
union all
select tenant_id, 'act', 0, act_id::text, at, jsonb_build_array(to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US'), who, act)::text
from operator_act;

create function text_hash(content text) returns text language sql immutable as $$
  select encode(sha256(convert_to(content, 'UTF8')), 'hex')
$$;

-- Links what is not linked yet, at most `rows_max` rows. A number of a step may become visible after a later one: a look back finds it.
create function seal_trail(at_time timestamptz, rows_max integer) returns integer language plpgsql as $$
declare
  last record;
  source record;
  linked integer := 0;
  seen bigint;
begin
  perform pg_advisory_xact_lock(hashtextextended('trail ' || current_tenant()::text, 0));
  select l.seq, l.chain_hash into last from trail_link l where l.tenant_id = current_tenant() order by l.seq desc limit 1;
  select coalesce(max(l.source_key::bigint), 0) - 20000 into seen from (
    select source_key from trail_link where tenant_id = current_tenant() and kind = 'step' order by seq desc limit 1000) l;
  for source in
    select u.kind, u.source_key, text_hash(u.content) as content_hash from (
      (select s.* from trail_source s where s.tenant_id = current_tenant() and s.kind = 'step' and s.place > seen
        and not exists (select from trail_link l where l.tenant_id = s.tenant_id and l.kind = 'step' and l.source_key = s.source_key)
        order by s.place limit rows_max)
      union all
      (select s.* from trail_source s where s.tenant_id = current_tenant() and s.kind <> 'step'
        and not exists (select from trail_link l where l.tenant_id = s.tenant_id and l.kind = s.kind and l.source_key = s.source_key)
        limit rows_max)
    ) u order by u.at, u.kind, u.place, u.source_key limit rows_max
  loop
    last.seq := coalesce(last.seq, 0) + 1;
    last.chain_hash := text_hash(coalesce(last.chain_hash, '') || '|' || source.kind || '|' || source.source_key || '|' || source.content_hash);
    insert into trail_link (seq, kind, source_key, content_hash, chain_hash, linked_at)
      values (last.seq, source.kind, source.source_key, source.content_hash, last.chain_hash, at_time);
    linked := linked + 1;
  end loop;
  return linked;
end $$;

-- Goes through the whole chain. The first link that does not fit, else the first row that is not linked although it is older than `quiet`.
create function check_trail(quiet timestamptz) returns table (links bigint, head text, broken_kind text, broken_key text, fault text) language plpgsql as $$
declare
  link record;
  before text := '';
  fitting bigint := 0;
begin
  for link in
    select l.seq, l.kind, l.source_key, l.content_hash, l.chain_hash, text_hash(s.content) as now_hash
    from trail_link l left join trail_source s on s.tenant_id = l.tenant_id and s.kind = l.kind and s.source_key = l.source_key
    where l.tenant_id = current_tenant() order by l.seq
  loop
    fitting := fitting + 1;
    if link.seq <> fitting then return query select fitting - 1, before, link.kind, link.source_key, 'linkMissing'; return; end if;
    if link.chain_hash <> text_hash(before || '|' || link.kind || '|' || link.source_key || '|' || link.content_hash) then
      return query select fitting, before, link.kind, link.source_key, 'linkChanged'; return;
    end if;
    if link.now_hash is null then return query select fitting, before, link.kind, link.source_key, 'rowGone'; return; end if;
    if link.now_hash <> link.content_hash then return query select fitting, before, link.kind, link.source_key, 'rowChanged'; return; end if;
    before := link.chain_hash;
  end loop;
  return query
    select fitting, before, s.kind, s.source_key, 'rowNotLinked' from trail_source s
    where s.tenant_id = current_tenant() and s.at < quiet
      and not exists (select from trail_link l where l.tenant_id = s.tenant_id and l.kind = s.kind and l.source_key = s.source_key)
    order by s.at limit 1;
  if not found then return query select fitting, before, null::text, null::text, null::text; end if;
end $$;
