/** What the buyer paid: for an item, and for a part of it that was shipped apart. */
import type { BookingSettings } from '../settings/mapping.ts'
import { shareOf, type Cents } from '../money.ts'
import type { OrderItem } from './order.ts'

export type Paid =
  | { kind: 'ok'; cents: Cents; flags: string[] }
  | { kind: 'problem'; code: 'BOL-BEDRAG' | 'BOL-KORTING'; flags: string[] }

/**
 * For the whole item as it stands: the marketplace's total, else unit price × quantity − discounts.
 * `full` books what the goods cost before discounts; `hold` waits where there is a discount.
 * Flags: DISCOUNT_FUNDING_UNKNOWN, DISCOUNT_NOT_DEDUCTED, DISCOUNT_HELD, TOTAL_PRICE_DIFFERS (total and unit price disagree).
 */
export function paidCents(item: OrderItem, discounts: BookingSettings['discounts']): Paid {
  const discount = discountOf(item)
  if (item.unreadableField !== undefined || item.unreadableAmount !== null || discount === null) return unknowable()
  if (discount > 0 && discounts === 'hold') return { kind: 'problem', code: 'BOL-KORTING', flags: ['DISCOUNT_HELD'] }
  if (discount > 0 && discounts === 'full') return known(priceOf(item, item.quantity, 0), ['DISCOUNT_NOT_DEDUCTED'])
  const flags = discount > 0 ? ['DISCOUNT_FUNDING_UNKNOWN'] : []
  const computed = priceOf(item, item.quantity, discount)
  if (item.totalPriceCents === null) return known(computed, flags)
  const differs = computed !== null && computed !== item.totalPriceCents && item.quantityCancelled === 0
  return known(item.totalPriceCents, differs ? [...flags, 'TOTAL_PRICE_DIFFERS'] : flags)
}

export interface PartInput {
  item: OrderItem
  /** Of `paidCents`. */
  paid: Paid
  /** Units of the item in earlier parts. */
  shippedBefore: number
  shippedNow: number
  /** Cents booked, or planned, of those earlier parts. */
  bookedBeforeCents: Cents
}

/**
 * The amount of one part. Parts are cumulative: each is what is due up to it less what was booked before, so that the
 * parts of an item always add up to the whole. BOL-BEDRAG also when more was booked before than is due by now: the
 * price was changed in between, and a negative sale is a credit, which nobody asked for here.
 */
export function partCents(input: PartInput): Paid {
  const { item, paid, bookedBeforeCents } = input
  if (paid.kind === 'problem') return paid
  const units = unitsDue(item, paid)
  if (units === null) return unknowable()
  const soFar = Math.min(input.shippedBefore + input.shippedNow, units)
  const due = units > 0 ? shareOf(paid.cents, soFar, units) - bookedBeforeCents : 0
  return due < 0 ? unknowable('MORE_BOOKED_THAN_DUE') : { ...paid, cents: due }
}

/** What so many units of an item cost the buyer; null where nobody can know. */
export function dueFor(item: OrderItem, units: number, discounts: BookingSettings['discounts']): Cents | null {
  const paid = paidCents(item, discounts)
  const of = unitsDue(item, paid)
  if (paid.kind === 'problem' || of === null) return null
  return of === 0 ? 0 : shareOf(paid.cents, Math.min(units, of), of)
}

/** Units that the paid amount stands for; null where nobody can know. */
export function unitsDue(item: OrderItem, paid: Paid): number | null {
  // Before discounts the amount is unit price × ordered quantity by definition.
  return paid.flags.includes('DISCOUNT_NOT_DEDUCTED') ? item.quantity : unitsOfTotal(item)
}

/**
 * How many units the total price stands for. With nothing cancelled: the ordered quantity, also where it disagrees with
 * the unit price. With units cancelled it says so itself, by agreeing with the one or the other count; where it agrees
 * with both or neither, nobody can know. Nothing paid is nothing of every unit.
 */
function unitsOfTotal(item: OrderItem): number | null {
  const { quantity, quantityCancelled, totalPriceCents } = item
  const rest = quantity - quantityCancelled
  if (quantityCancelled === 0 || totalPriceCents === null || totalPriceCents === 0 || rest <= 0) return quantity
  const discount = discountOf(item) ?? 0
  const forOrdered = totalPriceCents === priceOf(item, quantity, discount)
  const forRest = totalPriceCents === priceOf(item, rest, discount)
  if (forOrdered === forRest) return null
  return forOrdered ? quantity : rest
}

/** Unit price × units − discount; null without a unit price, or beyond what can be counted exactly. */
function priceOf(item: OrderItem, units: number, discount: Cents): Cents | null {
  return item.unitPriceCents === null ? null : exact(item.unitPriceCents * units - discount)
}

function discountOf(item: OrderItem): Cents | null {
  return exact(item.discounts.reduce((sum, discount) => sum + discount.cents, 0))
}

/** What comes from outside may be absurdly large; that is a problem of the order, not a defect of ours. */
function exact(value: number): Cents | null {
  return Number.isSafeInteger(value) ? value : null
}

function known(amount: Cents | null, flags: string[]): Paid {
  return amount === null || amount < 0 ? unknowable() : { kind: 'ok', cents: amount, flags }
}

function unknowable(...flags: string[]): Paid {
  return { kind: 'problem', code: 'BOL-BEDRAG', flags }
}
