/** Goal: what an upgrade is told of a database is so, and asking changes nothing. Method: a migrated database, made older, and newer. */
import { Client } from 'pg'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createTestDatabase, wholeDatabase, type TestDatabase } from '../../../../test/support/test-database.ts'
import { noteCopy, readUpgradeFacts } from './upgrade-facts.ts'

let database: TestDatabase

beforeAll(async () => {
  database = await createTestDatabase()
  // The first start of an installation makes its row.
  await change(`insert into installation (marker, fingerprint_key_sealed, created_at) values ('one', 'x', now())
    on conflict (only_one) do nothing`)
})
afterAll(() => database.drop())

async function change(statement: string, applicationName = 'psql'): Promise<void> {
  const client = new Client({ connectionString: database.ownerUrl, application_name: applicationName })
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}

it('nothing is to be done where the database is this program’s', async () => {
  const before = await wholeDatabase(database.ownerUrl)
  const facts = await readUpgradeFacts(database.ownerUrl)
  expect(facts).toMatchObject({
    schema: { pending: [], alone: [], unknown: [], changed: null },
    processes: 0,
    jobsRunning: 0,
    copiedAt: null,
  })
  expect(facts.databaseBytes).toBeGreaterThan(1_000_000)
  expect(await wholeDatabase(database.ownerUrl)).toBe(before)
})

it('a process of ours is seen, and neither its queue nor its sign at the database is a second one', async () => {
  const ours = ['tentakel 1', 'tentakel queue', 'tentakel presence'].map(
    (name) => new Client({ connectionString: database.ownerUrl, application_name: name }),
  )
  for (const client of ours) await client.connect()
  expect(await readUpgradeFacts(database.ownerUrl)).toMatchObject({ processes: 1 })
  for (const client of ours) await client.end()
})

it('a copy that was found good is known by its moment', async () => {
  await noteCopy(database.ownerUrl, Date.parse('2026-11-29T02:20:00Z'))
  expect(await readUpgradeFacts(database.ownerUrl)).toMatchObject({ copiedAt: Date.parse('2026-11-29T02:20:00Z') })
})

it('an older database names the steps to come, also before it knew of copies', async () => {
  await change(`delete from migration where name in ('0130_last_copy.sql', '0014_approval_from_the_start.sql');
    alter table installation drop column copied_at`)
  expect(await readUpgradeFacts(database.ownerUrl)).toMatchObject({
    schema: {
      pending: ['0014_approval_from_the_start.sql', '0130_last_copy.sql'],
      alone: ['0014_approval_from_the_start.sql'],
      unknown: [],
    },
    copiedAt: null,
  })
})

it('a newer database, and a step that was changed, are told', async () => {
  await change(`insert into migration (name, sha256, applied_at) values ('9999_later.sql', 'x', now());
    update migration set sha256 = 'other' where name = '0001_start.sql'`)
  expect(await readUpgradeFacts(database.ownerUrl)).toMatchObject({
    schema: { unknown: ['9999_later.sql'], changed: '0001_start.sql' },
  })
})
