/** Goal: a transaction costs no statement and no wait that nothing hangs on, and a failure is told as before. */
import { sql } from 'kysely'
import { Client } from 'pg'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { sentDuring } from '../../../test/support/counted-statements.ts'
import { createTestDatabase, type TestDatabase } from '../../../test/support/test-database.ts'
import { DatabaseGone } from './database-errors.ts'
import { openDatabase, type Database, type Session } from './database.ts'
import { onlyReads, readingFunctions } from './reads.ts'

const tenantId = '6f0e4b43-9a5e-4f5d-8a1b-7c110d4c1e1c'
const begin = `begin; set local tentakel.tenant = '${tenantId}'`
const read = (session: Session) => session.rows(sql<{ one: number }>`select count(*)::int as one from (select 1) t`)
const write = (session: Session) => session.run(sql`create temporary table if not exists written (n int)`)
let test: TestDatabase
let owner: Client
let database: Database

beforeAll(async () => {
  test = await createTestDatabase()
  owner = new Client({ connectionString: test.ownerUrl })
  await owner.connect()
  database = openDatabase(test.ownerUrl, { connectionsMax: 1, applicationName: 'seen' })
})
afterAll(async () => {
  await database.close()
  await owner.end()
  await test.drop()
})

/** Ends the sessions of `database` at the server, and waits until they are gone. */
async function cutOff(): Promise<void> {
  const others = `from pg_stat_activity where datname = current_database() and application_name = 'seen'`
  await owner.query(`select pg_terminate_backend(pid) ${others}`)
  while ((await owner.query(`select ${others}`)).rowCount !== 0) await new Promise((resolve) => setTimeout(resolve, 20))
}

it('one that asks nothing sends nothing', async () => {
  let heard = 0
  database.onAnswer(() => (heard += 1))
  const sent = await sentDuring(() => database.transaction(tenantId, () => Promise.resolve(1)))
  expect(sent.statements).toEqual([])
  // The server said nothing, so nothing is known of it.
  expect(heard).toBe(0)
  await database.transaction(tenantId, read)
  expect(heard).toBe(1)
})

it('one that only read is not waited for; the next one leaves behind its commit', async () => {
  const order: string[] = []
  const sent = await sentDuring(
    async () => {
      await database.transaction(tenantId, read)
      order.push('read')
      await database.transaction(tenantId, write)
      order.push('written')
    },
    (text) => void (text === 'commit' && order.push('committed')),
  )
  expect(order).toEqual(['read', 'committed', 'committed', 'written'])
  expect(sent.statements.filter((text) => !/count|temporary/u.test(text))).toEqual([begin, 'commit', begin, 'commit'])
})

it('one that went on after a failure is a defect, though it only read', async () => {
  const work = async (session: Session) => {
    await session.rows(sql`select 1 / (count(*) - 1) as none from (select 1) t`).catch(() => undefined)
  }
  await expect(database.transaction(tenantId, work)).rejects.toThrow('one of its statements had failed')
})

it('a connection that is lost in the middle is told as that, and what was read before it counts', async () => {
  const then = (asks: (session: Session) => Promise<unknown>, more: (session: Session) => Promise<unknown>) =>
    database.transaction(tenantId, async (session) => {
      await asks(session)
      await cutOff()
      return more(session)
    })
  await expect(then(read, read)).rejects.toThrow(DatabaseGone)
  await expect(then(write, () => Promise.resolve('unsure'))).rejects.toThrow(DatabaseGone)
  expect(await then(read, () => Promise.resolve('read'))).toBe('read')
  expect(await database.transaction(tenantId, read)).toEqual([{ one: 1 }])
})

it('what may write or lock does not count as reading', async () => {
  expect(onlyReads('select a, count(*) from t where b in (1) and exists (select from u) order by a')).toBe(true)
  expect(onlyReads('with a as (select 1) select updated_at from a')).toBe(true)
  expect(onlyReads('select s.n from unnest($1::int[]) as s(n)')).toBe(true)
  for (const text of [
    'select sealed from access_token where name = $1 for update',
    'select 1 from t for key share',
    'select granted from take_calls($1)',
    'select pg_advisory_xact_lock_shared(1)',
    'select pg_catalog.nextval (1)',
    'with a as (delete from t returning n) select n from a',
    'select 1 into t',
    'update t set n = 1',
  ])
    expect(onlyReads(text), text).toBe(false)
  const { rows } = await owner.query<{ name: string }>(
    `select distinct proname as name from pg_proc where provolatile = 'v' and proname = any($1)`,
    [[...readingFunctions]],
  )
  expect(rows).toEqual([])
})
