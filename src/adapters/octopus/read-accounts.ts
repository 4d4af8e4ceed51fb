import type { LedgerAccount } from '../../domain/ledger.ts'
import type { Answer } from '../../ports/answer.ts'
import { readList } from './read.ts'
import type { Session } from './session.ts'
import { accountRows } from './wire.ts'

/** The accounts of one book year; two calls a day. The name is the first of NL, FR, EN, DE that is filled in. */
export async function readAccounts(session: Session, bookYearId: number): Promise<Answer<LedgerAccount[]>> {
  const question = { route: 'GET /accounts', path: '/accounts', query: { bookyearId: bookYearId } } as const
  return readList(session, question, accountRows, (rows) =>
    rows.map(({ accountKey, description }) => ({
      bookYearId: accountKey.bookyearKey?.id ?? bookYearId,
      account: accountKey.id,
      name:
        [
          description?.description_NL,
          description?.description_FR,
          description?.description_EN,
          description?.description_DE,
        ]
          .map((name) => name?.trim() ?? '')
          .find((name) => name !== '') ?? '',
    })),
  )
}
