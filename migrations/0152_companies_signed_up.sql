-- 0152_companies_signed_up.sql. Why: the operator's terminal chose companies by their names, and whoever signs up chooses his own: a stranger who took the name of a
-- customer first, or signed up before the operator's first connection, was given that customer's people and keys.
-- Older workers may keep running: yes; those that serve the web app no. Backfill: a company whose first owner came in the same moment was signed up.
-- Undo: names must be free of doubles; then drop index tenant_own_name, alter table tenant drop column signed_up, add constraint tenant_name_key unique (name).

alter table tenant
  -- Made by somebody who signed up, and named by him.
  add column signed_up boolean not null default false;
update tenant t set signed_up = true
  where t.trial_until is not null
  or exists (select from membership m where m.tenant_id = t.tenant_id and m.added_at = t.created_at);

-- Whoever signs up learns nothing of the names of others.
alter table tenant drop constraint tenant_name_key;
create unique index tenant_own_name on tenant (name) where not signed_up;
