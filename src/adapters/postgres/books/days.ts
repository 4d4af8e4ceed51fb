/** Totals of days and what belongs to them. */
import { sql } from 'kysely'
import { kindsOf } from '../../../domain/document/document-kinds.ts'
import { isTotal } from '../../../domain/document/document-subject.ts'
import { readTotalKey } from '../../../domain/plan/day-total.ts'
import type { Days } from '../../../ports/tables/days.ts'
import type { Documents } from '../../../ports/tables/documents.ts'
import { states } from '../../../domain/document/document-states.ts'
import type { Session } from '../database.ts'
import { among, stepTo } from './state-steps.ts'
import { at } from '../values.ts'

export function daysOf(session: Session, documents: Documents): Days {
  return {
    async dissolved(connectionId) {
      const taken = await documents.inState(connectionId, ['draft', 'blocked'])
      return new Map(taken.filter(isTotal).map((row) => [row.documentId, row]))
    },
    async lastSequence(connectionId, kind, group) {
      const rows = await session.rows(sql<{ key: string }>`select business_key as key from document
        where connection_id = ${connectionId} and kind = ${kind} and order_id is null and starts_with(business_key, ${`${group}|`})`)
      return Math.max(0, ...rows.map((row) => readTotalKey(row.key).sequence))
    },
    async totalsOf(connectionId, orderIds) {
      const rows = await session.rows(sql<{ id: string }>`select distinct m.total_id as id from day_member m
        join document d on d.tenant_id = m.tenant_id and d.document_id = m.document_id
        where d.connection_id = ${connectionId} and d.order_id = any(${orderIds})`)
      const found = await Promise.all(rows.map((row) => documents.get(row.id)))
      return found.filter((row) => row !== null)
    },
    ordersOf: (totalIds) =>
      session.rows(sql<{
        totalId: string
        orderId: string
      }>`select distinct m.total_id as "totalId", d.order_id as "orderId" from day_member m
        join document d on d.tenant_id = m.tenant_id and d.document_id = m.document_id where m.total_id = any(${totalIds})`),
    async addMembers(totalId, of) {
      await session.run(sql`insert into day_member (tenant_id, document_id, total_id, treatment, vat_country, rate_bp)
        select current_tenant(), id, ${totalId}::uuid, ${of.treatment}, ${of.vatCountry}, ${of.rateBp}::int from unnest(${of.memberIds}::uuid[]) id`)
    },
    async close(connectionId, documentIds, when) {
      // Only what has all its lines in a total: where one of them met a problem, the whole order waits, and none of it is booked.
      const step = stepTo('inTotal', 'dayClosed', { at: when })
      await session.run(sql`update document d set ${step.set}, not_before = null
        where d.connection_id = ${connectionId} and d.document_id = any(${documentIds}) and d.state in ${step.from}
          and not exists (select from jsonb_to_recordset(d.plan -> 'lines') as l(treatment text, country text, "rateBp" int)
            where not exists (select from day_member m where m.tenant_id = d.tenant_id and m.document_id = d.document_id
              and m.treatment = l.treatment and m.vat_country = l.country and m.rate_bp = l."rateBp"))`)
    },
    async confirm(connectionId, when) {
      const step = stepTo('confirmed', 'totalBooked', { at: when })
      return session.run(sql`update document d set ${step.set}, confirmed_at = ${at(when)}
        where d.connection_id = ${connectionId} and d.state in ${step.from} and not exists (
          select from day_member m join document t on t.tenant_id = m.tenant_id and t.document_id = m.total_id
          where m.tenant_id = d.tenant_id and m.document_id = d.document_id and t.state not in ${among([...states.inLedger, 'foreign'])})`)
    },
    dissolve: (connectionId, memberIds, when) =>
      dissolve(session, documents, {
        connectionId,
        when,
        chosen:
          memberIds === null
            ? sql`true`
            : sql`t.document_id in (select m.total_id from day_member m where m.document_id = any(${memberIds}))`,
      }),
    dissolveOf: (connectionId, totalId, when) =>
      dissolve(session, documents, { connectionId, when, chosen: sql`t.document_id = ${totalId}` }),
    async lookAgain(documentIds, from) {
      await session.run(
        sql`update document set not_before = ${at(from)} where document_id = any(${documentIds}) and state = 'inDay'`,
      )
    },
    lookedFor: (found, when) => lookedFor(session, found, when),
  }
}

async function lookedFor(session: Session, ...[found, when]: Parameters<Days['lookedFor']>): Promise<void> {
  await session.run(
    sql`update document set must_look = false where document_id = any(${found.absent}) and state = 'inDay'`,
  )
  const step = stepTo('foreign', 'lookedUp', { at: when })
  await session.run(
    sql`update document set ${step.set}, must_look = false, not_before = null where document_id = any(${found.foreign}) and state = 'inDay'`,
  )
}

/** Nothing of a total left; it neither collects in a day nor waits for approval. */
const ofTotals = states.unsent.filter((state) => state !== 'inDay' && state !== 'approval')

async function dissolve(
  session: Session,
  documents: Documents,
  of: { connectionId: string; when: number; chosen: ReturnType<typeof sql> },
): Promise<number> {
  const { connectionId, when } = of
  const totals = await session.rows(sql<{
    id: string
    state: string
  }>`select t.document_id as id, t.state from document t
    where t.connection_id = ${connectionId} and t.order_id is null and t.kind in ${among(kindsOf.total)} and t.state in ${among(ofTotals)}
      and t.sends_of_number = 0 and ${of.chosen} for update`)
  const ids = totals.map((row) => row.id)
  if (ids.length === 0) return 0
  // An order with other lines in a total that was already sent keeps its place: that total decides.
  const tied = await session.rows(sql<{ id: string }>`select distinct m.total_id as id from day_member m
    where m.total_id = any(${ids}) and exists (select from day_member o where o.document_id = m.document_id and o.total_id <> all(${ids}))`)
  const free = ids.filter((id) => !tied.some((row) => row.id === id))
  const step = stepTo('inDay', 'dayOpened', { at: when })
  await session.run(sql`update document set ${step.set}, not_before = ${at(when)}
    where connection_id = ${connectionId} and state in ${step.from} and document_id in (select m.document_id from day_member m where m.total_id = any(${free}))`)
  await session.run(sql`delete from day_member m where m.total_id = any(${free})`)
  // A refused total gets a new mark. A total that was never sent keeps its own, so that a later installation finds it by that mark.
  const refused = totals.filter((row) => row.state === 'rejected' || row.state === 'draft').map((row) => row.id)
  await documents.withdraw(
    free.filter((id) => refused.includes(id)),
    'draft',
    'dayOpened',
    when,
  )
  await documents.withdraw(
    free.filter((id) => !refused.includes(id)),
    'blocked',
    'dayOpened',
    when,
  )
  return free.length
}
