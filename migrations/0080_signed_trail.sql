-- 0080_signed_trail.sql. Why: whoever may do everything in the database could change an amount, recompute all links, or cut the end off, and the
-- chain still fitted. Its newest link is now signed with a key that stands outside of the database; steps carry the figures of their document;
-- answers to sends, members, API tokens and what a connection is bound to are linked too; and what stands now is compared with what was linked.
-- Older workers may keep running: yes; what they link is signed by the newer ones. Backfill: one step for each document that stands in a ledger,
-- and one row for each member, token and connection, so that they are held from here on. Links of before keep their hashes.
-- Undo: drop table trail_seal, access_change; drop the triggers of note_access and that function; check_trail, seal_trail and write_document_step of before.

-- The head of a chain up to `seq`, signed. `signature` names its key.
create table trail_seal (
  tenant_id uuid not null default current_tenant(),
  seq bigint not null,
  seal_id bigint generated always as identity,
  signature text not null,
  sealed_at timestamptz not null,
  primary key (tenant_id, seq, seal_id)
);
alter table trail_seal enable row level security;
alter table trail_seal force row level security;
create policy own_rows on trail_seal using (tenant_id = current_tenant()) with check (tenant_id = current_tenant());

-- A step from before has none of these.
alter table document_step
  add column number integer,
  add column amount_cents bigint,
  add column ledger_cents bigint,
  add column document_date date,
  add column reference text,
  add column bytes_hash text;

-- Who may do what, and where a connection leads: written by triggers, so that no way of changing it can be forgotten. A table of the
-- installation, as members and tokens are. `facts` is null once it is gone.
create table access_change (
  tenant_id uuid not null references tenant on delete cascade,
  change_id bigint generated always as identity,
  kind text not null,
  subject text not null,
  facts jsonb,
  primary key (tenant_id, change_id)
);
create index access_change_of on access_change (tenant_id, kind, subject, change_id);

create function picked(of jsonb, names text[]) returns jsonb language sql immutable as $$
  select jsonb_object_agg(n, of -> n) from unnest(names) n
$$;

-- Arguments: the kind, the column that names its subject, and those that count.
-- In UTC, so that a moment is the same text for everybody.
create function note_access() returns trigger language plpgsql set timezone = 'UTC' as $$
declare
  was jsonb := case when tg_op <> 'INSERT' then picked(to_jsonb(old), tg_argv[2:]) end;
  now_is jsonb := case when tg_op <> 'DELETE' then picked(to_jsonb(new), tg_argv[2:]) end;
  row_of jsonb := case when tg_op = 'DELETE' then to_jsonb(old) else to_jsonb(new) end;
begin
  if was is distinct from now_is then
    insert into access_change (tenant_id, kind, subject, facts)
      -- A company that is being removed takes its rows along.
      select t.tenant_id, tg_argv[0], row_of ->> tg_argv[1], now_is from tenant t where t.tenant_id = (row_of ->> 'tenant_id')::uuid;
  end if;
  return null;
end $$;

create trigger member_noted after insert or update or delete on membership
  for each row execute function note_access('member', 'account_id', 'role');
create trigger token_noted after insert or delete or update of token_hash, scope, account_id, expires_at, suspended_at on api_token
  for each row execute function note_access('token', 'token_id', 'token_hash', 'scope', 'account_id', 'expires_at', 'suspended_at');
create trigger connection_noted after insert or delete or update of dossier_id, retailer_id, revision, credentials_version on connection
  for each row execute function note_access('connection', 'connection_id', 'dossier_id', 'retailer_id', 'revision', 'credentials_version');

-- The same rows as they stand now, with the columns that the triggers are given.
create view access_now with (security_invoker = true) as
select tenant_id, 'member' as kind, account_id::text as subject, picked(to_jsonb(m), '{role}') as facts from membership m
union all
select tenant_id, 'token', token_id::text, picked(to_jsonb(a), '{token_hash,scope,account_id,expires_at,suspended_at}') from api_token a
union all
select tenant_id, 'connection', connection_id::text, picked(to_jsonb(c), '{dossier_id,retailer_id,revision,credentials_version}') from connection c;

create or replace function write_document_step() returns trigger language plpgsql as $$
begin
  -- What is planned anew and was never sent keeps its step; behind that, each change of a figure is one.
  if tg_op = 'UPDATE' and old.state = new.state and (new.state in ('draft', 'ready', 'blocked', 'approval', 'inDay') or
    (old.number, old.amount_cents, old.ledger_cents, old.document_date, old.reference) is not distinct from
    (new.number, new.amount_cents, new.ledger_cents, new.document_date, new.reference)) then
    return null;
  end if;
  insert into document_step (tenant_id, document_id, at, from_state, to_state, event, actor, number, amount_cents, ledger_cents, document_date, reference,
      bytes_hash)
    values (new.tenant_id, new.document_id, new.state_since, case when tg_op = 'UPDATE' then old.state end, new.state, new.last_event, new.last_actor,
      new.number, new.amount_cents, new.ledger_cents, new.document_date, new.reference, new.template_hash);
  return null;
end $$;

alter table trail_link drop constraint trail_link_kind_check;
alter table trail_link add constraint trail_link_kind_check check (kind in ('step', 'revision', 'decision', 'act', 'send', 'access'));

-- A step with figures has them behind the rest: the hashes of steps without any stay as they were.
create or replace view trail_source with (security_invoker = true) as
select tenant_id, 'step' as kind, step_id as place, step_id::text as source_key, at,
  (jsonb_build_array(document_id, to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US'), from_state, to_state, event, actor)
    || case when amount_cents is null then '[]'::jsonb
      else jsonb_build_array(number, amount_cents, ledger_cents, document_date, reference, bytes_hash) end)::text as content, null::timestamptz as sent_at
from document_step
union all
select tenant_id, 'revision', 0, connection_id || '/' || revision, saved_at,
  jsonb_build_array(settings, to_char(saved_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US'), saved_by, reason)::text, null
from mapping_revision
union all
select tenant_id, 'decision', 0, decision_id::text, decided_at,
  jsonb_build_array(rma_id, decision, order_item_id, reason, to_char(decided_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US'), decided_by)::text, null
from return_decision
union all
select tenant_id, 'act', 0, act_id::text, at, jsonb_build_array(to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US'), who, act)::text, null
from operator_act
union all
-- An answer is final. What was sent, under which number, stands in its attempt.
select s.tenant_id, 'send', 0, s.attempt_id || '/' || s.send_no, s.answered_at,
  jsonb_build_array(a.document_id, a.journal_id, a.document_number, a.bytes_hash, to_char(s.sent_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US'),
    s.outcome, s.detail, to_char(s.answered_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US'))::text, s.sent_at
from attempt_send s join attempt a on a.tenant_id = s.tenant_id and a.attempt_id = s.attempt_id
where s.answered_at is not null
union all
select tenant_id, 'access', change_id, change_id::text, null::timestamptz, jsonb_build_array(kind, subject, facts)::text, null
from access_change;

-- A number of a step may become visible after a later one, and a send may be answered days after it left: a look back finds both.
create or replace function seal_trail(at_time timestamptz, rows_max integer) returns integer language plpgsql as $$
declare
  last record;
  source record;
  linked integer := 0;
  seen bigint;
  sent_since timestamptz;
begin
  perform pg_advisory_xact_lock(hashtextextended('trail ' || current_tenant()::text, 0));
  select l.seq, l.chain_hash into last from trail_link l where l.tenant_id = current_tenant() order by l.seq desc limit 1;
  select coalesce(max(l.source_key::bigint), 0) - 20000 into seen from (
    select source_key from trail_link where tenant_id = current_tenant() and kind = 'step' order by seq desc limit 1000) l;
  select coalesce(max(s.sent_at) - interval '3 days', '-infinity') into sent_since from (
    select source_key from trail_link where tenant_id = current_tenant() and kind = 'send' order by seq desc limit 1000) l
    join attempt_send s on s.tenant_id = current_tenant() and s.attempt_id = split_part(l.source_key, '/', 1)::uuid
      and s.send_no = split_part(l.source_key, '/', 2)::integer;
  for source in
    select u.kind, u.source_key, text_hash(u.content) as content_hash from (
      (select s.* from trail_source s where s.tenant_id = current_tenant() and s.kind = 'step' and s.place > seen
        and (select l.seq from trail_link l where l.tenant_id = s.tenant_id and l.kind = 'step' and l.source_key = s.source_key limit 1) is null
        order by s.place limit rows_max)
      union all
      (select s.* from trail_source s where s.tenant_id = current_tenant() and s.kind = 'send'
        and s.sent_at >= sent_since
        and (select l.seq from trail_link l where l.tenant_id = s.tenant_id and l.kind = 'send' and l.source_key = s.source_key limit 1) is null
        order by s.sent_at limit rows_max)
      union all
      (select s.* from trail_source s where s.tenant_id = current_tenant() and s.kind not in ('step', 'send')
        and (select l.seq from trail_link l where l.tenant_id = s.tenant_id and l.kind = s.kind and l.source_key = s.source_key limit 1) is null
        order by s.place limit rows_max)
    ) u order by u.at nulls first, u.kind, u.place, u.source_key limit rows_max
  loop
    last.seq := coalesce(last.seq, 0) + 1;
    last.chain_hash := text_hash(coalesce(last.chain_hash, '') || '|' || source.kind || '|' || source.source_key || '|' || source.content_hash);
    insert into trail_link (seq, kind, source_key, content_hash, chain_hash, linked_at)
      values (last.seq, source.kind, source.source_key, source.content_hash, last.chain_hash, at_time);
    linked := linked + 1;
  end loop;
  return linked;
end $$;

-- What stands now beside the last that was linked of it: the first that differs.
create function check_standing() returns table (broken_kind text, broken_key text, fault text) language sql stable set timezone = 'UTC' as $$
  (select 'document', s.document_id::text, case when d.document_id is null then 'rowGone' else 'rowChanged' end
    from (select distinct on (l.document_id) l.* from document_step l where l.tenant_id = current_tenant() and l.amount_cents is not null
        order by l.document_id, l.step_id desc) s
      left join document d on d.tenant_id = s.tenant_id and d.document_id = s.document_id
    where s.to_state not in ('draft', 'ready', 'blocked', 'approval', 'inDay')
      and (d.state, d.number, d.amount_cents, d.ledger_cents, d.document_date, d.reference) is distinct from
        (s.to_state, s.number, s.amount_cents, s.ledger_cents, s.document_date, s.reference)
    limit 1)
  union all
  (select coalesce(n.kind, a.kind), coalesce(n.subject, a.subject), case when n.subject is null then 'rowGone' else 'rowChanged' end
    from (select distinct on (c.kind, c.subject) c.* from access_change c where c.tenant_id = current_tenant()
        order by c.kind, c.subject, c.change_id desc) a
      full join (select * from access_now where tenant_id = current_tenant()) n on n.kind = a.kind and n.subject = a.subject
    where n.facts is distinct from a.facts
    limit 1)
  limit 1
$$;

create or replace function check_trail(quiet timestamptz) returns table (links bigint, head text, broken_kind text, broken_key text, fault text) language plpgsql as $$
declare
  link record;
  standing record;
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
  select * into standing from check_standing();
  if standing.fault is not null then
    return query select fitting, before, standing.broken_kind, standing.broken_key, standing.fault; return;
  end if;
  return query
    select fitting, before, s.kind, s.source_key, 'rowNotLinked' from trail_source s
    where s.tenant_id = current_tenant() and s.at < quiet
      and not exists (select from trail_link l where l.tenant_id = s.tenant_id and l.kind = s.kind and l.source_key = s.source_key)
    order by s.at limit 1;
  if not found then return query select fitting, before, null::text, null::text, null::text; end if;
end $$;

do $$
declare
  of uuid;
begin
  for of in select tenant_id from tenant loop
    perform set_config('tentakel.tenant', of::text, true);
    perform set_config('timezone', 'UTC', true);
    insert into document_step (tenant_id, document_id, at, from_state, to_state, event, actor, number, amount_cents, ledger_cents, document_date,
        reference, bytes_hash)
      select tenant_id, document_id, state_since, state, state, 'figuresLinked', 'tentakel', number, amount_cents, ledger_cents, document_date,
        reference, template_hash
      from document where state not in ('draft', 'ready', 'blocked', 'approval', 'inDay') order by queue_at, document_id;
    insert into access_change (tenant_id, kind, subject, facts)
      select tenant_id, kind, subject, facts from access_now where tenant_id = of order by kind, subject;
  end loop;
end $$;

-- Heads of chains may go out by mail.
alter table mail drop constraint mail_kind_check;
alter table mail add constraint mail_kind_check check (kind in ('alarm', 'digest', 'test', 'account', 'support', 'trail'));
