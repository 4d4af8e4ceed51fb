/** Which processes live: each holds a lock on its own id as long as its connection stands, and the server frees it when it dies. */
import { sql } from 'kysely'
import type { Database, OwnConnection, Session } from '../database.ts'

export interface Processes {
  isGone(processId: string): Promise<boolean>
  /** Runs `work` unless somebody does the same under this name: another process, or this one. The server frees the name when this process dies. */
  exclusively<T>(name: string, work: () => Promise<T>): Promise<{ kind: 'done'; value: T } | { kind: 'busy' }>
  leave(): Promise<void>
}

/** How many sessions of other processes there are. Each process names its own after its id; the server shows a role its own sessions. */
export async function othersOn(session: Session, ownName: string): Promise<number> {
  const [row] = await session.rows(sql<{ others: number }>`select count(*)::int as others from pg_stat_activity
    where datname = current_database() and usename = current_user
      and application_name like 'tentakel%' and application_name <> ${ownName}`)
  return row?.others ?? 0
}

export async function joinProcesses(database: Database, processId: string): Promise<Processes> {
  let connection: OwnConnection | null = null
  let left = false
  /** The server gives a name to one session as often as it asks: who works in this process is known here. */
  const held = new Set<string>()
  const join = async (): Promise<OwnConnection> => {
    const made = await database.connect(() => {
      connection = null
      // The place is taken up again with the next statement that goes through; until then others may take us for gone, which is safe.
    })
    await made.session.rows(sql`select pg_advisory_lock_shared(hashtextextended(${`process ${processId}`}, 0))`)
    connection = made
    return made
  }
  let joining: Promise<OwnConnection> | null = null
  const rejoin = (): Promise<OwnConnection> => {
    joining ??= join().finally(() => {
      joining = null
    })
    return joining
  }
  await join()
  database.onAnswer(() => {
    if (connection === null && !left) rejoin().catch(() => undefined)
  })
  return {
    async isGone(other) {
      if (other === processId) return false
      const [row] = await database.session.rows(
        sql<{ free: boolean }>`select case when pg_try_advisory_lock(hashtextextended(${`process ${other}`}, 0))
          then pg_advisory_unlock(hashtextextended(${`process ${other}`}, 0)) else false end as free`,
      )
      return row?.free === true
    },
    async exclusively(name, work) {
      if (held.has(name)) return { kind: 'busy' }
      held.add(name)
      try {
        const { session } = connection ?? (await rejoin())
        const [row] = await session.rows(
          sql<{ taken: boolean }>`select pg_try_advisory_lock(hashtextextended(${name}, 1)) as taken`,
        )
        if (row?.taken !== true) return { kind: 'busy' }
        try {
          return { kind: 'done', value: await work() }
        } finally {
          // A session that was lost in between held nothing any more.
          await session.rows(sql`select pg_advisory_unlock(hashtextextended(${name}, 1))`).catch(() => undefined)
        }
      } finally {
        held.delete(name)
      }
    },
    async leave() {
      left = true
      await connection?.close()
      connection = null
    },
  }
}
