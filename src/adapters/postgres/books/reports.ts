/** Orders and documents for people to read. */
import { sql, type RawBuilder } from 'kysely'
import { states } from '../../../domain/document/document-states.ts'
import type { ReportedDocument, ReportedOrder, Reports } from '../../../ports/tables/reports.ts'
import type { Session } from '../database.ts'
import { ordersOf } from './order-lists.ts'
import { among } from './state-steps.ts'

const documentColumns =
  sql.raw(`d.document_id as "documentId", d.connection_id as "connectionId", d.order_id as "orderId", o.placed_on as "placedOn", d.kind,
  d.target, d.state, d.journal_key as "journalKey", d.book_year_id as "bookYearId", d.period, d.number, d.document_date as "documentDate",
  coalesce(d.ledger_cents, d.amount_cents) as "amountCents", d.ledger_sums as "ledgerSums", d.revision, d.plan,
  (select coalesce(jsonb_agg(jsonb_build_object('documentId', t.document_id, 'kind', t.kind, 'state', t.state, 'journalKey', t.journal_key,
      'bookYearId', t.book_year_id, 'period', t.period, 'number', t.number, 'documentDate', t.document_date, 'amountCents', coalesce(t.ledger_cents, t.amount_cents),
      'beside', case when t.ledger_sums is not null and t.ledger_cents <> t.amount_cents then (
        select jsonb_build_object('netCents', s.base - a.net, 'vatCents', s.vat - a.vat) from
          (select sum((r->>'baseCents')::bigint) as base, sum((r->>'vatCents')::bigint) as vat from jsonb_array_elements(t.ledger_sums) r) s,
          (select sum((l->>'netCents')::bigint) * sign(t.amount_cents) as net, sum((l->>'vatCents')::bigint) * sign(t.amount_cents) as vat
            from jsonb_array_elements(t.plan->'lines') l) a) end,
      'revision', t.revision, 'treatment', m.treatment, 'country', m.vat_country, 'rateBp', m.rate_bp) order by t.business_key), '[]')
    from day_member m join document t on t.tenant_id = m.tenant_id and t.document_id = m.total_id
    where m.tenant_id = d.tenant_id and m.document_id = d.document_id) as totals`)
/** Looked up row by row: a page has few of them, and a plan for any company would rather read all orders at once. */
const withOrder = sql.raw(`document d left join lateral (select o.placed_on from marketplace_order o
  where o.tenant_id = d.tenant_id and o.connection_id = d.connection_id and o.order_id = d.order_id limit 1) o on true`)

/** Where a page ended. As text: an instant of the database is finer than a number of ours. */
interface Place {
  day: string | null
  queueAt: string
  documentId: string
}

async function placeOf(session: Session, documentId: string): Promise<Place | null> {
  const [row] =
    await session.rows(sql<Place>`select d.document_date::text as day, d.queue_at::text as "queueAt", d.document_id as "documentId"
    from document d where d.document_id = ${documentId}`)
  return row ?? null
}

type Range = Parameters<Reports['documents']>[0]

/** One page in the order of the index `document_in_export`; documents without a date come after all others. */
async function documentsPage(
  session: Session,
  range: Range,
  after: Place | null,
  limit: number,
): Promise<ReportedDocument[]> {
  const common = [
    // A total shows through the orders in it.
    sql`d.order_id is not null`,
    // Not a search by connection: `is true` keeps the plan on the index that has the order of the pages.
    ...(range.connectionId === null ? [] : [sql`(d.connection_id = ${range.connectionId}) is true`]),
    ...(range.orders === undefined ? [] : [sql`d.order_id in ${ordersOf(range.orders)}`]),
  ]
  const read = (conditions: RawBuilder<unknown>[], rowsMax: number): Promise<ReportedDocument[]> =>
    session.rows(sql<ReportedDocument>`select ${documentColumns} from ${withOrder} where ${sql.join([...common, ...conditions], sql` and `)}
      order by d.document_date, d.queue_at, d.document_id limit ${rowsMax}`)
  const dated =
    after !== null && after.day === null
      ? []
      : await read(
          [
            sql`d.document_date is not null`,
            ...(range.from === null ? [] : [sql`d.document_date >= ${range.from}::date`]),
            ...(range.to === null ? [] : [sql`d.document_date <= ${range.to}::date`]),
            ...(after === null
              ? []
              : [
                  sql`(d.document_date, d.queue_at, d.document_id) > (${after.day}::date, ${after.queueAt}::timestamptz, ${after.documentId}::uuid)`,
                ]),
          ],
          limit,
        )
  if (dated.length === limit || range.from !== null || range.to !== null) return dated
  const rest = await read(
    [
      sql`d.document_date is null`,
      ...(after === null || after.day !== null
        ? []
        : [sql`(d.queue_at, d.document_id) > (${after.queueAt}::timestamptz, ${after.documentId}::uuid)`]),
    ],
    limit - dated.length,
  )
  return [...dated, ...rest]
}

export function reportsOf(session: Session): Reports {
  return {
    async documents(range, page) {
      const after = page.after === null ? null : await placeOf(session, page.after)
      return documentsPage(session, range, after, page.limit)
    },
    async order(orderId) {
      const orders =
        await session.rows(sql<ReportedOrder>`select connection_id as "connectionId", order_id as "orderId", placed_on as "placedOn", standing,
        standing_reason as "standingReason", skip_reason as "skipReason", explanation, plan_again_at as "planAgainAt" from marketplace_order
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
        and journal_key = ${journalKey} and number is not null and state in ${among([...states.inLedger, ...states.holdJournal])}`)
      return row?.count ?? 0
    },
  }
}
