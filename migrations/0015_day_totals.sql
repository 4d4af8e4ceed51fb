-- 0015_day_totals.sql. Why: consumers may be booked as one total a day. A sale or credit that goes into a total keeps its own row in
-- `document`, which is never sent: it collects (`inDay`) until its day is closed, then belongs to totals (`inTotal`), and is confirmed
-- with them. Older workers must not run beside this one: they do not know the two states. Backfill: none. Undo: take the connections
-- back to one document per order, then drop the table and the steps.

create table day_member (
  tenant_id uuid not null default current_tenant(),
  -- The sale or credit of one order.
  document_id uuid not null,
  -- The total that holds its lines of this treatment, country and rate.
  total_id uuid not null,
  treatment text not null,
  vat_country text not null,
  rate_bp integer not null,
  primary key (tenant_id, document_id, treatment, vat_country, rate_bp)
);
create index day_member_of_total on day_member (tenant_id, total_id);
create index document_in_day on document (tenant_id, connection_id, not_before) where state = 'inDay';
create index document_in_total on document (tenant_id, connection_id) where state = 'inTotal';

alter table day_member enable row level security;
alter table day_member force row level security;
create policy own_rows on day_member using (tenant_id = current_tenant()) with check (tenant_id = current_tenant());

insert into allowed_step (from_state, to_state) values
  ('inDay', 'inTotal'), ('inDay', 'draft'), ('inDay', 'ready'), ('inDay', 'blocked'), ('inDay', 'approval'), ('inDay', 'skipped'), ('inDay', 'foreign'),
  ('draft', 'inDay'), ('ready', 'inDay'), ('blocked', 'inDay'), ('approval', 'inDay'),
  ('inTotal', 'inDay'), ('inTotal', 'confirmed')
on conflict do nothing;

create or replace function check_document_step() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' and old.state = new.state then
    return new;
  end if;
  if tg_op = 'INSERT' and new.state not in ('draft', 'ready', 'blocked', 'approval', 'inDay') then
    raise exception 'a document starts as draft, ready, blocked, approval or inDay, not as %', new.state using errcode = 'check_violation';
  end if;
  if tg_op = 'UPDATE' and not exists (select from allowed_step s where s.from_state = old.state and s.to_state = new.state) then
    raise exception 'a document cannot go from % to %', old.state, new.state using errcode = 'check_violation';
  end if;
  return new;
end $$;
