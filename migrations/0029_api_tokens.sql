-- 0029_api_tokens.sql. Why: a script of a company reads and works through the API with a token of its own, which a person can take back.
-- A table of the installation, as sessions are: whose token it is must be known before any company is looked into.
-- Older workers may keep running: yes. Backfill: none. Undo: drop table api_token.

create table api_token (
  -- A keyed hash: a copy of this table opens no door.
  token_hash text primary key,
  token_id uuid not null unique,
  tenant_id uuid not null references tenant on delete cascade,
  name text not null,
  scope text not null check (scope in ('read', 'write')),
  made_by text not null,
  made_at timestamptz not null,
  -- To the day: enough to see which ones nobody needs.
  last_used_on date
);
create index api_token_of_company on api_token (tenant_id);
