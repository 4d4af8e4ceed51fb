/** Goal: of one name there is one at work, in one process or several; a name is free again at the end, after a failure, and after a death. */
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../../../../test/support/test-database.ts'
import { openDatabase, type Database } from '../database.ts'
import { joinProcesses, type Processes } from './processes.ts'

let made: TestDatabase
const databases: Database[] = []
let one: Processes
let other: Processes

async function join(name: string): Promise<Processes> {
  const database = openDatabase(made.ownerUrl)
  databases.push(database)
  return joinProcesses(database, name)
}

beforeAll(async () => {
  made = await createTestDatabase()
  one = await join('one')
  other = await join('other')
})
afterAll(async () => {
  await one.leave()
  await other.leave()
  for (const database of databases) await database.close()
  await made.drop()
})

const nothing = (): Promise<string> => Promise.resolve('done')

it('lets one work under a name, and others under other names', async () => {
  const answers = await one.exclusively('shop', async () => [
    await one.exclusively('shop', nothing),
    await other.exclusively('shop', nothing),
    await one.exclusively('another shop', nothing),
    await other.exclusively('third shop', nothing),
  ])
  const done = { kind: 'done', value: 'done' }
  expect(answers).toEqual({ kind: 'done', value: [{ kind: 'busy' }, { kind: 'busy' }, done, done] })
  expect(await other.exclusively('shop', nothing)).toEqual(done)
  expect(await one.exclusively('shop', nothing)).toEqual(done)
})

it('is free after work that failed', async () => {
  await expect(one.exclusively('shop', () => Promise.reject(new Error('full')))).rejects.toThrow('full')
  expect(await other.exclusively('shop', nothing)).toMatchObject({ kind: 'done' })
})

it('is free for others once the session is lost, and taken up again by the same process', async () => {
  const third = await join('third')
  await third.exclusively('shop', async () => {
    expect(await one.exclusively('shop', nothing)).toEqual({ kind: 'busy' })
    await databases[0]?.session.rows(sql`select pg_terminate_backend(pid) from pg_locks where locktype = 'advisory'
      and classid = (hashtextextended('process third', 0) >> 32)::int::oid`)
    await expect.poll(() => one.exclusively('shop', nothing)).toMatchObject({ kind: 'done' })
    // At once, also where the loss was not noticed yet.
    expect(await third.exclusively('another shop', nothing)).toMatchObject({ kind: 'done' })
  })
  expect(await third.exclusively('shop', nothing)).toMatchObject({ kind: 'done' })
  await third.leave()
})
