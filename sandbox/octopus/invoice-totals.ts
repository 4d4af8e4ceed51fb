/**
 * What an invoice comes to. The client sends no totals: Octopus rounds each line once, and takes the VAT on top of the lines
 * (VAT exclusive journal) or out of them (VAT inclusive journal); whether per code or per line, and how it rounds halves, is
 * documented nowhere and a setting here.
 */

import { lineCents, vatInGross, vatOnNet } from './decimals.ts'
import type { OctopusSettings } from './settings.ts'
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

export type Arithmetic = Pick<OctopusSettings, 'halves' | 'invoiceVat'>

export function invoiceTotals(lines: PricedLine[], vatInclusive: boolean, arithmetic: Arithmetic): InvoiceTotals {
  const { halves, invoiceVat } = arithmetic
  const lineTotals = lines.map((line) => lineCents(line, halves))
  const vatOf = (cents: number, rateBp: number): number => (vatInclusive ? vatInGross : vatOnNet)(cents, rateBp, halves)
  const vatShares = new Map<number, number>()
  for (const vatCode of new Set(lines.map((line) => line.vatCode))) {
    const places = lines.flatMap((line, index) => (line.vatCode === vatCode ? [index] : []))
    const rateBp = lines[places[0] ?? 0]?.rateBp ?? 0
    const amounts = places.map((place) => lineTotals[place] ?? 0)
    const total = (cents: number[]): number => cents.reduce((sum, one) => sum + one, 0)
    let left =
      invoiceVat === 'perRate' ? vatOf(total(amounts), rateBp) : total(amounts.map((cents) => vatOf(cents, rateBp)))
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
