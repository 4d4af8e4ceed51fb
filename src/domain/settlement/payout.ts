/** What the marketplace will pay of a settlement, after the advertising invoices that it sets off. */
import { addDays, type LocalDate } from '../calendar.ts'
import type { Cents } from '../money.ts'

export type PayoutStatus = 'expected' | 'postponed' | 'owed' | 'none'

export interface Payout {
  fromSettlementCents: Cents
  /** Of advertising invoices that were open on the day of issue. */
  advertisingCents: Cents
  /** What was earned before and not paid yet; negative: what the seller owed. */
  carriedInCents: Cents
  expectedCents: Cents
  earliest: LocalDate
  status: PayoutStatus
  /** Goes into the next payout. */
  carriedCents: Cents
}

export interface PayoutSource {
  invoiceId: string
  kind: 'settlement' | 'advertising'
  issueDate: LocalDate
  payableCents: Cents
}

/**
 * Payouts of all settlements, by invoice. An advertising invoice is set off by the first payout that covers all of them that are open.
 * @param invoices settlements and advertising invoices, in any order
 */
export function payoutsOf(invoices: readonly PayoutSource[]): Map<string, Payout> {
  const inOrder = invoices.toSorted((a, b) =>
    a.issueDate !== b.issueDate ? (a.issueDate < b.issueDate ? -1 : 1) : a.invoiceId < b.invoiceId ? -1 : 1,
  )
  const payouts = new Map<string, Payout>()
  const setOff = new Set<string>()
  let carriedInCents = 0
  for (const settlement of inOrder.filter(({ kind }) => kind === 'settlement')) {
    const open = inOrder.filter(
      (invoice) =>
        invoice.kind === 'advertising' && invoice.issueDate <= settlement.issueDate && !setOff.has(invoice.invoiceId),
    )
    const advertisingCents = open.reduce((sum, invoice) => sum + invoice.payableCents, 0)
    const payout = payoutOf(settlement, advertisingCents, carriedInCents)
    payouts.set(settlement.invoiceId, payout)
    carriedInCents = payout.carriedCents
    if (payout.status === 'expected') for (const { invoiceId } of open) setOff.add(invoiceId)
  }
  return payouts
}

function payoutOf(settlement: PayoutSource, advertisingCents: Cents, carriedInCents: Cents): Payout {
  const fromSettlementCents = -settlement.payableCents || 0
  const earned = fromSettlementCents + carriedInCents
  const net = earned - advertisingCents
  const status: PayoutStatus =
    earned < 0 ? 'owed' : net > 0 ? 'expected' : advertisingCents > 0 && earned > 0 ? 'postponed' : 'none'
  const carried = status === 'postponed' || status === 'owed'
  return {
    fromSettlementCents,
    advertisingCents,
    carriedInCents,
    expectedCents: status === 'expected' ? net : 0,
    earliest: nextWeekday(settlement.issueDate),
    status,
    carriedCents: carried ? earned : 0,
  }
}

function nextWeekday(date: LocalDate): LocalDate {
  const next = addDays(date, 1)
  const day = new Date(`${next}T00:00:00Z`).getUTCDay()
  return day === 6 ? addDays(next, 2) : day === 0 ? addDays(next, 1) : next
}
