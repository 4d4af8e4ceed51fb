/**
 * Computes the marketplace's payout of a settlement, after the advertising invoices that it sets off, and compares it with the bank's
 * receipt.
 */
import { addDays, type LocalDate } from '../calendar.ts'
import { addCents, type Cents } from '../money.ts'

export type PayoutStatus = 'expected' | 'received' | 'postponed' | 'owed' | 'none'

export interface Payout {
  fromSettlementCents: Cents
  /** Advertising invoices that were open on the day of issue; once the payout is received: those that were held back. */
  advertisingCents: Cents
  /** Earned before and not paid yet; negative: owed by the seller. */
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
  /** From before the first day: its payout is not looked for. */
  isPast?: boolean
}

/** A receipt of the bank: the settlements that it pays, and the advertising invoices that were held back from it. */
export interface Paid {
  payouts: string[]
  advertising: string[]
}

export interface PayoutOf {
  payout: Payout
  invoiceId: string
  issueDate: LocalDate
  isPast: boolean
  /** The payout before anything is held back. */
  earnedCents: Cents
  /** Advertising invoices that may be held back from it. */
  open: PayoutSource[]
}

/** Payouts of all settlements, by invoice. */
export function payoutsOf(invoices: readonly PayoutSource[], receipts: readonly Paid[] = []): Map<string, Payout> {
  return new Map(payoutList(invoices, receipts).map(({ invoiceId, payout }) => [invoiceId, payout]))
}

/**
 * Returns the payouts by day of issue. An advertising invoice is set off by the first payout that covers all open ones. Where the bank
 * shows the payout, the received amount decides: after a payout in full, the invoice was paid in another way.
 * @param invoices settlements and advertising invoices, in any order
 */
export function payoutList(invoices: readonly PayoutSource[], receipts: readonly Paid[]): PayoutOf[] {
  const inOrder = invoices.toSorted((a, b) =>
    a.issueDate !== b.issueDate ? (a.issueDate < b.issueDate ? -1 : 1) : a.invoiceId < b.invoiceId ? -1 : 1,
  )
  const ads = inOrder.filter(({ kind }) => kind === 'advertising')
  /** Held back from a payout, or taken for paid. */
  const gone = new Set(receipts.flatMap(({ advertising }) => advertising))
  const shown = new Set<string>()
  const list: PayoutOf[] = []
  let carriedInCents = 0
  for (const settlement of inOrder.filter(({ kind }) => kind === 'settlement')) {
    const { invoiceId, issueDate, isPast = false } = settlement
    const receipt = receipts.find(({ payouts }) => payouts.includes(invoiceId))
    const issued = ads.filter((ad) => ad.issueDate <= issueDate)
    const open = issued.filter((ad) => !gone.has(ad.invoiceId))
    // One receipt may pay several settlements: each shows what could be held back from it.
    const held = issued.filter((ad) => receipt?.advertising.includes(ad.invoiceId) === true && !shown.has(ad.invoiceId))
    for (const ad of held) shown.add(ad.invoiceId)
    const own = receipt === undefined ? open : held
    const advertisingCents = addCents(...own.map((ad) => ad.payableCents))
    const payout = payoutOf(settlement, { advertisingCents, carriedInCents, isReceived: receipt !== undefined })
    list.push({ payout, invoiceId, issueDate, isPast, earnedCents: payout.fromSettlementCents + carriedInCents, open })
    carriedInCents = payout.carriedCents
    const isOver = receipt === undefined ? payout.status === 'expected' : receipt.advertising.length === 0
    if (isOver) for (const ad of open) gone.add(ad.invoiceId)
  }
  return list
}

function payoutOf(
  settlement: PayoutSource,
  at: { advertisingCents: Cents; carriedInCents: Cents; isReceived: boolean },
): Payout {
  const { advertisingCents, carriedInCents } = at
  const fromSettlementCents = -settlement.payableCents || 0
  const earned = fromSettlementCents + carriedInCents
  const net = earned - advertisingCents
  const status: PayoutStatus = at.isReceived
    ? 'received'
    : earned < 0
      ? 'owed'
      : net > 0
        ? 'expected'
        : advertisingCents > 0 && earned > 0
          ? 'postponed'
          : 'none'
  const carried = status === 'postponed' || status === 'owed'
  const isPaid = status === 'expected' || status === 'received'
  return {
    fromSettlementCents,
    advertisingCents,
    carriedInCents,
    expectedCents: isPaid ? net : 0,
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
