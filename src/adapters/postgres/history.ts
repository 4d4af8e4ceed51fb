/** Periods from before a connection's first day, and how far each was read. */
import { sql } from 'kysely'
import type { History, HistoryImport } from '../../ports/store.ts'
import type { Session } from './database.ts'
import { at } from './values.ts'

export function historyOf(session: Session): History {
  return {
    list: (connectionId) =>
      session.rows(sql<HistoryImport>`select from_day::text as "from", to_day::text as "to", next_day::text as "nextDay", state, captured,
        asked_at as "askedAt" from history_import where connection_id = ${connectionId} order by asked_at`),
    async ask(connectionId, { from, to, firstRead, at: when }) {
      await session.run(sql`insert into history_import as h (tenant_id, connection_id, from_day, to_day, next_day, state, asked_at)
        values (current_tenant(), ${connectionId}, ${from}::date, ${to}::date, ${firstRead}::date, 'running', ${at(when)})
        on conflict (tenant_id, connection_id, from_day, to_day) do update set state = case when h.state = 'done' then 'done' else 'running' end`)
    },
    async advance(connectionId, { from, to }, step) {
      await session.run(sql`update history_import set next_day = ${step.nextDay}::date, captured = captured + ${step.captured},
          state = case when ${step.done} then 'done' else state end, finished_at = case when ${step.done} then ${at(step.at)}::timestamptz else finished_at end
        where connection_id = ${connectionId} and from_day = ${from}::date and to_day = ${to}::date`)
    },
    async setState(connectionId, { from, to }, state) {
      await session.run(sql`update history_import set state = ${state}
        where connection_id = ${connectionId} and from_day = ${from}::date and to_day = ${to}::date and state <> 'done'`)
    },
  }
}
