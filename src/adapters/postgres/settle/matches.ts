/** Matches of lines in the ledger. Only lines that are as they were read back may be matched: no user changed them since. */
import { sql } from 'kysely'
import { kindsOf } from '../../../domain/document/document-kinds.ts'
import { states } from '../../../domain/document/document-states.ts'
import type { LedgerLine } from '../../../domain/ledger/ledger.ts'
import { exactFromText, toCents } from '../../../domain/settlement/exact.ts'
import type { SettledOrder } from '../../../domain/settlement/matching.ts'
import type { Matches, MatchLine, NewMatch, PaidPair, StoredHead, StoredMatch } from '../../../ports/settle/matches.ts'
import { among, listOf } from '../books/state-steps.ts'
import type { Session } from '../database.ts'
import { at } from '../values.ts'
import { documentOnRelation } from './settlement-books.ts'

/** The document itself, in the words of the table. */
const head = -1
/**
 * Read back, and as it was sent, in the books that the connection has now. A document that a user accepted after a change is another one
 * than was planned with. Of two with one number one was removed by a user: the ledger's list tells later which.
 */
const unchanged = (alias: string) =>
  sql.raw(`(${alias}.state = 'verified' and ${alias}.last_event = 'readBack' and in_present_books(${alias})
    and not exists (select from document same where same.tenant_id = ${alias}.tenant_id and same.connection_id = ${alias}.connection_id
      and same.journal_key = ${alias}.journal_key and same.number = ${alias}.number and same.book_year_id = ${alias}.book_year_id
      and same.document_id <> ${alias}.document_id and same.state in ${listOf(states.inLedger)}))`)

interface Row {
  matchId: string
  what: StoredMatch['what']
  invoiceId: string | null
  debitDocument: string | null
  debitMark: string
  debitYear: number
  debitJournal: string
  debitNumber: number
  debitLine: number
  creditDocument: string | null
  creditMark: string
  creditYear: number
  creditJournal: string
  creditNumber: number
  creditLine: number
  cents: number
  state: StoredMatch['state']
  sends: number
  looks: number
  lastAnswer: StoredMatch['lastAnswer']
  plannedAt: number
  sentAt: number | null
  lookedAt: number | null
  since: StoredMatch['since']
}

const columns = sql.raw(`m.balancing_id as "matchId", m.what, m.invoice_id as "invoiceId",
  m.debit_document as "debitDocument", m.debit_mark as "debitMark", m.debit_year as "debitYear", m.debit_journal as "debitJournal",
  m.debit_number as "debitNumber", m.debit_line as "debitLine",
  m.credit_document as "creditDocument", m.credit_mark as "creditMark", m.credit_year as "creditYear", m.credit_journal as "creditJournal",
  m.credit_number as "creditNumber", m.credit_line as "creditLine",
  m.cents, m.state, m.sends, m.looks, m.last_answer as "lastAnswer", m.planned_at as "plannedAt", m.sent_at as "sentAt", m.looked_at as "lookedAt",
  (select max(least(d.document_date, (d.confirmed_at at time zone 'UTC')::date)) from document d
    where d.tenant_id = m.tenant_id and d.document_id in (m.debit_document, m.credit_document)) as since`)

export function matchesOf(session: Session): Matches {
  return { ...planOf(session), ...stepsOf(session), ...factsOf(session) }
}

type OfPlan = 'entriesDue' | 'setEntry' | 'ordersOf' | 'heads' | 'usedOn' | 'paidDue' | 'plan'

function planOf(session: Session): Pick<Matches, OfPlan> {
  return {
    async entriesDue(connectionId, now, limit) {
      const rows = await session.rows(sql<{ id: string }>`select d.document_id as id from document d
        left join balancing_entry e on e.tenant_id = d.tenant_id and e.document_id = d.document_id
        where d.connection_id = ${connectionId} and d.kind in ${among(kindsOf.matchedEntry)} and ${unchanged('d')}
          and (e.document_id is null or e.again_at <= ${at(now)})
        order by d.document_date, d.document_id limit ${limit}`)
      return rows.map(({ id }) => id)
    },
    async setEntry(documentId, againAt) {
      await session.run(sql`insert into balancing_entry (tenant_id, document_id, again_at)
        values (current_tenant(), ${documentId}, ${at(againAt)})
        on conflict (tenant_id, document_id) do update set again_at = excluded.again_at`)
    },
    ordersOf: (connectionId, invoiceId) => ordersOf(session, connectionId, invoiceId),
    heads: (connectionId, orderIds) => headsOf(session, connectionId, orderIds),
    async usedOn(connectionId, marks) {
      const rows = await session.rows(sql<{ mark: string; line: number; cents: number }>`
        select mark, line, sum(cents)::bigint as cents from (
          select debit_mark as mark, debit_line as line, cents from balancing
            where connection_id = ${connectionId} and debit_mark = any(${marks}) and state not in ('refused', 'dropped', 'undone')
          union all select credit_mark, credit_line, cents from balancing
            where connection_id = ${connectionId} and credit_mark = any(${marks}) and state not in ('refused', 'dropped', 'undone')
        ) used group by mark, line`)
      return rows.map((row) => ({ ...row, line: lineOf(row.line) }))
    },
    paidDue: (connectionId, limit) => paidDue(session, connectionId, limit),
    async plan(connectionId, matches, plannedAt) {
      if (matches.length === 0) return 0
      return session.run(sql`insert into balancing (tenant_id, balancing_id, connection_id, what, invoice_id,
          debit_document, debit_mark, debit_year, debit_journal, debit_number, debit_line,
          credit_document, credit_mark, credit_year, credit_journal, credit_number, credit_line, cents, state, planned_at)
        select current_tenant(), r."matchId", ${connectionId}, r.what, r."invoiceId",
          r."debitDocument", r."debitMark", r."debitYear", r."debitJournal", r."debitNumber", r."debitLine",
          r."creditDocument", r."creditMark", r."creditYear", r."creditJournal", r."creditNumber", r."creditLine", r.cents, 'planned', ${at(plannedAt)}
        from jsonb_to_recordset(${JSON.stringify(matches.map(rowOf))}::jsonb) as r("matchId" uuid, what text, "invoiceId" text,
          "debitDocument" uuid, "debitMark" text, "debitYear" int, "debitJournal" text, "debitNumber" int, "debitLine" int,
          "creditDocument" uuid, "creditMark" text, "creditYear" int, "creditJournal" text, "creditNumber" int, "creditLine" int, cents bigint)
        on conflict do nothing`)
    },
  }
}

/** Of settlements up to and with this one, in their order. */
async function ordersOf(session: Session, connectionId: string, invoiceId: string): Promise<SettledOrder[]> {
  const rows = await session.rows(sql<{
    orderId: string
    invoiceId: string
    turnover: string
    corrections: string
  }>`
    select s.order_id as "orderId", s.invoice_id as "invoiceId", s.turnover::text as turnover,
      (select coalesce(sum(c), 0)::text from unnest(s.corrections) c) as corrections
    from settlement_order o
      join settlement i on i.tenant_id = o.tenant_id and i.connection_id = o.connection_id and i.invoice_id = o.invoice_id
      join settlement_order s on s.tenant_id = o.tenant_id and s.connection_id = o.connection_id and s.order_id = o.order_id
      join settlement j on j.tenant_id = s.tenant_id and j.connection_id = s.connection_id and j.invoice_id = s.invoice_id
        and (j.issue_date, j.invoice_id) <= (i.issue_date, i.invoice_id)
    where o.connection_id = ${connectionId} and o.invoice_id = ${invoiceId} and o.order_id <> ''
    order by s.order_id, j.issue_date, j.invoice_id`)
  const cents = (text: string): number => toCents(exactFromText(text) ?? 0n)
  const orders = Map.groupBy(rows, ({ orderId }) => orderId)
  return [...orders].map(([orderId, own]) => ({
    orderId,
    settlements: own.map((row) => ({
      invoiceId: row.invoiceId,
      turnoverCents: cents(row.turnover),
      correctionCents: cents(row.corrections),
    })),
  }))
}

const headColumns =
  sql.raw(`d.document_id as "documentId", d.reference as mark, d.book_year_id as "bookYearId", d.journal_key as "journalKey",
  d.number, d.document_date as date, coalesce(d.ledger_cents, d.amount_cents) as "amountCents", d.target = 'invoices' as "isInvoice",
  case when b.state = 'found' then b.relation_id end as "relationId", b.external_id as "externalId"`)

/** For a day's total: the amounts of its members. */
async function headsOf(session: Session, connectionId: string, orderIds: string[]): Promise<StoredHead[]> {
  const stands = among(states.inLedger)
  const rows = await session.rows(sql<
    Omit<StoredHead, 'relation'> & { relationId: number | null; externalId: number | null }
  >`
    select d.order_id as "orderId", coalesce(d.ledger_cents, d.amount_cents) as "shareCents", ${unchanged('d')} as "isVerified", ${headColumns}
    from ${documentOnRelation}
    where d.connection_id = ${connectionId} and d.order_id = any(${orderIds}) and d.state in ${stands} and b.central
      and not exists (select from day_member m where m.tenant_id = d.tenant_id and m.document_id = d.document_id)
    union all
    select o.order_id, (select coalesce(sum((l->>'grossCents')::bigint), 0)::bigint from jsonb_array_elements(o.plan->'lines') l
        where l->>'treatment' = m.treatment and l->>'country' = m.vat_country and (l->>'rateBp')::int = m.rate_bp) * sign(o.amount_cents)::int,
      ${unchanged('d')}, ${headColumns}
    from document o join day_member m on m.tenant_id = o.tenant_id and m.document_id = o.document_id
      join (${documentOnRelation}) on d.tenant_id = m.tenant_id and d.document_id = m.total_id
    where o.connection_id = ${connectionId} and o.order_id = any(${orderIds}) and o.state in ${stands} and d.state in ${stands} and b.central
    order by "orderId", date, "documentId"`)
  return rows.map(({ relationId, externalId, ...row }) => ({ ...row, relation: { relationId, externalId } }))
}

async function paidDue(session: Session, connectionId: string, limit: number): Promise<PaidPair[]> {
  type Found = Pick<PaidPair, 'amountCents' | 'paidCents'> &
    Record<'documentId' | 'mark' | 'journalKey', string> &
    Record<'bookYearId' | 'number' | 'entryYear' | 'entryNumber' | 'line', number> &
    Record<'entryId' | 'entryMark' | 'entryJournal', string>
  const rows =
    await session.rows(sql<Found>`select d.document_id as "documentId", d.reference as mark, d.book_year_id as "bookYearId",
      d.journal_key as "journalKey", d.number, e.document_id as "entryId", e.reference as "entryMark", e.book_year_id as "entryYear",
      e.journal_key as "entryJournal", e.number as "entryNumber", p.line, coalesce(d.ledger_cents, d.amount_cents) as "amountCents",
      (select coalesce(sum((l->>'grossCents')::bigint), 0)::bigint from jsonb_array_elements(d.plan->'lines') l) * sign(d.amount_cents)::int as "paidCents"
    from settlement_paid p join document d on d.tenant_id = p.tenant_id and d.document_id = p.document_id
      join document e on e.tenant_id = p.tenant_id and e.document_id = p.entry_id
    where d.connection_id = ${connectionId} and p.line is not null and d.target = 'bookings' and ${unchanged('d')} and ${unchanged('e')}
      and not exists (select from balancing b where b.tenant_id = d.tenant_id and b.debit_document in (d.document_id, e.document_id)
        and b.credit_document in (d.document_id, e.document_id))
    order by e.document_date, p.line limit ${limit}`)
  return rows.map(({ documentId, mark, bookYearId, journalKey, number, amountCents, paidCents, ...row }) => ({
    document: { documentId, mark, bookYearId, journalKey, number, line: null },
    entry: {
      documentId: row.entryId,
      mark: row.entryMark,
      bookYearId: row.entryYear,
      journalKey: row.entryJournal,
      number: row.entryNumber,
      line: row.line,
    },
    amountCents,
    paidCents,
  }))
}

type OfSteps = 'open' | 'drop' | 'claim' | 'step' | 'byPairs'

function stepsOf(session: Session): Pick<Matches, OfSteps> {
  return {
    async open(connectionId, limit) {
      const rows = await session.rows(sql<Row>`select ${columns} from balancing m
        where m.connection_id = ${connectionId} and m.state in ('planned', 'sending', 'inDoubt') order by m.planned_at, m.balancing_id limit ${limit}`)
      return rows.map(storedOf)
    },
    drop: (connectionId) =>
      session.run(sql`update balancing m set state = 'dropped' where m.connection_id = ${connectionId} and m.state = 'planned'
        and exists (select from document d where d.tenant_id = m.tenant_id and d.document_id in (m.debit_document, m.credit_document)
          and not ${unchanged('d')})`),
    async claim(connectionId, { kinds, at: sentAt, lookedSince }) {
      const [row] = await session.rows(sql<Row>`update balancing m
        set state = 'sending', sends = m.sends + 1, sent_at = ${at(sentAt)}, looks = 0, last_answer = null
        where m.balancing_id = (select n.balancing_id from balancing n
          where n.connection_id = ${connectionId} and n.state = 'planned' and n.looks > 0 and n.what = any(${[...kinds]})
            and (${at(lookedSince)}::timestamptz is null or n.looked_at > ${at(lookedSince)}::timestamptz)
            and not exists (select from document d where d.tenant_id = n.tenant_id
              and d.document_id in (n.debit_document, n.credit_document) and not ${unchanged('d')})
          order by n.planned_at, n.balancing_id limit 1)
        returning ${columns}`)
      return row === undefined ? null : storedOf(row)
    },
    async step({ matchId, state, sends }, to) {
      const written =
        await session.run(sql`update balancing set state = ${to.state}, sends = ${to.sends}, looks = ${to.looks},
          last_answer = ${to.lastAnswer}, looked_at = ${at(to.lookedAt)}, seen_at = coalesce(${at(to.seenAt ?? null)}, seen_at)
        where balancing_id = ${matchId} and state = ${state} and sends = ${sends}`)
      return written === 1
    },
    async byPairs(connectionId, pairs) {
      if (pairs.length === 0) return []
      const places = pairs.map(({ debit, credit }) => ({
        dy: debit.bookYearId,
        dj: debit.journalKey,
        dn: debit.number,
        dl: debit.line ?? head,
        cy: credit.bookYearId,
        cj: credit.journalKey,
        cn: credit.number,
        cl: credit.line ?? head,
      }))
      const rows = await session.rows(sql<Row>`select ${columns} from balancing m
        join jsonb_to_recordset(${JSON.stringify(places)}::jsonb) as r(dy int, dj text, dn int, dl int, cy int, cj text, cn int, cl int)
          on m.debit_year = r.dy and m.debit_journal = r.dj and m.debit_number = r.dn and m.debit_line = r.dl
            and m.credit_year = r.cy and m.credit_journal = r.cj and m.credit_number = r.cn and m.credit_line = r.cl
        where m.connection_id = ${connectionId}`)
      return rows.map(storedOf)
    },
  }
}

type OfFacts = 'ofDocuments' | 'lookedAt' | 'setLookedAt' | 'any' | 'isUnread' | 'salesBooked'

function factsOf(session: Session): Pick<Matches, OfFacts> {
  return {
    async ofDocuments(documentIds) {
      const rows = await session.rows(sql<Row>`select ${columns} from balancing m
        where m.debit_document = any(${documentIds}) or m.credit_document = any(${documentIds}) order by m.planned_at, m.debit_journal, m.debit_number, m.debit_line`)
      return rows.map(storedOf)
    },
    async lookedAt(connectionId) {
      const [row] = await session.rows(sql<{
        looked: number | null
      }>`select matches_looked_at as looked from settlement_poll
        where connection_id = ${connectionId}`)
      return row?.looked ?? null
    },
    async setLookedAt(connectionId, looked) {
      await session.run(sql`insert into settlement_poll (tenant_id, connection_id, matches_looked_at)
        values (current_tenant(), ${connectionId}, ${at(looked)})
        on conflict (tenant_id, connection_id) do update set matches_looked_at = excluded.matches_looked_at`)
    },
    async any(connectionId) {
      const rows = await session.rows(
        sql`select 1 from balancing where connection_id = ${connectionId} and sends > 0 limit 1`,
      )
      return rows.length > 0
    },
    async isUnread(connectionId, before) {
      const rows = await session.rows(sql`select 1 from document
        where connection_id = ${connectionId} and state = 'confirmed' and number is not null and confirmed_at <= ${at(before)} limit 1`)
      return rows.length > 0
    },
    async salesBooked(connectionId, since) {
      const [row] = await session.rows(sql<{ count: number }>`select count(*)::int as count from document d
        where d.connection_id = ${connectionId} and d.kind in ${among(kindsOf.sale)} and d.priority >= 0
          and d.state in ${among(states.inLedger)} and d.confirmed_at >= ${at(since)} and d.number is not null`)
      return row?.count ?? 0
    },
  }
}

function lineOf(line: number): number | null {
  return line === head ? null : line
}

function rowOf({ matchId, what, invoiceId, debit, credit, cents }: NewMatch): object {
  return {
    matchId,
    what,
    invoiceId,
    cents,
    ...sideOf('debit', debit),
    ...sideOf('credit', credit),
  }
}

function sideOf(side: 'debit' | 'credit', line: MatchLine): Record<string, unknown> {
  return {
    [`${side}Document`]: line.documentId,
    [`${side}Mark`]: line.mark,
    [`${side}Year`]: line.bookYearId,
    [`${side}Journal`]: line.journalKey,
    [`${side}Number`]: line.number,
    [`${side}Line`]: line.line ?? head,
  }
}

function storedOf(row: Row): StoredMatch {
  const line = (of: LedgerLine & Pick<MatchLine, 'documentId' | 'mark'>): MatchLine => of
  const { matchId, what, invoiceId, cents, state, sends, looks, lastAnswer, plannedAt, sentAt, lookedAt, since } = row
  return {
    matchId,
    what,
    invoiceId,
    cents,
    state,
    sends,
    looks,
    lastAnswer,
    plannedAt,
    sentAt,
    lookedAt,
    since,
    debit: line({
      documentId: row.debitDocument,
      mark: row.debitMark,
      bookYearId: row.debitYear,
      journalKey: row.debitJournal,
      number: row.debitNumber,
      line: lineOf(row.debitLine),
    }),
    credit: line({
      documentId: row.creditDocument,
      mark: row.creditMark,
      bookYearId: row.creditYear,
      journalKey: row.creditJournal,
      number: row.creditNumber,
      line: lineOf(row.creditLine),
    }),
  }
}
