/** Whether a PostgreSQL server can carry this program, found out before anything is done with it. */
import { setTimeout as delay } from 'node:timers/promises'
import { Client } from 'pg'
import { explained } from '../database-errors.ts'

export type Fitness = { kind: 'ok' } | { kind: 'serverTooOld'; version: string } | { kind: 'sharedSessions' }

const serverVersionMin = 150_000
/** A pooler with one session for all lets the second question wait for ever. */
const answerMs = 3000

/** @throws DatabaseGone, DatabaseFull, DatabaseRefuses */
export async function examineServer(url: string): Promise<Fitness> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 10_000 })
  client.on('error', () => undefined)
  try {
    await client.connect()
    return await fitnessOf(client, url)
  } catch (error) {
    throw explained(error)
  } finally {
    await client.end().catch(() => undefined)
  }
}

/** @param client connected to `url` */
export async function fitnessOf(client: Client, url: string): Promise<Fitness> {
  const { rows } = await client.query<{ version: string; number: string }>(
    `select current_setting('server_version') as version, current_setting('server_version_num') as number`,
  )
  const [server] = rows
  if (server === undefined || Number(server.number) < serverVersionMin)
    return { kind: 'serverTooOld', version: server?.version ?? '' }
  return (await sharesSessions(client, url)) ? { kind: 'sharedSessions' } : { kind: 'ok' }
}

/**
 * Returns whether sessions are shared. Locks of this program live as long as their session. Behind a pooler in transaction mode a session
 * changes hands at each transaction: a lock taken there is never given back, or belongs to another client. A second connection inside a
 * transaction holds the session that the first one used last; a first connection with a session of its own does not notice.
 */
async function sharesSessions(client: Client, url: string): Promise<boolean> {
  const before = await sessionOf(client)
  const told: unknown = Reflect.get(client, 'processID')
  // Without a pooler in between, the server's process is the one that it named when it let us in.
  if (before === told) return false
  const other = new Client({ connectionString: url, connectionTimeoutMillis: 10_000 })
  other.on('error', () => undefined)
  try {
    await other.connect()
    await other.query('begin')
    await sessionOf(other)
    const later = sessionOf(client).catch(() => null)
    return (await Promise.race([later, delay(answerMs, null, { ref: false })])) !== before
  } finally {
    await other.end().catch(() => undefined)
  }
}

async function sessionOf(client: Client): Promise<number> {
  const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid')
  return rows[0]?.pid ?? 0
}
