/** Which processes live: each holds a lock on its own id as long as its connection stands, and the server frees it when it dies. */
import { sql } from 'kysely'
import type { Database, OwnConnection, Session } from '../database.ts'

export interface Processes {
  isGone(processId: string): Promise<boolean>
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
  const join = async (): Promise<void> => {
    const made = await database.connect(() => {
      connection = null
      // The place is taken up again with the next statement that goes through; until then others may take us for gone, which is safe.
    })
    await made.session.rows(sql`select pg_advisory_lock_shared(hashtextextended(${`process ${processId}`}, 0))`)
    connection = made
  }
  await join()
  database.onAnswer(() => {
    if (connection !== null || left || joining) return
    joining = true
    join()
      .catch(() => undefined)
      .finally(() => {
        joining = false
      })
  })
  let joining = false
  return {
    async isGone(other) {
      if (other === processId) return false
      const [row] = await database.session.rows(
        sql<{ free: boolean }>`select case when pg_try_advisory_lock(hashtextextended(${`process ${other}`}, 0))
          then pg_advisory_unlock(hashtextextended(${`process ${other}`}, 0)) else false end as free`,
      )
      return row?.free === true
    },
    async leave() {
      left = true
      await connection?.close()
      connection = null
    },
  }
}
