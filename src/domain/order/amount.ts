/** The buyer's payment: for an item, and for a part of it that was shipped apart. */
import type { BookingSettings } from '../settings/mapping.ts'
import { shareOf, type Cents } from '../money.ts'
import type { OrderItem } from './order.ts'

export type Paid =
  | { kind: 'ok'; cents: Cents; flags: string[] }
  | { kind: 'problem'; code: 'BOL-BEDRAG' | 'BOL-KORTING'; flags: string[] }

/**
 * Returns the payment for the whole item now: the marketplace's total, else unit price × quantity − discounts. `full` books the price
 * before discounts; `hold` waits where there is a discount. Flags: DISCOUNT_FUNDING_UNKNOWN, DISCOUNT_NOT_DEDUCTED, DISCOUNT_HELD,
 * TOTAL_PRICE_DIFFERS (total and unit price disagree).
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
  // A payment of nothing for something with a price, and no discount that says why: booked as it stands, it would be no sale at all.
  if (item.totalPriceCents === 0 && computed !== null && computed > 0 && !isCancelled(item))
    return unknowable(...flags, 'TOTAL_PRICE_DIFFERS')
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
 * Returns the amount of one part. Parts are cumulative: each is the amount due up to it less the amount booked before, so that the parts of
 * an item always add up to the whole. BOL-BEDRAG also when more was booked before than is due by now: the price was changed in between. A
 * negative sale would be a credit, which is not made here.
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

/** Returns the buyer's price of so many units of an item; null where it cannot be known. */
export function dueFor(item: OrderItem, units: number, discounts: BookingSettings['discounts']): Cents | null {
  const paid = paidCents(item, discounts)
  const of = unitsDue(item, paid)
  if (paid.kind === 'problem' || of === null) return null
  return of === 0 ? 0 : shareOf(paid.cents, Math.min(units, of), of)
}

/** Returns the units that the payment covers; null where they cannot be known. */
export function unitsDue(item: OrderItem, paid: Paid): number | null {
  // Before discounts the amount is unit price × ordered quantity by definition.
  return paid.flags.includes('DISCOUNT_NOT_DEDUCTED') ? item.quantity : unitsOfTotal(item)
}

/**
 * Returns the units that the total price covers. With nothing cancelled: the ordered quantity, also where it disagrees with the unit price.
 * With units cancelled, the total agrees with one of the two counts; where it agrees with both or neither, the units cannot be known. A
 * payment of zero covers no unit.
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

function isCancelled({ quantity, quantityCancelled }: OrderItem): boolean {
  return quantityCancelled >= quantity
}

/** Unit price × units − discount; null without a unit price, or beyond what can be counted exactly. */
function priceOf(item: OrderItem, units: number, discount: Cents): Cents | null {
  return item.unitPriceCents === null ? null : exact(item.unitPriceCents * units - discount)
}

function discountOf(item: OrderItem): Cents | null {
  return exact(item.discounts.reduce((sum, discount) => sum + discount.cents, 0))
}

/** Values from outside may be absurdly large; that is a problem of the order, not a defect of ours. */
function exact(value: number): Cents | null {
  return Number.isSafeInteger(value) ? value : null
}

function known(amount: Cents | null, flags: string[]): Paid {
  return amount === null || amount < 0 ? unknowable() : { kind: 'ok', cents: amount, flags }
}

function unknowable(...flags: string[]): Paid {
  return { kind: 'problem', code: 'BOL-BEDRAG', flags }
}
