/** When connections are polled and worked on. The table has no row security: the tick reads it over all companies, and it names nothing of them. */
import { sql } from 'kysely'
import type { Schedules, WorkSchedule } from '../../../ports/schedule.ts'
import type { Session } from '../database.ts'
import { at } from '../values.ts'

export function schedulesOf(session: Session): Schedules {
  return {
    async schedule({ connectionId, tenantId, nextPollAt, active }) {
      await session.run(sql`insert into connection_schedule (connection_id, tenant_id, next_poll_at, active)
        values (${connectionId}, ${tenantId}, ${at(nextPollAt)}, ${active})
        on conflict (connection_id) do update set next_poll_at = excluded.next_poll_at, active = excluded.active`)
    },
    duePolls: ({ now, until, limit }) =>
      session.rows(sql<{ connectionId: string; tenantId: string; dueAt: number }>`
        (select connection_id as "connectionId", tenant_id as "tenantId", next_poll_at as "dueAt" from connection_schedule
          where active and next_poll_at <= ${at(now)} order by next_poll_at, connection_id limit ${limit})
        union all
        (select connection_id, tenant_id, next_poll_at from connection_schedule
          where active and next_poll_at > ${at(until)} order by next_poll_at, connection_id limit ${limit})
        limit ${limit}`),
    async planPolls(polls) {
      if (polls.length === 0) return
      await session.run(sql`update connection_schedule s
        set next_poll_at = p.next_poll_at, work_at = least(s.work_at, p.work_at)
        from unnest(${polls.map((poll) => poll.connectionId)}::uuid[], ${polls.map((poll) => at(poll.nextPollAt))}::timestamptz[],
          ${polls.map((poll) => at(poll.workAt))}::timestamptz[]) p (connection_id, next_poll_at, work_at)
        where s.connection_id = p.connection_id`)
    },
    dueWork: (now, limit) =>
      session.rows(sql<{ connectionId: string; tenantId: string; dueAt: number }>`
        select connection_id as "connectionId", tenant_id as "tenantId", work_at as "dueAt" from connection_schedule
        where active and work_at <= ${at(now)} order by work_at, connection_id limit ${limit}`),
    async countActive() {
      const [row] = await session.rows(
        sql<{ connections: number }>`select count(*)::int as connections from connection_schedule where active`,
      )
      return row?.connections ?? 0
    },
  }
}

export function workScheduleOf(session: Session): WorkSchedule {
  return {
    async of(connectionId) {
      const [row] = await session.rows(sql<{ workAt: number | null; askedAt: number | null }>`
        select work_at as "workAt", asked_at as "askedAt" from connection_schedule
        where tenant_id = current_tenant() and connection_id = ${connectionId}`)
      return row ?? { workAt: null, askedAt: null }
    },
    async ask(connectionIds, now) {
      await session.run(sql`update connection_schedule set work_at = ${at(now)}, asked_at = ${at(now)}
        where tenant_id = current_tenant() and connection_id = any(${connectionIds}::uuid[])`)
    },
    async pollSoon(connectionIds, now) {
      await session.run(sql`update connection_schedule set next_poll_at = ${at(now)}
        where tenant_id = current_tenant() and active and connection_id = any(${connectionIds}::uuid[])`)
    },
    async noLaterThan(connectionId, workAt) {
      await session.run(sql`update connection_schedule set work_at = ${at(workAt)}
        where tenant_id = current_tenant() and connection_id = ${connectionId} and (work_at is null or work_at > ${at(workAt)})`)
    },
    async worked(connectionId, { seen, next }) {
      await session.run(sql`update connection_schedule set work_at = ${at(next.workAt)}, asked_at = ${at(next.askedAt)}
        where tenant_id = current_tenant() and connection_id = ${connectionId} and work_at is not distinct from ${at(seen.workAt)}
          and asked_at is not distinct from ${at(seen.askedAt)}
          and (work_at is distinct from ${at(next.workAt)} or asked_at is distinct from ${at(next.askedAt)})`)
    },
  }
}
