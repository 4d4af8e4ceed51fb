/** Periods from before a connection's first day: how far each was read, and when its documents may go. */
import { sql } from 'kysely'
import type { DocumentTarget } from '../../../domain/ledger/ledger.ts'
import type { History, HistoryImport } from '../../../ports/tables/history.ts'
import type { Session } from '../database.ts'
import { at } from '../values.ts'

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

/** Documents of an imported period: -2 is not released, -1 is in the queue. */
export const letGo = -1

export async function releaseHistory(
  session: Session,
  dossierId: number,
  { target, limit, now, nextAt }: { target: DocumentTarget; limit: number; now: number; nextAt: number },
): Promise<number> {
  const mine = sql`d.dossier_id = ${dossierId} and d.target = ${target} and d.state = 'ready' and not d.must_look`
  const held = sql`${mine} and d.priority < ${letGo} and (d.not_before is null or d.not_before <= ${at(now)})`
  const [row] = await session.rows(sql<{ waiting: number }>`
    with free as (
      select greatest(0, (${limit}::int
        - (select count(*) from attempt_send s join attempt a on a.tenant_id = s.tenant_id and a.attempt_id = s.attempt_id
            join document d on d.tenant_id = a.tenant_id and d.document_id = a.document_id
            where d.dossier_id = ${dossierId} and d.target = ${target} and s.sent_at > ${at(now)}::timestamptz - interval '24 hours')
        - (select count(*) from document d where ${mine} and d.priority >= 0)) / 2
        - (select count(*) from document d where ${mine} and d.priority = ${letGo})) as documents
    ), next as (
      select d.document_id from document d where ${held} order by d.queue_at, d.document_id limit (select documents from free)
    ), released as (
      update document d set priority = ${letGo}, not_before = null where d.document_id in (select document_id from next) returning d.document_id
    ), kept as (
      update document d set not_before = ${at(nextAt)} where ${held} and d.document_id not in (select document_id from next) returning d.document_id
    )
    select (select count(*) from kept)::int as waiting, (select count(*) from released)::int as released`)
  return row?.waiting ?? 0
}
