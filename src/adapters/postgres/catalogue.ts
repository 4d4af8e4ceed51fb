/** Facts about our tables from the database's own catalogue: their names, which belong to companies, and which refers to which. */
import { type Client, escapeIdentifier } from 'pg'

export interface TableFacts {
  name: string
  /** Rows of companies, under row-level security. */
  ofCompany: boolean
  columns: string[]
  /** Columns that refuse null. */
  required: string[]
  /** Columns of JSON, whose own null is not the database's. */
  json: string[]
}

/** Returns our tables without the table of migrations; a table comes after those to which it refers. */
export async function tablesInOrder(client: Client): Promise<TableFacts[]> {
  const { rows } = await client.query<TableFacts & { refersTo: string[] }>(`
    select c.relname as name, c.relrowsecurity as "ofCompany",
      (select array_agg(a.attname::text order by a.attnum) from pg_attribute a
        where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = '') as columns,
      (select coalesce(array_agg(a.attname::text), '{}') from pg_attribute a
        where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attnotnull) as required,
      (select coalesce(array_agg(a.attname::text), '{}') from pg_attribute a
        where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
          and a.atttypid in ('json'::regtype, 'jsonb'::regtype)) as json,
      coalesce((select array_agg(distinct t.relname::text) from pg_constraint k join pg_class t on t.oid = k.confrelid
        where k.conrelid = c.oid and k.contype = 'f' and k.confrelid <> c.oid), '{}') as "refersTo"
    from pg_class c
    where c.relkind = 'r' and c.relnamespace = current_schema()::regnamespace and c.relname <> 'migration'
    order by c.relname`)
  const ordered: TableFacts[] = []
  const left = new Map(rows.map((row) => [row.name, row]))
  while (left.size > 0) {
    const free = [...left.values()].filter((row) => row.refersTo.every((name) => !left.has(name)))
    if (free.length === 0) throw new Error(`tables refer to each other in a circle: ${[...left.keys()].join(', ')}`)
    for (const { refersTo: _, ...table } of free) {
      ordered.push(table)
      left.delete(table.name)
    }
  }
  return ordered
}

export async function companiesOf(client: Client): Promise<string[]> {
  const { rows } = await client.query<{ id: string }>('select tenant_id as id from tenant order by tenant_id')
  return rows.map((row) => row.id)
}

/** Until the transaction ends, for a role that row-level security holds for. */
export async function seeCompany(client: Client, tenantId: string): Promise<void> {
  await client.query(`select set_config('tentakel.tenant', $1, true)`, [tenantId])
}

/** Sessions of other processes of ours on this database: who works must stop before its rows are exchanged. */
export async function othersAtWork(client: Client, appRole: string): Promise<number> {
  const { rows } = await client.query<{ others: number }>(
    `select count(*)::int as others from pg_stat_activity
     where datname = current_database() and pid <> pg_backend_pid() and usename = $1`,
    [appRole],
  )
  return rows[0]?.others ?? 0
}

export function quoted(names: string[]): string {
  return names.map(escapeIdentifier).join(', ')
}
