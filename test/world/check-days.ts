/** What holds where consumers are booked as totals of the day: no document names an order, so the sums must tell. */
import type { LedgerDocument } from '../../sandbox/octopus/world.ts'
import type { TruthOrder } from '../../sandbox/bol/world.ts'

/** `bol 2026-11-24 NL`, a supplement with its number behind it. */
const markOfDay = /^bol \d{4}-\d{2}-\d{2} ([A-Z]{2})(?: \(\d+\))?$/u

export function isDayTotal(row: LedgerDocument): boolean {
  return markOfDay.test(row.orderReference)
}

/** 2 and 3: per country, what stands in the books is what was shipped less what was refunded, to the cent. */
export function totalsOfDays(rows: LedgerDocument[], orders: TruthOrder[]): { invariant: number; text: string }[] {
  const booked = new Map<string, number>()
  for (const row of rows) {
    const country = markOfDay.exec(row.orderReference)?.[1]
    if (row.madeBy === 'api' && country !== undefined) booked.set(country, (booked.get(country) ?? 0) + row.amountCents)
  }
  const due = new Map<string, number>()
  for (const order of orders.filter((one) => !one.business)) {
    const shipped = order.items.reduce((sum, item) => sum + item.shippedPaidCents, 0)
    due.set(order.country, (due.get(order.country) ?? 0) + shipped - refundedOf(order))
  }
  return [...new Set([...booked.keys(), ...due.keys()])].flatMap((country) => {
    const [found, expected] = [booked.get(country) ?? 0, due.get(country) ?? 0]
    return found === expected
      ? []
      : [{ invariant: 2, text: `the days of ${country}: ${found} of ${expected} cents booked` }]
  })
}

/** Of units that came back and for which the buyer got his money. */
export function refundedOf(order: TruthOrder): number {
  const back = order.returns
    .filter((row) => row.handledAt !== null && ['RETURN_RECEIVED', 'STILL_APPROVED'].includes(row.handlingResult))
    .flatMap((row) => row.items)
  return order.items.reduce((sum, item) => {
    const units = back.filter((row) => row.orderItemId === item.orderItemId).reduce((all, row) => all + row.quantity, 0)
    const part = Math.min(units, item.shipped) * item.shippedPaidCents
    return item.shipped === 0 ? sum : sum + Math.floor((2 * part + item.shipped) / (2 * item.shipped))
  }, 0)
}
