/** Counted calls over all processes; the counting itself is `take_calls` in the database. */
import { sql } from 'kysely'
import type { CallLimits, LimitAnswer, LimitRequest } from '../../../ports/call-limits.ts'
import type { Session } from '../database.ts'
import { at } from '../values.ts'

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
    async refused(key, now) {
      // In a row: nothing but the refused call was made since. Two calls that were on their way together were refused once.
      const [row] = await session.rows(sql<{
        refusals: number
      }>`insert into call_counter as c (key, refusals, refused_seq) values (${key}, 1, 0)
        on conflict (key) do update set refused_seq = c.last_seq, refusals = case
          when c.blocked_until > ${at(now)} and c.refusals > 0 then c.refusals
          when c.last_seq - c.refused_seq <= 1 then c.refusals + 1
          else 1 end
        returning refusals`)
      return row?.refusals ?? 1
    },
    async block(key, until) {
      await session.run(sql`insert into call_counter as c (key, blocked_until) values (${key}, ${at(until)})
        on conflict (key) do update set blocked_until = greatest(c.blocked_until, excluded.blocked_until)`)
    },
  }
}
