/** Everything that is kept of a company, readable: sealed values are opened, keys and passwords are left out. */
import { sql } from 'kysely'
import type { Secrets } from '../../../ports/secrets.ts'
import type { Database, Session } from '../database.ts'
import { sealedColumns } from './sealed-columns.ts'
import type { Write } from './take-copy.ts'

/** Secrets and signatures are in no export: they give access here, at bol.com or at Octopus, or sign in our name. */
const never = new Set(['connection_secret', 'access_token', 'api_token', 'webhook', 'wizard_draft'])
const rowsAtOnce = 500

export interface CompanyToExport {
  tenantId: string
  name: string
  exportedAt: string
}

/**
 * Writes one JSON document: `{"company", "exportedAt", "tables": {<table>: [<row>, …]}}`; a sealed column is named without `_sealed`.
 * @returns how many rows it has
 */
export async function exportCompany(
  database: Database,
  company: CompanyToExport,
  to: { secrets: Pick<Secrets, 'open'>; write: Write },
): Promise<number> {
  return database.transaction(company.tenantId, async (session) => {
    await session.run(sql`set transaction isolation level repeatable read, read only`)
    const head = JSON.stringify({ company: company.name, exportedAt: company.exportedAt })
    await to.write(`${head.slice(0, -1)},"tables":{`)
    let count = 0
    for (const [index, table] of (await tablesOfCompanies(session)).entries()) {
      await to.write(`${index === 0 ? '' : ','}${JSON.stringify(table)}:[`)
      count += await exportTable(session, { table, tenantId: company.tenantId }, to)
      await to.write(']')
    }
    await to.write('}}\n')
    return count
  })
}

async function tablesOfCompanies(session: Session): Promise<string[]> {
  const rows = await session.rows(sql<{ name: string }>`
    select c.relname as name from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'tenant_id'
    where c.relkind = 'r' and c.relnamespace = current_schema()::regnamespace order by c.relname`)
  return rows.map((row) => row.name).filter((name) => !never.has(name))
}

async function exportTable(
  session: Session,
  { table, tenantId }: { table: string; tenantId: string },
  { secrets, write }: { secrets: Pick<Secrets, 'open'>; write: Write },
): Promise<number> {
  const sealed = sealedColumns.filter((column) => column.table === table)
  const contexts =
    sealed.length === 0 ? sql`array[]::text[]` : sql`array[${sql.join(sealed.map((column) => column.context))}]`
  await session.run(sql`declare reader no scroll cursor for
    select to_json(t) as row, ${contexts} as contexts from ${sql.table(table)} t where tenant_id = ${sql.lit(tenantId)}`)
  let count = 0
  for (;;) {
    const rows = await session.rows(
      sql<{ row: Record<string, unknown>; contexts: string[] }>`fetch ${sql.lit(rowsAtOnce)} from reader`,
    )
    for (const { row, contexts: bound } of rows) {
      for (const [index, { column }] of sealed.entries()) {
        const value = row[column]
        delete row[column]
        row[column.replace(/_sealed$/u, '')] =
          typeof value === 'string' ? secrets.open(value, bound[index] ?? '') : null
      }
      await write(`${count === 0 ? '' : ','}\n${JSON.stringify(row)}`)
      count += 1
    }
    if (rows.length < rowsAtOnce) break
  }
  await session.run(sql`close reader`)
  return count
}
