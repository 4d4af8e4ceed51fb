/**
 * Global set-up of the tests: one embedded PostgreSQL for the whole run, without durability, in a temporary folder.
 * All migrations run once, into a template; each test file copies it (`createTestDatabase`), which takes 0.1 s.
 */
import { existsSync, mkdtempSync, readdirSync, rmSync, chmodSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { Client } from 'pg'
import type { TestProject } from 'vitest/node'
import { processBehind, readPidFile } from '../../src/adapters/postgres/server/embedded-cluster.ts'
import { startEmbeddedPostgres } from '../../src/adapters/postgres/server/embedded.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** Superuser, database `postgres`, of the run's own server. */
    databaseOwnerUrl: string
  }
}

export const templateName = 'migrated'
/** Password of the application's role in the tests' throw-away server. */
export const appPassword = 'test-password'
export const appRole = 'tentakel_test'

const folderPrefix = 'tentakel-test-'

export default async function startDatabase(project: TestProject): Promise<() => Promise<void>> {
  removeLeftovers()
  const folder = mkdtempSync(path.join(tmpdir(), `${folderPrefix}${process.pid}-`))
  // As root the server runs as another user, who must reach it.
  chmodSync(folder, 0o755)
  const server = await startEmbeddedPostgres({ dataDir: path.join(folder, 'data'), durable: false })
  await makeTemplate(server.ownerUrl)
  project.provide('databaseOwnerUrl', server.ownerUrl)
  return async () => {
    await server.stop()
    stopServer(folder)
    rmSync(folder, { recursive: true, force: true })
  }
}

async function makeTemplate(ownerUrl: string): Promise<void> {
  const client = new Client({ connectionString: ownerUrl })
  await client.connect()
  await client.query(`create database ${templateName}`)
  await client.end()
  const { migrate } = await import('../../src/adapters/postgres/server/migrate.ts')
  const templateUrl = new URL(ownerUrl)
  templateUrl.pathname = `/${templateName}`
  const answer = await migrate({
    ownerUrl: templateUrl.href,
    appRole,
    appPassword,
    now: Date.parse('2026-11-24T10:00:00Z'),
  })
  if (answer.kind !== 'ok') throw new Error(`the template cannot be migrated: ${answer.kind}`)
}

/** A run that was killed leaves its server and its folder behind; the number in the folder's name says whose they are. */
function removeLeftovers(): void {
  for (const name of readdirSync(tmpdir())) {
    const runner = new RegExp(`^${folderPrefix}(\\d+)-`).exec(name)?.[1]
    if (runner === undefined || isAlive(Number(runner))) continue
    const folder = path.join(tmpdir(), name)
    stopServer(folder)
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Nothing in a test's server is worth a clean end. Only a server that proves to be this folder's is stopped. */
function stopServer(folder: string): void {
  const cluster = path.join(folder, 'data', 'postgres', 'cluster')
  if (!existsSync(cluster)) return
  const found = readPidFile(cluster)
  if (found !== null && processBehind(found.pid, cluster) === 'server') process.kill(found.pid, 'SIGQUIT')
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH'
  }
}
