import type { VatCode, VatCodeType } from '../../../domain/ledger/ledger.ts'
import type { Answer } from '../../../ports/answer.ts'
import { basisPointsOf } from '../decimal.ts'
import { readList } from './read.ts'
import type { Session } from '../session.ts'
import { vatCodeRows } from '../wire.ts'

const types: Record<number, VatCodeType> = { 1: 'buy', 2: 'sell', 3: 'buyCredit', 4: 'sellCredit' }

/**
 * The VAT codes of the dossier; two calls a day. Codes are text and keep their leading zero (`06`).
 * A code whose percentage is absent or has more than two decimals is left out: a rate is never guessed.
 */
export async function readVatCodes(session: Session): Promise<Answer<VatCode[]>> {
  return readList(session, { route: 'GET /vatcodes', path: '/vatcodes' }, vatCodeRows, (rows) =>
    rows.flatMap((row) => {
      const rateBp = basisPointsOf(row.basePercentage ?? '')
      if (rateBp === null) return []
      const { code, description, defaultSellBookingAccountNr: account } = row
      const type = types[row.type ?? 0] ?? 'unknown'
      return [{ code, description, type, rateBp, defaultAccount: account === 0 ? null : account }]
    }),
  )
}
