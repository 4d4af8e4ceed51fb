-- What the migrations make together. Written by a test; see CONTRIBUTING.md.

-- tables

create table access_change (
  tenant_id uuid not null,
  change_id bigint generated always as identity not null,
  kind text not null,
  subject text not null,
  facts jsonb
);

create table access_token (
  tenant_id uuid default current_tenant() not null,
  name text not null,
  sealed text,
  expires_at timestamp with time zone,
  refused_at timestamp with time zone,
  refusal text
);
alter table access_token enable row level security;
alter table access_token force row level security;

create table account (
  account_id uuid not null,
  email text not null,
  created_at timestamp with time zone not null,
  email_proven boolean default true not null,
  role text default 'person'::text not null,
  disabled boolean default false not null,
  second_proof boolean default false not null,
  changed_at timestamp with time zone not null
);

create table alarm (
  tenant_id uuid default current_tenant() not null,
  connection_id uuid not null,
  kind text not null,
  subject text not null,
  episode integer not null,
  raised_at timestamp with time zone not null,
  cleared_at timestamp with time zone
);
alter table alarm enable row level security;
alter table alarm force row level security;

create table allowed_step (
  from_state text not null,
  to_state text not null
);

create table api_token (
  token_hash text not null,
  token_id uuid not null,
  tenant_id uuid not null,
  name text not null,
  scope text not null,
  made_by text not null,
  made_at timestamp with time zone not null,
  last_used_on date,
  account_id uuid,
  expires_at timestamp with time zone not null,
  suspended_at timestamp with time zone
);

create table attempt (
  tenant_id uuid default current_tenant() not null,
  attempt_id uuid not null,
  document_id uuid not null,
  journal_id uuid not null,
  document_number integer,
  bytes_hash text not null,
  state text not null
);
alter table attempt enable row level security;
alter table attempt force row level security;

create table attempt_send (
  tenant_id uuid default current_tenant() not null,
  attempt_id uuid not null,
  send_no integer not null,
  sent_by text not null,
  sent_at timestamp with time zone not null,
  outcome text,
  detail text,
  answered_at timestamp with time zone
);
alter table attempt_send enable row level security;
alter table attempt_send force row level security;

create table balancing (
  tenant_id uuid default current_tenant() not null,
  balancing_id uuid not null,
  connection_id uuid not null,
  what text not null,
  invoice_id text,
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
  cents bigint not null,
  state text not null,
  sends integer default 0 not null,
  looks integer default 0 not null,
  last_answer text,
  planned_at timestamp with time zone not null,
  sent_at timestamp with time zone,
  looked_at timestamp with time zone,
  seen_at timestamp with time zone
);
alter table balancing enable row level security;
alter table balancing force row level security;

create table balancing_entry (
  tenant_id uuid default current_tenant() not null,
  document_id uuid not null,
  again_at timestamp with time zone
);
alter table balancing_entry enable row level security;
alter table balancing_entry force row level security;

create table bank_balance (
  tenant_id uuid default current_tenant() not null,
  connection_id uuid not null,
  kind text not null,
  target integer not null,
  label text not null,
  read_at timestamp with time zone not null,
  predicted_cents bigint not null,
  ledger_cents bigint not null,
  others jsonb not null
);
alter table bank_balance enable row level security;
alter table bank_balance force row level security;

create table bank_line (
  tenant_id uuid default current_tenant() not null,
  connection_id uuid not null,
  book_year_id integer not null,
  journal_key text not null,
  number integer not null,
  line integer not null,
  date date not null,
  kind text not null,
  target integer not null,
  cents bigint not null
);
alter table bank_line enable row level security;
alter table bank_line force row level security;

create table bank_poll (
  tenant_id uuid default current_tenant() not null,
  connection_id uuid not null,
  read_at timestamp with time zone not null,
  revision integer not null,
  last_journal text,
  last_number integer,
  last_date date
);
alter table bank_poll enable row level security;
alter table bank_poll force row level security;

create table bank_receipt (
  tenant_id uuid default current_tenant() not null,
  receipt_id bigint generated always as identity not null,
  connection_id uuid not null,
  ledger_id integer not null,
  book_year_id integer not null,
  journal_key text not null,
  number integer not null,
  line integer not null,
  date date not null,
  cents bigint not null,
  recognised_at timestamp with time zone not null
);
alter table bank_receipt enable row level security;
alter table bank_receipt force row level security;

create table bank_receipt_invoice (
  tenant_id uuid default current_tenant() not null,
  connection_id uuid not null,
  invoice_id text not null,
  receipt_id bigint not null,
  role text not null
);
alter table bank_receipt_invoice enable row level security;
alter table bank_receipt_invoice force row level security;

create table booked_tally (
  tenant_id uuid default current_tenant() not null,
  connection_id uuid not null,
  tally_id bigint generated always as identity not null,
  day date not null,
  country text not null,
  vat_code text,
  treatment text,
  rate_bp integer,
  gross_cents bigint default 0 not null,
  net_cents bigint default 0 not null,
  vat_cents bigint default 0 not null,
  orders integer default 0 not null,
  folded boolean default false not null
);
alter table booked_tally enable row level security;
alter table booked_tally force row level security;

create table buyer_relation (
  tenant_id uuid default current_tenant() not null,
  dossier_id integer not null,
  buyer_hash text not null,
  state text not null,
  external_id integer,
  relation_id integer,
  content_sealed text,
  changed_at timestamp with time zone not null,
  central boolean not null,
  lost_at timestamp with time zone,
  remove_on date default
CASE
    WHEN (content_sealed IS NOT NULL) THEN (((changed_at AT TIME ZONE 'UTC'::text))::date + 60)
    ELSE NULL::date
END,
  keep_until date default
CASE
    WHEN (content_sealed IS NOT NULL) THEN (((changed_at AT TIME ZONE 'UTC'::text))::date + 120)
    ELSE NULL::date
END
);
alter table buyer_relation enable row level security;
alter table buyer_relation force row level security;

create table call_counter (
  key text not null,
  last_seq bigint default 0 not null,
  last_taken_at timestamp with time zone,
  blocked_until timestamp with time zone,
  refusals integer default 0 not null,
  refused_seq bigint
);

create table call_slot (
  key text not null,
  seq bigint not null,
  taken_at timestamp with time zone not null
);

create table completeness_check (
  tenant_id uuid default current_tenant() not null,
  connection_id uuid not null,
  from_day date not null,
  to_day date not null,
  checked_at timestamp with time zone not null,
  counts jsonb not null,
  missing jsonb not null
);
alter table completeness_check enable row level security;
alter table completeness_check force row level security;

create table connection (
  tenant_id uuid default current_tenant() not null,
  connection_id uuid not null,
  name text not null,
  state text not null,
  pause_cause text,
  retailer_id text,
  shop_name text,
  dossier_id integer not null,
  revision integer not null,
  marketplace_refusal text,
  ledger_refusal text,
  credentials_version integer default 1 not null,
  polled_until timestamp with time zone,
  last_poll_at timestamp with time zone,
  created_at timestamp with time zone not null,
  source text not null,
  ledger text not null,
  source_cursor text
);
alter table connection enable row level security;
alter table connection force row level security;

create table connection_schedule (
  connection_id uuid not null,
  tenant_id uuid not null,
  next_poll_at timestamp with time zone not null,
  active boolean not null,
  work_at timestamp with time zone,
  asked_at timestamp with time zone
);

create table connection_secret (
  tenant_id uuid default current_tenant() not null,
  connection_id uuid not null,
  field text not null,
  sealed text not null,
  saved_at timestamp with time zone not null
);
alter table connection_secret enable row level security;
alter table connection_secret force row level security;

create table credential (
  credential_id uuid not null,
  account_id uuid not null,
  provider text not null,
  password_hash text not null,
  made_at timestamp with time zone not null,
  changed_at timestamp with time zone not null
);

create table cross_border_sale (
  tenant_id uuid default current_tenant() not null,
  dossier_id integer not null,
  connection_id uuid not null,
  business_key text not null,
  order_id text not null,
  supply_date date not null,
  placed_at timestamp with time zone not null,
  net_cents bigint not null
);
alter table cross_border_sale enable row level security;
alter table cross_border_sale force row level security;

create table day_member (
  tenant_id uuid default current_tenant() not null,
  document_id uuid not null,
  total_id uuid not null,
  treatment text not null,
  vat_country text not null,
  rate_bp integer not null
);
alter table day_member enable row level security;
alter table day_member force row level security;

create table digest_made (
  day date not null
);

create table document (
  tenant_id uuid default current_tenant() not null,
  document_id uuid not null,
  connection_id uuid not null,
  dossier_id integer not null,
  kind text not null,
  business_key text not null,
  version integer not null,
  reference text not null,
  order_id text,
  target text not null,
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
  state_since timestamp with time zone not null,
  last_event text not null,
  last_actor text not null,
  not_before timestamp with time zone,
  priority integer default 0 not null,
  queue_at timestamp with time zone not null,
  must_look boolean not null,
  plan jsonb not null,
  template_sealed text,
  template_hash text,
  number integer,
  sends_of_number integer default 0 not null,
  last_sent_at timestamp with time zone,
  doubt_since timestamp with time zone,
  last_answer text,
  silent_sends integer default 0 not null,
  server_errors integer default 0 not null,
  empty_lookups integer default 0 not null,
  resend_used boolean default false not null,
  ledger_cents bigint,
  confirmed_at timestamp with time zone,
  verified_at timestamp with time zone,
  book_anyway boolean default false not null,
  ledger_sums jsonb,
  template_at timestamp with time zone,
  remove_on date default
CASE
    WHEN (template_sealed IS NOT NULL) THEN (((COALESCE(template_at, queue_at) AT TIME ZONE 'UTC'::text))::date + 60)
    ELSE NULL::date
END,
  keep_until date default
CASE
    WHEN (template_sealed IS NOT NULL) THEN (((COALESCE(template_at, queue_at) AT TIME ZONE 'UTC'::text))::date + 120)
    ELSE NULL::date
END
);
alter table document enable row level security;
alter table document force row level security;

create table document_step (
  tenant_id uuid default current_tenant() not null,
  document_id uuid not null,
  step_id bigint generated always as identity not null,
  at timestamp with time zone not null,
  from_state text,
  to_state text not null,
  event text not null,
  actor text not null,
  number integer,
  amount_cents bigint,
  ledger_cents bigint,
  document_date date,
  reference text,
  bytes_hash text
);
alter table document_step enable row level security;
alter table document_step force row level security;

create table guess (
  key text not null,
  tries integer not null,
  last_at timestamp with time zone not null,
  free_at timestamp with time zone not null
);

create table held_record (
  tenant_id uuid default current_tenant() not null,
  connection_id uuid not null,
  kind text not null,
  record_key text not null,
  named boolean not null,
  order_id text,
  listed_on date,
  fault text not null,
  failures integer not null,
  first_at timestamp with time zone not null,
  last_at timestamp with time zone not null,
  ask_at timestamp with time zone not null
);
alter table held_record enable row level security;
alter table held_record force row level security;

create table history_import (
  tenant_id uuid default current_tenant() not null,
  connection_id uuid not null,
  from_day date not null,
  to_day date not null,
  next_day date not null,
  state text not null,
  captured integer default 0 not null,
  asked_at timestamp with time zone not null,
  finished_at timestamp with time zone
);
alter table history_import enable row level security;
alter table history_import force row level security;

create table installation (
  only_one boolean default true not null,
  marker text not null,
  fingerprint_key_sealed text not null,
  created_at timestamp with time zone not null,
  restored_at timestamp with time zone,
  copy_taken_at timestamp with time zone,
  copied_at timestamp with time zone
);

create table invitation (
  invitation_id uuid not null,
  tenant_id uuid not null,
  email text not null,
  role text not null,
  token_hash text not null,
  invited_by text not null,
  made_at timestamp with time zone not null,
  expires_at timestamp with time zone not null,
  account_id uuid,
  vouched boolean default false not null
);

create table known_relation (
  tenant_id uuid default current_tenant() not null,
  dossier_id integer not null,
  relation_id integer not null,
  external_id integer,
  active boolean not null,
  name_hash text,
  email_hash text,
  vat_hash text,
  address_hash text
);
alter table known_relation enable row level security;
alter table known_relation force row level security;

create table ledger_copy (
  tenant_id uuid default current_tenant() not null,
  dossier_id integer not null,
  what text not null,
  data jsonb not null,
  read_at timestamp with time zone not null,
  doubted boolean default false not null
);
alter table ledger_copy enable row level security;
alter table ledger_copy force row level security;

create table ledger_journal (
  tenant_id uuid default current_tenant() not null,
  journal_id uuid not null,
  dossier_id integer not null,
  book_year_id integer not null,
  journal_key text not null,
  name text not null,
  mode text not null,
  closed boolean not null,
  protected_period integer not null,
  closed_period integer not null,
  last_number integer not null,
  held_by uuid,
  read_at timestamp with time zone not null,
  gone boolean default false not null,
  price_decimals smallint
);
alter table ledger_journal enable row level security;
alter table ledger_journal force row level security;

create table ledger_rest (
  tenant_id uuid default current_tenant() not null,
  dossier_id integer not null,
  call text not null,
  failures integer not null,
  failed_at timestamp with time zone not null,
  until timestamp with time zone not null
);
alter table ledger_rest enable row level security;
alter table ledger_rest force row level security;

create table ledger_sweep (
  tenant_id uuid default current_tenant() not null,
  dossier_id integer not null,
  target text not null,
  swept_until timestamp with time zone not null
);
alter table ledger_sweep enable row level security;
alter table ledger_sweep force row level security;

create table mail (
  mail_id uuid not null,
  kind text not null,
  dedupe_key text not null,
  language text not null,
  recipient_sealed text not null,
  subject_sealed text not null,
  body_sealed text not null,
  created_at timestamp with time zone not null,
  next_try_at timestamp with time zone not null,
  tries integer default 0 not null,
  last_failure text,
  sent_at timestamp with time zone,
  given_up_at timestamp with time zone,
  remove_on date default (((created_at AT TIME ZONE 'UTC'::text))::date + 30),
  keep_until date default (((created_at AT TIME ZONE 'UTC'::text))::date + 30)
);

create table mapping_revision (
  tenant_id uuid default current_tenant() not null,
  connection_id uuid not null,
  revision integer not null,
  settings jsonb not null,
  saved_at timestamp with time zone not null,
  saved_by text not null,
  reason text
);
alter table mapping_revision enable row level security;
alter table mapping_revision force row level security;

create table marketplace_order (
  tenant_id uuid default current_tenant() not null,
  connection_id uuid not null,
  order_id text not null,
  placed_at timestamp with time zone,
  placed_on date,
  first_seen_at timestamp with time zone not null,
  last_changed_at timestamp with time zone not null,
  list_hash text,
  version integer default 0 not null,
  wants_detail boolean not null,
  detail_failures integer default 0 not null,
  wants_shipments boolean default false not null,
  needs_plan boolean default false not null,
  standing text default 'new'::text not null,
  standing_reason text,
  planned_revision integer,
  explanation jsonb,
  skipped_at timestamp with time zone,
  skip_reason text,
  plan_again_at timestamp with time zone,
  credit_waits boolean default false not null,
  found_by text,
  undone_at timestamp with time zone,
  undo_reason text,
  sale_elsewhere boolean default false not null,
  wants_reread boolean default false not null,
  detail_read_at timestamp with time zone,
  begun_as text,
  buyer_erased_at timestamp with time zone,
  listed_items text[] default '{}'::text[] not null
);
alter table marketplace_order enable row level security;
alter table marketplace_order force row level security;

create table marketplace_return (
  tenant_id uuid default current_tenant() not null,
  connection_id uuid not null,
  rma_id text not null,
  version integer not null,
  return_id text not null,
  order_id text not null,
  ean text,
  fulfilment text not null,
  registered_at timestamp with time zone,
  expected_quantity integer,
  handled boolean not null,
  main_reason text,
  results jsonb not null,
  hash text not null,
  seen_at timestamp with time zone not null,
  raw_sealed text,
  remove_on date default
CASE
    WHEN (raw_sealed IS NOT NULL) THEN (((seen_at AT TIME ZONE 'UTC'::text))::date + 60)
    ELSE NULL::date
END,
  keep_until date default
CASE
    WHEN (raw_sealed IS NOT NULL) THEN (((seen_at AT TIME ZONE 'UTC'::text))::date + 120)
    ELSE NULL::date
END,
  amount_cents bigint
);
alter table marketplace_return enable row level security;
alter table marketplace_return force row level security;

create table marketplace_shipment (
  tenant_id uuid default current_tenant() not null,
  connection_id uuid not null,
  shipment_id text not null,
  order_id text not null,
  shipped_at timestamp with time zone,
  shipped_on date,
  fulfilment text not null,
  items jsonb not null,
  has_detail boolean not null,
  first_seen_at timestamp with time zone not null,
  raw_sealed text,
  remove_on date default
CASE
    WHEN (raw_sealed IS NOT NULL) THEN (((first_seen_at AT TIME ZONE 'UTC'::text))::date + 60)
    ELSE NULL::date
END,
  keep_until date default
CASE
    WHEN (raw_sealed IS NOT NULL) THEN (((first_seen_at AT TIME ZONE 'UTC'::text))::date + 120)
    ELSE NULL::date
END
);
alter table marketplace_shipment enable row level security;
alter table marketplace_shipment force row level security;

create table membership (
  tenant_id uuid not null,
  account_id uuid not null,
  role text not null,
  added_at timestamp with time zone not null
);

create table migration (
  name text not null,
  sha256 text not null,
  applied_at timestamp with time zone not null
);

create table notice_setting (
  tenant_id uuid default current_tenant() not null,
  connection_id uuid not null,
  alarms_off text[] default '{}'::text[] not null,
  digest text not null,
  language text not null
);
alter table notice_setting enable row level security;
alter table notice_setting force row level security;

create table operator_act (
  tenant_id uuid default current_tenant() not null,
  act_id uuid not null,
  at timestamp with time zone not null,
  who text not null,
  act text not null
);
alter table operator_act enable row level security;
alter table operator_act force row level security;

create table operator_consent (
  tenant_id uuid not null,
  given_by text not null,
  given_at timestamp with time zone not null,
  until timestamp with time zone not null,
  account_id uuid not null
);

create table order_amount (
  tenant_id uuid default current_tenant() not null,
  connection_id uuid not null,
  order_id text not null,
  amount_cents bigint not null,
  placed_on date
);
alter table order_amount enable row level security;
alter table order_amount force row level security;

create table order_article (
  tenant_id uuid default current_tenant() not null,
  connection_id uuid not null,
  order_id text not null,
  article_key uuid not null
);
alter table order_article enable row level security;
alter table order_article force row level security;

create table order_class (
  tenant_id uuid default current_tenant() not null,
  connection_id uuid not null,
  order_id text not null,
  placed_on date,
  class text not null,
  credited boolean not null,
  booked_on text[] not null
);
alter table order_class enable row level security;
alter table order_class force row level security;

create table order_part (
  tenant_id uuid default current_tenant() not null,
  connection_id uuid not null,
  part text not null,
  order_id text not null
);
alter table order_part enable row level security;
alter table order_part force row level security;

create table order_tally (
  tenant_id uuid default current_tenant() not null,
  connection_id uuid not null,
  tally_id bigint generated always as identity not null,
  placed_on date not null,
  class text not null,
  credited boolean not null,
  orders integer not null,
  folded boolean default false not null
);
alter table order_tally enable row level security;
alter table order_tally force row level security;

create table order_touched (
  tenant_id uuid default current_tenant() not null,
  connection_id uuid not null,
  touch_id bigint generated always as identity not null,
  order_id text not null
);
alter table order_touched enable row level security;
alter table order_touched force row level security;

create table order_version (
  tenant_id uuid default current_tenant() not null,
  connection_id uuid not null,
  order_id text not null,
  version integer not null,
  hash text not null,
  seen_at timestamp with time zone not null,
  facts jsonb not null,
  buyer_sealed text,
  raw_sealed text,
  remove_on date default
CASE
    WHEN ((buyer_sealed IS NOT NULL) OR (raw_sealed IS NOT NULL)) THEN (((seen_at AT TIME ZONE 'UTC'::text))::date + 60)
    ELSE NULL::date
END,
  keep_until date default
CASE
    WHEN ((buyer_sealed IS NOT NULL) OR (raw_sealed IS NOT NULL)) THEN (((seen_at AT TIME ZONE 'UTC'::text))::date + 120)
    ELSE NULL::date
END
);
alter table order_version enable row level security;
alter table order_version force row level security;

create table other_document (
  tenant_id uuid default current_tenant() not null,
  dossier_id integer not null,
  book_year_id integer not null,
  journal_key text not null,
  number integer not null,
  document_date date,
  amount_cents bigint,
  seen_at timestamp with time zone not null
);
alter table other_document enable row level security;
alter table other_document force row level security;

create table passkey (
  passkey_id uuid not null,
  account_id uuid not null,
  credential_id text not null,
  public_key text not null,
  counter bigint not null,
  transports text not null,
  may_sync boolean not null,
  synced boolean not null,
  name text not null,
  made_at timestamp with time zone not null,
  last_used_at timestamp with time zone
);

create table passkey_challenge (
  holder_hash text not null,
  purpose text not null,
  challenge text not null,
  expires_at timestamp with time zone not null
);

create table password_asked (
  asked_id uuid not null,
  email text not null,
  language text not null,
  address text,
  asked_at timestamp with time zone not null
);

create table pending_proof (
  pending_proof_id uuid not null,
  name_hash text not null,
  value text not null,
  account_id uuid default
CASE
    WHEN (value ~ '^[0-9a-f-]{36}$'::text) THEN (value)::uuid
    ELSE NULL::uuid
END,
  purpose text,
  email text,
  made_at timestamp with time zone not null,
  expires_at timestamp with time zone not null
);

create table poll_gap (
  tenant_id uuid default current_tenant() not null,
  connection_id uuid not null,
  gap_from timestamp with time zone not null,
  gap_until timestamp with time zone not null,
  closed_at timestamp with time zone not null
);
alter table poll_gap enable row level security;
alter table poll_gap force row level security;

create table problem (
  tenant_id uuid default current_tenant() not null,
  problem_id bigint generated always as identity not null,
  connection_id uuid not null,
  code text not null,
  subject text not null,
  order_id text,
  document_id uuid,
  params jsonb not null,
  first_at timestamp with time zone not null,
  last_at timestamp with time zone not null,
  times integer default 1 not null,
  cleared_at timestamp with time zone,
  document_states text[]
);
alter table problem enable row level security;
alter table problem force row level security;

create table return_decision (
  tenant_id uuid default current_tenant() not null,
  connection_id uuid not null,
  rma_id text not null,
  decision_id bigint generated always as identity not null,
  decision text not null,
  order_item_id text,
  reason text not null,
  decided_at timestamp with time zone not null,
  decided_by text not null
);
alter table return_decision enable row level security;
alter table return_decision force row level security;

create table return_list_read (
  tenant_id uuid default current_tenant() not null,
  connection_id uuid not null,
  fulfilment text not null,
  handled boolean not null,
  read_at timestamp with time zone not null,
  swept_at timestamp with time zone
);
alter table return_list_read enable row level security;
alter table return_list_read force row level security;

create table second_proof (
  second_proof_id uuid not null,
  account_id uuid not null,
  secret_sealed text,
  confirmed boolean not null,
  recovery_hashes text not null,
  last_step bigint default 0 not null
);

create table security_event (
  event_id uuid not null,
  at timestamp with time zone not null,
  kind text not null,
  outcome text not null,
  account_id uuid,
  who text,
  address text,
  about text not null,
  times integer default 1 not null
);

create table seller_account (
  retailer_id text not null,
  tenant_id uuid not null,
  connection_id uuid not null
);

create table settlement (
  tenant_id uuid default current_tenant() not null,
  connection_id uuid not null,
  invoice_id text not null,
  kind text not null,
  issue_date date not null,
  period_from date not null,
  period_to date not null,
  totals jsonb not null,
  version integer default 0 not null,
  state text not null,
  reads integer default 0 not null,
  failures integer default 0 not null,
  fault text,
  first_whole_at timestamp with time zone,
  read_at timestamp with time zone,
  seen_at timestamp with time zone not null
);
alter table settlement enable row level security;
alter table settlement force row level security;

create table settlement_answer (
  tenant_id uuid default current_tenant() not null,
  answer_id bigint generated always as identity not null,
  connection_id uuid not null,
  about text not null,
  subject text not null,
  answer text not null,
  answered_at timestamp with time zone not null,
  answered_by text not null
);
alter table settlement_answer enable row level security;
alter table settlement_answer force row level security;

create table settlement_file (
  tenant_id uuid default current_tenant() not null,
  document_id uuid not null,
  tries integer default 0 not null,
  try_at timestamp with time zone,
  attached_at timestamp with time zone
);
alter table settlement_file enable row level security;
alter table settlement_file force row level security;

create table settlement_order (
  tenant_id uuid default current_tenant() not null,
  connection_id uuid not null,
  invoice_id text not null,
  order_id text not null,
  turnover numeric not null,
  corrections numeric[] not null,
  settled numeric not null,
  absent text
);
alter table settlement_order enable row level security;
alter table settlement_order force row level security;

create table settlement_page (
  tenant_id uuid default current_tenant() not null,
  connection_id uuid not null,
  invoice_id text not null,
  version integer not null,
  page integer not null,
  sums jsonb not null,
  digest text not null,
  raw text not null
);
alter table settlement_page enable row level security;
alter table settlement_page force row level security;

create table settlement_paid (
  tenant_id uuid default current_tenant() not null,
  document_id uuid not null,
  entry_id uuid not null,
  line integer
);
alter table settlement_paid enable row level security;
alter table settlement_paid force row level security;

create table settlement_poll (
  tenant_id uuid default current_tenant() not null,
  connection_id uuid not null,
  listed_at timestamp with time zone,
  walk_to date,
  walked_at timestamp with time zone,
  walked_once boolean default false not null,
  failed_at timestamp with time zone,
  paid_until timestamp with time zone,
  matches_looked_at timestamp with time zone
);
alter table settlement_poll enable row level security;
alter table settlement_poll force row level security;

create table settlement_proof (
  tenant_id uuid default current_tenant() not null,
  connection_id uuid not null,
  what text not null,
  document_id uuid not null,
  is_right boolean not null,
  proven_at timestamp with time zone not null
);
alter table settlement_proof enable row level security;
alter table settlement_proof force row level security;

create table settlement_reading (
  tenant_id uuid default current_tenant() not null,
  connection_id uuid not null,
  invoice_id text not null,
  version integer not null,
  invoice jsonb not null,
  invoice_raw text not null,
  pdf text,
  digest text,
  faults jsonb,
  started_at timestamp with time zone not null,
  whole_at timestamp with time zone
);
alter table settlement_reading enable row level security;
alter table settlement_reading force row level security;

create table settlement_standing (
  tenant_id uuid default current_tenant() not null,
  connection_id uuid not null,
  invoice_id text not null,
  period_from date not null,
  period_to date not null,
  state text not null,
  difference_cents bigint not null,
  differing integer not null,
  payable_cents bigint not null,
  judged_at timestamp with time zone not null
);
alter table settlement_standing enable row level security;
alter table settlement_standing force row level security;

create table sold_article (
  tenant_id uuid default current_tenant() not null,
  connection_id uuid not null,
  article_key uuid not null,
  words text not null
);
alter table sold_article enable row level security;
alter table sold_article force row level security;

create table support_inbox (
  request_id uuid not null,
  tenant_id uuid not null,
  changed_at timestamp with time zone not null,
  state text not null
);

create table support_message (
  tenant_id uuid default current_tenant() not null,
  message_id uuid not null,
  request_id uuid not null,
  at timestamp with time zone not null,
  by_operator boolean not null,
  who text not null,
  text_sealed text not null,
  remove_on date default (((at AT TIME ZONE 'UTC'::text))::date + 60),
  keep_until date default (((at AT TIME ZONE 'UTC'::text))::date + 120)
);
alter table support_message enable row level security;
alter table support_message force row level security;

create table support_request (
  tenant_id uuid default current_tenant() not null,
  request_id uuid not null,
  connection_id uuid,
  order_id text,
  problem_code text,
  made_by text not null,
  made_at timestamp with time zone not null,
  changed_at timestamp with time zone not null,
  state text not null,
  evidence jsonb not null,
  account_id uuid
);
alter table support_request enable row level security;
alter table support_request force row level security;

create table tenant (
  tenant_id uuid not null,
  name text not null,
  created_at timestamp with time zone not null,
  trial_until date,
  signed_up boolean default false not null
);

create table terminal_session (
  token_hash text not null,
  opened_at timestamp with time zone not null,
  expires_at timestamp with time zone not null
);

create table trail_check (
  tenant_id uuid default current_tenant() not null,
  checked_at timestamp with time zone not null,
  links bigint not null,
  broken boolean not null
);
alter table trail_check enable row level security;
alter table trail_check force row level security;

create table trail_link (
  tenant_id uuid default current_tenant() not null,
  seq bigint not null,
  kind text not null,
  source_key text not null,
  content_hash text not null,
  chain_hash text not null,
  linked_at timestamp with time zone not null
);
alter table trail_link enable row level security;
alter table trail_link force row level security;

create table trail_seal (
  tenant_id uuid default current_tenant() not null,
  seq bigint not null,
  seal_id bigint generated always as identity not null,
  signature text not null,
  sealed_at timestamp with time zone not null
);
alter table trail_seal enable row level security;
alter table trail_seal force row level security;

create table vat_number_check (
  tenant_id uuid default current_tenant() not null,
  check_id bigint generated always as identity not null,
  number_hash text not null,
  requester text,
  asked_at timestamp with time zone not null,
  answer text not null,
  consultation text,
  detail text
);
alter table vat_number_check enable row level security;
alter table vat_number_check force row level security;

create table web_session (
  session_id uuid not null,
  token_hash text not null,
  account_id uuid not null,
  opened_at timestamp with time zone not null,
  expires_at timestamp with time zone not null
);

create table webhook (
  tenant_id uuid default current_tenant() not null,
  url_sealed text not null,
  secret_sealed text not null,
  made_at timestamp with time zone not null,
  off_at timestamp with time zone,
  off_reason text,
  account_id uuid,
  made_by text,
  rests_at timestamp with time zone
);
alter table webhook enable row level security;
alter table webhook force row level security;

create table webhook_delivery (
  tenant_id uuid default current_tenant() not null,
  delivery_id uuid not null,
  event text not null,
  dedupe_key text not null,
  body text not null,
  created_at timestamp with time zone not null,
  next_try_at timestamp with time zone not null,
  tries integer default 0 not null,
  last_failure text,
  sent_at timestamp with time zone,
  given_up_at timestamp with time zone
);
alter table webhook_delivery enable row level security;
alter table webhook_delivery force row level security;

create table wizard_draft (
  tenant_id uuid default current_tenant() not null,
  state_sealed text not null,
  changed_by text not null,
  changed_at timestamp with time zone not null,
  remove_on date default (((changed_at AT TIME ZONE 'UTC'::text))::date + 30),
  keep_until date default (((changed_at AT TIME ZONE 'UTC'::text))::date + 30)
);
alter table wizard_draft enable row level security;
alter table wizard_draft force row level security;

-- constraints

alter table access_change add constraint access_change_pkey PRIMARY KEY (tenant_id, change_id);

alter table access_change add constraint access_change_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenant(tenant_id) ON DELETE CASCADE;

alter table access_token add constraint access_token_pkey PRIMARY KEY (tenant_id, name);

alter table account add constraint account_email_check CHECK ((email = lower(email)));

alter table account add constraint account_email_key UNIQUE (email);

alter table account add constraint account_pkey PRIMARY KEY (account_id);

alter table account add constraint account_role_check CHECK ((role = ANY (ARRAY['person'::text, 'operator'::text])));

alter table alarm add constraint alarm_pkey PRIMARY KEY (tenant_id, connection_id, kind, subject, episode);

alter table allowed_step add constraint allowed_step_pkey PRIMARY KEY (from_state, to_state);

alter table api_token add constraint api_token_account_id_fkey FOREIGN KEY (account_id) REFERENCES account(account_id) ON DELETE CASCADE;

alter table api_token add constraint api_token_pkey PRIMARY KEY (token_hash);

alter table api_token add constraint api_token_scope_check CHECK ((scope = ANY (ARRAY['read'::text, 'write'::text])));

alter table api_token add constraint api_token_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenant(tenant_id) ON DELETE CASCADE;

alter table api_token add constraint api_token_token_id_key UNIQUE (token_id);

alter table attempt add constraint attempt_pkey PRIMARY KEY (tenant_id, attempt_id);

alter table attempt add constraint attempt_state_check CHECK ((state = ANY (ARRAY['open'::text, 'answered'::text, 'returned'::text])));

alter table attempt_send add constraint attempt_send_pkey PRIMARY KEY (tenant_id, attempt_id, send_no);

alter table balancing add constraint balancing_cents_check CHECK ((cents > 0));

alter table balancing add constraint balancing_last_answer_check CHECK ((last_answer = ANY (ARRAY['refused'::text, 'silence'::text])));

alter table balancing add constraint balancing_pkey PRIMARY KEY (tenant_id, balancing_id);

alter table balancing add constraint balancing_state_check CHECK ((state = ANY (ARRAY['planned'::text, 'sending'::text, 'inDoubt'::text, 'done'::text, 'refused'::text, 'left'::text, 'undone'::text, 'dropped'::text])));

alter table balancing add constraint balancing_what_check CHECK ((what = ANY (ARRAY['sale'::text, 'credit'::text, 'paid'::text, 'costs'::text, 'payout'::text, 'setOff'::text])));

alter table balancing_entry add constraint balancing_entry_pkey PRIMARY KEY (tenant_id, document_id);

alter table bank_balance add constraint bank_balance_kind_check CHECK ((kind = ANY (ARRAY['A'::text, 'C'::text, 'S'::text])));

alter table bank_balance add constraint bank_balance_pkey PRIMARY KEY (tenant_id, connection_id, kind, target);

alter table bank_line add constraint bank_line_kind_check CHECK ((kind = ANY (ARRAY['A'::text, 'C'::text, 'S'::text])));

alter table bank_line add constraint bank_line_pkey PRIMARY KEY (tenant_id, connection_id, book_year_id, journal_key, number, line);

alter table bank_poll add constraint bank_poll_pkey PRIMARY KEY (tenant_id, connection_id);

alter table bank_receipt add constraint bank_receipt_pkey PRIMARY KEY (receipt_id);

alter table bank_receipt add constraint bank_receipt_tenant_id_ledger_id_book_year_id_journal_key_n_key UNIQUE (tenant_id, ledger_id, book_year_id, journal_key, number, line);

alter table bank_receipt_invoice add constraint bank_receipt_invoice_pkey PRIMARY KEY (tenant_id, connection_id, invoice_id);

alter table bank_receipt_invoice add constraint bank_receipt_invoice_receipt_id_fkey FOREIGN KEY (receipt_id) REFERENCES bank_receipt(receipt_id) ON DELETE CASCADE;

alter table bank_receipt_invoice add constraint bank_receipt_invoice_role_check CHECK ((role = ANY (ARRAY['payout'::text, 'advertising'::text])));

alter table booked_tally add constraint booked_tally_pkey PRIMARY KEY (tenant_id, connection_id, tally_id);

alter table buyer_relation add constraint buyer_relation_pkey PRIMARY KEY (tenant_id, dossier_id, buyer_hash);

alter table buyer_relation add constraint buyer_relation_state_check CHECK ((state = ANY (ARRAY['wanted'::text, 'made'::text, 'found'::text, 'retired'::text, 'lost'::text])));

alter table call_counter add constraint call_counter_pkey PRIMARY KEY (key);

alter table call_slot add constraint call_slot_pkey PRIMARY KEY (key, seq);

alter table completeness_check add constraint completeness_check_pkey PRIMARY KEY (tenant_id, connection_id, from_day, to_day);

alter table connection add constraint connection_pause_cause_check CHECK ((pause_cause = ANY (ARRAY['person'::text, 'refused'::text])));

alter table connection add constraint connection_pkey PRIMARY KEY (tenant_id, connection_id);

alter table connection add constraint connection_state_check CHECK ((state = ANY (ARRAY['active'::text, 'paused'::text, 'removed'::text])));

alter table connection add constraint connection_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenant(tenant_id);

alter table connection_schedule add constraint connection_schedule_pkey PRIMARY KEY (connection_id);

alter table connection_schedule add constraint connection_schedule_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenant(tenant_id);

alter table connection_secret add constraint connection_secret_pkey PRIMARY KEY (tenant_id, connection_id, field);

alter table credential add constraint credential_account_id_fkey FOREIGN KEY (account_id) REFERENCES account(account_id) ON DELETE CASCADE;

alter table credential add constraint credential_account_id_key UNIQUE (account_id);

alter table credential add constraint credential_pkey PRIMARY KEY (credential_id);

alter table credential add constraint credential_provider_check CHECK ((provider = 'credential'::text));

alter table cross_border_sale add constraint cross_border_sale_pkey PRIMARY KEY (tenant_id, connection_id, business_key);

alter table day_member add constraint day_member_pkey PRIMARY KEY (tenant_id, document_id, treatment, vat_country, rate_bp);

alter table digest_made add constraint digest_made_pkey PRIMARY KEY (day);

alter table document add constraint document_kind_check CHECK ((kind = ANY (ARRAY['booking'::text, 'invoice'::text, 'creditNote'::text, 'dayTotal'::text, 'purchase'::text, 'clearing'::text, 'supplement'::text, 'paid'::text, 'setOff'::text])));

alter table document add constraint document_pkey PRIMARY KEY (tenant_id, document_id);

alter table document add constraint document_target_check CHECK ((target = ANY (ARRAY['bookings'::text, 'invoices'::text, 'entries'::text])));

alter table document add constraint document_tenant_id_connection_id_kind_business_key_version_key UNIQUE (tenant_id, connection_id, kind, business_key, version);

alter table document add constraint document_tenant_id_reference_key UNIQUE (tenant_id, reference);

alter table document_step add constraint document_step_pkey PRIMARY KEY (tenant_id, document_id, step_id);

alter table guess add constraint guess_pkey PRIMARY KEY (key);

alter table held_record add constraint held_record_failures_check CHECK ((failures >= 0));

alter table held_record add constraint held_record_kind_check CHECK ((kind = ANY (ARRAY['order'::text, 'orderRow'::text, 'shipment'::text, 'return'::text, 'invoice'::text])));

alter table held_record add constraint held_record_pkey PRIMARY KEY (tenant_id, connection_id, kind, record_key);

alter table history_import add constraint history_import_pkey PRIMARY KEY (tenant_id, connection_id, from_day, to_day);

alter table history_import add constraint history_import_state_check CHECK ((state = ANY (ARRAY['running'::text, 'paused'::text, 'done'::text])));

alter table installation add constraint installation_only_one_check CHECK (only_one);

alter table installation add constraint installation_pkey PRIMARY KEY (only_one);

alter table invitation add constraint invitation_account_id_fkey FOREIGN KEY (account_id) REFERENCES account(account_id) ON DELETE CASCADE;

alter table invitation add constraint invitation_email_check CHECK ((email = lower(email)));

alter table invitation add constraint invitation_pkey PRIMARY KEY (invitation_id);

alter table invitation add constraint invitation_role_check CHECK ((role = ANY (ARRAY['owner'::text, 'member'::text, 'reader'::text, 'accountant'::text])));

alter table invitation add constraint invitation_tenant_id_email_key UNIQUE (tenant_id, email);

alter table invitation add constraint invitation_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenant(tenant_id) ON DELETE CASCADE;

alter table invitation add constraint invitation_token_hash_key UNIQUE (token_hash);

alter table known_relation add constraint known_relation_pkey PRIMARY KEY (tenant_id, dossier_id, relation_id);

alter table ledger_copy add constraint ledger_copy_pkey PRIMARY KEY (tenant_id, dossier_id, what);

alter table ledger_journal add constraint ledger_journal_mode_check CHECK ((mode = ANY (ARRAY['bookings'::text, 'invoicesExclusive'::text, 'invoicesInclusive'::text, 'purchases'::text, 'entries'::text, 'other'::text])));

alter table ledger_journal add constraint ledger_journal_pkey PRIMARY KEY (tenant_id, journal_id);

alter table ledger_journal add constraint ledger_journal_price_decimals_check CHECK ((price_decimals = ANY (ARRAY[2, 4])));

alter table ledger_journal add constraint ledger_journal_tenant_id_dossier_id_book_year_id_journal_ke_key UNIQUE (tenant_id, dossier_id, book_year_id, journal_key);

alter table ledger_rest add constraint ledger_rest_failures_check CHECK ((failures > 0));

alter table ledger_rest add constraint ledger_rest_pkey PRIMARY KEY (tenant_id, dossier_id, call);

alter table ledger_sweep add constraint ledger_sweep_pkey PRIMARY KEY (tenant_id, dossier_id, target);

alter table ledger_sweep add constraint ledger_sweep_target_check CHECK ((target = ANY (ARRAY['bookings'::text, 'invoices'::text, 'entries'::text, 'relations'::text, 'watch'::text, 'others'::text])));

alter table mail add constraint mail_dedupe_key_key UNIQUE (dedupe_key);

alter table mail add constraint mail_kind_check CHECK ((kind = ANY (ARRAY['alarm'::text, 'digest'::text, 'test'::text, 'account'::text, 'support'::text, 'trail'::text])));

alter table mail add constraint mail_language_check CHECK ((language = ANY (ARRAY['nl'::text, 'fr'::text, 'en'::text])));

alter table mail add constraint mail_pkey PRIMARY KEY (mail_id);

alter table mapping_revision add constraint mapping_revision_pkey PRIMARY KEY (tenant_id, connection_id, revision);

alter table marketplace_order add constraint marketplace_order_begun_as_check CHECK ((begun_as = ANY (ARRAY['order'::text, 'shipment'::text])));

alter table marketplace_order add constraint marketplace_order_found_by_check CHECK ((found_by = ANY (ARRAY['shipment'::text, 'return'::text, 'completeness'::text, 'person'::text])));

alter table marketplace_order add constraint marketplace_order_pkey PRIMARY KEY (tenant_id, connection_id, order_id);

alter table marketplace_order add constraint marketplace_order_standing_check CHECK ((standing = ANY (ARRAY['new'::text, 'waiting'::text, 'blocked'::text, 'nothing'::text, 'planned'::text, 'skipped'::text])));

alter table marketplace_return add constraint marketplace_return_fulfilment_check CHECK ((fulfilment = ANY (ARRAY['seller'::text, 'marketplace'::text])));

alter table marketplace_return add constraint marketplace_return_pkey PRIMARY KEY (tenant_id, connection_id, rma_id, version);

alter table marketplace_shipment add constraint marketplace_shipment_fulfilment_check CHECK ((fulfilment = ANY (ARRAY['seller'::text, 'marketplace'::text])));

alter table marketplace_shipment add constraint marketplace_shipment_pkey PRIMARY KEY (tenant_id, connection_id, shipment_id);

alter table membership add constraint membership_account_id_fkey FOREIGN KEY (account_id) REFERENCES account(account_id) ON DELETE CASCADE;

alter table membership add constraint membership_pkey PRIMARY KEY (tenant_id, account_id);

alter table membership add constraint membership_role_check CHECK ((role = ANY (ARRAY['owner'::text, 'member'::text, 'reader'::text, 'accountant'::text])));

alter table membership add constraint membership_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenant(tenant_id) ON DELETE CASCADE;

alter table migration add constraint migration_pkey PRIMARY KEY (name);

alter table notice_setting add constraint notice_setting_digest_check CHECK ((digest = ANY (ARRAY['off'::text, 'whenNeeded'::text, 'daily'::text])));

alter table notice_setting add constraint notice_setting_language_check CHECK ((language = ANY (ARRAY['nl'::text, 'fr'::text, 'en'::text])));

alter table notice_setting add constraint notice_setting_pkey PRIMARY KEY (tenant_id, connection_id);

alter table operator_act add constraint operator_act_pkey PRIMARY KEY (tenant_id, act_id);

alter table operator_consent add constraint operator_consent_account_id_fkey FOREIGN KEY (account_id) REFERENCES account(account_id) ON DELETE CASCADE;

alter table operator_consent add constraint operator_consent_pkey PRIMARY KEY (tenant_id);

alter table operator_consent add constraint operator_consent_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenant(tenant_id) ON DELETE CASCADE;

alter table order_amount add constraint order_amount_pkey PRIMARY KEY (tenant_id, connection_id, order_id, amount_cents);

alter table order_article add constraint order_article_pkey PRIMARY KEY (tenant_id, connection_id, order_id, article_key);

alter table order_class add constraint order_class_class_check CHECK ((class = ANY (ARRAY['booked'::text, 'waiting'::text, 'blocked'::text, 'skipped'::text, 'inDoubt'::text])));

alter table order_class add constraint order_class_pkey PRIMARY KEY (tenant_id, connection_id, order_id);

alter table order_part add constraint order_part_pkey PRIMARY KEY (tenant_id, connection_id, part, order_id);

alter table order_tally add constraint order_tally_pkey PRIMARY KEY (tenant_id, connection_id, tally_id);

alter table order_touched add constraint order_touched_pkey PRIMARY KEY (tenant_id, connection_id, touch_id);

alter table order_version add constraint order_version_pkey PRIMARY KEY (tenant_id, connection_id, order_id, version);

alter table other_document add constraint other_document_pkey PRIMARY KEY (tenant_id, dossier_id, book_year_id, journal_key, number);

alter table passkey add constraint passkey_account_id_fkey FOREIGN KEY (account_id) REFERENCES account(account_id) ON DELETE CASCADE;

alter table passkey add constraint passkey_credential_id_key UNIQUE (credential_id);

alter table passkey add constraint passkey_pkey PRIMARY KEY (passkey_id);

alter table passkey_challenge add constraint passkey_challenge_pkey PRIMARY KEY (holder_hash, purpose);

alter table passkey_challenge add constraint passkey_challenge_purpose_check CHECK ((purpose = ANY (ARRAY['add'::text, 'prove'::text, 'signIn'::text])));

alter table password_asked add constraint password_asked_language_check CHECK ((language = ANY (ARRAY['nl'::text, 'fr'::text, 'en'::text])));

alter table password_asked add constraint password_asked_pkey PRIMARY KEY (asked_id);

alter table pending_proof add constraint pending_proof_account_id_fkey FOREIGN KEY (account_id) REFERENCES account(account_id) ON DELETE CASCADE;

alter table pending_proof add constraint pending_proof_pkey PRIMARY KEY (pending_proof_id);

alter table pending_proof add constraint pending_proof_purpose_check CHECK ((purpose = ANY (ARRAY['password'::text, 'verify'::text, 'signup'::text, 'operator'::text, 'proof'::text])));

alter table poll_gap add constraint poll_gap_pkey PRIMARY KEY (tenant_id, connection_id, gap_from);

alter table problem add constraint problem_pkey PRIMARY KEY (tenant_id, problem_id);

alter table return_decision add constraint return_decision_decision_check CHECK ((decision = ANY (ARRAY['ignored'::text, 'refunded'::text, 'notRefunded'::text, 'undecided'::text, 'creditAnyway'::text])));

alter table return_decision add constraint return_decision_pkey PRIMARY KEY (tenant_id, connection_id, rma_id, decision_id);

alter table return_list_read add constraint return_list_read_fulfilment_check CHECK ((fulfilment = ANY (ARRAY['seller'::text, 'marketplace'::text])));

alter table return_list_read add constraint return_list_read_pkey PRIMARY KEY (tenant_id, connection_id, fulfilment, handled);

alter table second_proof add constraint second_proof_account_id_fkey FOREIGN KEY (account_id) REFERENCES account(account_id) ON DELETE CASCADE;

alter table second_proof add constraint second_proof_account_id_key UNIQUE (account_id);

alter table second_proof add constraint second_proof_pkey PRIMARY KEY (second_proof_id);

alter table security_event add constraint security_event_outcome_check CHECK ((outcome = ANY (ARRAY['done'::text, 'refused'::text])));

alter table security_event add constraint security_event_pkey PRIMARY KEY (event_id);

alter table seller_account add constraint seller_account_pkey PRIMARY KEY (retailer_id);

alter table seller_account add constraint seller_account_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenant(tenant_id);

alter table settlement add constraint settlement_kind_check CHECK ((kind = ANY (ARRAY['settlement'::text, 'advertising'::text])));

alter table settlement add constraint settlement_pkey PRIMARY KEY (tenant_id, connection_id, invoice_id);

alter table settlement add constraint settlement_state_check CHECK ((state = ANY (ARRAY['reading'::text, 'complete'::text, 'incomplete'::text, 'unavailable'::text])));

alter table settlement_answer add constraint settlement_answer_about_check CHECK ((about = ANY (ARRAY['type'::text, 'vat'::text, 'order'::text, 'receipt'::text, 'version'::text, 'start'::text])));

alter table settlement_answer add constraint settlement_answer_pkey PRIMARY KEY (answer_id);

alter table settlement_file add constraint settlement_file_pkey PRIMARY KEY (tenant_id, document_id);

alter table settlement_order add constraint settlement_order_absent_check CHECK ((absent = ANY (ARRAY['beforeStart'::text, 'unknown'::text])));

alter table settlement_order add constraint settlement_order_pkey PRIMARY KEY (tenant_id, connection_id, invoice_id, order_id);

alter table settlement_page add constraint settlement_page_pkey PRIMARY KEY (tenant_id, connection_id, invoice_id, version, page);

alter table settlement_paid add constraint settlement_paid_pkey PRIMARY KEY (tenant_id, document_id);

alter table settlement_poll add constraint settlement_poll_pkey PRIMARY KEY (tenant_id, connection_id);

alter table settlement_proof add constraint settlement_proof_pkey PRIMARY KEY (tenant_id, connection_id, what);

alter table settlement_proof add constraint settlement_proof_what_check CHECK ((what = ANY (ARRAY['entrySign'::text, 'reverseCharge'::text])));

alter table settlement_reading add constraint settlement_reading_pkey PRIMARY KEY (tenant_id, connection_id, invoice_id, version);

alter table settlement_standing add constraint settlement_standing_pkey PRIMARY KEY (tenant_id, connection_id);

alter table sold_article add constraint sold_article_pkey PRIMARY KEY (tenant_id, connection_id, article_key);

alter table support_inbox add constraint support_inbox_pkey PRIMARY KEY (request_id);

alter table support_inbox add constraint support_inbox_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenant(tenant_id) ON DELETE CASCADE;

alter table support_message add constraint support_message_pkey PRIMARY KEY (tenant_id, message_id);

alter table support_message add constraint support_message_tenant_id_request_id_fkey FOREIGN KEY (tenant_id, request_id) REFERENCES support_request(tenant_id, request_id) ON DELETE CASCADE;

alter table support_request add constraint support_request_account_id_fkey FOREIGN KEY (account_id) REFERENCES account(account_id) ON DELETE SET NULL;

alter table support_request add constraint support_request_pkey PRIMARY KEY (tenant_id, request_id);

alter table support_request add constraint support_request_state_check CHECK ((state = ANY (ARRAY['open'::text, 'answered'::text, 'closed'::text])));

alter table tenant add constraint tenant_pkey PRIMARY KEY (tenant_id);

alter table terminal_session add constraint terminal_session_pkey PRIMARY KEY (token_hash);

alter table trail_check add constraint trail_check_pkey PRIMARY KEY (tenant_id);

alter table trail_link add constraint trail_link_kind_check CHECK ((kind = ANY (ARRAY['step'::text, 'revision'::text, 'decision'::text, 'act'::text, 'send'::text, 'access'::text])));

alter table trail_link add constraint trail_link_pkey PRIMARY KEY (tenant_id, seq);

alter table trail_link add constraint trail_link_tenant_id_kind_source_key_key UNIQUE (tenant_id, kind, source_key);

alter table trail_seal add constraint trail_seal_pkey PRIMARY KEY (tenant_id, seq, seal_id);

alter table vat_number_check add constraint vat_number_check_answer_check CHECK ((answer = ANY (ARRAY['valid'::text, 'invalid'::text, 'unavailable'::text])));

alter table vat_number_check add constraint vat_number_check_pkey PRIMARY KEY (tenant_id, check_id);

alter table web_session add constraint web_session_account_id_fkey FOREIGN KEY (account_id) REFERENCES account(account_id) ON DELETE CASCADE;

alter table web_session add constraint web_session_pkey PRIMARY KEY (session_id);

alter table web_session add constraint web_session_token_hash_key UNIQUE (token_hash);

alter table webhook add constraint webhook_pkey PRIMARY KEY (tenant_id);

alter table webhook_delivery add constraint webhook_delivery_pkey PRIMARY KEY (tenant_id, delivery_id);

alter table webhook_delivery add constraint webhook_delivery_tenant_id_dedupe_key_key UNIQUE (tenant_id, dedupe_key);

alter table wizard_draft add constraint wizard_draft_pkey PRIMARY KEY (tenant_id);

-- indexes

CREATE INDEX access_change_of ON public.access_change USING btree (tenant_id, kind, subject, change_id);

CREATE INDEX api_token_of_account ON public.api_token USING btree (account_id);

CREATE INDEX api_token_of_company ON public.api_token USING btree (tenant_id);

CREATE INDEX attempt_of_document ON public.attempt USING btree (tenant_id, document_id);

CREATE INDEX attempt_send_by_time ON public.attempt_send USING btree (tenant_id, sent_at);

CREATE INDEX balancing_credit_mark ON public.balancing USING btree (tenant_id, connection_id, credit_mark);

CREATE INDEX balancing_of_credit ON public.balancing USING btree (tenant_id, credit_document);

CREATE INDEX balancing_of_debit ON public.balancing USING btree (tenant_id, debit_document);

CREATE INDEX balancing_open ON public.balancing USING btree (tenant_id, connection_id, planned_at) WHERE (state = ANY (ARRAY['planned'::text, 'sending'::text, 'inDoubt'::text]));

CREATE INDEX bank_receipt_invoice_of_receipt ON public.bank_receipt_invoice USING btree (receipt_id);

CREATE INDEX bank_receipt_of_connection ON public.bank_receipt USING btree (tenant_id, connection_id);

CREATE INDEX booked_tally_by_day ON public.booked_tally USING btree (tenant_id, connection_id, day);

CREATE INDEX booked_tally_to_fold ON public.booked_tally USING btree (tenant_id, connection_id, day) WHERE (NOT folded);

CREATE INDEX buyer_relation_lost ON public.buyer_relation USING btree (tenant_id, dossier_id) WHERE (state = 'lost'::text);

CREATE INDEX buyer_relation_with_content ON public.buyer_relation USING btree (tenant_id) WHERE ((content_sealed IS NOT NULL) AND (state <> 'wanted'::text));

CREATE INDEX completeness_newest ON public.completeness_check USING btree (tenant_id, connection_id, checked_at DESC);

CREATE INDEX connection_schedule_due ON public.connection_schedule USING btree (next_poll_at, connection_id) WHERE active;

CREATE INDEX connection_schedule_work ON public.connection_schedule USING btree (work_at, connection_id) WHERE (active AND (work_at IS NOT NULL));

CREATE INDEX cross_border_sale_by_day ON public.cross_border_sale USING btree (tenant_id, dossier_id, supply_date, placed_at, business_key);

CREATE INDEX cross_border_sale_of_order ON public.cross_border_sale USING btree (tenant_id, connection_id, order_id);

CREATE INDEX day_member_of_total ON public.day_member USING btree (tenant_id, total_id);

CREATE INDEX document_by_confirmation ON public.document USING btree (tenant_id, connection_id, confirmed_at) WHERE (confirmed_at IS NOT NULL);

CREATE INDEX document_by_date ON public.document USING btree (tenant_id, connection_id, document_date) WHERE (number IS NOT NULL);

CREATE INDEX document_by_number ON public.document USING btree (tenant_id, connection_id, number) WHERE (number IS NOT NULL);

CREATE INDEX document_by_place ON public.document USING btree (tenant_id, dossier_id, journal_key, number) WHERE (number IS NOT NULL);

CREATE INDEX document_by_send ON public.document USING btree (tenant_id, dossier_id, last_sent_at) WHERE (last_sent_at IS NOT NULL);

CREATE INDEX document_can_go_on ON public.document USING btree (tenant_id, connection_id, state_since) WHERE ((state = ANY (ARRAY['ready'::text, 'inDay'::text, 'deferred'::text, 'inDoubt'::text, 'checking'::text, 'cooling'::text])) AND (not_before IS NULL));

CREATE INDEX document_goes_on_at ON public.document USING btree (tenant_id, connection_id, not_before) WHERE ((state = ANY (ARRAY['ready'::text, 'inDay'::text, 'deferred'::text, 'inDoubt'::text, 'checking'::text, 'cooling'::text, 'sending'::text])) AND (not_before IS NOT NULL));

CREATE INDEX document_in_day ON public.document USING btree (tenant_id, connection_id, not_before) WHERE (state = 'inDay'::text);

CREATE INDEX document_in_export ON public.document USING btree (tenant_id, document_date, queue_at, document_id) WHERE (order_id IS NOT NULL);

CREATE INDEX document_in_total ON public.document USING btree (tenant_id, connection_id) WHERE (state = 'inTotal'::text);

CREATE INDEX document_of_buyer ON public.document USING btree (tenant_id, dossier_id, buyer_hash) WHERE (buyer_hash IS NOT NULL);

CREATE INDEX document_of_history ON public.document USING btree (tenant_id, dossier_id, target) WHERE ((state = 'ready'::text) AND (priority < 0));

CREATE INDEX document_of_order ON public.document USING btree (tenant_id, connection_id, order_id);

CREATE INDEX document_of_settlement ON public.document USING btree (tenant_id, connection_id) WHERE (kind = ANY (ARRAY['purchase'::text, 'clearing'::text, 'supplement'::text, 'paid'::text, 'setOff'::text]));

CREATE INDEX document_open ON public.document USING btree (tenant_id, connection_id, state) WHERE (state <> ALL (ARRAY['confirmed'::text, 'verified'::text, 'skipped'::text]));

CREATE INDEX document_queue ON public.document USING btree (tenant_id, journal_id, priority DESC, document_date, queue_at, document_id) WHERE (state = 'ready'::text);

CREATE INDEX document_step_in_order ON public.document_step USING btree (tenant_id, step_id);

CREATE INDEX document_to_remove ON public.document USING btree (tenant_id, remove_on) WHERE (remove_on IS NOT NULL);

CREATE INDEX document_to_verify ON public.document USING btree (tenant_id, dossier_id, target) WHERE (state = 'confirmed'::text);

CREATE INDEX guess_by_age ON public.guess USING btree (last_at);

CREATE INDEX held_record_of_order ON public.held_record USING btree (tenant_id, connection_id, order_id);

CREATE INDEX invitation_of_account ON public.invitation USING btree (account_id);

CREATE INDEX invitation_of_address ON public.invitation USING btree (email);

CREATE INDEX known_relation_by_address ON public.known_relation USING btree (tenant_id, dossier_id, address_hash) WHERE active;

CREATE INDEX known_relation_by_email ON public.known_relation USING btree (tenant_id, dossier_id, email_hash) WHERE active;

CREATE INDEX known_relation_by_external ON public.known_relation USING btree (tenant_id, dossier_id, external_id);

CREATE INDEX known_relation_by_name ON public.known_relation USING btree (tenant_id, dossier_id, name_hash) WHERE active;

CREATE INDEX known_relation_by_vat ON public.known_relation USING btree (tenant_id, dossier_id, vat_hash) WHERE active;

CREATE INDEX ledger_journal_held ON public.ledger_journal USING btree (tenant_id, held_by) WHERE (held_by IS NOT NULL);

CREATE INDEX mail_due ON public.mail USING btree (next_try_at) WHERE ((sent_at IS NULL) AND (given_up_at IS NULL));

CREATE INDEX mail_newest ON public.mail USING btree (created_at DESC, mail_id);

CREATE INDEX marketplace_order_by_day ON public.marketplace_order USING btree (tenant_id, connection_id, placed_on, order_id);

CREATE INDEX marketplace_order_credit_waits ON public.marketplace_order USING btree (tenant_id, connection_id) WHERE credit_waits;

CREATE INDEX marketplace_order_erased ON public.marketplace_order USING btree (tenant_id, connection_id, order_id) WHERE (buyer_erased_at IS NOT NULL);

CREATE INDEX marketplace_order_to_plan ON public.marketplace_order USING btree (tenant_id, connection_id, placed_at) WHERE needs_plan;

CREATE INDEX marketplace_order_to_plan_again ON public.marketplace_order USING btree (tenant_id, connection_id, plan_again_at) WHERE (plan_again_at IS NOT NULL);

CREATE INDEX marketplace_order_to_read ON public.marketplace_order USING btree (tenant_id, connection_id) WHERE wants_detail;

CREATE INDEX marketplace_order_to_reread ON public.marketplace_order USING btree (tenant_id, connection_id) WHERE wants_reread;

CREATE INDEX marketplace_order_to_ship ON public.marketplace_order USING btree (tenant_id, connection_id) WHERE wants_shipments;

CREATE INDEX marketplace_return_by_time ON public.marketplace_return USING btree (tenant_id, connection_id, registered_at);

CREATE INDEX marketplace_return_of_order ON public.marketplace_return USING btree (tenant_id, connection_id, order_id);

CREATE INDEX marketplace_return_to_remove ON public.marketplace_return USING btree (tenant_id, remove_on) WHERE (remove_on IS NOT NULL);

CREATE INDEX marketplace_shipment_of_order ON public.marketplace_shipment USING btree (tenant_id, connection_id, order_id);

CREATE INDEX marketplace_shipment_to_remove ON public.marketplace_shipment USING btree (tenant_id, remove_on) WHERE (remove_on IS NOT NULL);

CREATE INDEX membership_of_account ON public.membership USING btree (account_id);

CREATE INDEX operator_act_newest ON public.operator_act USING btree (tenant_id, at DESC);

CREATE INDEX operator_consent_of_account ON public.operator_consent USING btree (account_id);

CREATE INDEX order_amount_in_list ON public.order_amount USING btree (tenant_id, connection_id, amount_cents, placed_on, order_id);

CREATE INDEX order_article_by_article ON public.order_article USING btree (tenant_id, connection_id, article_key, order_id);

CREATE INDEX order_class_in_list ON public.order_class USING btree (tenant_id, connection_id, class, placed_on, order_id);

CREATE INDEX order_class_open ON public.order_class USING btree (tenant_id, connection_id, class, placed_on, order_id) WHERE (class = ANY (ARRAY['blocked'::text, 'inDoubt'::text, 'waiting'::text]));

CREATE INDEX order_tally_by_day ON public.order_tally USING btree (tenant_id, connection_id, placed_on);

CREATE INDEX order_tally_to_fold ON public.order_tally USING btree (tenant_id, connection_id, placed_on) WHERE (NOT folded);

CREATE INDEX order_undone ON public.marketplace_order USING btree (tenant_id, connection_id, order_id) WHERE (undone_at IS NOT NULL);

CREATE INDEX order_version_to_remove ON public.order_version USING btree (tenant_id, remove_on) WHERE (remove_on IS NOT NULL);

CREATE INDEX passkey_challenge_by_age ON public.passkey_challenge USING btree (expires_at);

CREATE INDEX passkey_of_account ON public.passkey USING btree (account_id, made_at);

CREATE INDEX password_asked_by_age ON public.password_asked USING btree (asked_at);

CREATE INDEX pending_proof_by_age ON public.pending_proof USING btree (expires_at);

CREATE INDEX pending_proof_by_name ON public.pending_proof USING btree (name_hash);

CREATE INDEX pending_proof_of_account ON public.pending_proof USING btree (account_id);

CREATE INDEX pending_proof_of_address ON public.pending_proof USING btree (email);

CREATE INDEX problem_of_document ON public.problem USING btree (tenant_id, document_id) WHERE ((cleared_at IS NULL) AND (document_id IS NOT NULL));

CREATE INDEX problem_of_order ON public.problem USING btree (tenant_id, connection_id, order_id) WHERE (cleared_at IS NULL);

CREATE INDEX security_event_newest ON public.security_event USING btree (at DESC, event_id);

CREATE INDEX settlement_answer_of_connection ON public.settlement_answer USING btree (tenant_id, connection_id);

CREATE INDEX settlement_order_of_order ON public.settlement_order USING btree (tenant_id, connection_id, order_id);

CREATE INDEX settlement_paid_of_entry ON public.settlement_paid USING btree (tenant_id, entry_id);

CREATE INDEX support_inbox_newest ON public.support_inbox USING btree (changed_at DESC, request_id);

CREATE INDEX support_message_of ON public.support_message USING btree (tenant_id, request_id, at);

CREATE INDEX support_request_newest ON public.support_request USING btree (tenant_id, changed_at DESC);

CREATE INDEX support_request_of_account ON public.support_request USING btree (account_id);

CREATE INDEX vat_number_check_latest ON public.vat_number_check USING btree (tenant_id, number_hash, asked_at DESC, check_id DESC);

CREATE INDEX web_session_by_age ON public.web_session USING btree (expires_at);

CREATE INDEX web_session_of_account ON public.web_session USING btree (account_id);

CREATE INDEX webhook_delivery_due ON public.webhook_delivery USING btree (tenant_id, next_try_at) WHERE ((sent_at IS NULL) AND (given_up_at IS NULL));

CREATE UNIQUE INDEX alarm_open_once ON public.alarm USING btree (tenant_id, connection_id, kind, subject) WHERE (cleared_at IS NULL);

CREATE UNIQUE INDEX attempt_document_once ON public.attempt USING btree (tenant_id, document_id) WHERE (state = 'open'::text);

CREATE UNIQUE INDEX attempt_number_once ON public.attempt USING btree (tenant_id, journal_id, document_number) WHERE (state = 'open'::text);

CREATE UNIQUE INDEX balancing_pair_once ON public.balancing USING btree (tenant_id, connection_id, debit_mark, debit_line, credit_mark, credit_line);

CREATE UNIQUE INDEX buyer_relation_external_once ON public.buyer_relation USING btree (tenant_id, dossier_id, external_id) WHERE (external_id IS NOT NULL);

CREATE UNIQUE INDEX problem_open_once ON public.problem USING btree (tenant_id, connection_id, code, subject) WHERE (cleared_at IS NULL);

CREATE UNIQUE INDEX tenant_own_name ON public.tenant USING btree (name) WHERE (NOT signed_up);

-- views

create view access_now as
 SELECT m.tenant_id,
    'member'::text AS kind,
    m.account_id::text AS subject,
    picked(to_jsonb(m.*), '{role}'::text[]) AS facts
   FROM membership m
UNION ALL
 SELECT a.tenant_id,
    'token'::text AS kind,
    a.token_id::text AS subject,
    picked(to_jsonb(a.*), '{token_hash,scope,account_id,expires_at,suspended_at}'::text[]) AS facts
   FROM api_token a
UNION ALL
 SELECT c.tenant_id,
    'connection'::text AS kind,
    c.connection_id::text AS subject,
    picked(to_jsonb(c.*), '{dossier_id,retailer_id,revision,credentials_version}'::text[]) AS facts
   FROM connection c
UNION ALL
 SELECT w.tenant_id,
    'webhook'::text AS kind,
    w.tenant_id::text AS subject,
    picked(to_jsonb(w.*), '{made_at,account_id,rests_at}'::text[]) AS facts
   FROM webhook w;

create view article_truth as
 SELECT o.tenant_id,
    o.connection_id,
    o.order_id,
    w.words
   FROM marketplace_order o
     CROSS JOIN LATERAL ( SELECT v_1.facts
           FROM order_version v_1
          WHERE v_1.tenant_id = o.tenant_id AND v_1.connection_id = o.connection_id AND v_1.order_id = o.order_id AND v_1.version = o.version
         LIMIT 1) v
     CROSS JOIN LATERAL jsonb_array_elements(v.facts -> 'items'::text) i(value)
     CROSS JOIN LATERAL ( SELECT "left"(btrim(search_text(concat_ws(' '::text, i.value ->> 'title'::text, i.value ->> 'ean'::text, i.value ->> 'offerReference'::text))), 1000) AS words) w
  WHERE w.words <> ''::text;

create view order_truth as
 SELECT o.tenant_id,
    o.connection_id,
    o.order_id,
    o.placed_on,
        CASE
            WHEN d.in_doubt THEN 'inDoubt'::text
            WHEN o.standing = 'blocked'::text OR d.blocked THEN 'blocked'::text
            WHEN (o.standing = ANY (ARRAY['new'::text, 'waiting'::text])) OR d.waiting THEN 'waiting'::text
            WHEN (o.standing = ANY (ARRAY['skipped'::text, 'nothing'::text])) OR d.skipped THEN 'skipped'::text
            WHEN d.documents = 0 THEN 'waiting'::text
            ELSE 'booked'::text
        END AS class,
    d.credited,
    b.booked_on
   FROM marketplace_order o
     CROSS JOIN LATERAL ( SELECT count(*) AS documents,
            COALESCE(bool_or(s.standing = 'inDoubt'::text), false) AS in_doubt,
            COALESCE(bool_or(s.standing = 'blocked'::text), false) AS blocked,
            COALESCE(bool_or(s.standing = ANY (ARRAY['waiting'::text, 'inTotal'::text])), false) AS waiting,
            COALESCE(bool_and(s.standing = ANY (ARRAY['skipped'::text, 'deletedInLedger'::text])), false) AS skipped,
            COALESCE(bool_or(s.kind = 'creditNote'::text AND s.standing = 'booked'::text), false) AS credited
           FROM ( SELECT x.kind,
                    document_standing(COALESCE(t.state, x.state), COALESCE(t.sends_of_number, x.sends_of_number)) AS standing
                   FROM document x
                     LEFT JOIN day_member m ON x.state = 'inTotal'::text AND m.tenant_id = x.tenant_id AND m.document_id = x.document_id
                     LEFT JOIN document t ON t.tenant_id = m.tenant_id AND t.document_id = m.total_id
                  WHERE x.tenant_id = o.tenant_id AND x.connection_id = o.connection_id AND x.order_id = o.order_id) s) d
     CROSS JOIN LATERAL ( SELECT COALESCE(array_agg(DISTINCT (to_char(x.document_date::timestamp with time zone, 'YYYY-MM-DD'::text) || '|'::text) || COALESCE(line.value ->> 'country'::text, ''::text)), '{}'::text[]) AS booked_on
           FROM document x
             CROSS JOIN LATERAL jsonb_array_elements(x.plan -> 'lines'::text) line(value)
          WHERE x.tenant_id = o.tenant_id AND x.connection_id = o.connection_id AND x.order_id = o.order_id AND stands_in_ledger(x.state) AND x.document_date IS NOT NULL) b;

create view trail_source as
 SELECT document_step.tenant_id,
    'step'::text AS kind,
    document_step.step_id AS place,
    document_step.step_id::text AS source_key,
    document_step.at,
    (jsonb_build_array(document_step.document_id, to_char((document_step.at AT TIME ZONE 'UTC'::text), 'YYYY-MM-DD"T"HH24:MI:SS.US'::text), document_step.from_state, document_step.to_state, document_step.event, document_step.actor) ||
        CASE
            WHEN document_step.amount_cents IS NULL THEN '[]'::jsonb
            ELSE jsonb_build_array(document_step.number, document_step.amount_cents, document_step.ledger_cents, document_step.document_date, document_step.reference, document_step.bytes_hash)
        END)::text AS content,
    NULL::timestamp with time zone AS sent_at
   FROM document_step
UNION ALL
 SELECT mapping_revision.tenant_id,
    'revision'::text AS kind,
    0 AS place,
    (mapping_revision.connection_id || '/'::text) || mapping_revision.revision AS source_key,
    mapping_revision.saved_at AS at,
    jsonb_build_array(mapping_revision.settings, to_char((mapping_revision.saved_at AT TIME ZONE 'UTC'::text), 'YYYY-MM-DD"T"HH24:MI:SS.US'::text), mapping_revision.saved_by, mapping_revision.reason)::text AS content,
    NULL::timestamp with time zone AS sent_at
   FROM mapping_revision
UNION ALL
 SELECT return_decision.tenant_id,
    'decision'::text AS kind,
    0 AS place,
    return_decision.decision_id::text AS source_key,
    return_decision.decided_at AS at,
    jsonb_build_array(return_decision.rma_id, return_decision.decision, return_decision.order_item_id, return_decision.reason, to_char((return_decision.decided_at AT TIME ZONE 'UTC'::text), 'YYYY-MM-DD"T"HH24:MI:SS.US'::text), return_decision.decided_by)::text AS content,
    NULL::timestamp with time zone AS sent_at
   FROM return_decision
UNION ALL
 SELECT operator_act.tenant_id,
    'act'::text AS kind,
    0 AS place,
    operator_act.act_id::text AS source_key,
    operator_act.at,
    jsonb_build_array(to_char((operator_act.at AT TIME ZONE 'UTC'::text), 'YYYY-MM-DD"T"HH24:MI:SS.US'::text), operator_act.who, operator_act.act)::text AS content,
    NULL::timestamp with time zone AS sent_at
   FROM operator_act
UNION ALL
 SELECT s.tenant_id,
    'send'::text AS kind,
    0 AS place,
    (s.attempt_id || '/'::text) || s.send_no AS source_key,
    s.answered_at AS at,
    jsonb_build_array(a.document_id, a.journal_id, a.document_number, a.bytes_hash, to_char((s.sent_at AT TIME ZONE 'UTC'::text), 'YYYY-MM-DD"T"HH24:MI:SS.US'::text), s.outcome, s.detail, to_char((s.answered_at AT TIME ZONE 'UTC'::text), 'YYYY-MM-DD"T"HH24:MI:SS.US'::text))::text AS content,
    s.sent_at
   FROM attempt_send s
     JOIN attempt a ON a.tenant_id = s.tenant_id AND a.attempt_id = s.attempt_id
  WHERE s.answered_at IS NOT NULL
UNION ALL
 SELECT access_change.tenant_id,
    'access'::text AS kind,
    access_change.change_id AS place,
    access_change.change_id::text AS source_key,
    NULL::timestamp with time zone AS at,
    jsonb_build_array(access_change.kind, access_change.subject, access_change.facts)::text AS content,
    NULL::timestamp with time zone AS sent_at
   FROM access_change;

-- functions

CREATE OR REPLACE FUNCTION public.check_document_step()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
declare
  before text := case when tg_op = 'UPDATE' then old.state else 'new' end;
begin
  if before = new.state then
    return new;
  end if;
  if not exists (select from allowed_step s where s.from_state = before and s.to_state = new.state) then
    raise exception 'a document cannot go from % to %', before, new.state using errcode = 'check_violation';
  end if;
  return new;
end $function$
;

CREATE OR REPLACE FUNCTION public.check_standing()
 RETURNS TABLE(broken_kind text, broken_key text, fault text)
 LANGUAGE sql
 STABLE
 SET "TimeZone" TO 'UTC'
AS $function$
  (select 'document', s.document_id::text, case when d.document_id is null then 'rowGone' else 'rowChanged' end
    from (select distinct on (l.document_id) l.* from document_step l where l.tenant_id = current_tenant() and l.amount_cents is not null
        order by l.document_id, l.step_id desc) s
      left join document d on d.tenant_id = s.tenant_id and d.document_id = s.document_id
    where s.to_state not in ('draft', 'ready', 'blocked', 'approval', 'inDay')
      and (d.state, d.number, d.amount_cents, d.ledger_cents, d.document_date, d.reference) is distinct from
        (s.to_state, s.number, s.amount_cents, s.ledger_cents, s.document_date, s.reference)
    limit 1)
  union all
  (select coalesce(n.kind, a.kind), coalesce(n.subject, a.subject), case when n.subject is null then 'rowGone' else 'rowChanged' end
    from (select distinct on (c.kind, c.subject) c.* from access_change c where c.tenant_id = current_tenant()
        order by c.kind, c.subject, c.change_id desc) a
      full join (select * from access_now where tenant_id = current_tenant()) n on n.kind = a.kind and n.subject = a.subject
    where n.facts is distinct from a.facts
    limit 1)
  limit 1
$function$
;

CREATE OR REPLACE FUNCTION public.check_trail(quiet timestamp with time zone)
 RETURNS TABLE(links bigint, head text, broken_kind text, broken_key text, fault text)
 LANGUAGE plpgsql
AS $function$
declare
  link record;
  standing record;
  before text := '';
  fitting bigint := 0;
begin
  for link in
    select l.seq, l.kind, l.source_key, l.content_hash, l.chain_hash, text_hash(s.content) as now_hash
    from trail_link l left join trail_source s on s.tenant_id = l.tenant_id and s.kind = l.kind and s.source_key = l.source_key
    where l.tenant_id = current_tenant() order by l.seq
  loop
    fitting := fitting + 1;
    if link.seq <> fitting then return query select fitting - 1, before, link.kind, link.source_key, 'linkMissing'; return; end if;
    if link.chain_hash <> text_hash(before || '|' || link.kind || '|' || link.source_key || '|' || link.content_hash) then
      return query select fitting, before, link.kind, link.source_key, 'linkChanged'; return;
    end if;
    if link.now_hash is null then return query select fitting, before, link.kind, link.source_key, 'rowGone'; return; end if;
    if link.now_hash <> link.content_hash then return query select fitting, before, link.kind, link.source_key, 'rowChanged'; return; end if;
    before := link.chain_hash;
  end loop;
  select * into standing from check_standing();
  if standing.fault is not null then
    return query select fitting, before, standing.broken_kind, standing.broken_key, standing.fault; return;
  end if;
  return query
    select fitting, before, s.kind, s.source_key, 'rowNotLinked' from trail_source s
    where s.tenant_id = current_tenant() and s.at < quiet
      and not exists (select from trail_link l where l.tenant_id = s.tenant_id and l.kind = s.kind and l.source_key = s.source_key)
    order by s.at limit 1;
  if not found then return query select fitting, before, null::text, null::text, null::text; end if;
end $function$
;

CREATE OR REPLACE FUNCTION public.current_tenant()
 RETURNS uuid
 LANGUAGE sql
 STABLE
AS $function$ select current_setting('tentakel.tenant')::uuid $function$
;

CREATE OR REPLACE FUNCTION public.document_standing(state text, sends integer)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE
AS $function$
  select case
    when state in ('inDoubt', 'cooling', 'quarantined') or (state = 'checking' and sends > 0) then 'inDoubt'
    when state in ('blocked', 'rejected', 'mismatch', 'duplicate') then 'blocked'
    when state in ('draft', 'ready', 'sending', 'deferred', 'approval', 'inDay', 'checking') then 'waiting'
    when state in ('confirmed', 'verified') then 'booked'
    else state end
$function$
;

CREATE OR REPLACE FUNCTION public.end_document_problems()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
declare
  gone boolean := tg_op = 'DELETE';
begin
  update problem p set cleared_at = greatest(p.last_at, case when gone then p.last_at else new.state_since end)
    where p.tenant_id = old.tenant_id and p.document_id = old.document_id and p.cleared_at is null and p.document_states is not null
      and (gone or new.state <> all(p.document_states));
  return null;
end $function$
;

CREATE OR REPLACE FUNCTION public.ends_of(order_id text)
 RETURNS SETOF text
 LANGUAGE sql
 IMMUTABLE
AS $function$
  select substr(left(lower(order_id), 40), n) from generate_series(1, least(length(order_id), 40) - 3) n
$function$
;

CREATE OR REPLACE FUNCTION public.find_company(of_tenant uuid)
 RETURNS void
 LANGUAGE plpgsql
AS $function$
begin
  insert into order_article (tenant_id, connection_id, order_id, article_key)
    select distinct t.tenant_id, t.connection_id, t.order_id, md5(t.words)::uuid from article_truth t where t.tenant_id = of_tenant;
  insert into sold_article (tenant_id, connection_id, article_key, words)
    select distinct t.tenant_id, t.connection_id, md5(t.words)::uuid, t.words from article_truth t where t.tenant_id = of_tenant;
  insert into order_part (tenant_id, connection_id, part, order_id)
    select o.tenant_id, o.connection_id, p.part, o.order_id from marketplace_order o cross join lateral ends_of(o.order_id) as p(part)
    where o.tenant_id = of_tenant;
end $function$
;

CREATE OR REPLACE FUNCTION public.find_orders(of_tenant uuid, of_connection uuid, ids text[])
 RETURNS void
 LANGUAGE plpgsql
AS $function$
begin
  with articles as materialized (
    select distinct t.order_id, md5(t.words)::uuid as article_key, t.words from article_truth t
      where t.tenant_id = of_tenant and t.connection_id = of_connection and t.order_id = any(ids)
  ), articles_kept as (
    insert into sold_article (tenant_id, connection_id, article_key, words)
      select distinct of_tenant, of_connection, a.article_key, a.words from articles a on conflict do nothing
  ), kept as (
    insert into order_article (tenant_id, connection_id, order_id, article_key)
      select of_tenant, of_connection, a.order_id, a.article_key from articles a on conflict do nothing
  ), known as materialized (
    select o.order_id from marketplace_order o where o.tenant_id = of_tenant and o.connection_id = of_connection and o.order_id = any(ids)
  ), parts_kept as (
    insert into order_part (tenant_id, connection_id, part, order_id)
      select of_tenant, of_connection, p.part, k.order_id from known k cross join lateral ends_of(k.order_id) as p(part) on conflict do nothing
  ), parts_gone as (
    delete from order_part p using (select i.id, e.part from unnest(ids) as i(id) cross join lateral ends_of(i.id) as e(part)
        where not exists (select from known k where k.order_id = i.id)) g
      where p.tenant_id = of_tenant and p.connection_id = of_connection and p.part = g.part and p.order_id = g.id
  )
  delete from order_article o where o.tenant_id = of_tenant and o.connection_id = of_connection and o.order_id = any(ids)
    and not exists (select from articles a where a.order_id = o.order_id and a.article_key = o.article_key);
end $function$
;

CREATE OR REPLACE FUNCTION public.fold_tallies(of_connection uuid)
 RETURNS void
 LANGUAGE plpgsql
AS $function$
begin
  with taken as (
    delete from order_tally t where t.connection_id = of_connection
      and t.placed_on in (select u.placed_on from order_tally u where u.connection_id = of_connection and not u.folded)
    returning t.*
  )
  insert into order_tally (tenant_id, connection_id, placed_on, class, credited, orders, folded)
    select tenant_id, connection_id, placed_on, class, credited, sum(orders), true from taken group by 1, 2, 3, 4, 5 having sum(orders) <> 0;
  with taken as (
    delete from booked_tally t where t.connection_id = of_connection
      and t.day in (select u.day from booked_tally u where u.connection_id = of_connection and not u.folded)
    returning t.*
  )
  insert into booked_tally (tenant_id, connection_id, day, country, vat_code, treatment, rate_bp, gross_cents, net_cents, vat_cents, orders, folded)
    select tenant_id, connection_id, day, country, vat_code, treatment, rate_bp, sum(gross_cents), sum(net_cents), sum(vat_cents), sum(orders), true
    from taken group by 1, 2, 3, 4, 5, 6, 7
    having (sum(gross_cents), sum(net_cents), sum(vat_cents), sum(orders)) <> (0, 0, 0, 0);
end $function$
;

CREATE OR REPLACE FUNCTION public.in_present_books(d document)
 RETURNS boolean
 LANGUAGE sql
 STABLE
AS $function$
  select exists (select from connection c
    where c.tenant_id = d.tenant_id and c.connection_id = d.connection_id and c.dossier_id = d.dossier_id)
$function$
;

CREATE OR REPLACE FUNCTION public.make_first_operator(whose uuid)
 RETURNS boolean
 LANGUAGE plpgsql
AS $function$
begin
  perform pg_advisory_xact_lock(hashtextextended('first operator', 1));
  update account set role = 'operator' where account_id = whose and not exists (select from account where role = 'operator');
  return found;
end $function$
;

CREATE OR REPLACE FUNCTION public.next_expected_in_journal(wanted_journal uuid, asked_at timestamp with time zone, budget_key text, budget_max bigint, budget_ms bigint, expected_head uuid, expected_hash text, expected_last integer, OUT kind text, OUT head_id uuid, OUT last_number integer, OUT held_by uuid, OUT free_at timestamp with time zone)
 RETURNS record
 LANGUAGE plpgsql
AS $function$
declare
  journal ledger_journal;
  head record;
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
  select d.document_id, d.template_hash, exists (select from buyer_relation b where b.tenant_id = d.tenant_id and b.dossier_id = d.dossier_id
      and b.buyer_hash = d.buyer_hash and b.state = 'wanted') as relation_wanted
    into head from document d
    where d.journal_id = wanted_journal and d.state = 'ready' and d.priority > -2 and not d.must_look and (d.not_before is null or d.not_before <= asked_at)
    order by d.priority desc, d.document_date, d.queue_at, d.document_id limit 1;
  if not found then
    return;
  end if;
  head_id := head.document_id;
  if expected_head is not null
    and (head_id <> expected_head or last_number <> expected_last or head.template_hash is distinct from expected_hash) then
    kind := 'other';
    return;
  end if;
  if head.relation_wanted then
    kind := 'relationWanted';
    return;
  end if;
  select * into budget from take_calls(budget_key, budget_max, budget_ms, 1, asked_at);
  kind := case when budget.granted > 0 then 'head' else 'budget' end;
  free_at := budget.free_at;
end $function$
;

CREATE OR REPLACE FUNCTION public.next_in_journal(wanted_journal uuid, asked_at timestamp with time zone, budget_key text, budget_max bigint, budget_ms bigint, OUT kind text, OUT head_id uuid, OUT last_number integer, OUT held_by uuid, OUT free_at timestamp with time zone)
 RETURNS record
 LANGUAGE plpgsql
AS $function$
begin
  select n.kind, n.head_id, n.last_number, n.held_by, n.free_at into kind, head_id, last_number, held_by, free_at
    from next_expected_in_journal(wanted_journal, asked_at, budget_key, budget_max, budget_ms, null, null, null) n;
end $function$
;

CREATE OR REPLACE FUNCTION public.note_access()
 RETURNS trigger
 LANGUAGE plpgsql
 SET "TimeZone" TO 'UTC'
AS $function$
declare
  was jsonb := case when tg_op <> 'INSERT' then picked(to_jsonb(old), tg_argv[2:]) end;
  now_is jsonb := case when tg_op <> 'DELETE' then picked(to_jsonb(new), tg_argv[2:]) end;
  row_of jsonb := case when tg_op = 'DELETE' then to_jsonb(old) else to_jsonb(new) end;
begin
  if was is distinct from now_is then
    insert into access_change (tenant_id, kind, subject, facts)
      -- A company that is being removed takes its rows along.
      select t.tenant_id, tg_argv[0], row_of ->> tg_argv[1], now_is from tenant t where t.tenant_id = (row_of ->> 'tenant_id')::uuid;
  end if;
  return null;
end $function$
;

CREATE OR REPLACE FUNCTION public.note_second_proof()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
declare
  whose uuid := case when tg_op = 'DELETE' then old.account_id else new.account_id end;
begin
  perform 1 from account where account_id = whose for update;
  update account a set second_proof = exists (select from passkey p where p.account_id = whose)
      or exists (select from second_proof s where s.account_id = whose and s.confirmed)
    where a.account_id = whose;
  return null;
end $function$
;

CREATE OR REPLACE FUNCTION public.office_lines(tenants uuid[], last_month date, this_month date, days_from date, quiet text[], counted_max integer)
 RETURNS SETOF jsonb
 LANGUAGE plpgsql
 SET plan_cache_mode TO 'force_generic_plan'
 SET enable_seqscan TO 'off'
AS $function$
declare
  own uuid;
  touched uuid;
  counted integer := 0;
begin
  foreach own in array tenants loop
    perform set_config('tentakel.tenant', own::text, true);
    -- Nobody waits long for counts: the rest of them is worked out by the next look, or at the end of a run.
    for touched in select c.connection_id from connection c
      where c.tenant_id = own and c.state <> 'removed' and exists (select from order_touched t where t.connection_id = c.connection_id) loop
      if counted < counted_max and pg_try_advisory_xact_lock(hashtextextended('counts ' || touched, 0)) then
        perform settle_counts(touched);
        counted := counted + 1;
      end if;
    end loop;
    return query select jsonb_build_object(
        'tenantId', c.tenant_id, 'connectionId', c.connection_id, 'name', c.name, 'shopName', c.shop_name, 'ledgerId', c.dossier_id,
        'state', c.state, 'lastPollAt', floor(extract(epoch from c.last_poll_at) * 1000),
        'blocked', o.blocked, 'inDoubt', o.in_doubt, 'waiting', o.waiting, 'openBefore', o.open_before, 'stuckCents', p.stuck_cents,
        'causes', p.causes, 'days', d.days, 'booked', b.booked, 'unreadBefore', u.unread, 'missing', m.missing, 'settlement', s.standing,
        'ledger', l.standing)
      from connection c
      cross join lateral (
        select least((r.settings -> 'booking' ->> 'startDate')::date,
          (select min(h.from_day) from history_import h where h.connection_id = c.connection_id)) as day,
          r.settings -> 'booking' -> 'journals' ->> 'bookings' as bookings, r.settings -> 'booking' -> 'journals' ->> 'invoices' as invoices
        from mapping_revision r where r.connection_id = c.connection_id and r.revision = c.revision) f
      cross join lateral (
        select count(*) filter (where k.class = 'blocked') as blocked, count(*) filter (where k.class = 'inDoubt') as in_doubt,
          count(*) filter (where k.class = 'waiting') as waiting, count(*) filter (where k.placed_on < this_month) as open_before
        from order_class k where k.connection_id = c.connection_id and k.class in ('blocked', 'inDoubt', 'waiting')
          and (k.placed_on is null or k.placed_on >= f.day)) o
      cross join lateral (
        with open as materialized (
          select q.code, coalesce(q.order_id, e.order_id) as order_id, count(*) as times, min(q.first_at) as since, (array_agg(q.params))[1] as params
          from problem q
            left join day_member g on q.order_id is null and g.tenant_id = q.tenant_id and g.total_id = q.document_id
            left join document e on e.tenant_id = g.tenant_id and e.document_id = g.document_id
          where q.connection_id = c.connection_id and q.cleared_at is null group by 1, 2),
        priced as materialized (
          select a.code, a.order_id, a.times, a.since, a.params, (y.explanation ->> 'grossCents')::bigint as cents from open a
            left join lateral (select v.explanation from marketplace_order v where v.tenant_id = c.tenant_id
              and v.connection_id = c.connection_id and v.order_id = a.order_id limit 1) y on true)
        select coalesce((select sum(h.cents) from (select max(x.cents) as cents from priced x where x.code <> all (quiet) group by x.order_id) h), 0)
            as stuck_cents,
          (select coalesce(jsonb_agg(w.cause), '[]') from (
            select jsonb_build_object('code', x.code, 'problems', sum(x.times), 'orders', count(x.order_id),
              'since', floor(extract(epoch from min(x.since)) * 1000), 'params', (array_agg(x.params))[1],
              'grossCents', coalesce(sum(x.cents), 0)) as cause
            from priced x group by x.code) w) as causes) p
      cross join lateral (
        select coalesce(jsonb_agg(jsonb_build_array(t.placed_on, t.orders)), '[]') as days from (
          select y.placed_on, sum(y.orders) as orders from order_tally y
          where y.connection_id = c.connection_id and y.placed_on >= days_from group by 1 having sum(y.orders) <> 0) t) d
      cross join lateral (
        select jsonb_build_object('orders', coalesce(sum(y.orders), 0), 'cents', coalesce(sum(y.gross_cents), 0),
          'lastMonth', exists (select from booked_tally z where z.connection_id = c.connection_id and z.day >= last_month and z.day < this_month))
          as booked
        from booked_tally y where y.connection_id = c.connection_id and y.day >= this_month) b
      cross join lateral (
        select count(*) as unread from document y where y.dossier_id = c.dossier_id and y.state = 'confirmed'
          and y.target in ('bookings', 'invoices', 'entries') and y.connection_id = c.connection_id and y.document_date < this_month) u
      left join lateral (
        select jsonb_array_length(y.missing) as missing from completeness_check y where y.connection_id = c.connection_id
        order by y.checked_at desc limit 1) m on true
      left join lateral (
        select jsonb_build_object('invoiceId', y.invoice_id, 'periodFrom', y.period_from, 'periodTo', y.period_to, 'state', y.state,
          'differenceCents', y.difference_cents, 'differing', y.differing, 'payableCents', y.payable_cents) as standing
        from settlement_standing y where y.connection_id = c.connection_id) s on true
      cross join lateral (
        select jsonb_build_object('differing', y.differing + z.others, 'cents', y.cents + z.cents, 'unread', y.unread,
          'lookedAt', (select floor(extract(epoch from w.swept_until) * 1000) from ledger_sweep w
            where w.dossier_id = c.dossier_id and w.target = 'watch')) as standing
        from (select count(*) filter (where d.state <> 'confirmed') as differing, count(*) filter (where d.state = 'confirmed') as unread,
            coalesce(sum(case d.state when 'confirmed' then 0 when 'duplicate' then d.amount_cents
              when 'deletedInLedger' then -d.amount_cents else coalesce(d.ledger_cents, d.amount_cents) - d.amount_cents end), 0) as cents
          from (
            select e.state, e.amount_cents, e.ledger_cents from document e where e.connection_id = c.connection_id and e.state = 'changed'
            union all select e.state, e.amount_cents, e.ledger_cents from document e where e.connection_id = c.connection_id and e.state = 'mismatch'
            union all select e.state, e.amount_cents, e.ledger_cents from document e where e.connection_id = c.connection_id and e.state = 'duplicate'
            union all select e.state, e.amount_cents, e.ledger_cents from document e where e.connection_id = c.connection_id
              and e.state = 'deletedInLedger' and exists (select from problem q where q.document_id = e.document_id and q.cleared_at is null)
            union all select e.state, e.amount_cents, e.ledger_cents from document e where e.dossier_id = c.dossier_id
              and e.target in ('bookings', 'invoices', 'entries') and e.state = 'confirmed' and e.connection_id = c.connection_id
              and e.number is not null) d) y
          cross join (select count(*) as others, coalesce(sum(e.amount_cents), 0) as cents from other_document e
            where e.dossier_id = c.dossier_id and e.journal_key in (f.bookings, f.invoices)) z) l
      where c.tenant_id = own and c.state <> 'removed' order by c.created_at, c.connection_id;
  end loop;
  perform set_config('tentakel.tenant', '', true);
end $function$
;

CREATE OR REPLACE FUNCTION public.office_orders(tenants uuid[], wanted text, rows_max integer)
 RETURNS SETOF jsonb
 LANGUAGE plpgsql
 SET plan_cache_mode TO 'force_generic_plan'
 SET enable_seqscan TO 'off'
AS $function$
declare
  own uuid;
begin
  foreach own in array tenants loop
    perform set_config('tentakel.tenant', own::text, true);
    return query select jsonb_build_object('tenantId', o.tenant_id, 'connectionId', o.connection_id, 'orderId', o.order_id, 'placedOn', o.placed_on,
        'class', k.class, 'grossCents', (o.explanation ->> 'grossCents')::bigint)
      from connection c
      cross join lateral (
        select m.order_id from marketplace_order m where m.tenant_id = own and m.connection_id = c.connection_id
          and m.order_id in (wanted, upper(wanted), lower(wanted))
        union
        (select p.order_id from order_part p where length(wanted) >= 4 and p.tenant_id = own and p.connection_id = c.connection_id
          and p.part >= lower(wanted) and p.part < lower(wanted) || chr(1114111) limit rows_max)
      ) f
      cross join lateral (select * from marketplace_order m where m.tenant_id = own and m.connection_id = c.connection_id
        and m.order_id = f.order_id limit 1) o
      left join lateral (select q.class from order_class q where q.tenant_id = own and q.connection_id = c.connection_id
        and q.order_id = f.order_id limit 1) k on true
      where c.tenant_id = own and c.state <> 'removed'
      order by lower(o.order_id) <> lower(wanted), o.placed_on desc nulls first limit rows_max;
  end loop;
end $function$
;

CREATE OR REPLACE FUNCTION public.picked(of jsonb, names text[])
 RETURNS jsonb
 LANGUAGE sql
 IMMUTABLE
AS $function$
  select jsonb_object_agg(n, of -> n) from unnest(names) n
$function$
;

CREATE OR REPLACE FUNCTION public.recount_company(of_tenant uuid)
 RETURNS void
 LANGUAGE plpgsql
AS $function$
begin
  delete from order_touched where tenant_id = of_tenant;
  delete from order_class where tenant_id = of_tenant;
  delete from order_amount where tenant_id = of_tenant;
  delete from order_part where tenant_id = of_tenant;
  delete from order_article where tenant_id = of_tenant;
  delete from sold_article where tenant_id = of_tenant;
  delete from order_tally where tenant_id = of_tenant;
  delete from booked_tally where tenant_id = of_tenant;
  insert into order_class (tenant_id, connection_id, order_id, placed_on, class, credited, booked_on)
    select t.tenant_id, t.connection_id, t.order_id, t.placed_on, t.class, t.credited, t.booked_on from order_truth t where t.tenant_id = of_tenant;
  insert into order_amount (tenant_id, connection_id, order_id, amount_cents, placed_on)
    select distinct d.tenant_id, d.connection_id, d.order_id, d.amount_cents, c.placed_on from document d
      join order_class c on c.tenant_id = d.tenant_id and c.connection_id = d.connection_id and c.order_id = d.order_id
    where d.tenant_id = of_tenant;
  insert into order_tally (tenant_id, connection_id, placed_on, class, credited, orders, folded)
    select tenant_id, connection_id, coalesce(placed_on, '-infinity'), class, credited, count(*), true
    from order_class where tenant_id = of_tenant group by 1, 2, 3, 4, 5;
  insert into booked_tally (tenant_id, connection_id, day, country, orders, folded)
    select tenant_id, connection_id, left(at, 10)::date, substr(at, 12), count(*), true
    from order_class, unnest(booked_on) at where tenant_id = of_tenant group by 1, 2, 3, 4;
  insert into booked_tally (tenant_id, connection_id, day, country, vat_code, treatment, rate_bp, gross_cents, net_cents, vat_cents, folded)
    select d.tenant_id, d.connection_id, d.document_date, coalesce(l.country, ''), coalesce(l."vatCode", ''), coalesce(l.treatment, ''),
      coalesce(l."rateBp", 0), coalesce(sum((t.net + t.vat) * sign), 0), coalesce(sum(t.net * sign), 0), coalesce(sum(t.vat * sign), 0), true
    from document d, jsonb_to_recordset(d.plan -> 'lines') as l(country text, "vatCode" text, treatment text, "rateBp" int, "netCents" bigint,
      "vatCents" bigint, "invoiceNetCents" bigint, "invoiceVatCents" bigint),
      lateral (select coalesce(l."invoiceNetCents", l."netCents") as net, coalesce(l."invoiceVatCents", l."vatCents") as vat) t,
      lateral (select case when d.kind = 'creditNote' then -1 else 1 end as sign) s
    where d.tenant_id = of_tenant and d.order_id is not null and stands_in_ledger(d.state) and d.document_date is not null
    group by 1, 2, 3, 4, 5, 6, 7;
  perform find_company(of_tenant);
end $function$
;

CREATE OR REPLACE FUNCTION public.seal_trail(at_time timestamp with time zone, rows_max integer)
 RETURNS integer
 LANGUAGE plpgsql
AS $function$
declare
  last record;
  source record;
  linked integer := 0;
  seen bigint;
  sent_since timestamptz;
begin
  perform pg_advisory_xact_lock(hashtextextended('trail ' || current_tenant()::text, 0));
  select l.seq, l.chain_hash into last from trail_link l where l.tenant_id = current_tenant() order by l.seq desc limit 1;
  select coalesce(max(l.source_key::bigint), 0) - 20000 into seen from (
    select source_key from trail_link where tenant_id = current_tenant() and kind = 'step' order by seq desc limit 1000) l;
  select coalesce(max(s.sent_at) - interval '3 days', '-infinity') into sent_since from (
    select source_key from trail_link where tenant_id = current_tenant() and kind = 'send' order by seq desc limit 1000) l
    join attempt_send s on s.tenant_id = current_tenant() and s.attempt_id = split_part(l.source_key, '/', 1)::uuid
      and s.send_no = split_part(l.source_key, '/', 2)::integer;
  for source in
    select u.kind, u.source_key, text_hash(u.content) as content_hash from (
      (select s.* from trail_source s where s.tenant_id = current_tenant() and s.kind = 'step' and s.place > seen
        and (select l.seq from trail_link l where l.tenant_id = s.tenant_id and l.kind = 'step' and l.source_key = s.source_key limit 1) is null
        order by s.place limit rows_max)
      union all
      (select s.* from trail_source s where s.tenant_id = current_tenant() and s.kind = 'send'
        and s.sent_at >= sent_since
        and (select l.seq from trail_link l where l.tenant_id = s.tenant_id and l.kind = 'send' and l.source_key = s.source_key limit 1) is null
        order by s.sent_at limit rows_max)
      union all
      (select s.* from trail_source s where s.tenant_id = current_tenant() and s.kind not in ('step', 'send')
        and (select l.seq from trail_link l where l.tenant_id = s.tenant_id and l.kind = s.kind and l.source_key = s.source_key limit 1) is null
        order by s.place limit rows_max)
    ) u order by u.at nulls first, u.kind, u.place, u.source_key limit rows_max
  loop
    last.seq := coalesce(last.seq, 0) + 1;
    last.chain_hash := text_hash(coalesce(last.chain_hash, '') || '|' || source.kind || '|' || source.source_key || '|' || source.content_hash);
    insert into trail_link (seq, kind, source_key, content_hash, chain_hash, linked_at)
      values (last.seq, source.kind, source.source_key, source.content_hash, last.chain_hash, at_time);
    linked := linked + 1;
  end loop;
  return linked;
end $function$
;

CREATE OR REPLACE FUNCTION public.search_text(content text)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE
AS $function$
  select lower(regexp_replace(normalize(content, NFKD), '[\u0300-\u036f]', '', 'g'))
$function$
;

CREATE OR REPLACE FUNCTION public.sending_orders(of_connection uuid)
 RETURNS TABLE(order_id text)
 LANGUAGE sql
 STABLE
AS $function$
  select d.order_id from document d where d.connection_id = of_connection and d.state = 'sending' and d.order_id is not null
  union
  select d.order_id from document t join day_member m on m.tenant_id = t.tenant_id and m.total_id = t.document_id
    join document d on d.tenant_id = m.tenant_id and d.document_id = m.document_id
    where t.connection_id = of_connection and t.state = 'sending' and t.order_id is null and d.state = 'inTotal'
$function$
;

CREATE OR REPLACE FUNCTION public.settle_counts(of_connection uuid)
 RETURNS void
 LANGUAGE plpgsql
AS $function$
declare ids text[];
begin
  if not exists (select from order_touched t where t.connection_id = of_connection) then
    return;
  end if;
  perform pg_advisory_xact_lock(hashtextextended('counts ' || of_connection, 0));
  with taken as (delete from order_touched t where t.connection_id = of_connection returning t.order_id)
    select array_agg(distinct order_id) into ids from taken;
  if ids is not null then
    perform tally_orders(current_tenant(), of_connection, ids);
    perform find_orders(current_tenant(), of_connection, ids);
  end if;
end $function$
;

CREATE OR REPLACE FUNCTION public.stands_in_ledger(state text)
 RETURNS boolean
 LANGUAGE sql
 IMMUTABLE
AS $function$
  select state in ('confirmed', 'verified', 'changed')
$function$
;

CREATE OR REPLACE FUNCTION public.take_calls(wanted_key text, calls_max bigint, window_ms bigint, calls_wanted bigint, asked_at timestamp with time zone, OUT granted bigint, OUT free_at timestamp with time zone, OUT is_blocked boolean)
 RETURNS record
 LANGUAGE plpgsql
AS $function$
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
end $function$
;

CREATE OR REPLACE FUNCTION public.tally_lines(document document, times integer)
 RETURNS void
 LANGUAGE sql
AS $function$
  insert into booked_tally (tenant_id, connection_id, day, country, vat_code, treatment, rate_bp, gross_cents, net_cents, vat_cents)
    select document.tenant_id, document.connection_id, document.document_date, coalesce(l.country, ''), coalesce(l."vatCode", ''),
      coalesce(l.treatment, ''), coalesce(l."rateBp", 0), coalesce(sum(s.net + s.vat), 0) * sign, coalesce(sum(s.net), 0) * sign,
      coalesce(sum(s.vat), 0) * sign
    from jsonb_to_recordset(document.plan -> 'lines') as l(country text, "vatCode" text, treatment text, "rateBp" int, "netCents" bigint,
      "vatCents" bigint, "invoiceNetCents" bigint, "invoiceVatCents" bigint),
      lateral (select coalesce(l."invoiceNetCents", l."netCents") as net, coalesce(l."invoiceVatCents", l."vatCents") as vat) s,
      (select case when document.kind = 'creditNote' then -1 else 1 end * times as sign) t
    group by 4, 5, 6, 7, sign
$function$
;

CREATE OR REPLACE FUNCTION public.tally_orders(of_tenant uuid, of_connection uuid, ids text[])
 RETURNS void
 LANGUAGE plpgsql
AS $function$
begin
  with truth as materialized (
    select t.* from order_truth t where t.tenant_id = of_tenant and t.connection_id = of_connection and t.order_id = any(ids)
  ), before as materialized (
    select c.* from order_class c where c.tenant_id = of_tenant and c.connection_id = of_connection and c.order_id = any(ids)
  ), kept as (
    insert into order_class as c (tenant_id, connection_id, order_id, placed_on, class, credited, booked_on)
      select t.tenant_id, t.connection_id, t.order_id, t.placed_on, t.class, t.credited, t.booked_on from truth t
        where not exists (select from before b where b.order_id = t.order_id
          and (b.placed_on, b.class, b.credited, b.booked_on) is not distinct from (t.placed_on, t.class, t.credited, t.booked_on))
    on conflict (tenant_id, connection_id, order_id) do update
      set placed_on = excluded.placed_on, class = excluded.class, credited = excluded.credited, booked_on = excluded.booked_on
  ), gone as (
    delete from order_class c where c.tenant_id = of_tenant and c.connection_id = of_connection and c.order_id = any(ids)
      and not exists (select from truth t where t.order_id = c.order_id)
  ), counted as (
    insert into order_tally (tenant_id, connection_id, placed_on, class, credited, orders)
      select of_tenant, of_connection, coalesce(a.placed_on, '-infinity'), a.class, a.credited, sum(a.n)
      from (select t.placed_on, t.class, t.credited, 1 as n from truth t union all select b.placed_on, b.class, b.credited, -1 from before b) a
      group by a.placed_on, a.class, a.credited having sum(a.n) <> 0
  ), amounts as materialized (
    select distinct t.order_id, t.placed_on, d.amount_cents from truth t
      join document d on d.tenant_id = of_tenant and d.connection_id = of_connection and d.order_id = any(ids) and d.order_id = t.order_id
  ), amounts_kept as (
    insert into order_amount as o (tenant_id, connection_id, order_id, amount_cents, placed_on)
      select of_tenant, of_connection, a.order_id, a.amount_cents, a.placed_on from amounts a
    on conflict (tenant_id, connection_id, order_id, amount_cents) do update set placed_on = excluded.placed_on
      where o.placed_on is distinct from excluded.placed_on
  ), amounts_gone as (
    delete from order_amount o where o.tenant_id = of_tenant and o.connection_id = of_connection and o.order_id = any(ids)
      and not exists (select from amounts a where a.order_id = o.order_id and a.amount_cents = o.amount_cents)
  )
  insert into booked_tally (tenant_id, connection_id, day, country, orders)
    select of_tenant, of_connection, left(a.at, 10)::date, substr(a.at, 12), sum(a.n)
    from (select unnest(t.booked_on) as at, 1 as n from truth t union all select unnest(b.booked_on), -1 from before b) a
    group by a.at having sum(a.n) <> 0;
end $function$
;

CREATE OR REPLACE FUNCTION public.text_hash(content text)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE
AS $function$
  select encode(sha256(convert_to(content, 'UTF8')), 'hex')
$function$
;

CREATE OR REPLACE FUNCTION public.touch_document()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if new.order_id is null then
    -- What stands in a total stands as the total does.
    insert into order_touched (tenant_id, connection_id, order_id)
      select d.tenant_id, d.connection_id, d.order_id from day_member m
        join document d on d.tenant_id = m.tenant_id and d.document_id = m.document_id
      where m.tenant_id = new.tenant_id and m.total_id = new.document_id and d.order_id is not null;
    return null;
  end if;
  insert into order_touched (tenant_id, connection_id, order_id) values (new.tenant_id, new.connection_id, new.order_id);
  if new.document_date is not null and stands_in_ledger(new.state) <> stands_in_ledger(old.state) then
    perform tally_lines(new, case when stands_in_ledger(new.state) then 1 else -1 end);
  end if;
  return null;
end $function$
;

CREATE OR REPLACE FUNCTION public.touch_many()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  insert into order_touched (tenant_id, connection_id, order_id)
    select c.tenant_id, c.connection_id, c.order_id from changed c where c.order_id is not null;
  return null;
end $function$
;

CREATE OR REPLACE FUNCTION public.touch_order()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  insert into order_touched (tenant_id, connection_id, order_id) values (new.tenant_id, new.connection_id, new.order_id);
  return null;
end $function$
;

CREATE OR REPLACE FUNCTION public.write_document_step()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  -- What is planned anew and was never sent keeps its step; behind that, each change of a figure is one.
  if tg_op = 'UPDATE' and old.state = new.state and (new.state in ('draft', 'ready', 'blocked', 'approval', 'inDay') or
    (old.number, old.amount_cents, old.ledger_cents, old.document_date, old.reference) is not distinct from
    (new.number, new.amount_cents, new.ledger_cents, new.document_date, new.reference)) then
    return null;
  end if;
  insert into document_step (tenant_id, document_id, at, from_state, to_state, event, actor, number, amount_cents, ledger_cents, document_date, reference,
      bytes_hash)
    values (new.tenant_id, new.document_id, new.state_since, case when tg_op = 'UPDATE' then old.state end, new.state, new.last_event, new.last_actor,
      new.number, new.amount_cents, new.ledger_cents, new.document_date, new.reference, new.template_hash);
  return null;
end $function$
;

-- triggers

CREATE TRIGGER token_noted AFTER INSERT OR DELETE OR UPDATE OF token_hash, scope, account_id, expires_at, suspended_at ON public.api_token FOR EACH ROW EXECUTE FUNCTION note_access('token', 'token_id', 'token_hash', 'scope', 'account_id', 'expires_at', 'suspended_at');

CREATE TRIGGER connection_noted AFTER INSERT OR DELETE OR UPDATE OF dossier_id, retailer_id, revision, credentials_version ON public.connection FOR EACH ROW EXECUTE FUNCTION note_access('connection', 'connection_id', 'dossier_id', 'retailer_id', 'revision', 'credentials_version');

CREATE TRIGGER document_added_touches AFTER INSERT ON public.document REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION touch_many();

CREATE TRIGGER document_changed_ends_problems AFTER UPDATE OF state ON public.document FOR EACH ROW WHEN ((old.state IS DISTINCT FROM new.state)) EXECUTE FUNCTION end_document_problems();

CREATE TRIGGER document_changed_touches AFTER UPDATE OF state, amount_cents ON public.document FOR EACH ROW WHEN (((document_standing(old.state, old.sends_of_number) IS DISTINCT FROM document_standing(new.state, new.sends_of_number)) OR (old.amount_cents IS DISTINCT FROM new.amount_cents))) EXECUTE FUNCTION touch_document();

CREATE TRIGGER document_removed_ends_problems AFTER DELETE ON public.document FOR EACH ROW EXECUTE FUNCTION end_document_problems();

CREATE TRIGGER document_removed_touches AFTER DELETE ON public.document REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION touch_many();

CREATE TRIGGER document_step_allowed BEFORE INSERT OR UPDATE OF state ON public.document FOR EACH ROW EXECUTE FUNCTION check_document_step();

CREATE TRIGGER document_step_written AFTER INSERT OR UPDATE OF state ON public.document FOR EACH ROW EXECUTE FUNCTION write_document_step();

CREATE TRIGGER order_added_touches AFTER INSERT ON public.marketplace_order REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION touch_many();

CREATE TRIGGER order_changed_touches AFTER UPDATE OF standing, placed_on ON public.marketplace_order FOR EACH ROW WHEN (((old.standing IS DISTINCT FROM new.standing) OR (old.placed_on IS DISTINCT FROM new.placed_on))) EXECUTE FUNCTION touch_order();

CREATE TRIGGER order_removed_touches AFTER DELETE ON public.marketplace_order REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION touch_many();

CREATE TRIGGER member_noted AFTER INSERT OR DELETE OR UPDATE ON public.membership FOR EACH ROW EXECUTE FUNCTION note_access('member', 'account_id', 'role');

CREATE TRIGGER version_added_touches AFTER INSERT ON public.order_version REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION touch_many();

CREATE TRIGGER passkey_noted AFTER INSERT OR DELETE ON public.passkey FOR EACH ROW EXECUTE FUNCTION note_second_proof();

CREATE TRIGGER second_proof_noted AFTER INSERT OR DELETE OR UPDATE ON public.second_proof FOR EACH ROW EXECUTE FUNCTION note_second_proof();

CREATE TRIGGER webhook_noted AFTER INSERT OR DELETE OR UPDATE OF made_at, account_id, rests_at ON public.webhook FOR EACH ROW EXECUTE FUNCTION note_access('webhook', 'tenant_id', 'made_at', 'account_id', 'rests_at');

-- policies

create policy own_rows on access_token using ((tenant_id = current_tenant())) with check ((tenant_id = current_tenant()));

create policy own_rows on alarm using ((tenant_id = current_tenant())) with check ((tenant_id = current_tenant()));

create policy own_rows on attempt using ((tenant_id = current_tenant())) with check ((tenant_id = current_tenant()));

create policy own_rows on attempt_send using ((tenant_id = current_tenant())) with check ((tenant_id = current_tenant()));

create policy own_rows on balancing using ((tenant_id = current_tenant())) with check ((tenant_id = current_tenant()));

create policy own_rows on balancing_entry using ((tenant_id = current_tenant())) with check ((tenant_id = current_tenant()));

create policy own_rows on bank_balance using ((tenant_id = current_tenant())) with check ((tenant_id = current_tenant()));

create policy own_rows on bank_line using ((tenant_id = current_tenant())) with check ((tenant_id = current_tenant()));

create policy own_rows on bank_poll using ((tenant_id = current_tenant())) with check ((tenant_id = current_tenant()));

create policy own_rows on bank_receipt using ((tenant_id = current_tenant())) with check ((tenant_id = current_tenant()));

create policy own_rows on bank_receipt_invoice using ((tenant_id = current_tenant())) with check ((tenant_id = current_tenant()));

create policy own_rows on booked_tally using ((tenant_id = current_tenant())) with check ((tenant_id = current_tenant()));

create policy own_rows on buyer_relation using ((tenant_id = current_tenant())) with check ((tenant_id = current_tenant()));

create policy own_rows on completeness_check using ((tenant_id = current_tenant())) with check ((tenant_id = current_tenant()));

create policy own_rows on connection using ((tenant_id = current_tenant())) with check ((tenant_id = current_tenant()));

create policy own_rows on connection_secret using ((tenant_id = current_tenant())) with check ((tenant_id = current_tenant()));

create policy own_rows on cross_border_sale using ((tenant_id = current_tenant())) with check ((tenant_id = current_tenant()));

create policy own_rows on day_member using ((tenant_id = current_tenant())) with check ((tenant_id = current_tenant()));

create policy own_rows on document using ((tenant_id = current_tenant())) with check ((tenant_id = current_tenant()));

create policy own_rows on document_step using ((tenant_id = current_tenant())) with check ((tenant_id = current_tenant()));

create policy own_rows on held_record using ((tenant_id = current_tenant())) with check ((tenant_id = current_tenant()));

create policy own_rows on history_import using ((tenant_id = current_tenant())) with check ((tenant_id = current_tenant()));

create policy own_rows on known_relation using ((tenant_id = current_tenant())) with check ((tenant_id = current_tenant()));

create policy own_rows on ledger_copy using ((tenant_id = current_tenant())) with check ((tenant_id = current_tenant()));

create policy own_rows on ledger_journal using ((tenant_id = current_tenant())) with check ((tenant_id = current_tenant()));

create policy own_rows on ledger_rest using ((tenant_id = current_tenant())) with check ((tenant_id = current_tenant()));

create policy own_rows on ledger_sweep using ((tenant_id = current_tenant())) with check ((tenant_id = current_tenant()));

create policy own_rows on mapping_revision using ((tenant_id = current_tenant())) with check ((tenant_id = current_tenant()));

create policy own_rows on marketplace_order using ((tenant_id = current_tenant())) with check ((tenant_id = current_tenant()));

create policy own_rows on marketplace_return using ((tenant_id = current_tenant())) with check ((tenant_id = current_tenant()));

create policy own_rows on marketplace_shipment using ((tenant_id = current_tenant())) with check ((tenant_id = current_tenant()));

create policy own_rows on notice_setting using ((tenant_id = current_tenant())) with check ((tenant_id = current_tenant()));

create policy own_rows on operator_act using ((tenant_id = current_tenant())) with check ((tenant_id = current_tenant()));

create policy own_rows on order_amount using ((tenant_id = current_tenant())) with check ((tenant_id = current_tenant()));

create policy own_rows on order_article using ((tenant_id = current_tenant())) with check ((tenant_id = current_tenant()));

create policy own_rows on order_class using ((tenant_id = current_tenant())) with check ((tenant_id = current_tenant()));

create policy own_rows on order_part using ((tenant_id = current_tenant())) with check ((tenant_id = current_tenant()));

create policy own_rows on order_tally using ((tenant_id = current_tenant())) with check ((tenant_id = current_tenant()));

create policy own_rows on order_touched using ((tenant_id = current_tenant())) with check ((tenant_id = current_tenant()));

create policy own_rows on order_version using ((tenant_id = current_tenant())) with check ((tenant_id = current_tenant()));

create policy own_rows on other_document using ((tenant_id = current_tenant())) with check ((tenant_id = current_tenant()));

create policy own_rows on poll_gap using ((tenant_id = current_tenant())) with check ((tenant_id = current_tenant()));

create policy own_rows on problem using ((tenant_id = current_tenant())) with check ((tenant_id = current_tenant()));

create policy own_rows on return_decision using ((tenant_id = current_tenant())) with check ((tenant_id = current_tenant()));

create policy own_rows on return_list_read using ((tenant_id = current_tenant())) with check ((tenant_id = current_tenant()));

create policy own_rows on settlement using ((tenant_id = current_tenant())) with check ((tenant_id = current_tenant()));

create policy own_rows on settlement_answer using ((tenant_id = current_tenant())) with check ((tenant_id = current_tenant()));

create policy own_rows on settlement_file using ((tenant_id = current_tenant())) with check ((tenant_id = current_tenant()));

create policy own_rows on settlement_order using ((tenant_id = current_tenant())) with check ((tenant_id = current_tenant()));

create policy own_rows on settlement_page using ((tenant_id = current_tenant())) with check ((tenant_id = current_tenant()));

create policy own_rows on settlement_paid using ((tenant_id = current_tenant())) with check ((tenant_id = current_tenant()));

create policy own_rows on settlement_poll using ((tenant_id = current_tenant())) with check ((tenant_id = current_tenant()));

create policy own_rows on settlement_proof using ((tenant_id = current_tenant())) with check ((tenant_id = current_tenant()));

create policy own_rows on settlement_reading using ((tenant_id = current_tenant())) with check ((tenant_id = current_tenant()));

create policy own_rows on settlement_standing using ((tenant_id = current_tenant())) with check ((tenant_id = current_tenant()));

create policy own_rows on sold_article using ((tenant_id = current_tenant())) with check ((tenant_id = current_tenant()));

create policy own_rows on support_message using ((tenant_id = current_tenant())) with check ((tenant_id = current_tenant()));

create policy own_rows on support_request using ((tenant_id = current_tenant())) with check ((tenant_id = current_tenant()));

create policy own_rows on trail_check using ((tenant_id = current_tenant())) with check ((tenant_id = current_tenant()));

create policy own_rows on trail_link using ((tenant_id = current_tenant())) with check ((tenant_id = current_tenant()));

create policy own_rows on trail_seal using ((tenant_id = current_tenant())) with check ((tenant_id = current_tenant()));

create policy own_rows on vat_number_check using ((tenant_id = current_tenant())) with check ((tenant_id = current_tenant()));

create policy own_rows on webhook using ((tenant_id = current_tenant())) with check ((tenant_id = current_tenant()));

create policy own_rows on webhook_delivery using ((tenant_id = current_tenant())) with check ((tenant_id = current_tenant()));

create policy own_rows on wizard_draft using ((tenant_id = current_tenant())) with check ((tenant_id = current_tenant()));
