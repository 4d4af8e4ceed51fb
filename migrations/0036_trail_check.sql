-- 0036_trail_check.sql. Why: whether what happened is still as it was written is a figure for whoever watches the installation; it stays
-- where every process reads it, from one nightly check to the next.
-- Older workers may keep running: yes. Backfill: none; the first night writes it. Undo: drop table trail_check.

create table trail_check (
  tenant_id uuid primary key default current_tenant(),
  checked_at timestamptz not null,
  links bigint not null,
  broken boolean not null
);
alter table trail_check enable row level security;
alter table trail_check force row level security;
create policy own_rows on trail_check using (tenant_id = current_tenant()) with check (tenant_id = current_tenant());
