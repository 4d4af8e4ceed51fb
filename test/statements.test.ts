/**
 * Goal: no statement waits for its first user to find out that PostgreSQL does not take it.
 * Method: every method is called on a real server; then each `sql` template in the adapter's files must have been built, both
 * branches of a conditional fragment too. A new statement fails here until a call of it is added.
 */
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { Client } from 'pg'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { callsOfInstallation } from './support/statement-calls-installation.ts'
import { callsOfSettlements } from './support/statement-calls-settlements.ts'
import { callsOfReaders } from './support/statement-calls-readers.ts'
import { callsOfBooks, type Call } from './support/statement-calls.ts'
import { templateKey, templatesIn } from './support/sql-templates.ts'
import { openTestStore, type TestStore } from './support/test-store.ts'

/** Text of a template → its places in the program: two places with one text are two objects. */
const built = vi.hoisted(() => new Map<string, Set<readonly string[]>>())

vi.mock('kysely', async (importActual) => {
  const actual = await importActual<typeof import('kysely')>()
  const recording = (texts: TemplateStringsArray, ...values: unknown[]) => {
    const key = texts.raw.join('\0')
    built.set(key, (built.get(key) ?? new Set()).add(texts))
    return actual.sql(texts, ...values)
  }
  return { ...actual, sql: Object.assign(recording, actual.sql) }
})

const folder = path.resolve(import.meta.dirname, '../src/adapters')
let test: TestStore
let owner: Client

beforeAll(async () => {
  test = await openTestStore()
  owner = new Client({ connectionString: test.ownerUrl })
  await owner.connect()
})
afterAll(async () => {
  await owner.end()
  await test.close()
})

it('reads the templates of a text, one inside another too', () => {
  const source = "const a = sql<{ n: number }>`select ${x ? sql`a` : sql`b ${{ c: '}' }}`} from t`"
  expect(templatesIn(source).map(({ key }) => key)).toEqual([
    templateKey(['select ', ' from t']),
    'a',
    templateKey(['b ', '']),
  ])
})

it('every statement runs on a real server', async () => {
  await runAll([...callsOfInstallation, ...callsOfBooks, ...callsOfSettlements, ...callsOfReaders])
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(
    (name) => /^(?:postgres|accounts)\b.*\.ts$/u.test(name) && !name.includes('.test.'),
  )
  const never = files.flatMap((file) => neverBuilt(file, readFileSync(path.join(folder, file), 'utf8')))
  expect(never).toEqual([])
})

async function runAll(calls: Call[]): Promise<void> {
  for (const call of calls)
    await call({ ...test, owner }).catch((error: unknown) => {
      throw new Error(`${call.toString()}: ${String(error)}`, { cause: error })
    })
}

function neverBuilt(file: string, source: string): string[] {
  const byKey = Map.groupBy(templatesIn(source), ({ key }) => key)
  return [...byKey].flatMap(([key, places]) =>
    (built.get(key)?.size ?? 0) >= places.length ? [] : places.map(({ line }) => `${file}:${line} ${key.slice(0, 80)}`),
  )
}
