/** The entry that sets an advertising invoice off against what the marketplace owes. Pure. */
import type { Cents } from '../money.ts'
import type { EntryLine } from '../settlement/clearing.ts'
import { supplierRelation } from '../why/settlement-words.ts'

/** Debit positive; on a credit of advertising the sides are turned. */
export function setOffLines(cents: Cents): EntryLine[] {
  return [
    { kind: 'S', relation: supplierRelation, why: 'setOff', amountCents: cents },
    { kind: 'A', account: 'clearing', why: 'setOff', amountCents: -cents },
  ]
}
