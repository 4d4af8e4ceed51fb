/** Lines of the bank, and the receipts among them. */
import { sql } from 'kysely'
import type { BankLine, LinePlace, Receipt } from '../../../domain/bank/recognise.ts'
import type { LocalDate } from '../../../domain/calendar.ts'
import { states } from '../../../domain/document/document-states.ts'
import type { AccountBalance, Bank, CentralSum, MarkedSale, OwnRelation } from '../../../ports/settle/bank.ts'
import type { RelationReference } from '../../../domain/ledger/ledger.ts'
import type { Session } from '../database.ts'
import { among } from '../books/state-steps.ts'
import { at } from '../values.ts'
import { documentOnRelation } from './settlement-books.ts'

const place = sql.raw(`book_year_id as "bookYearId", journal_key as "journalKey", number, line`)
const asPlaces = sql.raw(`as p("bookYearId" integer, "journalKey" text, number integer, line integer)`)

const ledgerOf = (connectionId: string): ReturnType<typeof sql> =>
  sql`(select dossier_id from connection where connection_id = ${connectionId})`

const removed = sql.raw(`(select connection_id from connection where state = 'removed')`)

/** Of a row `b`. */
function isRelation(reference: RelationReference): ReturnType<typeof sql> {
  return 'relationId' in reference
    ? sql`b.relation_id = ${reference.relationId}`
    : sql`b.external_id = ${reference.externalId}`
}

interface PollRow {
  readAt: number
  revision: number
  journal: string | null
  number: number | null
  date: LocalDate | null
}

export function bankOf(session: Session): Bank {
  return { ...linesOf(session), ...receiptsOf(session), ...balancesOf(session) }
}

type OfReceipts = 'receipts' | 'takenByOthers' | 'saveReceipts' | 'dropReceipts'
type OfBalances = 'balances' | 'saveBalances' | 'centralSums' | 'salesOn' | 'moveRelation'

function linesOf(session: Session): Omit<Bank, OfReceipts | OfBalances> {
  return {
    async poll(connectionId) {
      const [row] =
        await session.rows(sql<PollRow>`select read_at as "readAt", revision, last_journal as journal, last_number as number,
          last_date as date from bank_poll where connection_id = ${connectionId}`)
      if (row === undefined) return null
      const { readAt, revision, journal, number, date } = row
      const isSeen = journal !== null && number !== null && date !== null
      return { readAt, revision, last: isSeen ? { journal, number, date } : null }
    },
    async setPoll(connectionId, { readAt, revision, last }) {
      await session.run(sql`insert into bank_poll (tenant_id, connection_id, read_at, revision, last_journal, last_number, last_date)
        values (current_tenant(), ${connectionId}, ${at(readAt)}, ${revision}, ${last?.journal ?? null}, ${last?.number ?? null},
          ${last?.date ?? null})
        on conflict (tenant_id, connection_id) do update set read_at = excluded.read_at, revision = excluded.revision,
          last_journal = excluded.last_journal, last_number = excluded.last_number, last_date = excluded.last_date`)
    },
    ownRelations: (connectionId, supplierHash) =>
      session.rows(sql<OwnRelation>`select relation_id as "relationId", external_id as "externalId", buyer_hash = ${supplierHash} as "isSupplier"
        from buyer_relation where dossier_id = ${ledgerOf(connectionId)} and (central or buyer_hash = ${supplierHash})`),
    lines: (connectionId) =>
      session.rows(sql<BankLine>`select ${place}, date, kind, target, cents from bank_line where connection_id = ${connectionId}
        order by date, book_year_id, journal_key, number, line`),
    async saveLines(connectionId, documents, lines) {
      if (documents.length === 0) return
      await session.run(sql`delete from bank_line l using jsonb_to_recordset(${JSON.stringify(documents)}::jsonb)
          as p("bookYearId" integer, "journalKey" text, number integer)
        where l.connection_id = ${connectionId} and l.book_year_id = p."bookYearId" and l.journal_key = p."journalKey" and l.number = p.number`)
      if (lines.length === 0) return
      await session.run(sql`insert into bank_line (tenant_id, connection_id, book_year_id, journal_key, number, line, date, kind, target, cents)
        select current_tenant(), ${connectionId}, l."bookYearId", l."journalKey", l.number, l.line, l.date, l.kind, l.target, l.cents
        from jsonb_to_recordset(${JSON.stringify(lines)}::jsonb) as l("bookYearId" integer, "journalKey" text, number integer, line integer,
          date date, kind text, target integer, cents bigint)
        on conflict do nothing`)
    },
  }
}

function receiptsOf(session: Session): Pick<Bank, OfReceipts> {
  return {
    receipts: (connectionId) =>
      session.rows(sql<Receipt>`select ${place}, date, cents,
          array(select i.invoice_id from bank_receipt_invoice i where i.receipt_id = r.receipt_id and i.role = 'payout' order by 1) as payouts,
          array(select i.invoice_id from bank_receipt_invoice i where i.receipt_id = r.receipt_id and i.role = 'advertising' order by 1) as advertising
        from bank_receipt r where connection_id = ${connectionId} order by date, book_year_id, journal_key, number, line`),
    takenByOthers: (connectionId) =>
      session.rows(
        sql<LinePlace>`select ${place} from bank_receipt where ledger_id = ${ledgerOf(connectionId)} and connection_id <> ${connectionId} and connection_id not in ${removed}`,
      ),
    async saveReceipts(connectionId, receipts, when) {
      // A connection that was made anew takes over what the one before it saw.
      if (receipts.length > 0)
        await session.run(
          sql`delete from bank_receipt where ledger_id = ${ledgerOf(connectionId)} and connection_id in ${removed}`,
        )
      for (const receipt of receipts) {
        const { bookYearId, journalKey, number, line, date, cents, payouts, advertising } = receipt
        await session.run(sql`with made as (
            insert into bank_receipt (tenant_id, connection_id, ledger_id, book_year_id, journal_key, number, line, date, cents, recognised_at)
            values (current_tenant(), ${connectionId}, ${ledgerOf(connectionId)}, ${bookYearId}, ${journalKey}, ${number}, ${line}, ${date}::date, ${cents},
              ${at(when)})
            on conflict do nothing returning receipt_id
          )
          insert into bank_receipt_invoice (tenant_id, connection_id, invoice_id, receipt_id, role)
          select current_tenant(), ${connectionId}, id, made.receipt_id, role from made, (
            select id, 'payout' as role from unnest(${payouts}::text[]) id
            union all select id, 'advertising' from unnest(${advertising}::text[]) id) invoices`)
      }
    },
    async dropReceipts(connectionId, places) {
      if (places.length === 0) return
      await session.run(sql`delete from bank_receipt r using jsonb_to_recordset(${JSON.stringify(places)}::jsonb) ${asPlaces}
        where r.connection_id = ${connectionId} and r.book_year_id = p."bookYearId" and r.journal_key = p."journalKey" and r.number = p.number
          and r.line = p.line`)
    },
  }
}

function balancesOf(session: Session): Pick<Bank, OfBalances> {
  return {
    balances: (connectionId) =>
      session.rows(sql<AccountBalance>`select kind, target, label, read_at as "readAt", predicted_cents as "predictedCents",
          ledger_cents as "ledgerCents", others from bank_balance where connection_id = ${connectionId} order by kind, target`),
    async saveBalances(connectionId, balances) {
      await session.run(sql`delete from bank_balance where connection_id = ${connectionId}`)
      for (const { kind, target, label, readAt, predictedCents, ledgerCents, others } of balances)
        await session.run(sql`insert into bank_balance (tenant_id, connection_id, kind, target, label, read_at, predicted_cents, ledger_cents, others)
          values (current_tenant(), ${connectionId}, ${kind}, ${target}, ${label}, ${at(readAt)}, ${predictedCents}, ${ledgerCents},
            ${JSON.stringify(others)}::jsonb)`)
    },
    salesOn: (connectionId, relation, limit) =>
      session.rows(sql<MarkedSale>`select d.document_id as "documentId", d.reference, d.target, d.confirmed_at as "confirmedAt" from ${documentOnRelation}
        where d.connection_id = ${connectionId} and ${isRelation(relation)} and d.plan->'day' is null
          and d.plan->'settlement' is null and d.confirmed_at is not null and d.state in ${among(states.inLedger)}
        order by d.confirmed_at desc, d.reference limit ${limit}`),
    async moveRelation(connectionId, from, to) {
      await session.run(sql`update buyer_relation b set relation_id = ${to}, external_id = null, state = 'found'
        where dossier_id = ${ledgerOf(connectionId)} and ${isRelation(from)}`)
    },
    centralSums: (connectionId) =>
      session.rows(sql<CentralSum>`select b.relation_id as "relationId", min(b.external_id) as "externalId", min(b.buyer_hash) as "buyerHash",
          sum(coalesce(d.ledger_cents, d.amount_cents))::bigint as cents
        from ${documentOnRelation} where d.connection_id = ${connectionId} and b.central and b.relation_id is not null
          and d.plan->'day' is null and d.plan->'settlement' is null and d.state in ${among(states.inLedger)}
        group by b.relation_id order by b.relation_id`),
  }
}
