-- 0212_office_plan.sql. Why: where statistics were old, the list of all dossiers read all orders of a company to price those that wait, and all
-- documents to find the few that differ. Each is looked up by its own index now, whatever the plan was made for.
-- Older workers may keep running: yes. Backfill: none. Undo: put office_lines of 0211 back.

-- One line per connection of these companies, in their order. Each company is read as itself, one after the other: the policies hold in here as
-- they do everywhere. `quiet`: codes of problems that hold up no order. Plans are made once for all of them, and for companies of any size: each table is read by its index.
create or replace function office_lines(tenants uuid[], last_month date, this_month date, days_from date, quiet text[], counted_max integer) returns setof jsonb
language plpgsql set plan_cache_mode = force_generic_plan set enable_seqscan = off as $$
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
end $$;
