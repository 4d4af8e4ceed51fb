-- 0032_support.sql. Why: a person reports what he cannot solve, with its redacted evidence, and the operator answers in the app.
-- Older workers may keep running: yes. Backfill: none. Undo: drop table support_inbox, support_message, support_request.

create table support_request (
  tenant_id uuid not null default current_tenant(),
  request_id uuid not null,
  connection_id uuid,
  order_id text,
  problem_code text,
  made_by text not null,
  made_at timestamptz not null,
  changed_at timestamptz not null,
  state text not null check (state in ('open', 'answered', 'closed')),
  -- What *Waarom?* says of the order, without a person in it.
  evidence jsonb not null,
  primary key (tenant_id, request_id)
);
create index support_request_newest on support_request (tenant_id, changed_at desc);

-- What people wrote may name a buyer: sealed, and gone 60 days after the last word.
create table support_message (
  tenant_id uuid not null default current_tenant(),
  message_id uuid not null,
  request_id uuid not null,
  at timestamptz not null,
  by_operator boolean not null,
  who text not null,
  text_sealed text not null,
  primary key (tenant_id, message_id),
  foreign key (tenant_id, request_id) references support_request on delete cascade
);
create index support_message_of on support_message (tenant_id, request_id, at);

-- Where the operator looks: which companies wait for a word. Of the installation; nothing of a request stands in it.
create table support_inbox (
  request_id uuid primary key,
  tenant_id uuid not null references tenant on delete cascade,
  changed_at timestamptz not null,
  state text not null
);
create index support_inbox_newest on support_inbox (changed_at desc, request_id);

do $$
declare name text;
begin
  foreach name in array array['support_request', 'support_message'] loop
    execute format('alter table %I enable row level security', name);
    execute format('alter table %I force row level security', name);
    execute format('create policy own_rows on %I using (tenant_id = current_tenant()) with check (tenant_id = current_tenant())', name);
  end loop;
end $$;
