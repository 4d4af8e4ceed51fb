-- 0001_start.sql. Why: everything that an order needs on its way into the books, with row-level security from the first day.
-- Older workers may keep running: there are none. Backfill: none. Undo: drop the schema.

-- The company whose rows a transaction may see. Unset or empty raises an error: a forgotten company shows nothing.
create function current_tenant() returns uuid language sql stable as $$ select current_setting('tentakel.tenant')::uuid $$;

-- ── The installation: no company in these tables, no row-level security ─────────────────────────────────────────────

create table installation (
  only_one boolean primary key default true check (only_one),
  marker text not null,
  -- Key of the hashes by which buyers are recognised, itself sealed by the key-encryption key.
  fingerprint_key_sealed text not null,
  created_at timestamptz not null
);

create table tenant (
  tenant_id uuid primary key,
  name text not null unique,
  created_at timestamptz not null
);

-- Which connection belongs to which company, and when its next poll is due. Nothing else, so that a worker can plan its day.
create table connection_schedule (
  connection_id uuid primary key,
  tenant_id uuid not null references tenant,
  next_poll_at timestamptz not null,
  active boolean not null
);
create index connection_schedule_due on connection_schedule (next_poll_at) where active;

-- A seller's account is active in one connection of the whole installation.
create table seller_account (
  retailer_id text primary key,
  tenant_id uuid not null references tenant,
  connection_id uuid not null
);

-- Calls of the last window of each limit, counted before they are made. `seq` counts up without gaps per key.
create table call_counter (
  key text primary key,
  last_seq bigint not null default 0,
  last_taken_at timestamptz,
  blocked_until timestamptz
);
create table call_slot (
  key text not null,
  seq bigint not null,
  taken_at timestamptz not null,
  primary key (key, seq)
);

-- Grants as many of the wanted calls as fit: at most `calls_max` in every window of `window_ms` that one can lay over time.
-- Call n is allowed when call n - calls_max is older than the window, so the cost does not grow with the limit. A function,
-- because each of its statements sees what was committed while it waited for the counter's row; one plain statement would not.
create function take_calls(
  wanted_key text, calls_max bigint, window_ms bigint, calls_wanted bigint, asked_at timestamptz,
  out granted bigint, out free_at timestamptz, out is_blocked boolean
) language plpgsql as $$
declare
  counter call_counter;
  in_the_way call_slot;
  batch bigint := least(calls_wanted, calls_max);
  -- The newest call that call 1 of the batch must have outlived is this one.
  base_seq bigint;
  stamp timestamptz;
begin
  granted := 0;
  loop
    select * into counter from call_counter c where c.key = wanted_key for update;
    exit when found;
    insert into call_counter (key) values (wanted_key) on conflict (key) do nothing;
  end loop;
  is_blocked := coalesce(counter.blocked_until > asked_at, false);
  if is_blocked then
    free_at := counter.blocked_until;
    return;
  end if;
  -- Clocks of two processes differ a little: calls keep their order. A clock that was far ahead is corrected, else it
  -- would hold up everybody for that long; its calls count as made just now, which is too strict and never too lax.
  if counter.last_taken_at > asked_at + interval '5 minutes' then
    update call_slot s set taken_at = asked_at where s.key = wanted_key and s.taken_at > asked_at;
    counter.last_taken_at := asked_at;
  end if;
  stamp := greatest(asked_at, counter.last_taken_at);
  base_seq := counter.last_seq - calls_max;
  select * into in_the_way from call_slot s
    where s.key = wanted_key and s.seq > base_seq and s.seq <= base_seq + batch
      and s.taken_at > asked_at - window_ms * interval '1 millisecond'
    order by s.seq limit 1;
  granted := case when found then in_the_way.seq - base_seq - 1 else batch end;
  if granted <= 0 then
    granted := 0;
    free_at := coalesce(in_the_way.taken_at, asked_at) + window_ms * interval '1 millisecond';
    return;
  end if;
  insert into call_slot (key, seq, taken_at)
    select wanted_key, counter.last_seq + n, stamp from generate_series(1, granted) n;
  update call_counter c set last_seq = counter.last_seq + granted, last_taken_at = stamp where c.key = wanted_key;
end $$;

-- ── Companies' tables ───────────────────────────────────────────────────────────────────────────────────────────────

create table connection (
  tenant_id uuid not null default current_tenant() references tenant,
  connection_id uuid not null,
  name text not null,
  state text not null check (state in ('active', 'paused', 'removed')),
  pause_cause text check (pause_cause in ('person', 'refused')),
  retailer_id text,
  shop_name text,
  dossier_id integer not null,
  revision integer not null,
  marketplace_refusal text,
  ledger_refusal text,
  credentials_version integer not null default 1,
  -- Every change at the marketplace up to this moment is captured.
  polled_until timestamptz,
  last_poll_at timestamptz,
  swept_on date,
  created_at timestamptz not null,
  primary key (tenant_id, connection_id)
);

create table connection_secret (
  tenant_id uuid not null default current_tenant(),
  connection_id uuid not null,
  field text not null,
  sealed text not null,
  saved_at timestamptz not null,
  primary key (tenant_id, connection_id, field)
);

create table mapping_revision (
  tenant_id uuid not null default current_tenant(),
  connection_id uuid not null,
  revision integer not null,
  settings jsonb not null,
  saved_at timestamptz not null,
  saved_by text not null,
  reason text,
  primary key (tenant_id, connection_id, revision)
);

create table access_token (
  tenant_id uuid not null default current_tenant(),
  name text not null,
  sealed text,
  expires_at timestamptz,
  refused_at timestamptz,
  refusal text,
  primary key (tenant_id, name)
);

create table marketplace_order (
  tenant_id uuid not null default current_tenant(),
  connection_id uuid not null,
  order_id text not null,
  placed_at timestamptz,
  placed_on date,
  first_seen_at timestamptz not null,
  last_changed_at timestamptz not null,
  list_hash text,
  version integer not null default 0,
  -- The list shows a change whose detail is not read yet: the order is known and cannot get lost.
  wants_detail boolean not null,
  detail_failures integer not null default 0,
  -- Shipped units that no known shipment accounts for yet.
  wants_shipments boolean not null default false,
  needs_plan boolean not null default false,
  standing text not null default 'new'
    check (standing in ('new', 'waiting', 'blocked', 'nothing', 'planned', 'skipped')),
  standing_reason text,
  planned_revision integer,
  explanation jsonb,
  skipped_at timestamptz,
  skip_reason text,
  personal_data_removed_at timestamptz,
  primary key (tenant_id, connection_id, order_id)
);
create index marketplace_order_to_plan on marketplace_order (tenant_id, connection_id, placed_at) where needs_plan;
create index marketplace_order_to_read on marketplace_order (tenant_id, connection_id) where wants_detail;
create index marketplace_order_to_ship on marketplace_order (tenant_id, connection_id) where wants_shipments;
create index marketplace_order_by_day on marketplace_order (tenant_id, connection_id, placed_on, order_id);
create index marketplace_order_with_person on marketplace_order (tenant_id, last_changed_at) where personal_data_removed_at is null;

-- Append-only: what the marketplace told, each time it told something else.
create table order_version (
  tenant_id uuid not null default current_tenant(),
  connection_id uuid not null,
  order_id text not null,
  version integer not null,
  hash text not null,
  seen_at timestamptz not null,
  facts jsonb not null,
  buyer_sealed text,
  raw_sealed text,
  primary key (tenant_id, connection_id, order_id, version)
);

create table marketplace_shipment (
  tenant_id uuid not null default current_tenant(),
  connection_id uuid not null,
  shipment_id text not null,
  order_id text not null,
  shipped_at timestamptz,
  shipped_on date,
  fulfilment text not null check (fulfilment in ('seller', 'marketplace')),
  items jsonb not null,
  -- Read one by one, so that its quantities are known; the list gives none.
  has_detail boolean not null,
  first_seen_at timestamptz not null,
  raw_sealed text,
  primary key (tenant_id, connection_id, shipment_id)
);
create index marketplace_shipment_of_order on marketplace_shipment (tenant_id, connection_id, order_id);

-- The dossier's own data, so that the happy path reads nothing of it: book years, accounts, VAT codes.
create table ledger_copy (
  tenant_id uuid not null default current_tenant(),
  dossier_id integer not null,
  what text not null,
  data jsonb not null,
  read_at timestamptz not null,
  primary key (tenant_id, dossier_id, what)
);

create table ledger_journal (
  tenant_id uuid not null default current_tenant(),
  journal_id uuid not null,
  dossier_id integer not null,
  book_year_id integer not null,
  journal_key text not null,
  name text not null,
  mode text not null check (mode in ('bookings', 'invoicesExclusive', 'invoicesInclusive', 'other')),
  closed boolean not null,
  protected_period integer not null,
  closed_period integer not null,
  -- Our view of the last used number; the ledger's own check decides.
  last_number integer not null,
  -- The document that is being sent or in doubt: as long as it holds the journal, nothing else is sent to it.
  held_by uuid,
  read_at timestamptz not null,
  primary key (tenant_id, journal_id),
  unique (tenant_id, dossier_id, book_year_id, journal_key)
);

-- What we last looked up in a dossier, per kind of document.
create table ledger_sweep (
  tenant_id uuid not null default current_tenant(),
  dossier_id integer not null,
  target text not null check (target in ('bookings', 'invoices', 'relations')),
  swept_until timestamptz not null,
  primary key (tenant_id, dossier_id, target)
);

-- The dossier's customers as keyed hashes: enough to recognise a buyer, not to read one.
create table known_relation (
  tenant_id uuid not null default current_tenant(),
  dossier_id integer not null,
  relation_id integer not null,
  external_id integer,
  active boolean not null,
  name_hash text,
  email_hash text,
  vat_hash text,
  address_hash text,
  primary key (tenant_id, dossier_id, relation_id)
);
create index known_relation_by_email on known_relation (tenant_id, dossier_id, email_hash) where active;
create index known_relation_by_vat on known_relation (tenant_id, dossier_id, vat_hash) where active;
create index known_relation_by_address on known_relation (tenant_id, dossier_id, address_hash) where active;
create index known_relation_by_name on known_relation (tenant_id, dossier_id, name_hash) where active;
create index known_relation_by_external on known_relation (tenant_id, dossier_id, external_id);

-- One row per buyer of a dossier (or central relation): the primary key is the lock that lets two orders make one relation.
create table buyer_relation (
  tenant_id uuid not null default current_tenant(),
  dossier_id integer not null,
  buyer_hash text not null,
  state text not null check (state in ('wanted', 'made', 'found')),
  external_id integer,
  relation_id integer,
  -- What is still to be sent to the ledger; gone once the relation is made.
  content_sealed text,
  changed_at timestamptz not null,
  primary key (tenant_id, dossier_id, buyer_hash)
);
create unique index buyer_relation_external_once on buyer_relation (tenant_id, dossier_id, external_id) where external_id is not null;

create table document (
  tenant_id uuid not null default current_tenant(),
  document_id uuid not null,
  connection_id uuid not null,
  dossier_id integer not null,
  kind text not null check (kind in ('booking', 'invoice', 'creditNote', 'dayTotal')),
  business_key text not null,
  version integer not null,
  reference text not null,
  order_id text,
  target text not null check (target in ('bookings', 'invoices')),
  journal_id uuid,
  journal_key text not null,
  book_year_id integer,
  period integer,
  document_date date,
  amount_cents bigint not null,
  buyer_hash text,
  revision integer not null,
  order_version integer not null,
  state text not null,
  state_since timestamptz not null,
  last_event text not null,
  last_actor text not null,
  not_before timestamptz,
  priority integer not null default 0,
  queue_at timestamptz not null,
  -- The order was already old when we first saw it: look in the ledger before the first send.
  must_look boolean not null,
  plan jsonb not null,
  template_sealed text,
  template_hash text,
  number integer,
  sends_of_number integer not null default 0,
  last_sent_at timestamptz,
  doubt_since timestamptz,
  last_answer text,
  silent_sends integer not null default 0,
  server_errors integer not null default 0,
  empty_lookups integer not null default 0,
  resend_used boolean not null default false,
  ledger_cents bigint,
  confirmed_at timestamptz,
  verified_at timestamptz,
  primary key (tenant_id, document_id),
  unique (tenant_id, connection_id, kind, business_key, version),
  unique (tenant_id, reference)
);
create index document_queue on document (tenant_id, journal_id, priority desc, queue_at, document_id) where state = 'ready';
create index document_open on document (tenant_id, connection_id, state) where state not in ('confirmed', 'verified', 'skipped');
create index document_of_order on document (tenant_id, connection_id, order_id);
create index document_to_verify on document (tenant_id, dossier_id, target) where state = 'confirmed';

-- A number claimed for a document. At most one document holds a number that was not given back.
create table attempt (
  tenant_id uuid not null default current_tenant(),
  attempt_id uuid not null,
  document_id uuid not null,
  journal_id uuid not null,
  document_number integer not null,
  bytes_hash text not null,
  state text not null check (state in ('open', 'answered', 'returned')),
  primary key (tenant_id, attempt_id)
);
create unique index attempt_number_once on attempt (tenant_id, journal_id, document_number) where state <> 'returned';
create unique index attempt_document_once on attempt (tenant_id, document_id) where state = 'open';

-- Each time the bytes of an attempt left.
create table attempt_send (
  tenant_id uuid not null default current_tenant(),
  attempt_id uuid not null,
  send_no integer not null,
  sent_by text not null,
  sent_at timestamptz not null,
  outcome text,
  detail text,
  answered_at timestamptz,
  primary key (tenant_id, attempt_id, send_no)
);

-- The path of a document, kept by the database itself.
create table document_step (
  tenant_id uuid not null default current_tenant(),
  document_id uuid not null,
  step_id bigint generated always as identity,
  at timestamptz not null,
  from_state text,
  to_state text not null,
  event text not null,
  actor text not null,
  primary key (tenant_id, document_id, step_id)
);

create table problem (
  tenant_id uuid not null default current_tenant(),
  problem_id bigint generated always as identity,
  connection_id uuid not null,
  code text not null,
  subject text not null,
  order_id text,
  document_id uuid,
  params jsonb not null,
  first_at timestamptz not null,
  last_at timestamptz not null,
  times integer not null default 1,
  cleared_at timestamptz,
  primary key (tenant_id, problem_id)
);
create unique index problem_open_once on problem (tenant_id, connection_id, code, subject) where cleared_at is null;
create index problem_of_order on problem (tenant_id, connection_id, order_id) where cleared_at is null;

-- ── The steps a document may take, said a second time ───────────────────────────────────────────────────────────────

create table allowed_step (
  from_state text not null,
  to_state text not null,
  primary key (from_state, to_state)
);
insert into allowed_step (from_state, to_state) values
  ('draft', 'ready'), ('draft', 'blocked'), ('draft', 'approval'), ('draft', 'skipped'), ('approval', 'ready'), ('approval', 'skipped'),
  ('blocked', 'draft'), ('blocked', 'skipped'), ('ready', 'draft'), ('ready', 'blocked'), ('ready', 'skipped'), ('ready', 'checking'), ('ready', 'sending'),
  ('sending', 'confirmed'), ('sending', 'ready'), ('sending', 'rejected'), ('sending', 'inDoubt'),
  ('inDoubt', 'sending'), ('inDoubt', 'checking'), ('inDoubt', 'quarantined'), ('inDoubt', 'confirmed'),
  ('checking', 'confirmed'), ('checking', 'mismatch'), ('checking', 'duplicate'), ('checking', 'inDoubt'), ('checking', 'cooling'),
  ('checking', 'ready'), ('checking', 'foreign'), ('checking', 'quarantined'),
  ('cooling', 'ready'), ('cooling', 'confirmed'), ('cooling', 'mismatch'), ('cooling', 'duplicate'), ('cooling', 'rejected'), ('cooling', 'quarantined'),
  ('quarantined', 'confirmed'), ('quarantined', 'ready'), ('quarantined', 'mismatch'), ('quarantined', 'duplicate'),
  ('confirmed', 'verified'), ('confirmed', 'changed'), ('confirmed', 'deletedInLedger'),
  ('verified', 'changed'), ('verified', 'deletedInLedger'), ('changed', 'verified'), ('changed', 'deletedInLedger'),
  ('rejected', 'draft'), ('rejected', 'skipped'), ('mismatch', 'confirmed'), ('duplicate', 'confirmed'),
  ('foreign', 'draft'), ('deletedInLedger', 'draft'), ('skipped', 'draft');

create function check_document_step() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' and old.state = new.state then
    return new;
  end if;
  if tg_op = 'INSERT' and new.state <> 'draft' and new.state <> 'ready' and new.state <> 'blocked' then
    raise exception 'a document starts as draft, ready or blocked, not as %', new.state using errcode = 'check_violation';
  end if;
  if tg_op = 'UPDATE' and not exists (select from allowed_step s where s.from_state = old.state and s.to_state = new.state) then
    raise exception 'a document cannot go from % to %', old.state, new.state using errcode = 'check_violation';
  end if;
  insert into document_step (tenant_id, document_id, at, from_state, to_state, event, actor)
  values (new.tenant_id, new.document_id, new.state_since, case when tg_op = 'UPDATE' then old.state end, new.state, new.last_event, new.last_actor);
  return new;
end $$;
create trigger document_step_allowed before insert or update of state on document for each row execute function check_document_step();

-- ── The next document of a journal ──────────────────────────────────────────────────────────────────────────────────

-- Locks the journal, finds the head of its queue, and counts the call that it will cost. One function, because a document
-- that goes through costs a handful of round trips in all, and this is three of them.
create function next_in_journal(
  wanted_journal uuid, asked_at timestamptz, budget_key text, budget_max bigint, budget_ms bigint,
  out kind text, out head_id uuid, out last_number integer, out held_by uuid, out free_at timestamptz
) language plpgsql as $$
declare
  journal ledger_journal;
  budget record;
begin
  kind := 'empty';
  select * into journal from ledger_journal j where j.journal_id = wanted_journal for update;
  if not found then
    return;
  end if;
  last_number := journal.last_number;
  if journal.held_by is not null then
    kind := 'held';
    held_by := journal.held_by;
    return;
  end if;
  select d.document_id into head_id from document d
    where d.journal_id = wanted_journal and d.state = 'ready' and not d.must_look and (d.not_before is null or d.not_before <= asked_at)
    order by d.priority desc, d.queue_at, d.document_id limit 1;
  if head_id is null then
    return;
  end if;
  if exists (select from document d join buyer_relation b on b.dossier_id = d.dossier_id and b.buyer_hash = d.buyer_hash
      where d.document_id = head_id and b.state = 'wanted') then
    kind := 'relationWanted';
    return;
  end if;
  select * into budget from take_calls(budget_key, budget_max, budget_ms, 1, asked_at);
  kind := case when budget.granted > 0 then 'head' else 'budget' end;
  free_at := budget.free_at;
end $$;

-- ── Row-level security, forced, on every company's table ────────────────────────────────────────────────────────────

do $$
declare name text;
begin
  foreach name in array array['connection', 'connection_secret', 'mapping_revision', 'access_token', 'marketplace_order', 'order_version',
    'marketplace_shipment', 'ledger_copy', 'ledger_journal', 'ledger_sweep', 'known_relation', 'buyer_relation', 'document', 'attempt',
    'attempt_send', 'document_step', 'problem'] loop
    execute format('alter table %I enable row level security', name);
    execute format('alter table %I force row level security', name);
    execute format('create policy own_rows on %I using (tenant_id = current_tenant()) with check (tenant_id = current_tenant())', name);
  end loop;
end $$;
