-- 0033_wizard_draft.sql. Why: the wizard can be left, and taken up again on another device; keys and passwords that were tried are kept
-- sealed with it, and are never shown again. One per company; it goes with the installation, or after 30 days.
-- Older workers may keep running: yes. Backfill: none. Undo: drop table wizard_draft.

create table wizard_draft (
  tenant_id uuid primary key default current_tenant(),
  state_sealed text not null,
  changed_by text not null,
  changed_at timestamptz not null
);
alter table wizard_draft enable row level security;
alter table wizard_draft force row level security;
create policy own_rows on wizard_draft using (tenant_id = current_tenant()) with check (tenant_id = current_tenant());
