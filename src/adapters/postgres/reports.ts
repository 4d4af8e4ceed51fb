/** Orders and documents for people to read. */
import { sql } from 'kysely'
import type { ReportedDocument, ReportedOrder, Reports } from '../../ports/store.ts'
import type { Session } from './database.ts'

const documentColumns =
  sql.raw(`d.document_id as "documentId", d.connection_id as "connectionId", d.order_id as "orderId", o.placed_on as "placedOn", d.kind,
  d.target, d.state, d.journal_key as "journalKey", d.book_year_id as "bookYearId", d.period, d.number, d.document_date as "documentDate",
  d.amount_cents as "amountCents", d.revision, d.plan,
  (select coalesce(jsonb_agg(jsonb_build_object('documentId', t.document_id, 'kind', t.kind, 'state', t.state, 'journalKey', t.journal_key,
      'bookYearId', t.book_year_id, 'period', t.period, 'number', t.number, 'documentDate', t.document_date, 'amountCents', t.amount_cents,
      'revision', t.revision, 'treatment', m.treatment, 'country', m.vat_country, 'rateBp', m.rate_bp) order by t.business_key), '[]')
    from day_member m join document t on t.tenant_id = m.tenant_id and t.document_id = m.total_id
    where m.tenant_id = d.tenant_id and m.document_id = d.document_id) as totals`)
const withOrder = sql.raw(
  `document d left join marketplace_order o on o.tenant_id = d.tenant_id and o.connection_id = d.connection_id and o.order_id = d.order_id`,
)

/** What has no date yet comes last. As the index `document_in_export` has it. */
const day = sql.raw(`coalesce(d.document_date, 'infinity'::date)`)

/** As text: an instant of the database is finer than a number of ours. */
async function placeOf(session: Session, documentId: string): Promise<{ day: string; queueAt: string } | null> {
  const [row] = await session.rows(sql<{
    day: string
    queueAt: string
  }>`select ${day}::text as day, d.queue_at::text as "queueAt"
    from document d where d.document_id = ${documentId}`)
  return row ?? null
}

export function reportsOf(session: Session): Reports {
  return {
    async documents(range, page) {
      // A total shows through the orders in it.
      const place = page.after === null ? null : await placeOf(session, page.after)
      const conditions = [
        sql`d.order_id is not null`,
        ...(range.connectionId === null ? [] : [sql`d.connection_id = ${range.connectionId}`]),
        ...(range.from === null ? [] : [sql`${day} >= ${range.from}::date`, sql`d.document_date is not null`]),
        ...(range.to === null ? [] : [sql`${day} <= ${range.to}::date`]),
        ...(place === null
          ? []
          : [
              sql`(${day}, d.queue_at, d.document_id) > (${place.day}::date, ${place.queueAt}::timestamptz, ${page.after}::uuid)`,
            ]),
      ]
      const where = conditions.length === 0 ? sql`true` : sql.join(conditions, sql` and `)
      return session.rows(sql<ReportedDocument>`select ${documentColumns} from ${withOrder} where ${where}
        order by ${day}, d.queue_at, d.document_id limit ${page.limit}`)
    },
    async order(orderId) {
      const orders =
        await session.rows(sql<ReportedOrder>`select connection_id as "connectionId", order_id as "orderId", placed_on as "placedOn", standing,
        standing_reason as "standingReason", skip_reason as "skipReason", explanation from marketplace_order
          where connection_id = any(array(select connection_id from connection)) and order_id = ${orderId}`)
      const documents = await session.rows(sql<ReportedDocument>`select ${documentColumns} from ${withOrder}
          where d.connection_id = any(array(select connection_id from connection)) and d.order_id = ${orderId}
        order by d.document_date, d.queue_at, d.document_id`)
      return orders.map((order) => ({
        order,
        documents: documents.filter((document) => document.connectionId === order.connectionId),
      }))
    },
    async ownNumbers(dossierId, journalKey) {
      const [row] = await session.rows(sql<{
        count: number
      }>`select count(*)::int as count from document where dossier_id = ${dossierId}
        and journal_key = ${journalKey} and number is not null and state in ('confirmed', 'verified', 'changed', 'sending', 'inDoubt', 'checking')`)
      return row?.count ?? 0
    },
  }
}
