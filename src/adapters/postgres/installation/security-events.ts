/** Decisions on who may come in. A table of the installation; rows are added, and removed by age. */
import { sql } from 'kysely'
import type { SecurityEvent, SecurityEvents } from '../../../ports/people/security-events.ts'
import type { Session } from '../database.ts'
import { at } from '../values.ts'

export function securityEventsOf(session: Session): SecurityEvents {
  return {
    async add({ eventId, at: when, kind, outcome, accountId, who, address, about }) {
      await session.run(sql`insert into security_event (event_id, at, kind, outcome, account_id, who, address, about)
        values (${eventId}, ${at(when)}, ${kind}, ${outcome}, ${accountId}, ${who}, ${address}, ${about})`)
    },
    async countIn({ kind, outcome, accountId, address, about }, since, anyAddress) {
      const written = await session.run(sql`update security_event set times = times + 1 where event_id = (
        select event_id from security_event where at >= ${at(since)} and kind = ${kind} and outcome = ${outcome} and about = ${about}
          and account_id is not distinct from ${accountId}::uuid
          and (${anyAddress}::boolean or address is not distinct from ${address}::text)
        order by at desc, event_id limit 1)`)
      return written > 0
    },
    newest: (before, limit) =>
      session.rows(sql<SecurityEvent>`select event_id as "eventId", at, kind, outcome, account_id as "accountId", who, address, about, times
        from security_event where ${before === null}::boolean or at < ${before === null ? null : at(before)}::timestamptz
        order by at desc, event_id limit ${limit}`),
    async forget(before) {
      await session.run(sql`delete from security_event where at < ${at(before)}`)
    },
  }
}
