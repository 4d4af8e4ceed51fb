/** The entry that says, on relations of their own, that buyers paid: through the marketplace, which then owes it. */
import type { EntryLine, RelationReference } from '../ledger/ledger.ts'
import { addCents, type Cents } from '../money.ts'

/** A document on a relation of its own. */
export interface OwnDocument {
  relation: RelationReference
  /** As the ledger has it; negative on a credit. */
  amountCents: Cents
  /** What the buyer paid, or got back. */
  paidCents: Cents
}

/** A difference that no net and its VAT come to is a cent; anything beyond has another cause, and stays to be seen on the relation. */
const centMax = 1

export interface PaidAccounts {
  clearing: number
  paymentLoss: number
  paymentGain: number
}

export function paidLines(documents: readonly OwnDocument[], accounts: PaidAccounts): EntryLine[] {
  const off = documents.map(({ amountCents, paidCents }) => {
    const cent = amountCents - paidCents
    return Math.abs(cent) <= centMax ? { paidOff: amountCents, cent } : { paidOff: paidCents, cent: 0 }
  })
  const cents = off.map(({ cent }) => cent)
  const lines: EntryLine[] = [
    ...documents.map(({ relation }, index) => ({
      to: { customer: relation },
      amountCents: -(off[index]?.paidOff ?? 0) || 0,
    })),
    { to: { account: accounts.clearing }, amountCents: addCents(...documents.map(({ paidCents }) => paidCents)) },
    // More was booked than paid: a loss.
    { to: { account: accounts.paymentLoss }, amountCents: addCents(...cents.filter((cent) => cent > 0)) },
    { to: { account: accounts.paymentGain }, amountCents: addCents(...cents.filter((cent) => cent < 0)) },
  ]
  return lines.filter(({ amountCents }) => amountCents !== 0)
}
