/**
 * Wraps every sealed value again under the current key, a batch per transaction: cut off at any moment, all values stay readable
 * with the current key and the old ones together, and the next run does what is left.
 */
import { sql } from 'kysely'
import type { Database, Session } from '../database.ts'
import { sealedColumns, sealedOfInstallation, type SealedColumn } from './sealed-columns.ts'

export interface Rewrapping {
  rewrap(sealed: string, context: string): string
  /** How values of the current key begin. */
  currentPrefix: string
}

const batchSize = 500

/** @returns how many values were wrapped again. Throws a Defect on a value that none of the keys opens; nothing of its batch is changed. */
export async function rotateKeys(database: Database, tenantIds: string[], keys: Rewrapping): Promise<number> {
  let count = 0
  for (const tenantId of tenantIds)
    for (const column of sealedColumns) count += await rotateColumn(database, column, { tenantId, keys })
  for (const column of sealedOfInstallation)
    count += await rotateColumn(database, column, { tenantId: noCompany, keys })
  return count
}

/** Sees no company's rows. */
const noCompany = '00000000-0000-0000-0000-000000000000'

async function rotateColumn(
  database: Database,
  column: SealedColumn,
  { tenantId, keys }: { tenantId: string; keys: Rewrapping },
): Promise<number> {
  let count = 0
  for (;;) {
    const done = await database.transaction(tenantId, (session) => rewrapBatch(session, column, keys))
    count += done
    if (done < batchSize) return count
  }
}

async function rewrapBatch(session: Session, { table, column, context }: SealedColumn, keys: Rewrapping) {
  const name = sql.table(table)
  const value = sql.ref(column)
  const rows = await session.rows(sql<{ place: string; sealed: string; context: string }>`
    select ctid::text as place, ${value} as sealed, ${context} as context from ${name}
    where ${value} is not null and not starts_with(${value}, ${keys.currentPrefix}) limit ${batchSize} for update`)
  if (rows.length === 0) return 0
  const places = rows.map((row) => row.place)
  const wrapped = rows.map((row) => keys.rewrap(row.sealed, row.context))
  await session.run(sql`update ${name} t set ${value} = r.sealed
    from unnest(${places}::text[], ${wrapped}::text[]) as r(place, sealed) where t.ctid = r.place::tid`)
  return rows.length
}

/** Last of all: as long as it opens with an old key only, that key is still needed. */
export async function rotateFingerprintKey(session: Session, rewrap: (sealed: string) => string): Promise<void> {
  const [row] = await session.rows(sql<{ sealed: string }>`select fingerprint_key_sealed as sealed from installation`)
  if (row !== undefined)
    await session.run(
      sql`update installation set fingerprint_key_sealed = ${rewrap(row.sealed)} where fingerprint_key_sealed = ${row.sealed}`,
    )
}
