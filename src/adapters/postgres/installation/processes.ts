/**
 * The live processes: each holds a lock on its own id as long as its connection is open, and the server frees the lock when the process
 * dies.
 */
import { sql } from 'kysely'
import type { Database, OwnConnection, Session } from '../database.ts'

export interface Processes {
  isGone(processId: string): Promise<boolean>
  /** Runs `work` unless this process or another one already runs work under this name. The server frees the name when this process dies. */
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

/** The session on which a process holds its own id, and every name that it works under. When it is lost, the next caller makes it anew. */
interface Place {
  session(): Promise<OwnConnection>
  /** The session did not answer: the next one is another. */
  lost(own: OwnConnection): Promise<void>
  leave(): Promise<void>
}

async function takePlace(database: Database, processId: string): Promise<Place> {
  let connection: OwnConnection | null = null
  let joining: Promise<OwnConnection> | null = null
  let left = false
  const join = async (): Promise<OwnConnection> => {
    const made: OwnConnection = await database.connect(() => {
      // The place is taken up again with the next statement that goes through; until then others may take us for gone, which is safe.
      if (connection === made) connection = null
    })
    await made.session.rows(sql`select pg_advisory_lock_shared(hashtextextended(${`process ${processId}`}, 0))`)
    connection = made
    return made
  }
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
    session: () => (connection === null ? rejoin() : Promise.resolve(connection)),
    async lost(own) {
      if (connection === own) connection = null
      await own.close().catch(() => undefined)
    },
    async leave() {
      left = true
      await connection?.close()
      connection = null
    },
  }
}

async function takeName(place: Place, name: string, isAgain = false): Promise<{ own: OwnConnection; taken: boolean }> {
  const own = await place.session()
  try {
    const [row] = await own.session.rows(
      sql<{ taken: boolean }>`select pg_try_advisory_lock(hashtextextended(${name}, 1)) as taken`,
    )
    return { own, taken: row?.taken === true }
  } catch (error) {
    await place.lost(own)
    if (isAgain) throw error
    return takeName(place, name, true)
  }
}

export async function joinProcesses(database: Database, processId: string): Promise<Processes> {
  const place = await takePlace(database, processId)
  /** The server gives a name to one session as often as it asks: who works in this process is known here. */
  const held = new Set<string>()
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
        const { own, taken } = await takeName(place, name)
        if (!taken) return { kind: 'busy' }
        try {
          return { kind: 'done', value: await work() }
        } finally {
          // A session that was lost in between held nothing any more.
          await own.session.rows(sql`select pg_advisory_unlock(hashtextextended(${name}, 1))`).catch(() => undefined)
        }
      } finally {
        held.delete(name)
      }
    },
    leave: () => place.leave(),
  }
}
