/**
 * What an invoice comes to. The client sends no totals: Octopus rounds each line once, and takes the VAT per code on
 * the sum of its lines, on top of it (VAT exclusive journal) or out of it (VAT inclusive journal).
 */

import { lineCents, vatInGross, vatOnNet } from './decimals.ts'
import type { BookedLine } from './state.ts'

export interface PricedLine {
  account: number
  vatCode: string
  rateBp: number
  text: string
  count: number
  unitPrice: number
  discountPercentage: number
}

export interface InvoiceTotals {
  amountCents: number
  /** Per line; the VAT of a code is shared out over its lines, what is left over by rounding on the last one. */
  lines: BookedLine[]
  /** Each line by itself, VAT as the journal has it. */
  lineTotals: number[]
}

export function invoiceTotals(lines: PricedLine[], vatInclusive: boolean): InvoiceTotals {
  const lineTotals = lines.map((line) => lineCents(line.count, line.unitPrice, line.discountPercentage))
  const vatOf = vatInclusive ? vatInGross : vatOnNet
  const vatShares = new Map<number, number>()
  for (const vatCode of new Set(lines.map((line) => line.vatCode))) {
    const places = lines.flatMap((line, index) => (line.vatCode === vatCode ? [index] : []))
    const rateBp = lines[places[0] ?? 0]?.rateBp ?? 0
    let left = vatOf(
      places.reduce((sum, place) => sum + (lineTotals[place] ?? 0), 0),
      rateBp,
    )
    for (const [nth, place] of places.entries()) {
      const share = nth === places.length - 1 ? left : vatOf(lineTotals[place] ?? 0, rateBp)
      vatShares.set(place, share)
      left -= share
    }
  }
  const booked = lines.map((line, index) => {
    const total = lineTotals[index] ?? 0
    const vatCents = vatShares.get(index) ?? 0
    const { account, vatCode, rateBp, text } = line
    return { account, vatCode, rateBp, baseCents: vatInclusive ? total - vatCents : total, vatCents, text }
  })
  return {
    amountCents: booked.reduce((sum, line) => sum + line.baseCents + line.vatCents, 0),
    lines: booked,
    lineTotals,
  }
}
