-- 0162_asked_passwords.sql. Why: the answer to "forgot my password" took some milliseconds longer for an address that has an account, and so told which have one.
-- What is asked is written down alike for every address; the job of the mails looks whether there is an account.
-- Older workers may keep running: no, they would not look here. Backfill: none. Undo: drop table password_asked.
create table password_asked (
  asked_id uuid primary key,
  email text not null,
  language text not null check (language in ('nl', 'fr', 'en')),
  -- Where it came from; null: this machine's terminal.
  address text,
  asked_at timestamptz not null
);
create index password_asked_by_age on password_asked (asked_at);
