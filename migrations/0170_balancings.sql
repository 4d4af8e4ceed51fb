-- 0170_balancings.sql. Why: lines of the books that settle each other are matched there, each pair once, and a person's undo is respected.
-- Older workers may keep running: yes, they match nothing, and an entry that they plan is not matched. Backfill: none; entries of before have no
-- lines to match. Undo: drop table balancing, balancing_entry; drop the columns.

-- One row for each two lines that are, or were to be, matched. -1 is the document itself, 1 the first line of an entry.
create table balancing (
  tenant_id uuid not null default current_tenant(),
  balancing_id uuid not null,
  connection_id uuid not null,
  what text not null check (what in ('sale', 'credit', 'paid', 'costs', 'payout', 'setOff')),
  -- Of bol.com's invoice that it belongs to; null: a daily entry.
  invoice_id text,
  -- Null: a document of the bank. The mark is that of ours, or the place of theirs.
  debit_document uuid,
  debit_mark text not null,
  debit_year integer not null,
  debit_journal text not null,
  debit_number integer not null,
  debit_line integer not null,
  credit_document uuid,
  credit_mark text not null,
  credit_year integer not null,
  credit_journal text not null,
  credit_number integer not null,
  credit_line integer not null,
  cents bigint not null check (cents > 0),
  state text not null check (state in ('planned', 'sending', 'inDoubt', 'done', 'refused', 'left', 'undone', 'dropped')),
  sends integer not null default 0,
  -- Looks since the last send, or since it was planned, that did not find it.
  looks integer not null default 0,
  last_answer text check (last_answer in ('refused', 'silence')),
  planned_at timestamptz not null,
  sent_at timestamptz,
  looked_at timestamptz,
  -- What the ledger's own list showed last; null: it was not seen there yet.
  seen_at timestamptz,
  primary key (tenant_id, balancing_id)
);
create unique index balancing_pair_once on balancing
  (tenant_id, connection_id, debit_mark, debit_line, credit_mark, credit_line);
create index balancing_open on balancing (tenant_id, connection_id, planned_at) where state in ('planned', 'sending', 'inDoubt');
create index balancing_of_debit on balancing (tenant_id, debit_document);
create index balancing_of_credit on balancing (tenant_id, credit_document);

-- Entries of which it was worked out what they match. Null: all of it; else when more may be known.
create table balancing_entry (
  tenant_id uuid not null default current_tenant(),
  document_id uuid not null,
  again_at timestamptz,
  primary key (tenant_id, document_id)
);

-- Of the entry: the line that says that this document is paid. Null: an entry of before, or nothing to be said.
alter table settlement_paid add column line integer;
-- When the ledger's list of matches was read last.
alter table settlement_poll add column matches_looked_at timestamptz;

alter table balancing enable row level security;
alter table balancing force row level security;
create policy own_rows on balancing using (tenant_id = current_tenant()) with check (tenant_id = current_tenant());
alter table balancing_entry enable row level security;
alter table balancing_entry force row level security;
create policy own_rows on balancing_entry using (tenant_id = current_tenant()) with check (tenant_id = current_tenant());
