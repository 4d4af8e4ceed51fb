-- 0024_notices.sql. Why: a person hears of what stops the books by mail or webhook, and once a day how the books stand. A mail or a
-- call is written in the transaction that makes it necessary, and sent by a job.
-- Older workers may keep running: yes; they send nothing. Backfill: none; without a row all alarms are on.
-- Undo: drop table webhook_delivery, webhook, mail, digest_made, alarm, notice_setting.

-- Per connection: which alarms are off, when a digest is wanted, and the language of the mails.
create table notice_setting (
  tenant_id uuid not null default current_tenant(),
  connection_id uuid not null,
  alarms_off text[] not null default '{}',
  digest text not null check (digest in ('off', 'whenNeeded', 'daily')),
  language text not null check (language in ('nl', 'fr', 'en')),
  primary key (tenant_id, connection_id)
);

-- An episode goes from the moment something is wrong to the moment it is over; wrong again is the next episode.
create table alarm (
  tenant_id uuid not null default current_tenant(),
  connection_id uuid not null,
  kind text not null,
  subject text not null,
  episode integer not null,
  raised_at timestamptz not null,
  cleared_at timestamptz,
  primary key (tenant_id, connection_id, kind, subject, episode)
);
create unique index alarm_open_once on alarm (tenant_id, connection_id, kind, subject) where cleared_at is null;

-- Days whose digest was decided, also where there was nothing to say. Of the installation: a person has one digest, of all his companies.
create table digest_made (
  day date primary key
);

-- Mails to send. Of the installation: a mail is a person's, who may belong to several companies or to none yet. Who gets it and what it
-- says is sealed; no buyer stands in any. They go after 30 days.
create table mail (
  mail_id uuid primary key,
  kind text not null check (kind in ('alarm', 'digest', 'test', 'account', 'support')),
  dedupe_key text not null unique,
  language text not null check (language in ('nl', 'fr', 'en')),
  recipient_sealed text not null,
  subject_sealed text not null,
  body_sealed text not null,
  created_at timestamptz not null,
  next_try_at timestamptz not null,
  tries integer not null default 0,
  last_failure text,
  sent_at timestamptz,
  given_up_at timestamptz
);
create index mail_due on mail (next_try_at) where sent_at is null and given_up_at is null;
create index mail_newest on mail (created_at desc, mail_id);

-- One per company. Its address may carry a key of the other side, so it is sealed like the secret.
create table webhook (
  tenant_id uuid primary key default current_tenant(),
  url_sealed text not null,
  secret_sealed text not null,
  made_at timestamptz not null,
  -- Switched off by itself: nothing was taken for a day.
  off_at timestamptz,
  off_reason text
);

create table webhook_delivery (
  tenant_id uuid not null default current_tenant(),
  delivery_id uuid not null,
  event text not null,
  dedupe_key text not null,
  -- JSON, exactly as it is signed and sent; no person in it.
  body text not null,
  created_at timestamptz not null,
  next_try_at timestamptz not null,
  tries integer not null default 0,
  last_failure text,
  sent_at timestamptz,
  given_up_at timestamptz,
  primary key (tenant_id, delivery_id),
  unique (tenant_id, dedupe_key)
);
create index webhook_delivery_due on webhook_delivery (tenant_id, next_try_at) where sent_at is null and given_up_at is null;

do $$
declare name text;
begin
  foreach name in array array['notice_setting', 'alarm', 'webhook', 'webhook_delivery'] loop
    execute format('alter table %I enable row level security', name);
    execute format('alter table %I force row level security', name);
    execute format('create policy own_rows on %I using (tenant_id = current_tenant()) with check (tenant_id = current_tenant())', name);
  end loop;
end $$;
