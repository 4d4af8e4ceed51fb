/** The rows of a settlement's statement, the same on a terminal and on paper. */
import type { LocalDate } from '../../domain/calendar.ts'
import type { Cents } from '../../domain/money.ts'
import type { Language } from '../../domain/language.ts'
import { bankWords } from '../../domain/why/bank-words.ts'
import { statementWords } from '../../domain/why/statement-words.ts'
import type { ShownCheck } from './show-settlements.ts'

export interface StatementRow {
  label: string
  cents: Cents
  /** Beside the amount; empty: nothing. */
  note: string
}

/**
 * Returns the rows of a statement. An advertising invoice has a payout alone.
 * @param dayText how a day is written; default: as programs write it
 */
export function statementRows(
  found: ShownCheck,
  language: Language,
  dayText: (day: LocalDate) => string = (day) => day,
): StatementRow[] {
  const words = statementWords[language]
  const { statementLines: lines, payout } = found
  const row = (label: string, cents: Cents, note = ''): StatementRow => ({ label, cents, note })
  const paid = payout === null ? [] : [row(words.payout, payout.expectedCents, payoutNote(found, language, dayText))]
  if (found.kind !== 'settlement') return paid
  return [
    row(words.sold, lines.soldCents),
    row(words.refunded, lines.refundedCents),
    row(words.costs, lines.costsCents),
    row(words.compensation, lines.compensationCents),
    ...paid,
    row(words.booked, lines.bookedCents),
    row(words.difference, found.differenceCents),
    row(words.carried, found.carriedForwardCents),
  ]
}

function payoutNote({ payout, received }: ShownCheck, language: Language, dayText: (day: LocalDate) => string): string {
  const words = statementWords[language]
  if (payout === null) return ''
  const seen =
    received === null ? [] : [bankWords[language].received(dayText(received.date), received.journal, received.number)]
  if (payout.status === 'expected' || payout.status === 'received')
    return [words.expected(dayText(payout.earliest)), ...seen].join(' · ')
  return words.status[payout.status] ?? ''
}
