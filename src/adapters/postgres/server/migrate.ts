/** Brings the database to this program's schema, before anything else is done with it. */
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { Client, escapeIdentifier } from 'pg'
import type { Instant } from '../../../domain/calendar.ts'
import { prepareAppRole } from './app-role.ts'
import { explained } from '../database-errors.ts'
import { fitnessOf } from './server-fitness.ts'
import { installQueues } from './queue-schema.ts'
import { at } from '../values.ts'

export interface MigrateOptions {
  /** A role that may make tables; never to be logged. */
  ownerUrl: string
  /** Role of the application; roles belong to the whole server, so its name carries the installation's id. */
  appRole: string
  appPassword: string
  now: Instant
  /** Default: the program's own. */
  migrationsFolder?: string
}

export type MigrateAnswer =
  /** `appUrl`: the URL with which the application connects. `applied`: names of the migrations that were new. */
  | { kind: 'ok'; appUrl: string; applied: string[] }
  /** The database was used by a newer program. */
  | { kind: 'newerSchema'; unknown: string[] }
  /** A migration is not the text that was applied. */
  | { kind: 'changedMigration'; name: string }
  | { kind: 'cannotCreateRole'; role: string; reason: string }
  | { kind: 'serverTooOld'; version: string }
  /** A pooler hands each transaction to another session. */
  | { kind: 'sharedSessions' }
  /** The owner's role lacks a right; `detail` is the server's own sentence. */
  | { kind: 'notAllowed'; detail: string }

interface Migration {
  name: string
  text: string
  sha256: string
}

const ownFolder = fileURLToPath(new URL('../../../../migrations', import.meta.url))

/** @throws DatabaseGone, DatabaseFull */
export async function migrate(options: MigrateOptions): Promise<MigrateAnswer> {
  const client = new Client({ connectionString: options.ownerUrl, connectionTimeoutMillis: 10_000 })
  client.on('error', () => undefined)
  try {
    await client.connect()
    const fitness = await fitnessOf(client, options.ownerUrl)
    if (fitness.kind !== 'ok') return fitness
    await lockMigrations(client)
    return await migrateAlone(client, options)
  } catch (error) {
    if (isRefusal(error)) return { kind: 'notAllowed', detail: error.message }
    throw explained(error)
  } finally {
    await client.end().catch(() => undefined)
  }
}

/** A process that changes the tables as a whole holds this lock. The lock ends with the connection, however that ends. */
export async function lockMigrations(client: Client): Promise<void> {
  await client.query(`select pg_advisory_lock(hashtextextended('tentakel migrations', 0))`)
}

/** For a copy that is put back: brings an empty database to the copy's schema, inside the caller's transaction. */
export async function applyKnown(
  client: Client,
  wanted: { name: string; sha256: string }[],
  now: Instant,
): Promise<{ kind: 'ok' } | { kind: 'unknown'; names: string[] }> {
  const own = readMigrations(ownFolder)
  const unknown = wanted.filter(({ name, sha256 }) => !own.some((row) => row.name === name && row.sha256 === sha256))
  if (unknown.length > 0) return { kind: 'unknown', names: unknown.map((row) => row.name) }
  const known = await readApplied(client)
  for (const migration of own.filter(({ name }) => wanted.some((row) => row.name === name) && !known.has(name)))
    await run(client, migration, now)
  return { kind: 'ok' }
}

/** Removes what our migrations make, and nothing else: for a database without companies that a copy of an older schema goes into. */
export async function dropOwn(client: Client): Promise<void> {
  const texts = readMigrations(ownFolder).map((migration) => migration.text)
  const named = (kind: string): string[] =>
    texts.flatMap((text) =>
      [...text.matchAll(new RegExp(`^create (?:or replace )?${kind} (?:if not exists )?"?(\\w+)"?`, 'gimu'))].map(
        (match) => match[1] as string,
      ),
    )
  for (const table of [...named('table'), 'migration'])
    await client.query(`drop table if exists ${escapeIdentifier(table)} cascade`)
  for (const routine of named('function'))
    await client.query(`drop function if exists ${escapeIdentifier(routine)} cascade`)
}

/** Compares this program's migrations with those of a database. `alone`: migrations beside which no older worker may run. */
export function compareMigrations(
  known: ReadonlyMap<string, string>,
  own: Migration[] = readMigrations(ownFolder),
): { pending: string[]; alone: string[]; unknown: string[]; changed: string | null } {
  const missing = own.filter(({ name }) => !known.has(name))
  return {
    pending: missing.map(({ name }) => name),
    alone: missing
      .filter(({ text }) => !/older workers may(?: |\n-- )keep running: yes/iu.test(text))
      .map(({ name }) => name),
    unknown: [...known.keys()].filter((name) => !own.some((migration) => migration.name === name)),
    changed: own.find(({ name, sha256 }) => known.has(name) && known.get(name) !== sha256)?.name ?? null,
  }
}

async function migrateAlone(client: Client, options: MigrateOptions): Promise<MigrateAnswer> {
  const migrations = readMigrations(options.migrationsFolder ?? ownFolder)
  const known = await readApplied(client)
  const { unknown, changed } = compareMigrations(known, migrations)
  if (unknown.length > 0) return { kind: 'newerSchema', unknown }
  if (changed !== null) return { kind: 'changedMigration', name: changed }
  const missing = migrations.filter((migration) => !known.has(migration.name))
  for (const migration of missing) await apply(client, migration, options.now)
  await installQueues(client, options.ownerUrl)
  const role = await prepareAppRole(client, options)
  return role.kind === 'ok' ? { ...role, applied: missing.map((migration) => migration.name) } : role
}

function readMigrations(folder: string): Migration[] {
  const names = readdirSync(folder).filter((name) => name.endsWith('.sql'))
  return names.toSorted().map((name) => {
    // A checkout may have changed the line ends; the statements are the same.
    const text = readFileSync(path.join(folder, name), 'utf8').replaceAll('\r\n', '\n')
    return { name, text, sha256: createHash('sha256').update(text).digest('hex') }
  })
}

export async function readApplied(client: Client): Promise<Map<string, string>> {
  await client.query(
    'create table if not exists migration (name text primary key, sha256 text not null, applied_at timestamptz not null)',
  )
  const { rows } = await client.query<{ name: string; sha256: string }>('select name, sha256 from migration')
  return new Map(rows.map((row) => [row.name, row.sha256]))
}

/** A migration and the note of it are one transaction. */
async function apply(client: Client, migration: Migration, now: Instant): Promise<void> {
  await client.query('begin')
  try {
    await run(client, migration, now)
    await client.query('commit')
  } catch (error) {
    await client.query('rollback').catch(() => undefined)
    throw error
  }
}

async function run(client: Client, { name, text, sha256 }: Migration, now: Instant): Promise<void> {
  await client.query(text)
  await client.query('insert into migration (name, sha256, applied_at) values ($1, $2, $3)', [name, sha256, at(now)])
}

/** 42501: insufficient privilege. */
function isRefusal(error: unknown): error is Error {
  return error instanceof Error && 'code' in error && error.code === '42501'
}
