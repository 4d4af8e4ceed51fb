-- 0261_office_orders.sql. Why: whoever keeps the books of many finds an order by its number without knowing whose it is.
-- Older workers may keep running: yes. Backfill: none. Undo: drop function office_orders.

-- Orders of these companies whose number is the text, or has it as a part of four characters or more. As office_lines, each company is read
-- as itself: the policies hold in here as they do everywhere. At most `rows_max` for each company, a whole number first.
create function office_orders(tenants uuid[], wanted text, rows_max integer) returns setof jsonb
language plpgsql set plan_cache_mode = force_generic_plan set enable_seqscan = off as $$
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
end $$;
