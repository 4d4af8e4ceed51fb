-- 0200_resting_webhooks.sql. Why: an address that somebody had called with a stolen password went on being called after its maker chose another
-- one, and no row of the trail said who had set it. Now it rests with its maker's credentials, as his API tokens do, and the trail holds it.
-- Older workers may keep running: yes, they go on calling. Backfill: one row of the trail for each webhook, so that it is held from here on.
-- Undo: drop trigger webhook_noted on webhook; access_now of before; alter table webhook drop column rests_at.
alter table webhook
  -- Nothing is called until an owner confirms it; null: it is not so.
  add column rests_at timestamptz;

create or replace view access_now with (security_invoker = true) as
select tenant_id, 'member' as kind, account_id::text as subject, picked(to_jsonb(m), '{role}') as facts from membership m
union all
select tenant_id, 'token', token_id::text, picked(to_jsonb(a), '{token_hash,scope,account_id,expires_at,suspended_at}') from api_token a
union all
select tenant_id, 'connection', connection_id::text, picked(to_jsonb(c), '{dossier_id,retailer_id,revision,credentials_version}') from connection c
union all
select tenant_id, 'webhook', tenant_id::text, picked(to_jsonb(w), '{made_at,account_id,rests_at}') from webhook w;

do $$
declare company uuid;
begin
  -- As the triggers write moments.
  perform set_config('timezone', 'UTC', true);
  for company in select tenant_id from tenant loop
    perform set_config('tentakel.tenant', company::text, true);
    insert into access_change (tenant_id, kind, subject, facts)
      select tenant_id, kind, subject, facts from access_now where tenant_id = company and kind = 'webhook';
  end loop;
end $$;

create trigger webhook_noted after insert or delete or update of made_at, account_id, rests_at on webhook
  for each row execute function note_access('webhook', 'tenant_id', 'made_at', 'account_id', 'rests_at');
