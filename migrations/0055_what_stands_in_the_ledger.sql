-- 0055_what_stands_in_the_ledger.sql. Why: sums showed what was asked of an invoice, and not what the ledger made of it; and what it holds of a
-- document that somebody changed was known in one total only.
-- Older workers may keep running: yes, they leave the column empty. Backfill: none, invoices made before show what was asked.
-- Undo: alter table document drop column ledger_sums; the two functions as in 0027 and 0035.

-- What was read of it in the ledger, per VAT code and signed: [{vatCode, baseCents, vatCents}]. Null: as it was planned.
alter table document add column ledger_sums jsonb;

-- Of an invoice, what the ledger computes stands on its lines, where that is another net or VAT.
create or replace function tally_lines(document document, times integer) returns void language sql as $$
  insert into booked_tally (tenant_id, connection_id, day, country, vat_code, treatment, rate_bp, gross_cents, net_cents, vat_cents)
    select document.tenant_id, document.connection_id, document.document_date, coalesce(l.country, ''), coalesce(l."vatCode", ''),
      coalesce(l.treatment, ''), coalesce(l."rateBp", 0), coalesce(sum(s.net + s.vat), 0) * sign, coalesce(sum(s.net), 0) * sign,
      coalesce(sum(s.vat), 0) * sign
    from jsonb_to_recordset(document.plan -> 'lines') as l(country text, "vatCode" text, treatment text, "rateBp" int, "netCents" bigint,
      "vatCents" bigint, "invoiceNetCents" bigint, "invoiceVatCents" bigint),
      lateral (select coalesce(l."invoiceNetCents", l."netCents") as net, coalesce(l."invoiceVatCents", l."vatCents") as vat) s,
      (select case when document.kind = 'creditNote' then -1 else 1 end * times as sign) t
    group by 4, 5, 6, 7, sign
$$;

create or replace function recount_company(of_tenant uuid) returns void language plpgsql as $$
begin
  delete from order_touched where tenant_id = of_tenant;
  delete from order_class where tenant_id = of_tenant;
  delete from order_amount where tenant_id = of_tenant;
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
end $$;
