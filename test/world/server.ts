/** A PostgreSQL of the test's own, without durability, migrated once. */
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { startEmbeddedPostgres } from '../../src/adapters/postgres/server/embedded.ts'
import { migrate } from '../../src/adapters/postgres/server/migrate.ts'
import { Server } from './database.ts'

export async function openServer(): Promise<{
  server: Server
  appUrl: string
  ownerUrl: string
  close(): Promise<void>
}> {
  const folder = mkdtempSync(path.join(tmpdir(), 'tentakel-world-'))
  // As root the server runs as another user, who must reach it.
  chmodSync(folder, 0o755)
  const embedded = await startEmbeddedPostgres({ dataDir: path.join(folder, 'data'), durable: false })
  const answer = await migrate({ ownerUrl: embedded.ownerUrl, appRole: 'tentakel_world', appPassword: 'world', now: 0 })
  if (answer.kind !== 'ok') throw new Error(`the world's database cannot be migrated: ${answer.kind}`)
  const server = await Server.open(answer.appUrl, embedded.ownerUrl)
  return {
    server,
    appUrl: answer.appUrl,
    ownerUrl: embedded.ownerUrl,
    async close() {
      await server.close()
      await embedded.stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
