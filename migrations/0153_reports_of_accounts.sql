-- 0153_reports_of_accounts.sql. Why: the operator's answer went to the address that a report was named after, and a token can be named after anybody's.
-- Older workers may keep running: yes; those that serve the web app no. Backfill: reports that are there belong to the member of that address; others have no mail.
-- Undo: alter table support_request drop column account_id.
alter table support_request
  -- Null: a script's, the terminal's, or of somebody who has no account any more.
  add column account_id uuid references account on delete set null;
do $$
declare company uuid;
begin
  for company in select tenant_id from tenant loop
    perform set_config('tentakel.tenant', company::text, true);
    update support_request r set account_id = a.account_id from account a join membership m using (account_id)
      where r.tenant_id = company and m.tenant_id = company and a.email = r.made_by;
  end loop;
end $$;
create index support_request_of_account on support_request (account_id);
