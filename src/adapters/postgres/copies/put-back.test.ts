/** Goal: a copy of an earlier schema can still be put back, into an empty database or none at all, by an owner with few rights. Method: real servers. */
import { randomUUID } from 'node:crypto'
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { Readable } from 'node:stream'
import { Client } from 'pg'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../../../../test/support/test-database.ts'
import { linesOf, readCopyLine, type CopyHeader } from './copy-format.ts'
import { migrate } from '../server/migrate.ts'
import { putBack, type PutBackAnswer } from './put-back.ts'
import { takeCopy } from './take-copy.ts'
import { tryCopy } from './try-copy.ts'

const now = Date.parse('2026-11-24T10:00:00Z')
const tenants = ['00000000-0000-4000-8000-000000000001', '00000000-0000-4000-8000-000000000002']
const own = path.resolve(import.meta.dirname, '../../../../migrations')
let server: TestDatabase
const made: string[] = []
let firstOnly: string
let copy: string[]

beforeAll(async () => {
  server = await createTestDatabase()
  firstOnly = mkdtempSync(path.join(tmpdir(), 'tentakel-first-'))
  copyFileSync(path.join(own, '0001_start.sql'), path.join(firstOnly, '0001_start.sql'))
  const old = await newDatabase()
  await bring(old, firstOnly)
  await fill(old)
  const written: string[] = []
  await takeCopy(old, now, async (text) => void written.push(text))
  copy = written.join('').trimEnd().split('\n')
})

afterAll(async () => {
  for (const name of made) await run(server.ownerUrl, `drop database ${name} with (force)`)
  for (const name of made) await run(server.ownerUrl, `drop role if exists ${name}`)
  await server.drop()
  rmSync(firstOnly, { recursive: true })
})

async function run<T = unknown>(url: string, statement: string, values: unknown[] = []): Promise<T[]> {
  const client = new Client({ connectionString: url })
  await client.connect()
  try {
    return (await client.query(statement, values)).rows as T[]
  } finally {
    await client.end()
  }
}

/** @param owner a role without special rights owns it, else the superuser */
async function newDatabase(owner: 'plain' | 'superuser' = 'superuser'): Promise<string> {
  const name = `copy_${randomUUID().replaceAll('-', '')}`
  made.push(name)
  const url = new URL(server.ownerUrl)
  url.pathname = `/${name}`
  if (owner === 'plain') {
    await run(server.ownerUrl, `create role ${name} login password 'plain' nosuperuser nobypassrls`)
    url.username = name
    url.password = 'plain'
  }
  await run(server.ownerUrl, `create database ${name} ${owner === 'plain' ? `owner ${name}` : ''}`)
  return url.href
}

async function bring(url: string, migrationsFolder?: string): Promise<void> {
  const options = migrationsFolder === undefined ? {} : { migrationsFolder }
  const answer = await migrate({ ownerUrl: url, appRole: 'tentakel_copies', appPassword: 'secret', now, ...options })
  if (answer.kind !== 'ok') throw new Error(JSON.stringify(answer))
}

async function fill(url: string): Promise<void> {
  await run(
    url,
    `insert into installation (marker, fingerprint_key_sealed, created_at) values ('marker', 'sealed', now())`,
  )
  for (const tenant of tenants) {
    await run(url, `insert into tenant values ('${tenant}', 'Bedrijf ${tenant.slice(-1)} “naïef”\t;', now())`)
    for (const key of ['ready', 'sent'])
      await run(
        url,
        `insert into document (tenant_id, document_id, connection_id, dossier_id, kind, business_key, version, reference, target, journal_key,
           amount_cents, revision, order_version, state, state_since, last_event, last_actor, queue_at, must_look, plan)
         values ('${tenant}', gen_random_uuid(), '${tenant}', 1, 'booking', '${key}', 1, '${key} ${tenant}', 'bookings', 'V5',
           9007199254740993, 1, 1, 'ready', now(), 'planned', 'test', now(), false, '{"big": 12345678901234567890.10}')`,
      )
    await run(
      url,
      `update document set state = 'sending', last_event = 'claimed' where tenant_id = '${tenant}' and business_key = 'sent'`,
    )
  }
}

async function* rest(lines: string[]): AsyncGenerator<string> {
  yield* lines.slice(1)
}

async function put(url: string, lines = copy): Promise<PutBackAnswer> {
  const first = readCopyLine(lines[0] ?? '')
  if (first?.kind !== 'header') throw new Error('no header')
  const header: CopyHeader = first.header
  return putBack({ ownerUrl: url, appRole: 'tentakel_copies', marker: 'new marker', now, header, lines: rest(lines) })
}

it.each(['superuser', 'plain'] as const)(
  'goes into an empty database whose owner is a %s role, and is brought up to date',
  async (owner) => {
    const url = await newDatabase(owner)
    expect(await put(url)).toMatchObject({ kind: 'ok' })
    await bring(url)
    const asCompany = new URL(url)
    asCompany.searchParams.set('options', `-c tentakel.tenant=${tenants[0]}`)
    const seen = await run(
      asCompany.href,
      `select state, must_look as look, amount_cents::text as amount, plan::text as plan from document where tenant_id = $1 order by business_key desc`,
      [tenants[0]],
    )
    expect(seen).toMatchObject([
      { state: 'checking', amount: '9007199254740993' },
      { state: 'ready', look: true, plan: '{"big": 12345678901234567890.10}' },
    ])
    const lastStep = 'select max(step_id)::int as step from document_step'
    const [before] = await run<{ step: number }>(asCompany.href, lastStep)
    await run(asCompany.href, `update document set state = 'blocked', last_event = 'later' where state = 'ready'`)
    const [later] = await run<{ step: number }>(asCompany.href, lastStep)
    expect(later?.step).toBeGreaterThan(before?.step ?? 0)
    expect(await run(url, 'select marker, restored_at, name from installation, tenant order by name')).toMatchObject([
      { marker: 'new marker', restored_at: new Date(now), name: 'Bedrijf 1 “naïef”\t;' },
      { marker: 'new marker' },
    ])
  },
)

it('goes into a database that a newer program has prepared and nobody has used', async () => {
  const url = await newDatabase()
  await bring(url)
  expect(await put(url)).toMatchObject({ kind: 'ok' })
  await bring(url)
  expect(await run(url, 'select name from tenant')).toHaveLength(2)
})

it('is refused by a newer database with companies in it, by an unknown schema, and when lines are missing or strange; nothing is changed', async () => {
  const url = await newDatabase()
  await bring(url)
  await run(url, `insert into tenant values (gen_random_uuid(), 'Wie er was', now())`)
  expect(await put(url)).toMatchObject({ kind: 'newerDatabase' })
  const empty = await newDatabase()
  const strange = copy.map((line, index) => (index === 0 ? line.replace('0001_start.sql', '9999_later.sql') : line))
  expect(await put(empty, strange)).toEqual({ kind: 'unknownSchema', names: ['9999_later.sql'] })
  for (const lines of [
    copy.slice(0, -1),
    copy.slice(0, 4),
    [...copy.slice(0, 3), ...copy.slice(4)],
    [...copy.slice(0, 3), 'x', ...copy.slice(3)],
  ])
    expect(await put(empty, lines)).toMatchObject({ kind: 'faultyCopy' })
  expect(await run(url, 'select name from tenant')).toEqual([{ name: 'Wie er was' }])
  expect(await run(empty, `select to_regclass('tenant') as tenant`)).toEqual([{ tenant: null }])
})

const odd = 'é 😀 "\\ \r\n\t\u2028\u2029\u0085\uFEFF'
/** Per type of the catalogue: what has a look of its own in JSON. */
const values: Record<string, string[]> = {
  text: ['', 'null', '[null]', '{"a":', odd],
  'character varying': ['', 'null', odd],
  jsonb: ['null', '""', '[null]', '{}', `{"a": {"b": [null, ${JSON.stringify(odd)}, 12345678901234567890.10]}}`],
  boolean: ['true', 'false'],
  integer: ['0', '-2147483648', '7', '2147483647'],
  smallint: ['0', '-32768', '7'],
  bigint: ['0', '-9223372036854775808', '9007199254740993', '9223372036854775806'],
  numeric: ['0', '0.10', '-12345678901234567890.1234567890', 'NaN'],
  'numeric[]': ['{}', '{1.005,-2.50,0}'],
  'timestamp with time zone': ['infinity', '-infinity', '2026-11-24 10:00:00.123456+00', '0044-03-15 00:00:00+00 BC'],
  date: ['infinity', '2024-02-29', '0044-03-15 BC'],
  uuid: [],
  bytea: ['\\x', '\\x00ff0a'],
  'text[]': ['{}', '{NULL,"a,b","NULL",""}'],
  'uuid[]': ['{}', `{${tenants[0]},NULL}`],
  'integer[]': ['{}', '{1,NULL}'],
}
/** What putting back changes on purpose. */
const marked: Record<string, string[]> = {
  mail: ['given_up_at', 'last_failure'],
  ledger_sweep: ['swept_until'],
  ledger_copy: ['read_at'],
  ledger_journal: ['read_at'],
  connection_schedule: ['next_poll_at'],
  api_token: ['suspended_at'],
  webhook: ['rests_at'],
  installation: ['marker', 'restored_at', 'copy_taken_at'],
}
const ended = [
  'web_session',
  'terminal_session',
  'pending_proof',
  'passkey_challenge',
  'password_asked',
  'invitation',
  'operator_consent',
]

interface Column {
  table: string
  column: string
  type: string
  required: boolean
  identity: boolean
}

/** Rows of every table, with every kind of value that its columns take; what the rules of a column forbid is allowed for once. */
async function fillWithOdd(url: string): Promise<Column[]> {
  const columns = await run<Column>(
    url,
    `select c.relname as table, a.attname as column, format_type(a.atttypid, null) as type, a.attnotnull as required, a.attidentity <> '' as identity
     from pg_attribute a join pg_class c on c.oid = a.attrelid
     where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace and c.relname <> 'migration'
       and a.attnum > 0 and not a.attisdropped and a.attgenerated = '' order by 1, a.attnum`,
  )
  const rules = await run<{ text: string }>(
    url,
    `select format('alter table %s drop constraint %I', conrelid::regclass, conname) as text from pg_constraint
     where contype in ('c', 'f') and connamespace = 'public'::regnamespace and conparentid = 0`,
  )
  const statements = ['set session_replication_role = replica', ...rules.map(({ text }) => text)]
  for (const table of new Set(columns.map((row) => row.table))) {
    const own = columns.filter((row) => row.table === table)
    for (let round = 0; round < 8; round += 1) {
      const row = own.map((column, index) => oneOf(column, round, round + index))
      statements.push(
        `insert into ${table} (${own.map((one) => `"${one.column}"`).join(', ')}) overriding system value values (${row.join(', ')}) on conflict do nothing`,
      )
    }
  }
  await run(url, statements.join(';\n'))
  return columns
}

function oneOf({ column, type, required, identity }: Column, round: number, at: number): string {
  if (column === 'tenant_id') return `'${tenants[round % 2]}'`
  if (identity) return String(round + 1)
  if (type === 'uuid') return round === 7 && !required ? 'null' : `'${randomUUID()}'`
  const known = values[type]
  if (known === undefined) throw new Error(`no values for the type ${type}`)
  const all = [...known.map((text) => `'${text.replaceAll("'", "''")}'`), ...(required ? [] : ['null'])]
  return all[at % all.length] as string
}

it('every value of every column of every table comes back as it was, the null of JSON beside the null of the database', async () => {
  const url = await newDatabase()
  await bring(url)
  for (const tenant of tenants) await run(url, `insert into tenant values ('${tenant}', '${tenant}', now())`)
  const columns = await fillWithOdd(url)
  const tables = [...new Set(columns.map((row) => row.table))].filter((table) => !ended.includes(table))
  const everything = async (): Promise<Record<string, string[]>> => {
    const found: Record<string, string[]> = {}
    for (const table of tables) {
      const kept = columns.filter((row) => row.table === table && marked[table]?.includes(row.column) !== true)
      const names = kept.map(({ column }) => `"${column}"`).join(', ')
      const rows = await run<{ row: string }>(url, `select row(${names})::text as row from ${table} order by 1`)
      found[table] = rows.map(({ row }) => row)
    }
    return found
  }
  const before = await everything()
  expect(Object.entries(before).filter(([, rows]) => rows.length === 0)).toEqual([])
  for (const { table, column, required } of columns.filter(({ type }) => type === 'jsonb')) {
    const [seen] = await run<{ json: number; sql: number }>(
      url,
      `select count(*) filter (where "${column}" = 'null')::int as json, count(*) filter (where "${column}" is null)::int as sql from ${table}`,
    )
    expect([table, column, (seen?.json ?? 0) > 0, (seen?.sql ?? 0) > 0]).toEqual([table, column, true, !required])
  }
  const written: string[] = []
  await takeCopy(url, now, async (text) => void written.push(text))
  const lines: string[] = []
  for await (const line of linesOf(Readable.from([Buffer.from(written.join(''))]))) lines.push(line)
  expect(await put(url, lines)).toMatchObject({ kind: 'ok' })
  const after = await everything()
  // Tokens that rest from now on are noted.
  expect(after['access_change']).toEqual(expect.arrayContaining(before['access_change'] ?? []))
  expect({ ...after, access_change: before['access_change'] }).toEqual(before)
  for (const table of ended) expect(await run(url, `select 1 from ${table}`)).toEqual([])
})

it('is tried before it is relied on: by putting it back, or by reading every value where no database may be made', async () => {
  const source = await newDatabase()
  await bring(source)
  await fill(source)
  const written: string[] = []
  await takeCopy(source, now, async (text) => void written.push(text))
  const lines = written.join('').trimEnd().split('\n')
  const first = readCopyLine(lines[0] ?? '')
  if (first?.kind !== 'header') throw new Error('no header')
  const { header } = first
  const tried = (ownerUrl: string, of: string[]) => tryCopy({ ownerUrl, now, header, lines: rest(of) })
  const plain = await newDatabase('plain')
  await bring(plain)
  const broken = lines.map((line) => line.replace('"amount_cents":9007199254740993', '"amount_cents":null'))
  for (const [url, how] of [
    [source, 'putBack'],
    [plain, 'read'],
  ] as const) {
    expect(await tried(url, lines)).toEqual({ kind: 'ok', how })
    expect(await tried(url, broken)).toMatchObject({
      kind: 'faulty',
      detail: expect.stringContaining('document') as string,
    })
    expect(await tried(url, lines.slice(0, -1))).toEqual({ kind: 'faulty', detail: 'it ends in the middle' })
  }
  // Of these two databases alone: other tests try copies on the same server at this moment.
  for (const url of [source, plain])
    expect(
      await run(
        url,
        `select c.datname from pg_database c join pg_database d on d.datname = current_database()
         where c.datname = 'tentakel_copy_check_' || d.oid`,
      ),
    ).toEqual([])
})
