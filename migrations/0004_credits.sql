-- 0004_credits.sql. Why: returns as the marketplace tells them, what a person decided about one, credits that wait for approval.
-- Older workers may keep running: they do not know these tables, and read no credit. Backfill: none. Undo: drop the three tables,
-- delete the new rows of allowed_step, and put back check_document_step as 0001 has it.

-- Append-only: one row each time the marketplace tells something else of a returned item. No person in the facts.
create table marketplace_return (
  tenant_id uuid not null default current_tenant(),
  connection_id uuid not null,
  rma_id text not null,
  version integer not null,
  return_id text not null,
  order_id text not null,
  ean text,
  fulfilment text not null check (fulfilment in ('seller', 'marketplace')),
  registered_at timestamptz,
  expected_quantity integer,
  handled boolean not null,
  main_reason text,
  results jsonb not null,
  hash text not null,
  seen_at timestamptz not null,
  raw_sealed text,
  primary key (tenant_id, connection_id, rma_id, version)
);
create index marketplace_return_of_order on marketplace_return (tenant_id, connection_id, order_id);
create index marketplace_return_by_time on marketplace_return (tenant_id, connection_id, registered_at);

-- When each of the marketplace's lists of returns was last read: its newest page, and the whole of it.
create table return_list_read (
  tenant_id uuid not null default current_tenant(),
  connection_id uuid not null,
  fulfilment text not null check (fulfilment in ('seller', 'marketplace')),
  handled boolean not null,
  read_at timestamptz not null,
  swept_at timestamptz,
  primary key (tenant_id, connection_id, fulfilment, handled)
);

-- What a person decided about a returned item that the rules leave to him. The newest row counts.
create table return_decision (
  tenant_id uuid not null default current_tenant(),
  connection_id uuid not null,
  rma_id text not null,
  decision_id bigint generated always as identity,
  decision text not null check (decision in ('ignored', 'refunded', 'notRefunded', 'undecided')),
  order_item_id text,
  reason text not null,
  decided_at timestamptz not null,
  decided_by text not null,
  primary key (tenant_id, connection_id, rma_id, decision_id)
);

do $$
declare name text;
begin
  foreach name in array array['marketplace_return', 'return_list_read', 'return_decision'] loop
    execute format('alter table %I enable row level security', name);
    execute format('alter table %I force row level security', name);
    execute format('create policy own_rows on %I using (tenant_id = current_tenant()) with check (tenant_id = current_tenant())', name);
  end loop;
end $$;

-- A credit that wants approval waits from the first moment; what was planned may come to want it, or no longer.
insert into allowed_step (from_state, to_state) values
  ('ready', 'approval'), ('blocked', 'approval'), ('blocked', 'ready'), ('approval', 'draft'), ('approval', 'blocked')
on conflict do nothing;

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
  insert into document_step (tenant_id, document_id, at, from_state, to_state, event, actor)
  values (new.tenant_id, new.document_id, new.state_since, case when tg_op = 'UPDATE' then old.state end, new.state, new.last_event, new.last_actor);
  return new;
end $$;
