/** The facts about a database that an upgrade needs, read without changing anything in it: the program that asks may be newer or older. */
import { Client } from 'pg'
import type { Instant } from '../../../domain/calendar.ts'
import { explained } from '../database-errors.ts'
import { at, valueTypes } from '../values.ts'
import { compareMigrations } from './migrate.ts'
import { presenceName } from './embedded.ts'
import { queueSchema } from './queue-schema.ts'

export interface UpgradeFacts {
  /** `pending`: this program would apply them; `alone`: those of them beside which no older worker may run. `unknown`: of a newer program. */
  schema: { pending: string[]; alone: string[]; unknown: string[]; changed: string | null }
  databaseBytes: number
  /** Sessions of other processes of ours. */
  processes: number
  jobsRunning: number
  /** When a copy was last made and found good; null: never. */
  copiedAt: Instant | null
}

/** @throws DatabaseGone, DatabaseRefuses */
export async function readUpgradeFacts(ownerUrl: string): Promise<UpgradeFacts> {
  const client = new Client({ connectionString: ownerUrl, connectionTimeoutMillis: 10_000, types: valueTypes })
  client.on('error', () => undefined)
  try {
    await client.connect()
    await client.query('begin read only')
    const one = async <T>(text: string): Promise<T | null> =>
      (await client.query<{ value: T }>(text)).rows[0]?.value ?? null
    // An empty database has no tables yet, an older one not all of them.
    const has = async (table: string): Promise<boolean> =>
      (await one(`select to_regclass('${table}') is not null as value`)) === true
    const applied = (await has('migration'))
      ? (await client.query<{ name: string; sha256: string }>('select name, sha256 from migration')).rows
      : []
    const copies = await one(`select true as value from pg_attribute
      where attrelid = to_regclass('installation') and attname = 'copied_at' and not attisdropped`)
    return {
      schema: compareMigrations(new Map(applied.map((row) => [row.name, row.sha256]))),
      databaseBytes: Number(await one('select pg_database_size(current_database())::text as value')),
      processes:
        (await one<number>(`select count(distinct application_name)::int as value from pg_stat_activity
          where datname = current_database() and application_name like 'tentakel %' and application_name not in ('tentakel queue', '${presenceName}')`)) ??
        0,
      jobsRunning: (await has(`${queueSchema}.job`))
        ? ((await one<number>(`select count(*)::int as value from ${queueSchema}.job where state = 'active'`)) ?? 0)
        : 0,
      copiedAt: copies === null ? null : await one<Instant>('select copied_at as value from installation'),
    }
  } catch (error) {
    throw explained(error)
  } finally {
    await client.end().catch(() => undefined)
  }
}

/** @param when the moment that the copy shows */
export async function noteCopy(ownerUrl: string, when: Instant): Promise<void> {
  const client = new Client({ connectionString: ownerUrl, connectionTimeoutMillis: 10_000 })
  client.on('error', () => undefined)
  try {
    await client.connect()
    await client.query('update installation set copied_at = $1', [at(when)])
  } catch (error) {
    throw explained(error)
  } finally {
    await client.end().catch(() => undefined)
  }
}
