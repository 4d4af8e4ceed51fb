-- 0090_accounts_on_a_library.sql. Why: accounts, passwords, sessions, links and second proofs are kept by a library (decision 0010). Tables get the shape
-- that it reads and writes; names stay ours.
-- Older workers may keep running: no; they read columns that go. Backfill: passwords, devices, recovery codes and links that are out go on, but
-- for links to a new password, which live an hour. Sessions end once.
-- Undo: the columns of account again, filled from credential and second_proof; one_time_link from pending_proof; web_session empty.

-- What an account is proven with, one row each. One kind is in use: a password.
create table credential (
  credential_id uuid primary key,
  account_id uuid not null unique references account on delete cascade,
  provider text not null check (provider = 'credential'),
  password_hash text not null,
  made_at timestamptz not null,
  changed_at timestamptz not null
);
insert into credential (credential_id, account_id, provider, password_hash, made_at, changed_at)
  select account_id, account_id, 'credential', password_hash, created_at, created_at from account;

create table second_proof (
  second_proof_id uuid primary key,
  account_id uuid not null unique references account on delete cascade,
  -- Shared with the person's device, sealed. Null: passkeys only.
  secret_sealed text,
  -- A code of the device was given: it is asked for.
  confirmed boolean not null,
  -- Keyed hashes of the recovery codes, a list in JSON.
  recovery_hashes text not null,
  -- The half minute of the last code that was taken: it, and what was before, is taken no more.
  last_step bigint not null default 0
);
insert into second_proof (second_proof_id, account_id, secret_sealed, confirmed, recovery_hashes, last_step)
  select a.account_id, a.account_id, a.totp_sealed, a.totp_since is not null,
    coalesce((select json_agg(r.code_hash)::text from recovery_code r where r.account_id = a.account_id), '[]'), a.totp_step
  from account a
  where a.totp_sealed is not null or exists (select from recovery_code r where r.account_id = a.account_id)
    or exists (select from passkey p where p.account_id = a.account_id);
drop table recovery_code;

alter table account
  add column email_proven boolean not null default true,
  add column role text not null default 'person' check (role in ('person', 'operator')),
  -- Signs in no more.
  add column disabled boolean not null default false,
  -- The password alone does not do. Computed: by the triggers below.
  add column second_proof boolean not null default false,
  add column changed_at timestamptz;
update account a set role = case when operator then 'operator' else 'person' end, disabled = disabled_at is not null, changed_at = created_at,
  second_proof = totp_since is not null or exists (select from passkey p where p.account_id = a.account_id);
alter table account
  alter column changed_at set not null,
  drop column operator, drop column disabled_at, drop column password_hash,
  drop column totp_sealed, drop column totp_since, drop column totp_step;

-- An account that has a passkey, or a device whose code was given, is not opened by its password alone, whoever adds or removes one.
create function note_second_proof() returns trigger language plpgsql as $$
declare
  whose uuid := case when tg_op = 'DELETE' then old.account_id else new.account_id end;
begin
  perform 1 from account where account_id = whose for update;
  update account a set second_proof = exists (select from passkey p where p.account_id = whose)
      or exists (select from second_proof s where s.account_id = whose and s.confirmed)
    where a.account_id = whose;
  return null;
end $$;
create trigger second_proof_noted after insert or update or delete on second_proof for each row execute function note_second_proof();
create trigger passkey_noted after insert or delete on passkey for each row execute function note_second_proof();

-- Of two at the same moment the second sees the first.
create function make_first_operator(whose uuid) returns boolean language plpgsql as $$
begin
  perform pg_advisory_xact_lock(hashtextextended('first operator', 1));
  update account set role = 'operator' where account_id = whose and not exists (select from account where role = 'operator');
  return found;
end $$;

drop table web_session;
create table web_session (
  session_id uuid primary key,
  -- Keyed.
  token_hash text not null unique,
  account_id uuid not null references account on delete cascade,
  opened_at timestamptz not null,
  expires_at timestamptz not null
);
create index web_session_of_account on web_session (account_id);
create index web_session_by_age on web_session (expires_at);

-- Of whoever read the terminal of an installation without an operator.
create table terminal_session (
  token_hash text primary key,
  opened_at timestamptz not null,
  expires_at timestamptz not null
);

-- Links that work once, and sign-ins that wait for a second proof.
create table pending_proof (
  pending_proof_id uuid primary key,
  -- Keyed hash of what stands in the link, or in the cookie.
  name_hash text not null,
  -- The account's id, or what a link is for, in JSON.
  value text not null,
  -- Whose it is; null: nobody's who has an account.
  account_id uuid generated always as (case when value ~ '^[0-9a-f-]{36}$' then value::uuid end) stored references account on delete cascade,
  -- Of a link; null: not one.
  purpose text check (purpose in ('password', 'verify', 'signup', 'operator')),
  email text,
  made_at timestamptz not null,
  expires_at timestamptz not null
);
create index pending_proof_by_name on pending_proof (name_hash);
create index pending_proof_of_account on pending_proof (account_id);
create index pending_proof_of_address on pending_proof (email);
create index pending_proof_by_age on pending_proof (expires_at);
insert into pending_proof (pending_proof_id, name_hash, value, purpose, email, made_at, expires_at)
  select md5(token_hash)::uuid, token_hash, json_build_object('company', company, 'passwordHash', password_hash)::text, purpose, email,
    expires_at - interval '72 hours', expires_at
  from one_time_link where purpose <> 'password' and email is not null;
drop table one_time_link;
