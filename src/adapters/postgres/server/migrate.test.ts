/** Goal: a database is brought up to date once, and a program that does not fit it says so and changes nothing. */
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { Client } from 'pg'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../../../../test/support/test-database.ts'
import { migrate, type MigrateOptions } from './migrate.ts'

const own = path.resolve(import.meta.dirname, '../../../../migrations')
let empty: TestDatabase
let name: string

beforeAll(async () => {
  empty = await createTestDatabase()
  name = `fresh_${Date.parse('2026-11-24')}_${process.pid}`
  await query(empty.ownerUrl, `create database ${name}`)
})
afterAll(async () => {
  await query(empty.ownerUrl, `drop database ${name} with (force)`)
  await empty.drop()
})

async function query(url: string, statement: string): Promise<unknown[]> {
  const client = new Client({ connectionString: url })
  await client.connect()
  try {
    return (await client.query(statement)).rows as unknown[]
  } finally {
    await client.end()
  }
}

function options(change: Partial<MigrateOptions> = {}): MigrateOptions {
  const url = new URL(empty.ownerUrl)
  url.pathname = `/${name}`
  return {
    ownerUrl: url.href,
    appRole: 'tentakel_migrate',
    appPassword: 'secret',
    now: Date.parse('2026-11-24T10:00:00Z'),
    ...change,
  }
}

/** The program's own migrations with something changed. */
function folderWith(change: (folder: string) => void): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'tentakel-migrations-'))
  for (const file of readdirSync(own)) writeFileSync(path.join(folder, file), readFileSync(path.join(own, file)))
  change(folder)
  return folder
}

it('applies what is new, once, also when several processes start at the same moment', async () => {
  const answers = await Promise.all([migrate(options()), migrate(options()), migrate(options())])
  const applied = answers.flatMap((answer) => (answer.kind === 'ok' ? answer.applied : [`${answer.kind}`]))
  expect(applied).toEqual(readdirSync(own).filter((file) => /^\d{4}_.*\.sql$/u.test(file)))
  expect(await migrate(options())).toMatchObject({ kind: 'ok', applied: [] })
})

it('lets the application in as a role that cannot make tables', async () => {
  const answer = await migrate(options())
  if (answer.kind !== 'ok') throw new Error(answer.kind)
  await expect(query(answer.appUrl, 'create table x (y int)')).rejects.toThrow('permission denied')
})

it('refuses a database that a newer program used', async () => {
  const newer = folderWith((folder) =>
    writeFileSync(path.join(folder, '9999_later.sql'), 'create table later (x int);'),
  )
  expect(await migrate(options({ migrationsFolder: newer }))).toMatchObject({ kind: 'ok', applied: ['9999_later.sql'] })
  expect(await migrate(options())).toMatchObject({ kind: 'newerSchema' })
})

it('refuses a migration whose text is not the one that was applied', async () => {
  const changed = folderWith((folder) => {
    writeFileSync(path.join(folder, '0001_start.sql'), 'select 1;')
    writeFileSync(path.join(folder, '9999_later.sql'), 'create table later (x int);')
  })
  expect(await migrate(options({ migrationsFolder: changed }))).toMatchObject({ kind: 'changedMigration' })
})

it('a connection of before kinds is one of bol.com and Octopus, read on from where it stood', async () => {
  const before = `before_${name}`
  await query(empty.ownerUrl, `create database ${before}`)
  try {
    const url = new URL(empty.ownerUrl)
    url.pathname = `/${before}`
    const at = { ownerUrl: url.href }
    const old = folderWith((folder) => {
      for (const file of readdirSync(folder)) if (file >= '0106') rmSync(path.join(folder, file))
    })
    expect(await migrate(options({ ...at, migrationsFolder: old }))).toMatchObject({ kind: 'ok' })
    const tenant = '00000000-0000-4000-8000-000000000001'
    await query(
      url.href,
      `insert into tenant (tenant_id, name, created_at) values ('${tenant}', 'Winkel', '2026-11-24');
       insert into connection (tenant_id, connection_id, name, state, dossier_id, revision, created_at, polled_until, swept_on) values
       ('${tenant}', '00000000-0000-4000-8000-000000000002', 'a', 'active', 1, 1, '2026-11-24', '2026-11-24T10:00:00.5+01:00', '2026-11-24'),
       ('${tenant}', '00000000-0000-4000-8000-000000000003', 'b', 'active', 1, 1, '2026-11-24', '2026-11-24T10:00:00+01:00', null),
       ('${tenant}', '00000000-0000-4000-8000-000000000004', 'c', 'active', 1, 1, '2026-11-24', null, null)`,
    )
    expect(await migrate(options(at))).toMatchObject({ kind: 'ok' })
    const kinds = { source: 'bol', ledger: 'octopus' }
    expect(
      await query(url.href, 'select source, ledger, source_cursor as cursor from connection order by name'),
    ).toEqual([
      { ...kinds, cursor: '2026-11-24T09:00:00.500Z 2026-11-24' },
      { ...kinds, cursor: '2026-11-24T09:00:00.000Z' },
      { ...kinds, cursor: null },
    ])
  } finally {
    await query(empty.ownerUrl, `drop database ${before} with (force)`)
  }
})
