-- 0065_tokens_of_makers.sql. Why: tokens outlived the access of whoever made them, and had no end.
-- Older workers may keep running: yes. Backfill: tokens that are there belong to the account of their maker and end a year after they were made; those whose maker
-- has no account rest until an owner confirms them.
-- Undo: alter table api_token drop column account_id, drop column expires_at, drop column suspended_at.

alter table api_token
  -- Null: made from the terminal, in a company without an owner; it rests once the company has one.
  add column account_id uuid references account on delete cascade,
  add column expires_at timestamptz,
  -- Opens nothing until an owner of the company confirms it.
  add column suspended_at timestamptz;

update api_token t set account_id = a.account_id from account a where a.email = t.made_by;
update api_token set suspended_at = made_at where account_id is null and made_by <> 'operator (web)';
update api_token set expires_at = made_at + interval '365 days';
alter table api_token alter column expires_at set not null;
create index api_token_of_account on api_token (account_id);
