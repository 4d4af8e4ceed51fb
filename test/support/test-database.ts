/** A database of its own for a test file: a copy of the migrated template. */
import { randomUUID } from 'node:crypto'
import { Client } from 'pg'
import { inject } from 'vitest'
import { appPassword, templateName } from './database.ts'

export interface TestDatabase {
  /** Superuser; row-level security does not apply to it. */
  ownerUrl: string
  /** Password of the application's role, the same in all test databases. */
  appPassword: string
  /** Ends all connections and removes the database. For `afterAll`. */
  drop(): Promise<void>
}

export async function createTestDatabase(): Promise<TestDatabase> {
  const serverUrl = inject('databaseOwnerUrl')
  const name = `test_${randomUUID().replaceAll('-', '')}`
  await run(serverUrl, `create database ${name} template ${templateName}`)
  const ownerUrl = new URL(serverUrl)
  ownerUrl.pathname = `/${name}`
  return { ownerUrl: ownerUrl.href, appPassword, drop: () => run(serverUrl, `drop database ${name} with (force)`) }
}

async function run(url: string, statement: string): Promise<void> {
  const client = new Client({ connectionString: url })
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}

/** All rows of all tables, the queue's too, as text: for a search of what must not stand there. */
export async function wholeDatabase(ownerUrl: string): Promise<string> {
  const client = new Client({ connectionString: ownerUrl })
  await client.connect()
  try {
    const { rows: tables } = await client.query<{ name: string }>(
      `select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname in ('public', 'pgboss')`,
    )
    const texts: string[] = []
    for (const { name } of tables) {
      const { rows } = await client.query<{ row: string }>(`select row_to_json(t)::text as row from ${name} t`)
      texts.push(...rows.map(({ row }) => row))
    }
    return texts.join('\n')
  } finally {
    await client.end()
  }
}
