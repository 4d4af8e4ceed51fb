/** Removes a company: every row of its own, in one transaction. Booked documents stay in its ledger. */
import { Client, escapeIdentifier } from 'pg'
import { seeCompany, tablesInOrder } from '../catalogue.ts'
import { explained } from '../database-errors.ts'
import { queueSchema } from '../server/queue-schema.ts'

/** @param ownerUrl only the owner may remove what the application may only add
 *  @returns how many rows are gone
 *  @throws DatabaseGone, DatabaseFull */
export async function eraseCompany(ownerUrl: string, tenantId: string): Promise<number> {
  const client = new Client({ connectionString: ownerUrl, connectionTimeoutMillis: 10_000 })
  client.on('error', () => undefined)
  try {
    await client.connect()
    await client.query('begin')
    await seeCompany(client, tenantId)
    let rows = 0
    // An account without any company left is removed; the operator's stays.
    const members = await client.query<{ id: string }>('select account_id as id from membership where tenant_id = $1', [
      tenantId,
    ])
    for (const { name, columns } of (await tablesInOrder(client)).toReversed()) {
      if (!columns.includes('tenant_id')) continue
      const table = escapeIdentifier(name)
      await client.query(`alter table ${table} disable trigger user`)
      rows += (await client.query(`delete from ${table} where tenant_id = $1`, [tenantId])).rowCount ?? 0
      await client.query(`alter table ${table} enable trigger user`)
    }
    const alone = await client.query(
      `delete from account a where a.account_id = any($1::uuid[]) and a.role <> 'operator'
        and not exists (select from membership m where m.account_id = a.account_id)`,
      [members.rows.map(({ id }) => id)],
    )
    rows += alone.rowCount ?? 0
    await client.query(`delete from ${queueSchema}.job where data->>'tenantId' = $1`, [tenantId])
    await client.query('commit')
    return rows
  } catch (error) {
    throw explained(error)
  } finally {
    await client.end().catch(() => undefined)
  }
}
