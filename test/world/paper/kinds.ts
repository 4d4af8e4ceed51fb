/** The rows that a world adds to the table of kinds, in the place of the usual ones. */
import type { KindRows, SideTools } from '../../../src/kinds.ts'
import { paperLedgerKind } from './books.ts'
import { paperShopKind } from './source.ts'

export function paperRows(on: { shop: boolean; ledger: boolean }) {
  return (rows: KindRows, { http, clock, calendar, callLimits: limits }: SideTools): KindRows => {
    const tools = { http, clock, calendar, limits }
    const [shop, ledger] = [paperShopKind(tools), paperLedgerKind(tools)]
    const usual = {
      source: on.shop ? shop.name : rows.usual.source,
      ledger: on.ledger ? ledger.name : rows.usual.ledger,
    }
    return { usual, sources: [...rows.sources, shop], ledgers: [...rows.ledgers, ledger] }
  }
}
