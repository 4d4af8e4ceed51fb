/** The local copy of a dossier, and our view of its journals. */
import { sql } from 'kysely'
import type { BookYear, Journal, LedgerAccount, LedgerBook, VatCode } from '../../domain/ledger.ts'
import type { Ledger, LedgerCopy, RestingCall, StoredJournal, SweptList } from '../../ports/store.ts'
import type { Session } from './database.ts'
import { at } from './values.ts'

const journalColumns =
  sql.raw(`journal_id as "journalId", book_year_id as "bookYearId", journal_key as "journalKey", name, mode, closed,
  last_number as "lastNumber", protected_period as "protectedPeriod", closed_period as "closedPeriod", price_decimals as "priceDecimals"`)

export function ledgerOf(session: Session): Ledger {
  return {
    copy: (dossierId) => readCopy(session, dossierId),
    async readAt(dossierId) {
      const [row] = await session.rows(
        sql<{ at: number | null }>`select min(read_at) as at from ledger_copy where dossier_id = ${dossierId}`,
      )
      return row?.at ?? null
    },
    book: (connectionId) => readBook(session, connectionId),
    async saveCopy(dossierId, copy) {
      for (const what of ['bookYears', 'accounts', 'vatCodes'] as const) {
        await session.run(sql`insert into ledger_copy (tenant_id, dossier_id, what, data, read_at)
          values (current_tenant(), ${dossierId}, ${what}, ${JSON.stringify(copy[what])}::jsonb, ${at(copy.readAt)})
          on conflict (tenant_id, dossier_id, what) do update set data = excluded.data, read_at = excluded.read_at`)
      }
    },
    saveJournals: (dossierId, journals, newId, readAt) => saveJournals(session, { dossierId, journals, newId, readAt }),
    async lockJournal(journalId) {
      const [row] = await session.rows(sql<{ lastNumber: number; heldBy: string | null }>`
        select last_number as "lastNumber", held_by as "heldBy" from ledger_journal where journal_id = ${journalId} for update`)
      return row ?? null
    },
    async releaseJournal(journalId, documentId) {
      await session.run(
        sql`update ledger_journal set held_by = null where journal_id = ${journalId} and held_by = ${documentId}`,
      )
    },
    async setJournal(journalId, change) {
      if (change.lastNumber !== undefined)
        await session.run(
          sql`update ledger_journal set last_number = ${change.lastNumber} where journal_id = ${journalId}`,
        )
      if (change.heldBy !== undefined)
        await session.run(sql`update ledger_journal set held_by = ${change.heldBy} where journal_id = ${journalId}`)
    },
    async journal(journalId) {
      const [row] = await session.rows(
        sql<StoredJournal>`select ${journalColumns} from ledger_journal where journal_id = ${journalId}`,
      )
      return row ?? null
    },
    async swept(dossierId) {
      const rows = await session.rows(
        sql<{
          list: SweptList
          until: number
        }>`select target as list, swept_until as until from ledger_sweep where dossier_id = ${dossierId}`,
      )
      return Object.fromEntries(rows.map((row) => [row.list, row.until]))
    },
    async setSwept(dossierId, target, until) {
      await session.run(sql`insert into ledger_sweep (tenant_id, dossier_id, target, swept_until) values (current_tenant(), ${dossierId}, ${target}, ${at(until)})
        on conflict (tenant_id, dossier_id, target) do update set swept_until = excluded.swept_until`)
    },
    ...restsIn(session),
  }
}

function restsIn(session: Session): Pick<Ledger, 'resting' | 'saveRest' | 'endRest' | 'endRests'> {
  return {
    resting: (connectionId) =>
      session.rows(sql<RestingCall>`select call, failures, failed_at as "failedAt", until from ledger_rest
        where dossier_id = (select c.dossier_id from connection c where c.connection_id = ${connectionId})`),
    async saveRest(dossierId, rest) {
      await session.run(sql`insert into ledger_rest (tenant_id, dossier_id, call, failures, failed_at, until)
        values (current_tenant(), ${dossierId}, ${rest.call}, ${rest.failures}, ${at(rest.failedAt)}, ${at(rest.until)})
        on conflict (tenant_id, dossier_id, call) do update
          set failures = excluded.failures, failed_at = excluded.failed_at, until = excluded.until`)
    },
    async endRest(dossierId, call) {
      await session.run(sql`delete from ledger_rest where dossier_id = ${dossierId} and call = ${call}`)
    },
    async endRests() {
      await session.run(sql`delete from ledger_rest where tenant_id = current_tenant()`)
    },
  }
}

async function readCopy(session: Session, dossierId: number): Promise<LedgerCopy | null> {
  const rows = await session.rows(
    sql<{
      what: string
      data: unknown
      readAt: number
    }>`select what, data, read_at as "readAt" from ledger_copy where dossier_id = ${dossierId}`,
  )
  if (rows.length < 3) return null
  const data = new Map(rows.map((row) => [row.what, row.data]))
  const journals = await session.rows(
    sql<StoredJournal>`select ${journalColumns} from ledger_journal where dossier_id = ${dossierId} order by book_year_id, journal_key`,
  )
  return {
    readAt: Math.min(...rows.map((row) => row.readAt)),
    bookYears: data.get('bookYears') as BookYear[],
    accounts: data.get('accounts') as LedgerAccount[],
    vatCodes: data.get('vatCodes') as VatCode[],
    journals,
  }
}

async function readBook(session: Session, connectionId: string): Promise<LedgerBook> {
  const [row] = await session.rows(
    sql<{ inclusiveJournals: LedgerBook['inclusiveJournals']; vatCodes: VatCode[] | null }>`
      select (select coalesce(jsonb_agg(jsonb_build_object('bookYearId', j.book_year_id, 'journalKey', j.journal_key)), '[]')
          from ledger_journal j where j.dossier_id = c.dossier_id and j.mode = 'invoicesInclusive') as "inclusiveJournals",
        (select k.data from ledger_copy k where k.dossier_id = c.dossier_id and k.what = 'vatCodes') as "vatCodes"
      from connection c where c.connection_id = ${connectionId}`,
  )
  return {
    inclusiveJournals: row?.inclusiveJournals ?? [],
    rateBpByCode: Object.fromEntries((row?.vatCodes ?? []).map((code) => [code.code, code.rateBp])),
  }
}

/** The ledger's last number counts only where we hold nothing in doubt: a document under way decides it itself. */
async function saveJournals(
  session: Session,
  save: { dossierId: number; journals: Journal[]; newId: () => string; readAt: number },
): Promise<void> {
  const rows = save.journals.map((journal) => ({ ...journal, journalId: save.newId() }))
  if (rows.length === 0) return
  await session.run(sql`
    insert into ledger_journal as j (tenant_id, journal_id, dossier_id, book_year_id, journal_key, name, mode, closed, protected_period, closed_period,
        last_number, price_decimals, read_at)
      select current_tenant(), r."journalId", ${save.dossierId}, r."bookYearId", r."journalKey", r.name, r.mode, r.closed, r."protectedPeriod",
        r."closedPeriod", r."lastNumber", r."priceDecimals", ${at(save.readAt)}
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r("journalId" uuid, "bookYearId" int, "journalKey" text, name text, mode text, closed boolean,
        "protectedPeriod" int, "closedPeriod" int, "lastNumber" int, "priceDecimals" smallint)
    on conflict (tenant_id, dossier_id, book_year_id, journal_key) do update set name = excluded.name, mode = excluded.mode, closed = excluded.closed,
      protected_period = excluded.protected_period, closed_period = excluded.closed_period, read_at = excluded.read_at,
      last_number = greatest(j.last_number, excluded.last_number), price_decimals = coalesce(excluded.price_decimals, j.price_decimals)`)
}
