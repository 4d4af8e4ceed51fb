/** One line of a credit, taken off the line of the sale that it changes. */
import type { LocalDate } from '../calendar.ts'
import type { Cents } from '../money.ts'
import type { CreditCause, PlannedLine } from './plan.ts'
import { splitCredit, take, type SaleLine } from './sale-lines.ts'

export interface CreditLine {
  of: SaleLine
  line: PlannedLine
}

/** Takes it off the line at once, so that the next credit starts from there. Nothing paid is nothing credited. */
export function creditLine(of: SaleLine, cause: CreditCause, wish: { units: number; gross: Cents }): CreditLine[] {
  const amounts = splitCredit(of, wish.units, wish.gross)
  take(of, cause, amounts)
  if (amounts.gross <= 0) return []
  const { invoiceNetCents: _net, invoiceVatCents: _vat, ...own } = of.line
  const line: PlannedLine = {
    ...own,
    quantity: Math.max(1, amounts.units),
    units: amounts.units,
    grossCents: amounts.gross,
    netCents: amounts.net,
    vatCents: amounts.vat,
    saleKey: of.sale.businessKey,
  }
  return [{ of, line }]
}

/** Never before the sale that it changes. */
export function latest(date: LocalDate, parts: CreditLine[]): LocalDate {
  return parts.reduce((last, { of }) => {
    const sold = of.sale.documentDate ?? of.sale.supplyDate
    return sold > last ? sold : last
  }, date)
}
