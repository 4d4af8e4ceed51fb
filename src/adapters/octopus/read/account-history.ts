import type { PostedRow } from '../../../domain/ledger/ledger.ts'
import type { Answer } from '../../../ports/answer.ts'
import { centsOf } from '../decimal.ts'
import { answerOf } from '../outcomes.ts'
import type { Session } from '../session.ts'
import { historyRows, readAs } from '../wire.ts'

/** What stands on an account in one period. A report is asked for with a body, and reads only. */
export async function accountHistory(
  session: Session,
  { bookYearId, period, account }: { bookYearId: number; period: number; account: number },
): Promise<Answer<PostedRow[]>> {
  const sent = await session.dossierCall({
    kind: 'read',
    route: 'POST /reports/accounts/history',
    path: '/reports/accounts/history',
    body: JSON.stringify({
      fromBookyearKey: { id: bookYearId },
      toBookyearKey: { id: bookYearId },
      fromBookyearPeriodNr: period,
      toBookyearPeriodNr: period,
      accountNr: account,
    }),
  })
  return answerOf('read', sent, (body) => {
    const rows = readAs(historyRows, body)?.map((row) => {
      const sides = [row.debetBookingAmount, row.creditBookingAmount].map((amount) => centsOf(amount ?? '0'))
      const [debit = null, credit = null] = sides
      const place = { bookYearId: row.bookyearKey.id, journalKey: row.journalKey, number: row.documentSequenceNr }
      return debit === null || credit === null ? null : { ...place, account, amountCents: debit - credit }
    })
    return rows === undefined || rows.includes(null) ? null : rows.filter((row) => row !== null)
  })
}
