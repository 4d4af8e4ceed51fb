-- 0081_own_dates.sql. Why: what names a person was removed order by order, once: what came in after that night (a return that was handled, its
-- credit, a verdict) stayed for ever. Now each sealed value carries the day on which it goes, counted from the moment it was sealed, and a
-- day behind which nothing holds it; the nightly job walks the sealed columns. A buyer who asks for it is forgotten earlier.
-- Older workers may keep running: yes, they remove by order as before; what they plan counts from its place in the queue. Backfill: bytes of
-- documents count from their last step. Undo: drop the columns. `marketplace_order.personal_data_removed_at` is read by nobody any more.

alter table document add column template_at timestamptz;

do $$
declare
  of uuid;
begin
  for of in select tenant_id from tenant loop
    perform set_config('tentakel.tenant', of::text, true);
    update document set template_at = state_since where template_sealed is not null;
  end loop;
end $$;

-- Computed by the database: no writer can forget it.
alter table order_version
  add column remove_on date generated always as
    (case when buyer_sealed is not null or raw_sealed is not null then (seen_at at time zone 'UTC')::date + 60 end) stored,
  add column keep_until date generated always as
    (case when buyer_sealed is not null or raw_sealed is not null then (seen_at at time zone 'UTC')::date + 120 end) stored;
alter table marketplace_shipment
  add column remove_on date generated always as (case when raw_sealed is not null then (first_seen_at at time zone 'UTC')::date + 60 end) stored,
  add column keep_until date generated always as (case when raw_sealed is not null then (first_seen_at at time zone 'UTC')::date + 120 end) stored;
alter table marketplace_return
  add column remove_on date generated always as (case when raw_sealed is not null then (seen_at at time zone 'UTC')::date + 60 end) stored,
  add column keep_until date generated always as (case when raw_sealed is not null then (seen_at at time zone 'UTC')::date + 120 end) stored;
alter table document
  add column remove_on date generated always as
    (case when template_sealed is not null then (coalesce(template_at, queue_at) at time zone 'UTC')::date + 60 end) stored,
  add column keep_until date generated always as
    (case when template_sealed is not null then (coalesce(template_at, queue_at) at time zone 'UTC')::date + 120 end) stored;
alter table buyer_relation
  add column remove_on date generated always as (case when content_sealed is not null then (changed_at at time zone 'UTC')::date + 60 end) stored,
  add column keep_until date generated always as (case when content_sealed is not null then (changed_at at time zone 'UTC')::date + 120 end) stored;
alter table support_message
  add column remove_on date generated always as ((at at time zone 'UTC')::date + 60) stored,
  add column keep_until date generated always as ((at at time zone 'UTC')::date + 120) stored;
alter table wizard_draft
  add column remove_on date generated always as ((changed_at at time zone 'UTC')::date + 30) stored,
  add column keep_until date generated always as ((changed_at at time zone 'UTC')::date + 30) stored;
alter table mail
  add column remove_on date generated always as ((created_at at time zone 'UTC')::date + 30) stored,
  add column keep_until date generated always as ((created_at at time zone 'UTC')::date + 30) stored;

create index order_version_to_remove on order_version (tenant_id, remove_on) where remove_on is not null;
create index marketplace_shipment_to_remove on marketplace_shipment (tenant_id, remove_on) where remove_on is not null;
create index marketplace_return_to_remove on marketplace_return (tenant_id, remove_on) where remove_on is not null;
create index document_to_remove on document (tenant_id, remove_on) where remove_on is not null;
drop index marketplace_order_with_person;

-- The buyer asked to be forgotten: what still comes of this order goes with the next night.
alter table marketplace_order add column buyer_erased_at timestamptz;
create index marketplace_order_erased on marketplace_order (tenant_id, connection_id, order_id) where buyer_erased_at is not null;
