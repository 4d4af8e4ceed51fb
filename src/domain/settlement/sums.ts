/** Checks that a settlement adds up: line by line, invoice, list. A settlement that does not add up to the cent is never booked. */
import type { Cents } from '../money.ts'
import { sumExact, toCents, type Exact } from './exact.ts'
import {
  chargeKeyText,
  type ChargeKey,
  type InvoiceTotals,
  type OrderMoney,
  type SettlementInvoice,
  type SpecificationSums,
} from './settlement.ts'

/** `what`: the charge, or the name of the total. */
export interface SumFault {
  what: string
  expectedCents: Cents
  foundCents: Cents
}

/** Adds pages to one. Two equal lines are two lines. */
export function addSpecifications(pages: readonly SpecificationSums[]): SpecificationSums {
  const charges = new Map<string, ChargeKey & { amount: Exact }>()
  const orders = new Map<string | null, OrderMoney>()
  let lines = 0
  for (const page of pages) {
    lines += page.lines
    for (const charge of page.charges) {
      const key = chargeKeyText(charge)
      const before = charges.get(key)
      if (before === undefined) charges.set(key, { ...charge })
      else before.amount += charge.amount
    }
    for (const order of page.orders) {
      const before = orders.get(order.orderId)
      if (before === undefined) orders.set(order.orderId, { ...order, corrections: [...order.corrections] })
      else {
        before.turnover += order.turnover
        before.corrections.push(...order.corrections)
      }
    }
  }
  return { lines, charges: [...charges.values()], orders: [...orders.values()] }
}

const digestsMax = 1n << 256n

/** Adds digests of lines, hex: neither their order nor the ends of pages change the sum. */
export function addDigests(...digests: readonly string[]): string {
  return digests.reduce((sum, digest) => (sum + BigInt(`0x${digest}`)) % digestsMax, 0n).toString(16)
}

/** Four sums, all of which must hold: specification per charge, lines, VAT, and the four totals of the list. */
export function sumFaults(invoice: SettlementInvoice, sums: SpecificationSums, listed: InvoiceTotals): SumFault[] {
  const { lines, taxes, totals } = invoice
  const onInvoice = new Map<string, Exact>()
  for (const line of lines) onInvoice.set(chargeKeyText(line), (onInvoice.get(chargeKeyText(line)) ?? 0n) + line.amount)
  const specified = new Map(sums.charges.map((charge) => [chargeKeyText(charge), charge.amount]))
  const perCharge = [...new Set([...onInvoice.keys(), ...specified.keys()])].flatMap((key) => {
    const [expected, found] = [onInvoice.get(key), specified.get(key)]
    const both = expected !== undefined && found !== undefined
    return both && toCents(found) === toCents(expected) ? [] : [fault(key, expected ?? 0n, found ?? 0n)]
  })
  const ofLines = sumExact(lines.map((line) => line.amount))
  const ofTaxes = sumExact(taxes.map((tax) => tax.amount))
  return [
    ...perCharge,
    ...differing('LineExtensionAmount', totals.lineExtension, ofLines),
    ...differing('PayableAmount', totals.payable, ofLines + ofTaxes),
    ...(Object.keys(listed) as (keyof InvoiceTotals)[]).flatMap((name) => differing(name, totals[name], listed[name])),
  ]
}

function differing(what: string, expected: Exact, found: Exact): SumFault[] {
  return toCents(expected) === toCents(found) ? [] : [fault(what, expected, found)]
}

function fault(what: string, expected: Exact, found: Exact): SumFault {
  return { what, expectedCents: toCents(expected), foundCents: toCents(found) }
}
