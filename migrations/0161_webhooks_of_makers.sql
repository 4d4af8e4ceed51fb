-- 0161_webhooks_of_makers.sql. Why: the address that an owner had called went on being called after he was removed.
-- Older workers may keep running: yes, they go on calling; those that serve the web app no. Backfill: the webhook of a company with one owner is his; of others
-- nobody knows who set it: it goes on, and the page says so.
-- Undo: alter table webhook drop column account_id, drop column made_by.
alter table webhook
  -- Of whoever set it, or took it over. No reference: it is to be told of after the account is gone. Null: set before this was kept.
  add column account_id uuid,
  -- As it is shown.
  add column made_by text;
do $$
declare company uuid;
begin
  for company in select tenant_id from tenant loop
    perform set_config('tentakel.tenant', company::text, true);
    update webhook w set account_id = a.account_id, made_by = a.email from membership m join account a using (account_id)
      where w.tenant_id = company and m.tenant_id = company and m.role = 'owner'
      and not exists (select from membership o where o.tenant_id = company and o.role = 'owner' and o.account_id <> m.account_id);
  end loop;
end $$;
