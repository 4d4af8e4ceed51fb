/** The entry that books the buyers' payments on relations of their own: they paid the marketplace, which then owes the money. */
import type { EntryLine, RelationReference } from '../ledger/ledger.ts'
import { addCents, type Cents } from '../money.ts'
import type { Settings } from '../settings/mapping.ts'

/** Whether what such buyers paid is entered each day. */
export function paysDaily({ settlement }: Settings): boolean {
  return settlement?.active === true && settlement.paidEntries === 'daily' && settlement.clearing === 'settlementEntry'
}

/** A document on a relation of its own. */
export interface OwnDocument {
  relation: RelationReference
  /** The ledger's amount; negative on a credit. */
  amountCents: Cents
  /** The buyer's payment, or the money that the buyer got back. */
  paidCents: Cents
}

/** A difference that no net and its VAT come to is a cent; anything beyond has another cause, and stays to be seen on the relation. */
const centMax = 1

export interface PaidAccounts {
  clearing: number
  paymentLoss: number
  paymentGain: number
}

/** Returns what the ledger's own arithmetic added to the buyer's payment, where that is a cent; else 0. */
export function roundingCent(amountCents: Cents, paidCents: Cents): Cents {
  return Math.abs(amountCents - paidCents) <= centMax ? amountCents - paidCents : 0
}

/** Returns the amount that its entry takes off a document's relation, signed. */
export function takenOff({ amountCents, paidCents }: Pick<OwnDocument, 'amountCents' | 'paidCents'>): Cents {
  return paidCents + roundingCent(amountCents, paidCents)
}

export function paidLines(documents: readonly OwnDocument[], accounts: PaidAccounts): EntryLine[] {
  const cents = documents.map((document) => takenOff(document) - document.paidCents)
  const lines: EntryLine[] = [
    ...documents.map((document) => ({ to: { customer: document.relation }, amountCents: -takenOff(document) || 0 })),
    { to: { account: accounts.clearing }, amountCents: addCents(...documents.map(({ paidCents }) => paidCents)) },
    // More was booked than paid: a loss.
    { to: { account: accounts.paymentLoss }, amountCents: addCents(...cents.filter((cent) => cent > 0)) },
    { to: { account: accounts.paymentGain }, amountCents: addCents(...cents.filter((cent) => cent < 0)) },
  ]
  return lines.filter(({ amountCents }) => amountCents !== 0)
}
