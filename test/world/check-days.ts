/** What holds where consumers are booked as totals of the day: no document names an order, so the sums must tell. */
import type { LedgerDocument } from '../../sandbox/octopus/world.ts'
import type { TruthOrder } from '../../sandbox/bol/world.ts'
import { handAddsCents } from './acting.ts'

/** `bol 2026-11-24 NL`, a supplement with its number behind it. */
const markOfDay = /^(?:bol|shop) \d{4}-\d{2}-\d{2} ([A-Z]{2})(?: \(\d+\))?$/u

export function isDayTotal(row: LedgerDocument): boolean {
  return markOfDay.test(row.orderReference)
}

/**
 * 2 and 3: per country, what stands in the books is what was shipped less what was refunded, to the cent; orders that were booked apart,
 * before the settings were others, count with it.
 * @param how.loose something waits for a person: there may be less, and never more than was paid
 * @param how.invoices some of them were invoices: one of net prices may be a cent beside, per rate
 */
export function totalsOfDays(
  rows: LedgerDocument[],
  orders: TruthOrder[],
  { loose, invoices }: { loose: boolean; invoices: boolean },
): { invariant: number; text: string }[] {
  const consumers = orders.filter((one) => !one.business)
  const countryOf = new Map(consumers.map((order) => [order.orderId, order.country]))
  const booked = new Map<string, { cents: number; beside: number }>()
  for (const row of rows) {
    const country = markOfDay.exec(row.orderReference)?.[1] ?? countryOf.get(row.orderReference)
    if (row.madeBy !== 'api' || country === undefined) continue
    const { cents, beside } = booked.get(country) ?? { cents: 0, beside: 0 }
    const own = (invoices && !isDayTotal(row) ? 2 : 0) + (row.changedBy === 'api' ? 0 : handAddsCents)
    booked.set(country, { cents: cents + row.amountCents, beside: beside + own })
  }
  const due = new Map<string, { least: number; most: number }>()
  for (const order of consumers) {
    const shipped = order.items.reduce((sum, item) => sum + item.shippedPaidCents, 0)
    const paid = order.items.reduce((sum, item) => sum + item.paidCents, 0)
    const { least, most } = due.get(order.country) ?? { least: 0, most: 0 }
    const rest = shipped - refundedOf(order)
    due.set(order.country, { least: loose ? 0 : least + rest, most: most + (loose ? paid : rest) })
  }
  return [...new Set([...booked.keys(), ...due.keys()])].flatMap((country) => {
    const { cents: found, beside } = booked.get(country) ?? { cents: 0, beside: 0 }
    const { least, most } = due.get(country) ?? { least: 0, most: 0 }
    return found >= least - beside && found <= most + beside
      ? []
      : [{ invariant: 2, text: `the days of ${country}: ${found} of ${most} cents booked` }]
  })
}

/** Of units that came back and for which the buyer got his money. */
export function refundedOf(order: TruthOrder & { refundedCents?: number }): number {
  if (order.refundedCents !== undefined) return order.refundedCents
  const back = order.returns
    .filter((row) => row.handledAt !== null && ['RETURN_RECEIVED', 'STILL_APPROVED'].includes(row.handlingResult))
    .flatMap((row) => row.items)
  return order.items.reduce((sum, item) => {
    const units = back.filter((row) => row.orderItemId === item.orderItemId).reduce((all, row) => all + row.quantity, 0)
    const part = Math.min(units, item.shipped) * item.shippedPaidCents
    return item.shipped === 0 ? sum : sum + Math.floor((2 * part + item.shipped) / (2 * item.shipped))
  }, 0)
}
