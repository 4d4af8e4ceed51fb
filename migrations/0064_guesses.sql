-- 0064_guesses.sql. Why: guessing of passwords and codes is slowed down per account and per address, over all processes; and each decision on who
-- may come in is written down.
-- Older workers may keep running: yes. Backfill: none. Undo: drop table guess, security_event.

-- Wrong tries in a row. Names of accounts and addresses are keyed hashes.
create table guess (
  key text primary key,
  tries integer not null,
  last_at timestamptz not null,
  -- Nothing is looked at before.
  free_at timestamptz not null
);
create index guess_by_age on guess (last_at);

create table security_event (
  event_id uuid primary key,
  at timestamptz not null,
  kind text not null,
  outcome text not null check (outcome in ('done', 'refused')),
  -- Not a reference: what an account did outlives it.
  account_id uuid,
  who text,
  address text,
  about text not null
);
create index security_event_newest on security_event (at desc, event_id);
