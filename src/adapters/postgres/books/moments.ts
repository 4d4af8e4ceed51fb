/** When something of a connection can go on. */
import { sendLeaseMs } from '../../../domain/delays.ts'
import { sql } from 'kysely'
import type { Session } from '../database.ts'
import { states } from '../../../domain/document/document-states.ts'
import { letGo } from './history.ts'
import { among } from './state-steps.ts'

/** Confirmed documents `d` that still hold their journal. From the journals, which are few: a join could read all confirmed documents. */
export function heldBySent(connectionId: string): ReturnType<typeof sql> {
  return sql`ledger_journal j cross join lateral (select h.not_before, h.state_since from document h where h.tenant_id = j.tenant_id
    and h.document_id = j.held_by and h.connection_id = ${connectionId} and h.state = 'confirmed' limit 1) d
    where j.held_by is not null`
}

const lease = sql`${sendLeaseMs}::bigint * interval '1 ms'`

/** A send without a moment of its own waits for its lease. */
const withoutTerm = states.timed.filter((state) => state !== 'sending')

/**
 * Returns the earliest moment at which a document can go on; one without a moment can go on at once. Each question has an index, because
 * the tick asks every minute.
 */
export async function nextAttention(session: Session, connectionId: string): Promise<number | null> {
  const [row] = await session.rows(sql<{ next: number | null }>`
    select least(
      (select min(d.not_before) from document d where d.connection_id = ${connectionId} and d.not_before is not null
        and d.state in ${among(states.timed)}),
      (select min(d.state_since) from document d where d.connection_id = ${connectionId} and d.not_before is null
        and d.state in ${among(withoutTerm)}),
      (select min(d.state_since) + ${lease} from document d where d.connection_id = ${connectionId} and d.state = 'sending'
        and d.not_before is null),
      (select min(coalesce(d.not_before, d.state_since)) from ${heldBySent(connectionId)}),
      (select min(o.plan_again_at) from marketplace_order o where o.connection_id = ${connectionId} and o.plan_again_at is not null)) as next`)
  return row?.next ?? null
}

/** `greatest` and `least` pass over what is null. */
export async function nextMoments(
  session: Session,
  connectionId: string,
): Promise<{ queue: number | null; rest: number | null }> {
  const [row] = await session.rows(sql<{ queue: number | null; rest: number | null }>`
    with holder as (
      select j.journal_id, greatest(h.not_before, h.state_since + case when h.state = 'sending' then ${lease} else interval '0' end) as free_at
      from ledger_journal j join document h on h.tenant_id = j.tenant_id and h.document_id = j.held_by
    ), resting as (select r.dossier_id, substr(r.call, 9) as journal_id, r.until from ledger_rest r where r.call like 'journal:%')
    select
      (select min(greatest(coalesce(d.not_before, d.state_since), holder.free_at, resting.until)) from document d
        left join holder on holder.journal_id = d.journal_id
        left join resting on resting.dossier_id = d.dossier_id and resting.journal_id = d.journal_id::text
        where d.connection_id = ${connectionId} and d.state = 'ready' and d.priority >= ${letGo} and not d.must_look) as queue,
      least(
        (select min(coalesce(d.not_before, d.state_since)) from document d where d.connection_id = ${connectionId}
          and (d.state in ${among(withoutTerm.filter((state) => state !== 'ready'))} or d.state = 'ready' and (d.must_look or d.priority < ${letGo}))),
        (select min(coalesce(d.not_before, d.state_since + ${lease})) from document d where d.connection_id = ${connectionId}
          and d.state = 'sending'),
        (select min(coalesce(d.not_before, d.state_since)) from ${heldBySent(connectionId)}),
        (select min(o.plan_again_at) from marketplace_order o where o.connection_id = ${connectionId} and o.plan_again_at is not null)) as rest`)
  return row ?? { queue: null, rest: null }
}
