/**
 * Splits a payout line by line, for a user who books the bank by hand: the amount cleared on each relation, and the held-back amounts.
 * Pure.
 */
import { addCents, type Cents } from '../money.ts'
import type { ShownLine } from '../settlement/clearing.ts'
import { supplierRelation } from '../why/settlement-words.ts'

/**
 * Debit positive; together with the receipt the lines add up to 0.
 * @param at.cleared what the payout is made of: this settlement, and those before it that were carried into it
 * @param at.advertisingCents held back
 */
export function bankSplit(at: {
  cleared: readonly (readonly ShownLine[])[]
  advertisingCents: Cents
  receivedCents: Cents
}): ShownLine[] | null {
  const lines = new Map<string, ShownLine>()
  const add = (line: ShownLine): void => {
    const { kind } = line
    const key =
      kind === 'A' ? `A ${line.account} ${line.account === 'compensation' ? line.why : ''}` : `${kind} ${line.relation}`
    const before = lines.get(key)
    lines.set(key, before === undefined ? line : { ...before, amountCents: before.amountCents + line.amountCents })
  }
  for (const line of at.cleared.flat()) if (!isPayout(line)) add(line)
  add({ kind: 'S', relation: supplierRelation, why: 'setOff', amountCents: at.advertisingCents })
  const all = [...lines.values()].filter(({ amountCents }) => amountCents !== 0)
  // A split that does not add up to the cent is not proposed.
  return addCents(...all.map(({ amountCents }) => amountCents)) === -at.receivedCents ? all : null
}

function isPayout(line: ShownLine): boolean {
  return line.kind === 'A' && line.account === 'clearing' && line.why === 'payout'
}
