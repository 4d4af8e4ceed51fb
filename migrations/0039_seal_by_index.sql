-- 0039_seal_by_index.sql. Why: what is linked already was looked for by reading all links again for each row, wherever the server had planned
-- for a small table: 3,000 documents of a new company took half a minute. Each row is now looked up in the index of its key.
-- Older workers may keep running: yes. Backfill: none. Undo: create seal_trail of 0034 again.

create or replace function seal_trail(at_time timestamptz, rows_max integer) returns integer language plpgsql as $$
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
        and (select l.seq from trail_link l where l.tenant_id = s.tenant_id and l.kind = 'step' and l.source_key = s.source_key limit 1) is null
        order by s.place limit rows_max)
      union all
      (select s.* from trail_source s where s.tenant_id = current_tenant() and s.kind <> 'step'
        and (select l.seq from trail_link l where l.tenant_id = s.tenant_id and l.kind = s.kind and l.source_key = s.source_key limit 1) is null
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
