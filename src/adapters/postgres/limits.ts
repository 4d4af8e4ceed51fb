/** Counted calls over all processes; the counting itself is `take_calls` in the database. */
import { sql } from 'kysely'
import type { CallLimits, LimitAnswer, LimitRequest } from '../../ports/call-limits.ts'
import type { Session } from './database.ts'
import { at } from './values.ts'

export async function takeCalls(session: Session, request: LimitRequest, now: number): Promise<LimitAnswer> {
  const [row] = await session.rows(sql<{ granted: number; until: number | null; blocked: boolean }>`
    select granted, free_at as until, is_blocked as blocked
    from take_calls(${request.key}, ${request.limit}, ${request.windowMs}, ${request.wanted ?? 1}, ${at(now)})`)
  if (row === undefined || row.granted > 0) return { kind: 'granted', count: row?.granted ?? 0 }
  return { kind: 'wait', until: row.until ?? now + request.windowMs, blocked: row.blocked }
}

export function callLimitsOf(session: Session): CallLimits {
  return {
    take: (request, now) => takeCalls(session, request, now),
    async block(key, until) {
      await session.run(sql`insert into call_counter as c (key, blocked_until) values (${key}, ${at(until)})
        on conflict (key) do update set blocked_until = greatest(c.blocked_until, excluded.blocked_until)`)
    },
  }
}
