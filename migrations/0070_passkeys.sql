-- 0070_passkeys.sql. Why: people sign in with a passkey, and it is a second proof. A password can be guessed or told to a stranger's page; a passkey
-- answers only to the site that it was made for.
-- Older workers may keep running: yes; those that serve the web app no: they let in by the password alone who has a passkey and no code of a device.
-- Backfill: none. Undo: drop table passkey_challenge, passkey.

create table passkey (
  passkey_id uuid primary key,
  account_id uuid not null references account on delete cascade,
  -- As the person's device names the key, and its public half (COSE): base64url.
  credential_id text not null unique,
  public_key text not null,
  -- How often the device used it, as the device says; 0 for ever where it does not count.
  counter bigint not null,
  transports text not null,
  -- Whether the maker of the device copies it to the person's other devices: may, for good; and does, at last use.
  may_sync boolean not null,
  synced boolean not null,
  name text not null,
  made_at timestamptz not null,
  last_used_at timestamptz
);
create index passkey_of_account on passkey (account_id, made_at);

-- What a passkey is to sign, once. One per purpose of a session, or of a browser that is not signed in.
create table passkey_challenge (
  -- Keyed hash of the session's token, or of the browser's.
  holder_hash text not null,
  purpose text not null check (purpose in ('add', 'prove', 'signIn')),
  challenge text not null,
  expires_at timestamptz not null,
  primary key (holder_hash, purpose)
);
create index passkey_challenge_by_age on passkey_challenge (expires_at);
