-- 0030_two_factor.sql. Why: a second proof at sign-in, a code that the person's own device makes for this half minute.
-- Older workers may keep running: yes, but an older process that serves the app does not ask for the code. Backfill: none.
-- Undo: drop table recovery_code; alter table account drop column totp_sealed, drop column totp_since, drop column totp_step.

alter table account
  -- The secret that the person's device shares with us.
  add column totp_sealed text,
  -- Asked for at sign-in from then on; null while it was never confirmed with a code.
  add column totp_since timestamptz,
  -- The newest half minute whose code was taken: a code that somebody saw works no second time.
  add column totp_step bigint not null default 0;

-- Each signs in once, for whoever lost the device. Keyed hashes.
create table recovery_code (
  account_id uuid not null references account on delete cascade,
  code_hash text not null,
  primary key (account_id, code_hash)
);
