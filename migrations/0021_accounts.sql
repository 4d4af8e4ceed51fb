-- 0021_accounts.sql. Why: people sign in to the web app with an account of their own, and see only their companies.
-- Tables of the installation: who may see which company must be known before any company is looked into.
-- Older workers may keep running: yes. Backfill: none; the code of the terminal signs in as before.
-- Undo: drop table one_time_link, web_session, membership, account.

create table account (
  account_id uuid primary key,
  -- As typed, in lower case.
  email text not null unique check (email = lower(email)),
  -- Null until the person followed the link and chose one.
  password_hash text,
  -- Sees all companies, as on the command line.
  operator boolean not null default false,
  created_at timestamptz not null
);

create table membership (
  tenant_id uuid not null references tenant on delete cascade,
  account_id uuid not null references account on delete cascade,
  role text not null check (role in ('owner', 'member', 'reader', 'accountant')),
  added_at timestamptz not null,
  primary key (tenant_id, account_id)
);
create index membership_of_account on membership (account_id);

-- Tokens are kept as keyed hashes: a copy of this table opens no door.
create table web_session (
  token_hash text primary key,
  account_id uuid not null references account on delete cascade,
  opened_at timestamptz not null,
  expires_at timestamptz not null
);
create index web_session_of_account on web_session (account_id);

create table one_time_link (
  token_hash text primary key,
  account_id uuid not null references account on delete cascade,
  expires_at timestamptz not null
);
