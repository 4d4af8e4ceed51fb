/** Tries whether a copy can be restored, before a user relies on it. */
import { Client, escapeIdentifier } from 'pg'
import { DatabaseFull, DatabaseGone, explained } from '../database-errors.ts'
import { putBack, readThrough, type PutBackOptions } from './put-back.ts'

export type TriedCopy =
  /** `read`: this role may make no database to put it into, so every value was read as its column's and nothing was written. */
  | { kind: 'ok'; how: 'putBack' | 'read' }
  /** `detail` names tables and columns, and no value. */
  | { kind: 'faulty'; detail: string }

/** @throws DatabaseGone, DatabaseFull */
export async function tryCopy(options: Omit<PutBackOptions, 'appRole' | 'marker'>): Promise<TriedCopy> {
  const { ownerUrl } = options
  const client = new Client({ connectionString: ownerUrl, connectionTimeoutMillis: 10_000 })
  client.on('error', () => undefined)
  try {
    await client.connect()
    const { rows } = await client.query<{ may: boolean; scratch: string }>(
      `select rolsuper or rolcreatedb as may, 'tentakel_copy_check_' || d.oid as scratch
       from pg_roles, pg_database d where rolname = current_user and datname = current_database()`,
    )
    const [{ may, scratch } = { may: false, scratch: '' }] = rows
    if (!may) return judged(await readThrough(ownerUrl, options), 'read')
    // One at a time; the rest of a process that was killed is removed first.
    await client.query(`select pg_advisory_lock(hashtextextended('tentakel copy check', 0))`)
    await client.query(`drop database if exists ${escapeIdentifier(scratch)} with (force)`)
    await client.query(`create database ${escapeIdentifier(scratch)} template template0 encoding 'UTF8' locale 'C'`)
    try {
      const url = new URL(ownerUrl)
      url.pathname = `/${scratch}`
      return judged(await putBack({ ...options, ownerUrl: url.href, appRole: 'nobody', marker: 'check' }), 'putBack')
    } finally {
      await client.query(`drop database ${escapeIdentifier(scratch)} with (force)`)
    }
  } catch (error) {
    const told = explained(error)
    if (told instanceof DatabaseGone || told instanceof DatabaseFull) throw told
    return { kind: 'faulty', detail: wordsOf(error) }
  } finally {
    await client.end().catch(() => undefined)
  }
}

function judged(answer: { kind: string; detail?: string }, how: 'putBack' | 'read'): TriedCopy {
  return answer.kind === 'ok' ? { kind: 'ok', how } : { kind: 'faulty', detail: answer.detail ?? answer.kind }
}

/** PostgreSQL's sentence may quote a value; the names beside it are enough to find the row's table. */
function wordsOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown'
  const { code, table, column, constraint } = error as Error & Record<string, string | undefined>
  const named = [table, column, constraint].filter((name) => name !== undefined).join(', ')
  return code === undefined ? error.message : `PostgreSQL refuses it (${code}${named === '' ? '' : `: ${named}`})`
}
