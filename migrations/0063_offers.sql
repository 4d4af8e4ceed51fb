-- 0063_offers.sql. Why: whoever invited was handed the password link of the account that he invited, and so the account. An invitation is an
-- offer now: it becomes a membership when the owner of the address accepts it. An account exists once its address is proven, never before.
-- Older workers may keep running: yes; those that serve the web app no. Backfill: who never chose a password has no account and no membership any
-- more: the owner of the company invites again, the operator says `user add` again. Sessions and links that are out end once.
-- Undo: drop table invitation; alter table account drop column disabled_at, alter column password_hash drop not null;
-- alter table web_session alter column account_id set not null; then the old check of one_time_link.

create table invitation (
  invitation_id uuid primary key,
  tenant_id uuid not null references tenant on delete cascade,
  email text not null check (email = lower(email)),
  role text not null check (role in ('owner', 'member', 'reader', 'accountant')),
  -- Of the link in the mail, which proves the address to whoever has no account yet.
  token_hash text not null unique,
  invited_by text not null,
  made_at timestamptz not null,
  expires_at timestamptz not null,
  -- Invited twice: the last link counts.
  unique (tenant_id, email)
);
create index invitation_of_address on invitation (email);

delete from account where password_hash is null;
alter table account
  alter column password_hash set not null,
  -- Signs in no more; what the person made stays, his tokens rest.
  add column disabled_at timestamptz;

delete from one_time_link;
alter table one_time_link drop constraint one_time_link_purpose_check,
  -- `operator`: printed by the terminal; whoever follows it becomes an operator.
  add constraint one_time_link_purpose_check check (purpose in ('password', 'verify', 'signup', 'operator'));

delete from web_session;
-- Null: whoever read the terminal of an installation that has no operator yet.
alter table web_session alter column account_id drop not null;
