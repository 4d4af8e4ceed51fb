-- 0151_offers_of_makers.sql. Why: an offer, and the consent of an owner, outlived the access of whoever made it: what an owner offered before he was removed
-- made owners after it.
-- Older workers may keep running: yes; those that serve the web app no. Backfill: offers and consents that are there belong to the account of their maker;
-- offers of who has no account count as the terminal's; consents of who has no account end.
-- Undo: alter table invitation drop column account_id, drop column vouched; alter table operator_consent drop column account_id.

alter table invitation
  -- Null: made from the terminal.
  add column account_id uuid references account on delete cascade,
  -- By the operator's command line, which needs no account.
  add column vouched boolean not null default false;
update invitation i set account_id = a.account_id from account a where a.email = i.invited_by;
update invitation set vouched = true where account_id is null;
create index invitation_of_account on invitation (account_id);

alter table operator_consent add column account_id uuid references account on delete cascade;
update operator_consent c set account_id = a.account_id from account a where a.email = c.given_by;
delete from operator_consent where account_id is null;
alter table operator_consent alter column account_id set not null;
create index operator_consent_of_account on operator_consent (account_id);
