/** The rows that a world adds to the table of kinds. */
import type { KindRows, SideTools } from '../../../src/kinds.ts'
import { paperLedgerKind } from './books.ts'
import { paperShopKind } from './source.ts'

export function paperRows(rows: KindRows, { http, clock, calendar, callLimits: limits }: SideTools): KindRows {
  const tools = { http, clock, calendar, limits }
  const [shop, ledger] = [paperShopKind(tools), paperLedgerKind(tools)]
  return { ...rows, sources: [...rows.sources, shop], ledgers: [...rows.ledgers, ledger] }
}
