/** The chain over what happened in a company; linking and checking are functions of the database (migration 0034). */
import { sql } from 'kysely'
import type { Trail, TrailFault } from '../../ports/trail.ts'
import type { Session } from './database.ts'
import { at } from './values.ts'

export function trailOf(session: Session): Trail {
  return {
    async seal(when, rowsMax) {
      const [row] = await session.rows(sql<{ linked: number }>`select seal_trail(${at(when)}, ${rowsMax}) as linked`)
      return row?.linked ?? 0
    },
    async check(quiet) {
      const [row] = await session.rows(
        sql<{
          links: number
          head: string
          kind: string | null
          key: string | null
          fault: TrailFault | null
        }>`select links, head, broken_kind as kind, broken_key as key, fault from check_trail(${at(quiet)})`,
      )
      const { links = 0, head = '', kind = null, key = null, fault = null } = row ?? {}
      return { links, head, broken: kind === null || key === null || fault === null ? null : { kind, key, fault } }
    },
    async noteCheck({ links, broken }, when) {
      await session.run(sql`insert into trail_check as c (checked_at, links, broken) values (${at(when)}, ${links}, ${broken !== null})
        on conflict (tenant_id) do update set checked_at = excluded.checked_at, links = excluded.links, broken = excluded.broken`)
    },
  }
}
