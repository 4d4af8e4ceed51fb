-- 0180_bank.sql. Why: what the marketplace pays is recognised on the lines of the bank that the ledger has, each of them once; advertising that was held
-- back is set off by an entry of its own.
-- Older workers may keep running: yes, they plan none. Backfill: none; the bank is read from the first settlement on.
-- Undo: the constraints and the index as in 0132 and 0120; drop table bank_receipt_invoice, bank_receipt, bank_line, bank_poll.

alter table document drop constraint document_kind_check;
alter table document add constraint document_kind_check
  check (kind in ('booking', 'invoice', 'creditNote', 'dayTotal', 'purchase', 'clearing', 'supplement', 'paid', 'setOff'));
drop index document_of_settlement;
create index document_of_settlement on document (tenant_id, connection_id)
  where kind in ('purchase', 'clearing', 'supplement', 'paid', 'setOff');
alter table settlement_answer drop constraint settlement_answer_about_check;
alter table settlement_answer add constraint settlement_answer_about_check
  check (about in ('type', 'vat', 'order', 'receipt'));

-- How far the bank's entries were read, and with which settings: with others, other lines count.
create table bank_poll (
  tenant_id uuid not null default current_tenant(),
  connection_id uuid not null,
  read_at timestamptz not null,
  revision integer not null,
  -- The newest of its documents, so that a person sees how far the statements are imported.
  last_journal text,
  last_number integer,
  last_date date,
  primary key (tenant_id, connection_id)
);

-- Lines of the bank on accounts and relations that a payout may stand on. No text of them is kept: payments of buyers have their names in it.
create table bank_line (
  tenant_id uuid not null default current_tenant(),
  connection_id uuid not null,
  book_year_id integer not null,
  journal_key text not null,
  number integer not null,
  -- From 1, as the ledger counts them.
  line integer not null,
  date date not null,
  kind text not null check (kind in ('A', 'C', 'S')),
  -- The account (A) or the ledger's number of the relation (C, S).
  target integer not null,
  -- By its effect on the bank: a receipt is positive.
  cents bigint not null,
  primary key (tenant_id, connection_id, book_year_id, journal_key, number, line)
);

-- A line that is a payout. One line is one receipt, also where two shops share a dossier.
create table bank_receipt (
  tenant_id uuid not null default current_tenant(),
  receipt_id bigint generated always as identity primary key,
  connection_id uuid not null,
  -- The dossier: one line is one receipt in it.
  ledger_id integer not null,
  book_year_id integer not null,
  journal_key text not null,
  number integer not null,
  line integer not null,
  date date not null,
  cents bigint not null,
  recognised_at timestamptz not null,
  unique (tenant_id, ledger_id, book_year_id, journal_key, number, line)
);
create index bank_receipt_of_connection on bank_receipt (tenant_id, connection_id);

-- What it pays (settlements), and what was held back from it (advertising invoices). Each invoice once.
create table bank_receipt_invoice (
  tenant_id uuid not null default current_tenant(),
  connection_id uuid not null,
  invoice_id text not null,
  receipt_id bigint not null references bank_receipt on delete cascade,
  role text not null check (role in ('payout', 'advertising')),
  primary key (tenant_id, connection_id, invoice_id)
);
create index bank_receipt_invoice_of_receipt on bank_receipt_invoice (receipt_id);

alter table bank_poll enable row level security;
alter table bank_poll force row level security;
create policy own_rows on bank_poll using (tenant_id = current_tenant()) with check (tenant_id = current_tenant());
alter table bank_line enable row level security;
alter table bank_line force row level security;
create policy own_rows on bank_line using (tenant_id = current_tenant()) with check (tenant_id = current_tenant());
alter table bank_receipt enable row level security;
alter table bank_receipt force row level security;
create policy own_rows on bank_receipt using (tenant_id = current_tenant()) with check (tenant_id = current_tenant());
alter table bank_receipt_invoice enable row level security;
alter table bank_receipt_invoice force row level security;
create policy own_rows on bank_receipt_invoice using (tenant_id = current_tenant()) with check (tenant_id = current_tenant());
