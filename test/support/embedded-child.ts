/**
 * A process of its own that uses the embedded database of a folder, for tests that kill it.
 * Arguments: data folder, then `hold` (until standard input ends) or `write` (rows, one number printed per commit).
 * First line printed: JSON with `attached` and `ownerUrl`, or with `error`.
 */
import { Client } from 'pg'
import { startEmbeddedPostgres } from '../../src/adapters/postgres/server/embedded.ts'

const [dataDir = '', mode = 'hold'] = process.argv.slice(2)
try {
  const server = await startEmbeddedPostgres({ dataDir, durable: true })
  console.log(JSON.stringify({ attached: server.attached, ownerUrl: server.ownerUrl }))
  if (mode === 'write') await writeForEver(server.ownerUrl)
  await new Promise((resolve) => process.stdin.once('end', resolve).resume())
  await server.stop()
} catch (error) {
  console.log(JSON.stringify({ error: (error as Error).message }))
}

async function writeForEver(ownerUrl: string): Promise<void> {
  const client = new Client({ connectionString: ownerUrl })
  await client.connect()
  await client.query('create table if not exists written (number integer primary key)')
  for (let number = 1; ; number++) {
    await client.query('insert into written values ($1)', [number])
    console.log(number)
  }
}
