import type { PostedRow } from '../../../domain/ledger/ledger.ts'
import type { Answer } from '../../../ports/answer.ts'
import { centsOf } from '../decimal.ts'
import { answerOf } from '../outcomes.ts'
import type { Session } from '../session.ts'
import { historyRows, openRows, readAs } from '../wire.ts'

interface Range {
  bookYearId: number
  period: number
  until?: { bookYearId: number; period: number }
}

function rangeOf({ bookYearId, period, until = { bookYearId, period } }: Range): Record<string, unknown> {
  return {
    fromBookyearKey: { id: bookYearId },
    toBookyearKey: { id: until.bookYearId },
    fromBookyearPeriodNr: period,
    toBookyearPeriodNr: until.period,
  }
}

/** Returns the rows of an account in one period, or from it until another. The report is asked for with a body, but only reads. */
export async function accountHistory(
  session: Session,
  { account, ...range }: Range & { account: number },
): Promise<Answer<PostedRow[]>> {
  const sent = await session.dossierCall({
    kind: 'read',
    route: 'POST /reports/accounts/history',
    path: '/reports/accounts/history',
    body: JSON.stringify({ ...rangeOf(range), accountNr: account }),
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

const anyExternalId = -1

/** Returns the open items of one relation: each on its side, as far as it is open. */
export async function openItems(
  session: Session,
  { side, relationId, ...range }: Range & { side: 'customer' | 'supplier'; relationId: number },
): Promise<Answer<PostedRow[]>> {
  const name = side === 'customer' ? 'clients' : 'suppliers'
  const sent = await session.dossierCall({
    kind: 'read',
    route: `POST /reports/${name}/open`,
    path: `/reports/${name}/open`,
    body: JSON.stringify({ ...rangeOf(range), relationId, externalRelationId: anyExternalId }),
  })
  return answerOf('read', sent, (body) => {
    const rows = readAs(openRows, body)?.map((row) => {
      const amounts = [row.debetBookingAmount, row.creditBookingAmount, row.openBookingAmount]
      const [debit = null, credit = null, open = null] = amounts.map((amount) => centsOf(amount ?? '0'))
      if (debit === null || credit === null || open === null) return null
      const sign = debit - credit < 0 ? -1 : 1
      const place = { bookYearId: row.bookyearKey.id, journalKey: row.journalKey, number: row.documentSequenceNr }
      return { ...place, account: relationId, amountCents: sign * Math.abs(open) || 0 }
    })
    return rows === undefined || rows.includes(null) ? null : rows.filter((row) => row !== null)
  })
}
