/** The chain over what happened in a company; linking and checking are functions of the database (migrations 0034 and 0080). */
import { sql } from 'kysely'
import type { Trail, TrailFault, TrailHead } from '../../../ports/tables/trail.ts'
import type { Session } from '../database.ts'
import { at } from '../values.ts'

export function trailOf(session: Session): Trail {
  return {
    async seal(when, rowsMax) {
      const [row] = await session.rows(sql<{ linked: number }>`select seal_trail(${at(when)}, ${rowsMax}) as linked`)
      return row?.linked ?? 0
    },
    async newest() {
      const [row] = await session.rows(
        sql<TrailHead & { signature: string | null; signedLinks: number | null; signedHead: string | null }>`
          select l.seq as links, l.chain_hash as head, s.signature, s.seq as "signedLinks", coalesce(b.chain_hash, '') as "signedHead"
          from (select seq, chain_hash from trail_link order by seq desc limit 1) l
          left join lateral (select seq, signature from trail_seal order by seq desc, seal_id desc limit 1) s on true
          left join trail_link b on b.tenant_id = current_tenant() and b.seq = s.seq`,
      )
      if (row === undefined) return null
      const { links, head, signature, signedLinks, signedHead } = row
      const signed =
        signature === null || signedLinks === null ? null : { links: signedLinks, head: signedHead ?? '', signature }
      return { links, head, signed }
    },
    async sign({ links, signature }, when) {
      await session.run(
        sql`insert into trail_seal (seq, signature, sealed_at) values (${links}, ${signature}, ${at(when)})`,
      )
    },
    async has(head, links) {
      const found = await session.rows(
        sql<unknown>`select 1 from trail_link where chain_hash = ${head} and (${links}::bigint is null or seq = ${links}::bigint) limit 1`,
      )
      return found.length > 0
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
