-- 0031_sign_up.sql. Why: people sign up themselves where the operator allows it, prove their address, and ask for a new password; a company
-- may be on trial; the operator acts in a company of others only with the consent of an owner, and what he did stays readable.
-- Older workers may keep running: yes; they do not know of a trial. Backfill: none; links that are there choose a password.
-- Undo: drop table operator_act, operator_consent; delete from one_time_link where purpose <> 'password'; then drop the columns.

alter table one_time_link
  add column purpose text not null default 'password' check (purpose in ('password', 'verify', 'signup')),
  -- Of who has no account yet: it is made, with its company, when the address is proven, so that a stranger's try leaves nothing behind.
  add column email text,
  add column company text,
  add column password_hash text,
  alter column account_id drop not null,
  add constraint link_of_somebody check (account_id is not null or email is not null);

-- The last day on which something is posted; reading and export stay. Null: no trial.
alter table tenant add column trial_until date;

create table operator_consent (
  tenant_id uuid primary key references tenant on delete cascade,
  given_by text not null,
  given_at timestamptz not null,
  until timestamptz not null
);

-- What an operator changed in a company that has an owner of its own. Rows are only added.
create table operator_act (
  tenant_id uuid not null default current_tenant(),
  act_id uuid not null,
  at timestamptz not null,
  who text not null,
  -- The call, e.g. `POST /retry`.
  act text not null,
  primary key (tenant_id, act_id)
);
create index operator_act_newest on operator_act (tenant_id, at desc);
alter table operator_act enable row level security;
alter table operator_act force row level security;
create policy own_rows on operator_act using (tenant_id = current_tenant()) with check (tenant_id = current_tenant());
