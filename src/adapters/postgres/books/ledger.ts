/** The local copy of a dossier, and our view of its journals. */
import { sql } from 'kysely'
import type { ReadList } from '../../../domain/ledger/dossier-lists.ts'
import type { BookYear, Journal, LedgerAccount, LedgerBook, VatCode } from '../../../domain/ledger/ledger.ts'
import type { Ledger, LedgerCopy, RestingCall, StoredJournal, SweptList } from '../../../ports/tables/ledger.ts'
import type { Session } from '../database.ts'
import { at } from '../values.ts'

const journalColumns =
  sql.raw(`journal_id as "journalId", book_year_id as "bookYearId", journal_key as "journalKey", name, mode, closed,
  last_number as "lastNumber", protected_period as "protectedPeriod", closed_period as "closedPeriod", price_decimals as "priceDecimals"`)

export function ledgerOf(session: Session): Ledger {
  return {
    copy: (dossierId) => readCopy(session, dossierId),
    async bookYears(dossierId) {
      const [row] = await session.rows(
        sql<{ data: BookYear[] }>`select data from ledger_copy where dossier_id = ${dossierId} and what = 'bookYears'`,
      )
      return row?.data ?? null
    },
    lists: (dossierId) =>
      session.rows(sql<ReadList>`select what as list, read_at as "readAt", doubted as "isDoubted" from ledger_copy
        where dossier_id = ${dossierId} and what <> 'accounts'`),
    book: (connectionId) => readBook(session, connectionId),
    async saveList(dossierId, list, rows, readAt) {
      const kept = list.startsWith('journals:') ? [] : rows
      await session.run(sql`insert into ledger_copy (tenant_id, dossier_id, what, data, read_at)
        values (current_tenant(), ${dossierId}, ${list}, ${JSON.stringify(kept)}::jsonb, ${at(readAt)})
        on conflict (tenant_id, dossier_id, what) do update set data = excluded.data, read_at = excluded.read_at, doubted = false`)
    },
    changeAccounts: (dossierId, changes) => changeAccounts(session, dossierId, changes),
    async doubtLists(dossierId, kinds) {
      await session.run(sql`update ledger_copy set doubted = true
        where dossier_id = ${dossierId} and split_part(what, ':', 1) = any(${kinds})`)
    },
    saveJournals: (dossierId, journals, save) => saveJournals(session, { dossierId, journals, ...save }),
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

/** Null until book years and VAT codes were read once: without them nothing can be planned. */
async function readCopy(session: Session, dossierId: number): Promise<LedgerCopy | null> {
  const rows = await session.rows(
    sql<{ what: string; data: unknown }>`select what, data from ledger_copy where dossier_id = ${dossierId}`,
  )
  const data = new Map(rows.map((row) => [row.what, row.data]))
  const bookYears = data.get('bookYears') as BookYear[] | undefined
  const vatCodes = data.get('vatCodes') as VatCode[] | undefined
  if (bookYears === undefined || vatCodes === undefined) return null
  const journals = await session.rows(
    sql<StoredJournal>`select ${journalColumns} from ledger_journal where dossier_id = ${dossierId} and not gone
      order by book_year_id, journal_key`,
  )
  const open = bookYears.filter((year) => !year.closed).map((year) => year.bookYearId)
  const accountsOf = (year: number): LedgerAccount[] =>
    (data.get(`accounts:${year}`) ?? data.get(`someAccounts:${year}`) ?? []) as LedgerAccount[]
  return {
    bookYears,
    vatCodes,
    journals,
    accounts: open.flatMap(accountsOf),
    unread: {
      journals: open.filter((year) => !data.has(`journals:${year}`)),
      accounts: open.filter((year) => !data.has(`accounts:${year}`)),
      cause: { code: 'OCT-LIMIET', until: null },
    },
  }
}

async function changeAccounts(
  session: Session,
  dossierId: number,
  { changed, deleted }: { changed: LedgerAccount[]; deleted: LedgerAccount[] },
): Promise<void> {
  const names = [...new Set([...changed, ...deleted].map((row) => `accounts:${row.bookYearId}`))]
  if (names.length === 0) return
  const rows = await session.rows(sql<{ what: string; data: LedgerAccount[] }>`select what, data from ledger_copy
    where dossier_id = ${dossierId} and what = any(${names}) for update`)
  for (const { what, data } of rows) {
    const own = (account: LedgerAccount): boolean => `accounts:${account.bookYearId}` === what
    const accounts = new Map(data.map((row) => [row.account, row]))
    for (const row of deleted.filter(own)) accounts.delete(row.account)
    for (const row of changed.filter(own)) accounts.set(row.account, row)
    await session.run(sql`update ledger_copy set data = ${JSON.stringify([...accounts.values()])}::jsonb
      where dossier_id = ${dossierId} and what = ${what}`)
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
  save: { dossierId: number; journals: Journal[]; newId: () => string; readAt: number; wholeYear?: number },
): Promise<void> {
  const rows = save.journals.map((journal) => ({ ...journal, journalId: save.newId() }))
  if (save.wholeYear !== undefined)
    await session.run(sql`update ledger_journal set gone = true where dossier_id = ${save.dossierId} and book_year_id = ${save.wholeYear}
      and not gone and journal_key <> all(${rows.map((row) => row.journalKey)})`)
  if (rows.length === 0) return
  await session.run(sql`
    insert into ledger_journal as j (tenant_id, journal_id, dossier_id, book_year_id, journal_key, name, mode, closed, protected_period, closed_period,
        last_number, price_decimals, read_at)
      select current_tenant(), r."journalId", ${save.dossierId}, r."bookYearId", r."journalKey", r.name, r.mode, r.closed, r."protectedPeriod",
        r."closedPeriod", r."lastNumber", r."priceDecimals", ${at(save.readAt)}
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r("journalId" uuid, "bookYearId" int, "journalKey" text, name text, mode text, closed boolean,
        "protectedPeriod" int, "closedPeriod" int, "lastNumber" int, "priceDecimals" smallint)
    on conflict (tenant_id, dossier_id, book_year_id, journal_key) do update set name = excluded.name, mode = excluded.mode, closed = excluded.closed,
      protected_period = excluded.protected_period, closed_period = excluded.closed_period, read_at = excluded.read_at, gone = false,
      last_number = greatest(j.last_number, excluded.last_number), price_decimals = coalesce(excluded.price_decimals, j.price_decimals)`)
}
