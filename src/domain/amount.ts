/** What the buyer paid: for an item, and for a part of it that was shipped apart. */
import type { BookingSettings } from './mapping.ts'
import { cents, divideHalfAway, type Cents } from './money.ts'
import type { OrderItem } from './order.ts'

export type Paid =
  | { kind: 'ok'; cents: Cents; flags: string[] }
  | { kind: 'problem'; code: 'BOL-BEDRAG'; flags: string[] }

const unknowable: Paid = { kind: 'problem', code: 'BOL-BEDRAG', flags: [] }

/**
 * For the whole item as it stands: the marketplace's total, else unit price × quantity − discounts.
 * `full` books what the goods cost before discounts; `hold` waits where there is a discount.
 */
export function paidCents(item: OrderItem, discounts: BookingSettings['discounts']): Paid {
  if (item.unreadableAmount !== null) return unknowable
  const discount = discountOf(item)
  const flags = discount > 0 && discounts === 'reduce' ? ['DISCOUNT_FUNDING_UNKNOWN'] : []
  if (discount > 0 && discounts === 'hold') return { kind: 'problem', code: 'BOL-BEDRAG', flags: ['DISCOUNT_HELD'] }
  const computed = item.unitPriceCents === null ? null : cents(item.unitPriceCents * item.quantity) - discount
  if (discounts === 'full' && discount > 0) {
    return item.unitPriceCents === null
      ? unknowable
      : { kind: 'ok', cents: cents(item.unitPriceCents * item.quantity), flags: ['DISCOUNT_NOT_DEDUCTED'] }
  }
  if (item.totalPriceCents !== null) {
    const differs = computed !== null && computed !== item.totalPriceCents && item.quantityCancelled === 0
    return item.totalPriceCents < 0
      ? unknowable
      : { kind: 'ok', cents: item.totalPriceCents, flags: differs ? [...flags, 'TOTAL_PRICE_DIFFERS'] : flags }
  }
  return computed === null || computed < 0 ? unknowable : { kind: 'ok', cents: computed, flags }
}

function discountOf(item: OrderItem): Cents {
  return item.discounts.reduce((sum, discount) => cents(sum + discount.cents), 0)
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
 * parts of an item always add up to the whole.
 */
export function partCents(input: PartInput): Paid {
  const { item, paid, shippedBefore, shippedNow, bookedBeforeCents } = input
  if (paid.kind === 'problem') return paid
  // Before discounts the amount is unit price × ordered quantity by definition.
  const units = paid.flags.includes('DISCOUNT_NOT_DEDUCTED') ? item.quantity : unitsOfTotal(item)
  if (units === null) return unknowable
  const soFar = Math.min(shippedBefore + shippedNow, units)
  if (units <= 0) return { ...paid, cents: 0 }
  return { ...paid, cents: cents(divideHalfAway(cents(paid.cents * soFar), units) - bookedBeforeCents) }
}

/**
 * How many units the total price stands for. With nothing cancelled: the ordered quantity. With units cancelled it says
 * so itself, by agreeing with the one or the other count; where it agrees with both or neither, nobody can know.
 */
function unitsOfTotal(item: OrderItem): number | null {
  if (item.quantityCancelled === 0 || item.totalPriceCents === null) return item.quantity
  const rest = item.quantity - item.quantityCancelled
  if (rest <= 0) return item.quantity
  if (item.unitPriceCents === null) return null
  const discount = discountOf(item)
  const forOrdered = item.totalPriceCents === cents(item.unitPriceCents * item.quantity) - discount
  const forRest = item.totalPriceCents === cents(item.unitPriceCents * rest) - discount
  if (forOrdered === forRest) return null
  return forOrdered ? item.quantity : rest
}
