/**
 * Compares one booked order item with its state now: units cancelled since, another price, quantity or discount. Where more is booked than
 * is due, the difference is a credit; where less is booked, it is a further sale.
 */
import { dueFor } from '../order/amount.ts'
import { creditLine, latest } from './credit-line.ts'
import type { BookingSettings } from '../settings/mapping.ts'
import { shareOf, splitVat, type Cents } from '../money.ts'
import { isOfWhole } from '../order/order-parts.ts'
import type { OrderItem } from '../order/order.ts'
import type { PlannedLine } from './plan.ts'
import type { CreditInput, CreditPlan } from './plan-credits.ts'
import { remainingOf, spread, vatOf, type SaleLine } from './sale-lines.ts'

interface ItemAt {
  item: OrderItem
  /** Booked, oldest sale first. */
  lines: SaleLine[]
  /** Keys of changes that were made before. */
  taken: ReadonlySet<string>
  plan: CreditPlan
}

export function changeOfItem(input: CreditInput, at: ItemAt): void {
  const { item, lines, plan } = at
  const units = total(lines, (row) => row.units - row.cancelled.units)
  const wanted = item.quantity - item.quantityCancelled
  // A parcel is what it was; more units come in parcels of their own. An order booked as a whole grows with it.
  const whole = lines.every((row) => isOfWhole(row.sale.businessKey, input.order.orderId))
  const unitsNow = Math.max(0, whole ? wanted : Math.min(units, wanted))
  const off = units - unitsNow
  const booked = total(lines, (row) => row.gross - row.cancelled.gross - row.corrected.gross)
  const due = dueNow(input, at, { units, unitsNow, booked })
  if (due === 'unknown') {
    plan.problems.push({ code: 'BOL-BEDRAG', subject: input.order.orderId, params: { item: item.orderItemId } })
    return
  }
  const cents = booked - due
  if (cents > 0 || off > 0) credit(input, at, { cents: Math.max(0, cents), off: Math.max(0, off) })
  else if (cents < 0) increase(input, at, { cents: -cents, units: -off })
}

/** Returns the buyer's payment for the units that stay; `unknown` where it changed and the new amount cannot be known. */
function dueNow(
  input: CreditInput,
  { item, lines }: ItemAt,
  booked: { units: number; unitsNow: number; booked: Cents },
): Cents | 'unknown' {
  const then = input.itemsThen.get(item.orderItemId) ?? item
  const off = booked.units - booked.unitsNow
  if (off === 0 && samePrice(then, item)) return booked.booked
  if (booked.unitsNow === 0) return 0
  // The settings may have changed since: the way of counting is the one that gives what was booked.
  const ways: BookingSettings['discounts'][] = [input.settings.booking.discounts, 'reduce', 'full']
  const way = ways.find((each) => dueFor(then, booked.units, each) === booked.booked)
  const due = way === undefined ? null : dueFor(item, booked.unitsNow, way)
  if (due !== null && (off <= 0 || due <= booked.booked)) return due
  if (off > 0) return booked.booked - byUnits(lines, off)
  const { discounts } = input.settings.booking
  const [before, after] = [dueFor(then, booked.units, discounts), dueFor(item, booked.unitsNow, discounts)]
  return before === null || after === null ? 'unknown' : Math.max(0, booked.booked + after - before)
}

function samePrice(a: OrderItem, b: OrderItem): boolean {
  const facts = (item: OrderItem): string =>
    JSON.stringify([item.unitPriceCents, item.totalPriceCents, item.discounts, item.unreadableAmount, item.quantity])
  return facts(a) === facts(b)
}

/** The share of so many units in what was booked, the newest sale first. */
function byUnits(lines: SaleLine[], off: number): Cents {
  return takeOff(lines, off).reduce((sum, share) => sum + share.gross, 0)
}

function takeOff(lines: SaleLine[], off: number): { of: SaleLine; units: number; gross: Cents }[] {
  let left = off
  return lines.toReversed().flatMap((of) => {
    const stay = of.units - of.cancelled.units
    const units = Math.min(left, stay)
    if (units <= 0) return []
    left -= units
    const base = of.gross - of.cancelled.gross - of.corrected.gross
    return [{ of, units, gross: base - shareOf(base, stay - units, stay) }]
  })
}

function credit(input: CreditInput, at: ItemAt, change: { cents: Cents; off: number }): void {
  const { item, lines, plan, taken } = at
  const cause = change.off > 0 ? 'cancellation' : 'correction'
  const businessKey =
    cause === 'cancellation'
      ? `${item.orderItemId}|${Math.max(item.quantityCancelled, total(lines, (row) => row.cancelled.units) + change.off)}`
      : nextKey(`${item.orderItemId}|price`, taken)
  if (taken.has(businessKey)) return
  const from = change.off > 0 ? takeOff(lines, change.off) : lines.map((of) => ({ of, units: 0, gross: of.gross }))
  const shares = sharesOf(from, change.cents)
  const parts = from.flatMap(({ of, units }, index) => creditLine(of, cause, { units, gross: shares[index] ?? 0 }))
  if (parts.length === 0) return
  const date = latest(input.changedOn.get(item.orderItemId) ?? input.today, parts)
  plan.parts.push({ businessKey, cause, direction: 'credit', rmaId: null, date, lines: parts })
}

/** A line of which no unit stays gives all that is left of it, so that no cent is forgotten; the others share the rest. */
function sharesOf(from: { of: SaleLine; units: number; gross: Cents }[], cents: Cents): Cents[] {
  let left = cents
  const whole = from.map(({ of, units }) => {
    if (units === 0 || units < of.units - of.cancelled.units) return 0
    const share = Math.min(left, remainingOf(of).gross)
    left -= share
    return share
  })
  const weights = from.map((row, index) => (whole[index] === 0 ? row.gross : 0))
  const room = from.map((row, index) => remainingOf(row.of).gross - (whole[index] ?? 0))
  return spread(left, weights, room).map((share, index) => share + (whole[index] ?? 0))
}

/** On the newest sale of the item; where its sales have other VAT, another price goes to each by its units. */
function increase(input: CreditInput, at: ItemAt, change: { cents: Cents; units: number }): void {
  const { item, lines, plan, taken } = at
  const isOneVat = new Set(lines.map(({ line }) => vatOf(line))).size <= 1
  const raised = isOneVat || change.units > 0 ? lines.slice(-1) : lines
  const weights = raised.map((row) => row.units - row.cancelled.units)
  const shares = spread(
    change.cents,
    weights,
    weights.map(() => change.cents),
  )
  const parts = raised.flatMap((of, index) => {
    const cents = shares[index] ?? 0
    return cents === 0 ? [] : [{ of, line: raisedBy(of, { cents, units: change.units }) }]
  })
  if (parts.length === 0) return
  const businessKey = nextKey(`${item.orderItemId}|${change.units > 0 ? 'more' : 'price'}`, taken)
  const date = latest(input.changedOn.get(item.orderItemId) ?? input.today, parts)
  plan.parts.push({ businessKey, cause: 'correction', direction: 'increase', rmaId: null, date, lines: parts })
}

function raisedBy({ line, sale }: SaleLine, { cents, units }: { cents: Cents; units: number }): PlannedLine {
  const { baseCents, vatCents } = splitVat(cents, line.rateBp ?? 0)
  const { invoiceNetCents: _net, invoiceVatCents: _vat, ...own } = line
  return {
    ...own,
    quantity: Math.max(1, units),
    units,
    grossCents: cents,
    netCents: baseCents,
    vatCents,
    saleKey: sale.businessKey,
  }
}

/** The first of these that was not used. */
function nextKey(stem: string, taken: ReadonlySet<string>): string {
  let count = 1
  while (taken.has(`${stem}|${count}`)) count += 1
  return `${stem}|${count}`
}

function total(lines: SaleLine[], of: (line: SaleLine) => number): number {
  return lines.reduce((sum, line) => sum + of(line), 0)
}
