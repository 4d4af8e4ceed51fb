/** A logical copy of everything, out of one transaction that sees one moment. */
import { Client, escapeIdentifier, escapeLiteral } from 'pg'
import type { Instant } from '../../../domain/calendar.ts'
import { companiesOf, seeCompany, tablesInOrder, type TableFacts } from '../catalogue.ts'
import { copyFormat, writeCopyLine, type CopyHeader } from './copy-format.ts'
import { explained } from '../database-errors.ts'

const rowsAtOnce = 1000

/** Writes text; waits when the reader is slower. */
export type Write = (text: string) => Promise<void>

/**
 * @returns how many rows the copy has. The queue is not in it: its jobs are wake-ups, and the tables say which work is due. @throws
 * DatabaseGone, DatabaseFull
 */
export async function takeCopy(ownerUrl: string, now: Instant, write: Write): Promise<{ rows: number }> {
  const client = new Client({ connectionString: ownerUrl, connectionTimeoutMillis: 10_000 })
  client.on('error', () => undefined)
  try {
    await client.connect()
    await client.query(`begin isolation level repeatable read read only; set local timezone = 'UTC'`)
    const tables = await tablesInOrder(client)
    const header = await headerOf(client, now, tables)
    await write(writeCopyLine({ kind: 'header', header }))
    const tenants = await companiesOf(client)
    let rows = 0
    for (const table of tables) {
      for (const tenantId of table.ofCompany ? tenants : [null])
        rows += await copyTable(client, write, { table, tenantId })
    }
    await write(writeCopyLine({ kind: 'end', rows }))
    await client.query('commit')
    return { rows }
  } catch (error) {
    throw explained(error)
  } finally {
    await client.end().catch(() => undefined)
  }
}

async function headerOf(client: Client, now: Instant, tables: TableFacts[]): Promise<CopyHeader> {
  const installation = await client.query<{ marker: string; sealed: string }>(
    'select marker, fingerprint_key_sealed as sealed from installation',
  )
  const [own] = installation.rows
  if (own === undefined) throw new Error('a database without its installation’s row')
  const applied = await client.query<{ name: string; sha256: string }>(
    'select name, sha256 from migration order by name',
  )
  return {
    format: copyFormat,
    takenAt: new Date(now).toISOString(),
    marker: own.marker,
    fingerprintKeySealed: own.sealed,
    migrations: applied.rows,
    tables: tables.map((table) => table.name),
  }
}

async function copyTable(
  client: Client,
  write: Write,
  { table, tenantId }: { table: TableFacts; tenantId: string | null },
): Promise<number> {
  if (tenantId !== null) await seeCompany(client, tenantId)
  const name = escapeIdentifier(table.name)
  // A superuser sees all companies whatever is set, so the company is named as well.
  const where = tenantId === null ? '' : `where tenant_id = ${escapeLiteral(tenantId)}`
  const columns = table.columns.map((column) => asWritten(table, column)).join(', ')
  await client.query(
    `declare reader no scroll cursor for select row_to_json(t)::text as row from (select ${columns} from ${name} ${where}) t`,
  )
  let count = 0
  for (;;) {
    const { rows } = await client.query<{ row: string }>(`fetch ${rowsAtOnce} from reader`)
    if (rows.length > 0 && count === 0) await write(writeCopyLine({ kind: 'table', table: table.name, tenantId }))
    if (rows.length > 0) await write(rows.map(({ row }) => writeCopyLine({ kind: 'row', row })).join(''))
    count += rows.length
    if (rows.length < rowsAtOnce) break
  }
  await client.query('close reader')
  return count
}

/** A JSON value is written in a list of one: the null of JSON is `[null]`, and the database's null is null. */
function asWritten({ json }: TableFacts, column: string): string {
  const name = escapeIdentifier(column)
  if (!json.includes(column)) return name
  return `case when ${name} is not null then jsonb_build_array(${name}) end as ${name}`
}
