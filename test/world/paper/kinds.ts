/** The rows that a world adds to the table of kinds. */
import type { KindRows, SideTools } from '../../../src/kinds.ts'
import { paperLedgerKind } from './books.ts'

export function paperRows(rows: KindRows, { http, clock, callLimits: limits }: SideTools): KindRows {
  const paper = paperLedgerKind({ http, clock, limits })
  return { ...rows, usual: { ...rows.usual, ledger: paper.name }, ledgers: [...rows.ledgers, paper] }
}
