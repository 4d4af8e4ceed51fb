/** The marketplace's invoices to the seller, reading by reading. Amounts keep all their decimals. */
import { sql } from 'kysely'
import { exactToText } from '../../../domain/settlement/exact.ts'
import type {
  Settlements,
  SettlementPoll,
  SettlementReading,
  StoredSettlement,
} from '../../../ports/settle/settlements.ts'
import type { Session } from '../database.ts'
import { at } from '../values.ts'
import { settlementPostsOf } from './settlement-posts.ts'
import { settlementBooksOf } from './settlement-books.ts'
import { kept, restored } from './exact-json.ts'

const columns =
  sql.raw(`invoice_id as "invoiceId", kind, issue_date as "issueDate", period_from as "periodFrom", period_to as "periodTo",
  totals, version, state, reads, failures, fault, first_whole_at as "firstWholeAt", read_at as "readAt",
  (select a.answer from settlement_answer a where a.connection_id = settlement.connection_id and a.about = 'start' and a.subject = invoice_id
    order by a.answer_id desc limit 1) as "startAnswer"`)

export function settlementsOf(session: Session): Settlements {
  return { ...listOf(session), ...readingsOf(session), ...settlementBooksOf(session), ...settlementPostsOf(session) }
}

type OfList = 'poll' | 'setPoll' | 'saveListed' | 'list' | 'due' | 'setState' | 'saveStanding' | 'answers' | 'answer'

function listOf(session: Session): Pick<Settlements, OfList> {
  return {
    async poll(connectionId) {
      const [row] =
        await session.rows(sql<SettlementPoll>`select listed_at as "listedAt", walk_to as "walkTo", walked_at as "walkedAt", walked_once as "walkedOnce",
          failed_at as "failedAt"
        from settlement_poll where connection_id = ${connectionId}`)
      return row ?? null
    },
    async setPoll(connectionId, poll) {
      await session.run(sql`insert into settlement_poll (tenant_id, connection_id, listed_at, walk_to, walked_at, walked_once, failed_at)
        values (current_tenant(), ${connectionId}, ${at(poll.listedAt)}, ${poll.walkTo}, ${at(poll.walkedAt)}, ${poll.walkedOnce},
          ${at(poll.failedAt)})
        on conflict (tenant_id, connection_id) do update set listed_at = excluded.listed_at, walk_to = excluded.walk_to,
          walked_at = excluded.walked_at, walked_once = excluded.walked_once, failed_at = excluded.failed_at`)
    },
    async saveListed(connectionId, listed, seenAt) {
      if (listed.length === 0) return 0
      // An invoice that a list tells twice is one.
      const once = new Map(listed.map((invoice) => [invoice.invoiceId, invoice]))
      const rows = [...once.values()].map((invoice) => ({ ...invoice, totals: kept(invoice.totals) }))
      return session.run(sql`insert into settlement (tenant_id, connection_id, invoice_id, kind, issue_date, period_from, period_to, totals,
          state, read_at, seen_at)
        select current_tenant(), ${connectionId}, r."invoiceId", r.kind, r."issueDate", r."periodFrom", r."periodTo", r.totals,
          'reading', ${at(seenAt)}, ${at(seenAt)}
        from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r("invoiceId" text, kind text, "issueDate" date, "periodFrom" date,
          "periodTo" date, totals jsonb)
        on conflict (tenant_id, connection_id, invoice_id) do update set issue_date = excluded.issue_date, period_from = excluded.period_from,
          period_to = excluded.period_to, totals = excluded.totals, read_at = excluded.read_at
        where (settlement.issue_date, settlement.period_from, settlement.period_to, settlement.totals)
          is distinct from (excluded.issue_date, excluded.period_from, excluded.period_to, excluded.totals)`)
    },
    async list(connectionId) {
      const rows =
        await session.rows(sql<StoredSettlement>`select ${columns} from settlement where connection_id = ${connectionId}
        order by issue_date, invoice_id`)
      return rows.map((row) => restored(row))
    },
    async due(connectionId, now) {
      const rows =
        await session.rows(sql<StoredSettlement>`select ${columns} from settlement where connection_id = ${connectionId}
        and read_at <= ${at(now)} order by issue_date, invoice_id`)
      return rows.map((row) => restored(row))
    },
    async setState(connectionId, invoiceId, change) {
      await session.run(sql`update settlement set version = ${change.version}, state = ${change.state}, reads = ${change.reads},
          failures = ${change.failures}, fault = ${change.fault}, first_whole_at = ${at(change.firstWholeAt)}, read_at = ${at(change.readAt)}
        where connection_id = ${connectionId} and invoice_id = ${invoiceId}`)
    },
    async saveStanding(connectionId, standing, judgedAt) {
      await session.run(sql`insert into settlement_standing as s (tenant_id, connection_id, invoice_id, period_from, period_to, state,
          difference_cents, differing, payable_cents, judged_at)
        values (current_tenant(), ${connectionId}, ${standing.invoiceId}, ${standing.periodFrom}, ${standing.periodTo}, ${standing.state},
          ${standing.differenceCents}, ${standing.differing}, ${standing.payableCents}, ${at(judgedAt)})
        on conflict (tenant_id, connection_id) do update set invoice_id = excluded.invoice_id, period_from = excluded.period_from,
          period_to = excluded.period_to, state = excluded.state, difference_cents = excluded.difference_cents,
          differing = excluded.differing, payable_cents = excluded.payable_cents, judged_at = excluded.judged_at`)
    },
    answers: (connectionId) =>
      session.rows(
        sql`select about, subject, answer, answered_at as at from settlement_answer where connection_id = ${connectionId} order by answer_id`,
      ),
    async answer(connectionId, answer) {
      await session.run(sql`insert into settlement_answer (tenant_id, connection_id, about, subject, answer, answered_at, answered_by)
        values (current_tenant(), ${connectionId}, ${answer.about}, ${answer.subject}, ${answer.answer}, ${at(answer.at)}, ${answer.by})`)
    },
  }
}

type OfReadings = 'reading' | 'startReading' | 'addPage' | 'setPdf' | 'endReading' | 'dropReading' | 'saveOrders'

function readingsOf(session: Session): Pick<Settlements, OfReadings> {
  return {
    async reading(connectionId, invoiceId, version) {
      const [row] = await session.rows(sql<
        Omit<SettlementReading, 'pages'>
      >`select version, invoice, pdf is not null as "hasPdf", digest,
          coalesce(faults, '[]') as faults from settlement_reading
        where connection_id = ${connectionId} and invoice_id = ${invoiceId} and version = ${version}`)
      if (row === undefined) return null
      const pages = await session.rows(sql<
        SettlementReading['pages'][number]
      >`select page, sums, digest from settlement_page
        where connection_id = ${connectionId} and invoice_id = ${invoiceId} and version = ${version} order by page`)
      return restored({ ...row, pages })
    },
    async startReading(connectionId, { version, invoice, raw, at: startedAt }) {
      await session.run(sql`insert into settlement_reading (tenant_id, connection_id, invoice_id, version, invoice, invoice_raw, started_at)
        values (current_tenant(), ${connectionId}, ${invoice.invoiceId}, ${version}, ${JSON.stringify(kept(invoice))}::jsonb, ${raw}, ${at(startedAt)})`)
    },
    async addPage(connectionId, invoiceId, { version, page, sums, digest, raw }) {
      await session.run(sql`insert into settlement_page (tenant_id, connection_id, invoice_id, version, page, sums, digest, raw)
        values (current_tenant(), ${connectionId}, ${invoiceId}, ${version}, ${page}, ${JSON.stringify(kept(sums))}::jsonb, ${digest}, ${raw})`)
    },
    async setPdf(connectionId, invoiceId, version, pdf) {
      await session.run(sql`update settlement_reading set pdf = ${pdf} where connection_id = ${connectionId} and invoice_id = ${invoiceId}
        and version = ${version}`)
    },
    async endReading(connectionId, invoiceId, { version, digest, faults, at: wholeAt }) {
      await session.run(sql`update settlement_reading set digest = ${digest}, faults = ${JSON.stringify(faults)}::jsonb, whole_at = ${at(wholeAt)}
        where connection_id = ${connectionId} and invoice_id = ${invoiceId} and version = ${version}`)
    },
    async dropReading(connectionId, invoiceId, version) {
      await session.run(
        sql`delete from settlement_page where connection_id = ${connectionId} and invoice_id = ${invoiceId} and version = ${version}`,
      )
      await session.run(
        sql`delete from settlement_reading where connection_id = ${connectionId} and invoice_id = ${invoiceId} and version = ${version}`,
      )
    },
    async saveOrders(connectionId, invoiceId, orders) {
      await session.run(
        sql`delete from settlement_order where connection_id = ${connectionId} and invoice_id = ${invoiceId}`,
      )
      const rows = orders
        .filter(({ orderId }) => orderId !== null)
        .map(({ orderId, turnover, corrections }) => ({
          orderId,
          turnover: exactToText(turnover),
          corrections: corrections.map(exactToText),
        }))
      if (rows.length === 0) return
      await session.run(sql`insert into settlement_order (tenant_id, connection_id, invoice_id, order_id, turnover, corrections, settled)
        select current_tenant(), ${connectionId}, ${invoiceId}, r."orderId", r.turnover, c.list, -r.turnover - c.sum
        from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r("orderId" text, turnover numeric, corrections jsonb)
          cross join lateral (select coalesce(array_agg(x::numeric), '{}') as list, coalesce(sum(x::numeric), 0) as sum
            from jsonb_array_elements_text(r.corrections) x) c`)
    },
  }
}
