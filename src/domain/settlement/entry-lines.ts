/** A clearing entry as the ledger gets it. The ledger shows no texts of it but one reference for each line. */
import type { EntryLine as LedgerLine, RelationReference } from '../ledger/ledger.ts'
import { addCents, type Cents } from '../money.ts'
import type { AccountRole } from './accounts.ts'
import type { EntryLine } from './clearing.ts'
import type { Missing } from './purchase-lines.ts'

/** A longer entry is hard to read, and the ledger's own limit is not known. */
export const entryLinesMax = 200

export function entryLines(
  lines: readonly EntryLine[],
  at: {
    supplier: RelationReference | null
    accountOf: (role: AccountRole) => { account: number | null; wanted: number }
  },
): { kind: 'lines'; lines: LedgerLine[] } | { kind: 'missing'; params: Missing } {
  const made: LedgerLine[] = []
  for (const line of lines) {
    const { amountCents, why } = line
    if (line.kind === 'A') {
      const { account, wanted } =
        line.account === 'opening'
          ? { account: line.number ?? null, wanted: line.number ?? 0 }
          : at.accountOf(line.account)
      if (account === null) return { kind: 'missing', params: { account: wanted } }
      made.push({ to: { account }, amountCents, why })
    } else {
      const reference = line.kind === 'C' ? line.at : at.supplier
      if (reference == null) return { kind: 'missing', params: { customer: line.relation } }
      made.push({ to: line.kind === 'C' ? { customer: reference } : { supplier: reference }, amountCents, why })
    }
  }
  return { kind: 'lines', lines: made }
}

/** Parts that each balance over the account of what the marketplace owes. */
export function balancedParts(lines: readonly LedgerLine[], clearingAccount: number): LedgerLine[][] {
  if (lines.length <= entryLinesMax) return [[...lines]]
  const parts: LedgerLine[][] = []
  for (let from = 0; from < lines.length; from += entryLinesMax - 1) {
    const part = lines.slice(from, from + entryLinesMax - 1)
    const sum = addCents(...part.map((line) => line.amountCents))
    parts.push(sum === 0 ? part : [...part, { to: { account: clearingAccount }, amountCents: -sum }])
  }
  return parts
}

/** Returns the entry's sum on an account: debit positive. */
export function centsOn(lines: readonly LedgerLine[], account: number): Cents {
  return addCents(
    ...lines.filter(({ to }) => 'account' in to && to.account === account).map((line) => line.amountCents),
  )
}
