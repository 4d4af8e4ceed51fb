/** Goal: a copy of an earlier schema can still be put back, into an empty database or none at all, by an owner with few rights. Method: real servers. */
import { randomUUID } from 'node:crypto'
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { Client } from 'pg'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../../../test/support/test-database.ts'
import { readCopyLine, type CopyHeader } from './copy-format.ts'
import { migrate } from './migrate.ts'
import { putBack, type PutBackAnswer } from './put-back.ts'
import { takeCopy } from './take-copy.ts'

const now = Date.parse('2026-11-24T10:00:00Z')
const tenants = ['00000000-0000-4000-8000-000000000001', '00000000-0000-4000-8000-000000000002']
const own = path.resolve(import.meta.dirname, '../../../migrations')
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
    for (const state of ['ready', 'draft'])
      await run(
        url,
        `insert into document (tenant_id, document_id, connection_id, dossier_id, kind, business_key, version, reference, target, journal_key,
           amount_cents, revision, order_version, state, state_since, last_event, last_actor, queue_at, must_look, plan)
         values ('${tenant}', gen_random_uuid(), '${tenant}', 1, 'booking', '${state}', 1, '${state} ${tenant}', 'bookings', 'V5',
           9007199254740993, 1, 1, '${state}', now(), 'planned', 'test', now(), false, '{"big": 12345678901234567890.10}')`,
      )
    await run(
      url,
      `update document set state = 'ready', last_event = 'x' where tenant_id = '${tenant}' and state = 'draft'`,
    )
    await run(
      url,
      `update document set state = 'sending', last_event = 'claimed' where tenant_id = '${tenant}' and business_key = 'draft'`,
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
      `select state, must_look as look, amount_cents::text as amount, plan::text as plan from document where tenant_id = $1 order by business_key`,
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
