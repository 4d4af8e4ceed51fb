/** Alarms by episode, the facts from which the watch raises them, and the users' choices of alarms. */
import { sql } from 'kysely'
import type { Alarm, Alarms, NoticeSetting, OrderFlow, ProblemSince } from '../../../ports/tables/notices.ts'
import type { Session } from '../database.ts'
import { at } from '../values.ts'

const columns = sql.raw(
  `connection_id as "connectionId", kind, subject, episode, raised_at as "raisedAt", cleared_at as "clearedAt"`,
)
const byDefault: NoticeSetting = { alarmsOff: [], digest: 'whenNeeded', language: 'nl' }

export function alarmsOf(session: Session): Alarms {
  return {
    async setting(connectionId) {
      const [row] = await session.rows(sql<NoticeSetting>`select alarms_off as "alarmsOff", digest, language
        from notice_setting where connection_id = ${connectionId}`)
      return row ?? byDefault
    },
    async saveSetting(connectionId, { alarmsOff, digest, language }) {
      await session.run(sql`insert into notice_setting (tenant_id, connection_id, alarms_off, digest, language)
        values (current_tenant(), ${connectionId}, ${alarmsOff}::text[], ${digest}, ${language})
        on conflict (tenant_id, connection_id) do update set alarms_off = excluded.alarms_off, digest = excluded.digest,
          language = excluded.language`)
    },
    problems: (connectionId, codes) =>
      session.rows(sql<ProblemSince>`select code, min(first_at) as "firstAt", min((params->>'dossier')::int) as dossier
        from problem where connection_id = ${connectionId} and code = any(${codes}) and cleared_at is null group by code order by code`),
    async orderFlow(connectionId, silentSince, windowDays) {
      const [row] = await session.rows(sql<OrderFlow>`with newest as (select placed_at, placed_on from marketplace_order
          where connection_id = ${connectionId} and placed_on is not null and placed_at is not null order by placed_on desc, placed_at desc limit 1)
        select newest.placed_at as "newestAt", (select count(*)::int from marketplace_order o where o.connection_id = ${connectionId}
          and o.placed_on between newest.placed_on - ${windowDays}::int and newest.placed_on) as "ordersBefore"
        from newest where newest.placed_at < ${at(silentSince)}`)
      return row ?? null
    },
    open: (connectionId) =>
      session.rows(
        sql<Alarm>`select ${columns} from alarm where connection_id = ${connectionId} and cleared_at is null order by raised_at, kind, subject`,
      ),
    async raise({ connectionId, kind, subject }, when) {
      const [row] =
        await session.rows(sql<Alarm>`insert into alarm (tenant_id, connection_id, kind, subject, episode, raised_at)
        select current_tenant(), ${connectionId}, ${kind}, ${subject}, coalesce(max(episode), 0) + 1, ${at(when)} from alarm
          where connection_id = ${connectionId} and kind = ${kind} and subject = ${subject}
        on conflict do nothing returning ${columns}`)
      return row ?? null
    },
    async clear({ connectionId, kind, subject, episode }, when) {
      await session.run(sql`update alarm set cleared_at = ${at(when)} where connection_id = ${connectionId} and kind = ${kind}
        and subject = ${subject} and episode = ${episode}`)
    },
    async episodes({ connectionId, kind, subject }) {
      const [row] = await session.rows(sql<{ count: number }>`select coalesce(max(episode), 0)::int as count from alarm
        where connection_id = ${connectionId} and kind = ${kind} and subject = ${subject}`)
      return row?.count ?? 0
    },
  }
}
