/** Times without a poll, and the proofs that nothing was missed. */
import { sql } from 'kysely'
import type { Completeness, CompletenessCheck, PollGap } from '../../../ports/tables/completeness.ts'
import type { Session } from '../database.ts'
import { classesOf } from './order-counts.ts'
import { at } from '../values.ts'

export function completenessOf(session: Session): Completeness {
  return {
    async addGap(connectionId, gap) {
      await session.run(sql`insert into poll_gap (tenant_id, connection_id, gap_from, gap_until, closed_at)
        values (current_tenant(), ${connectionId}, ${at(gap.from)}, ${at(gap.until)}, ${at(gap.closedAt)})
        on conflict (tenant_id, connection_id, gap_from) do update set gap_until = excluded.gap_until, closed_at = excluded.closed_at`)
    },
    gaps: (connectionId, from, until) =>
      session.rows(sql<PollGap>`select gap_from as "from", gap_until as "until", closed_at as "closedAt" from poll_gap
        where connection_id = ${connectionId} and gap_until > ${at(from)} and gap_from < ${at(until)} order by gap_from desc limit 1000`),
    classes: (connectionId, period) => classesOf(session, connectionId, period),
    async save(connectionId, check) {
      await session.run(sql`insert into completeness_check (tenant_id, connection_id, from_day, to_day, checked_at, counts, missing)
        values (current_tenant(), ${connectionId}, ${check.from}::date, ${check.to}::date, ${at(check.checkedAt)},
          ${JSON.stringify(check.counts)}::jsonb, ${JSON.stringify(check.missing)}::jsonb)
        on conflict (tenant_id, connection_id, from_day, to_day) do update set checked_at = excluded.checked_at, counts = excluded.counts,
          missing = excluded.missing`)
    },
    async newest(connectionId) {
      const [row] =
        await session.rows(sql<CompletenessCheck>`select from_day::text as "from", to_day::text as "to", checked_at as "checkedAt",
        counts, missing from completeness_check where connection_id = ${connectionId} order by checked_at desc limit 1`)
      return row ?? null
    },
  }
}
