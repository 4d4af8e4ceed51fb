-- 0181_balances.sql. Why: what stands on the accounts of what the marketplace owes is shown beside what our own documents say should stand there.
-- Older workers may keep running: yes, they look at none. Backfill: none; the next look fills it. Undo: drop table bank_balance.

-- The last look at each account and relation of the settlements.
create table bank_balance (
  tenant_id uuid not null default current_tenant(),
  connection_id uuid not null,
  kind text not null check (kind in ('A', 'C', 'S')),
  -- The account (A) or the ledger's number of the relation (C, S).
  target integer not null,
  -- What it is: a role of an account, `supplier`, or a country of destination.
  label text not null,
  read_at timestamptz not null,
  predicted_cents bigint not null,
  ledger_cents bigint not null,
  -- Documents of others on it: journal, number and cents of each.
  others jsonb not null,
  primary key (tenant_id, connection_id, kind, target)
);
alter table bank_balance enable row level security;
alter table bank_balance force row level security;
create policy own_rows on bank_balance using (tenant_id = current_tenant()) with check (tenant_id = current_tenant());
