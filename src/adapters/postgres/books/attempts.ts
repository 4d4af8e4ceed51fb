/** The sends of documents: who sent what when, and what came back. */
import { sql } from 'kysely'
import { failureRoundMs } from '../../../domain/delays.ts'
import { noOthers, type Others } from '../../../domain/document/progress.ts'
import type { Documents, StoredDocument } from '../../../ports/tables/documents.ts'
import type { Session } from '../database.ts'
import { at } from '../values.ts'

export function attemptsOf(
  session: Session,
): Pick<Documents, 'lastSends' | 'others' | 'firstSentAt' | 'attemptsOfOrder'> {
  return {
    others: (document) => others(session, document),
    lastSends: (documentIds) =>
      session.rows(sql<{ documentId: string; attemptId: string; sentBy: string; sentAt: number }>`
        select distinct on (a.document_id) a.document_id as "documentId", a.attempt_id as "attemptId", s.sent_by as "sentBy", s.sent_at as "sentAt"
        from attempt a join attempt_send s on s.tenant_id = a.tenant_id and s.attempt_id = a.attempt_id
        where a.document_id = any(${documentIds}) order by a.document_id, s.sent_at desc, s.send_no desc`),
    async firstSentAt(documentIds) {
      const [row] = await session.rows(sql<{ at: number | null }>`select min(s.sent_at) as at
        from attempt a join attempt_send s on s.tenant_id = a.tenant_id and s.attempt_id = a.attempt_id
        where a.document_id = any(${documentIds})`)
      return row?.at ?? null
    },
    attemptsOfOrder: (connectionId, orderId) =>
      session.rows(sql<{ documentId: string; at: number; number: number | null; outcome: string | null }>`
        with own as materialized (
          select d.document_id from document d where d.connection_id = ${connectionId} and d.order_id = ${orderId}
        ), wanted as materialized (
          select document_id from own union select m.total_id from own join day_member m on m.document_id = own.document_id
        )
        select w.document_id as "documentId", s.sent_at as at, a.document_number as number, s.outcome
        from wanted w
          cross join lateral (select * from attempt a where a.document_id = w.document_id offset 0) a
          cross join lateral (select * from attempt_send s where s.attempt_id = a.attempt_id offset 0) s
        order by s.sent_at, s.send_no`),
  }
}

/** A lost answer counts as none. Failures before this document's own trouble excuse nothing, so the reading starts a little before it. */
async function others(session: Session, document: StoredDocument): Promise<Others> {
  const { lastSentAt, doubtSince, target } = document.progress
  const last = lastSentAt ?? 0
  const first = Math.min(doubtSince ?? last, last)
  const [row] = await session.rows(sql<Others>`
    with own as materialized (
      select max(s.sent_at) as last_at from attempt a join attempt_send s on s.tenant_id = a.tenant_id and s.attempt_id = a.attempt_id
      where a.document_id = ${document.documentId} and s.sent_at >= ${at(first - failureRoundMs)} group by a.attempt_id
    ), sends as materialized (
      select s.sent_at, s.outcome = 'created' as created, s.outcome is null or s.outcome = 'unknown' as failed
      from attempt_send s join attempt a on a.tenant_id = s.tenant_id and a.attempt_id = s.attempt_id
        join document d on d.tenant_id = a.tenant_id and d.document_id = a.document_id
      where s.sent_at >= ${at(first - failureRoundMs)} and d.dossier_id = ${document.dossierId} and d.target = ${target}
        and d.document_id <> ${document.documentId}
    )
    select count(distinct (select max(o.last_at) from own o where o.last_at < sends.sent_at)) filter (where created) > 1 as "wentThrough",
      coalesce(bool_or(failed and sent_at between ${at(last - failureRoundMs)} and ${at(last + failureRoundMs)}), false) as "failedThen",
      coalesce(bool_or(failed and sent_at > coalesce((select max(c.sent_at) from sends c where c.created), '-infinity')), false) as "failToo"
    from sends`)
  return row ?? noOthers
}
