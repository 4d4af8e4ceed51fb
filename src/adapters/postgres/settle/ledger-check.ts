/** Compares our bookings with the ledger's documents. */
import { sql, type RawBuilder } from 'kysely'
import { states } from '../../../domain/document/document-states.ts'
import { ledgerDifferences, statesOfDifference } from '../../../domain/document/ledger-difference.ts'
import type {
  DifferingDocument,
  JournalMonth,
  KnownPlace,
  LedgerChecks,
  LedgerStanding,
} from '../../../ports/settle/ledger-check.ts'
import type { Session } from '../database.ts'
import { at } from '../values.ts'

const differing = statesOfDifference('changed', 'duplicate')
const [removed = ''] = statesOfDifference('removed')
const [unread = ''] = statesOfDifference('unread')

const whens = Object.entries(ledgerDifferences).map(([state, kind]) => `when '${state}' then '${kind}'`)

/** Null: as it was sent. A removed document counts until a user decides about it. */
const kindOf =
  sql.raw(`case when d.state = '${removed}' and not exists (select from problem p where p.document_id = d.document_id and p.cleared_at is null)
  then null else case d.state ${whens.join(' ')} end end`)

/** A document that a user accepted counts with the ledger's amount. */
const hereCents = sql.raw(
  `case d.state when 'verified' then coalesce(d.ledger_cents, d.amount_cents) else d.amount_cents end`,
)
const ledgerCents = sql.raw(`case when d.state = '${statesOfDifference('duplicate').join('')}' then 2 * d.amount_cents
  when d.state = any('{${[...states.inLedger, ...differing].filter((state) => state !== unread).join(',')}}') then coalesce(d.ledger_cents, d.amount_cents) end`)
const sent = [...states.inLedger, ...states.uncertain, ...differing, removed]

export function ledgerChecksOf(session: Session): LedgerChecks {
  return {
    async firstDay(connectionId) {
      const [row] = await session.rows(sql<{ day: string | null }>`select min(document_date) as day from document
        where connection_id = ${connectionId} and number is not null`)
      return row?.day ?? null
    },
    months: (connectionId, { from, to, journals }) =>
      session.rows(sql<JournalMonth>`
        with own as (
          select d.journal_key, date_trunc('month', d.document_date)::date as month, d.state, ${kindOf} as kind, ${hereCents} as here,
            ${ledgerCents} as there
          from document d where d.connection_id = ${connectionId} and d.number is not null and d.state = any(${sent})
            and d.document_date between ${from}::date and ${to}::date),
        counted as (
          select journal_key, month, (kind is distinct from 'inDoubt')::int as here_documents, case when kind = 'inDoubt' then 0 else here end as here,
            case kind when 'duplicate' then 2 when 'removed' then 0 when 'unread' then 0 when 'inDoubt' then 0 else 1 end as there_documents,
            case when kind in ('removed', 'unread', 'inDoubt') then 0 else there end as there, (kind = 'unread')::int as unread,
            case when kind = 'unread' then here else 0 end as unread_cents, (kind = 'inDoubt')::int as in_doubt,
            (kind in ('changed', 'removed', 'duplicate'))::int as differing
          from own where state <> ${removed} or kind is not null
          union all
          select o.journal_key, date_trunc('month', coalesce(o.document_date, o.seen_at::date))::date, 0, 0, 1, coalesce(o.amount_cents, 0), 0, 0, 0, 1
          from other_document o where o.dossier_id = ${ledgerOf(connectionId)}
            and o.journal_key = any(${journals}) and coalesce(o.document_date, o.seen_at::date) between ${from}::date and ${to}::date)
        select journal_key as journal, month, sum(here_documents)::int as "hereDocuments", sum(here)::bigint as "hereCents",
          sum(there_documents)::int as "ledgerDocuments", sum(there)::bigint as "ledgerCents", coalesce(sum(unread), 0)::int as unread,
          sum(unread_cents)::bigint as "unreadCents", coalesce(sum(in_doubt), 0)::int as "inDoubt", coalesce(sum(differing), 0)::int as differing
        from counted group by 1, 2 order by 2 desc, 1`),
    differences: (connectionId, { from, to, journals, limit }) =>
      session.rows(sql<DifferingDocument>`
        select * from (
          select ${kindOf} as kind, d.journal_key as journal, d.number, d.document_date as date, d.order_id as "orderId",
            d.amount_cents as "hereCents", ${ledgerCents} as "ledgerCents"
          from document d where d.connection_id = ${connectionId} and d.number is not null
            and d.state = any(${sent}) and d.state <> 'verified' and d.document_date between ${from}::date and ${to}::date
            and d.journal_key = any(${journals})
          union all
          select 'other', o.journal_key, o.number, o.document_date, null, null, o.amount_cents
          from other_document o where o.dossier_id = ${ledgerOf(connectionId)}
            and o.journal_key = any(${journals}) and coalesce(o.document_date, o.seen_at::date) between ${from}::date and ${to}::date) r
        where kind is not null order by kind in ('unread', 'inDoubt'), number, kind limit ${limit}`),
    ...standingOf(session),
    ...othersOf(session),
  }
}

function standingOf(session: Session): Pick<LedgerChecks, 'standing'> {
  return {
    async standing(connectionId, journals) {
      const [row] = await session.rows(sql<LedgerStanding>`
        with own as (
          ${sql.join(
            [...differing, removed].map((state) => differingIn(connectionId, state)),
            sql` union all `,
          )}
          union all
          select 'unread', d.amount_cents, null from document d
            where d.dossier_id = ${ledgerOf(connectionId)}
              and d.target in ('bookings', 'invoices', 'entries') and d.state = ${sql.lit(unread)} and d.connection_id = ${connectionId}
              and d.number is not null
          union all
          select 'other', 0, o.amount_cents from other_document o
            where o.dossier_id = ${ledgerOf(connectionId)} and o.journal_key = any(${journals}))
        select (count(*) filter (where kind <> 'unread'))::int as differing, (count(*) filter (where kind = 'unread'))::int as unread,
          coalesce(sum(coalesce(there, 0) - here) filter (where kind <> 'unread'), 0)::bigint as "differenceCents"
        from own where kind is not null`)
      return row ?? { differing: 0, differenceCents: 0, unread: 0 }
    },
  }
}

/** One state at a time, and as it is written in the index of the few that are open: a list would read all documents of the connection. */
function differingIn(connectionId: string, state: string): RawBuilder<unknown> {
  return sql`select ${kindOf} as kind, d.amount_cents as here, ${ledgerCents} as there from document d
    where d.connection_id = ${connectionId} and d.state = ${sql.lit(state)}`
}

function othersOf(
  session: Session,
): Pick<LedgerChecks, 'looks' | 'setOthersSince' | 'journals' | 'places' | 'saveOthers' | 'dropOthers'> {
  return {
    async looks(connectionId) {
      const rows = await session.rows(sql<{
        list: string
        until: number
      }>`select target as list, swept_until as until from ledger_sweep
        where dossier_id = ${ledgerOf(connectionId)} and target in ('watch', 'others')`)
      const of = (list: string): number | null => rows.find((row) => row.list === list)?.until ?? null
      return { watch: of('watch'), others: of('others') }
    },
    async setOthersSince(connectionId, since) {
      await session.run(sql`insert into ledger_sweep (tenant_id, dossier_id, target, swept_until)
        values (current_tenant(), ${ledgerOf(connectionId)}, 'others', ${at(since)})
        on conflict (tenant_id, dossier_id, target) do update set swept_until = excluded.swept_until`)
    },
    async journals(connectionId, target) {
      const rows = await session.rows(sql<{
        journal: string
      }>`select distinct r.settings -> 'booking' -> 'journals' ->> ${target}::text as journal
        from connection c join mapping_revision r on r.connection_id = c.connection_id and r.revision = c.revision
        where c.dossier_id = ${ledgerOf(connectionId)} and c.state <> 'removed'
          and r.settings -> 'booking' -> 'journals' ->> ${target}::text is not null`)
      return rows.map(({ journal }) => journal)
    },
    places: (references) =>
      session.rows(sql<KnownPlace>`select reference, book_year_id as "bookYearId", journal_key as "journalKey", number from document
        where reference = any(${references})`),
    async saveOthers(connectionId, others, seenAt) {
      const rows = others.map(({ bookYearId, journalKey, number, date, amountCents }) => ({
        bookYearId,
        journalKey,
        number,
        date,
        amountCents,
      }))
      await session.run(sql`insert into other_document as o (tenant_id, dossier_id, book_year_id, journal_key, number, document_date, amount_cents, seen_at)
        select distinct on (r."bookYearId", r."journalKey", r.number) current_tenant(), ${ledgerOf(connectionId)}, r."bookYearId", r."journalKey",
          r.number, r.date, r."amountCents", ${at(seenAt)}
        from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r("bookYearId" int, "journalKey" text, number int, date date, "amountCents" bigint)
        on conflict (tenant_id, dossier_id, book_year_id, journal_key, number) do update
          set document_date = excluded.document_date, amount_cents = excluded.amount_cents`)
    },
    async dropOthers(connectionId, places) {
      const rows = places.map(({ bookYearId, journalKey, number }) => ({ bookYearId, journalKey, number }))
      await session.run(sql`delete from other_document o
        using jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r("bookYearId" int, "journalKey" text, number int)
        where o.dossier_id = ${ledgerOf(connectionId)} and o.book_year_id = r."bookYearId" and o.journal_key = r."journalKey"
          and o.number = r.number`)
    },
  }
}

function ledgerOf(connectionId: string): RawBuilder<number> {
  return sql`(select c.dossier_id from connection c where c.connection_id = ${connectionId})`
}
