-- 0172_present_books.sql. Why: a connection may be pointed at another dossier; numbers of the books that it left must not be matched in the new ones.
-- Older workers may keep running: yes. Backfill: none. Undo: drop function in_present_books.

create function in_present_books(d document) returns boolean language sql stable as $$
  select exists (select from connection c
    where c.tenant_id = d.tenant_id and c.connection_id = d.connection_id and c.dossier_id = d.dossier_id)
$$;
