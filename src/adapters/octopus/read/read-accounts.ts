import type { Instant } from '../../../domain/calendar.ts'
import type { LedgerAccount } from '../../../domain/ledger/ledger.ts'
import type { AccountChanges } from '../../../ports/accounting.ts'
import type { Answer } from '../../../ports/answer.ts'
import type { Calendar } from '../../../ports/clock.ts'
import { readList, readOne } from './read.ts'
import type { Session } from '../session.ts'
import { modifiedTimestamp } from '../timestamp.ts'
import { accountRows, syncAccounts, type AccountRow } from '../wire.ts'

/** The accounts of one book year; two calls a day for all years together. */
export async function readAccounts(session: Session, bookYearId: number): Promise<Answer<LedgerAccount[]>> {
  const question = { route: 'GET /accounts', path: '/accounts', query: { bookyearId: bookYearId } } as const
  return readList(session, question, accountRows, (rows) => rows.map((row) => accountOf(row, bookYearId)))
}

/** Accounts of all book years that changed or went since then; `since` null: all that ever did. Rows without a book year are left out. */
export async function accountsModifiedSince(
  session: Session,
  calendar: Calendar,
  since: Instant | null,
): Promise<Answer<AccountChanges>> {
  const query = { modifiedTimeStamp: modifiedTimestamp(since, calendar) }
  const question = { route: 'GET /accounts/modified', path: '/accounts/modified', query } as const
  const answer = await readOne(session, question, syncAccounts, ({ modified, deleted }) => ({
    changed: ofYears(modified ?? []),
    deleted: ofYears(deleted ?? []),
  }))
  return answer.kind === 'notFound' ? { kind: 'ok', value: { changed: [], deleted: [] } } : answer
}

function ofYears(rows: AccountRow[]): LedgerAccount[] {
  return rows.flatMap((row) => {
    const bookYearId = row.accountKey.bookyearKey?.id
    return bookYearId === undefined ? [] : [accountOf(row, bookYearId)]
  })
}

/** The name is the first of NL, FR, EN, DE that is filled in. */
function accountOf({ accountKey, description }: AccountRow, bookYearId: number): LedgerAccount {
  const names = [
    description?.description_NL,
    description?.description_FR,
    description?.description_EN,
    description?.description_DE,
  ].map((name) => name?.trim() ?? '')
  return {
    bookYearId: accountKey.bookyearKey?.id ?? bookYearId,
    account: accountKey.id,
    name: names.find((name) => name !== '') ?? '',
  }
}
