/** The goods of a generated order. */

import type { Chance } from '../world.ts'
import { DISCOUNT_TITLES } from './address-book.ts'
import { PRODUCTS } from './catalogue.ts'
import type { Product } from './catalogue.ts'
import type { Fulfilment, OrderItemFact } from './facts.ts'
import { addDays, localDate } from './local-time.ts'
import type { OrderBook } from './order-book.ts'

/** What becomes of an order; decided when it is placed. */
export type Fate = 'ship' | 'split' | 'cancelAll' | 'cancelPart' | 'open'

/** From this day on order details tell `totalPrice` and `discounts`; before it there was no discount to see. */
export const TOTAL_PRICE_SINCE = '2025-09-17'

export interface ItemsWanted {
  placedAt: number
  fate: Fate
  mixed: boolean
  byBol: boolean
}

export function drawItems(chance: Chance, book: OrderBook, wanted: ItemsWanted): OrderItemFact[] {
  const roll = chance.next()
  const drawn = roll < 0.95 ? 1 : roll < 0.99 ? 2 : 3
  const count = wanted.mixed ? Math.max(2, drawn) : drawn
  const products = new Set<Product>()
  while (products.size < count) products.add(chance.pick(PRODUCTS))
  return [...products].map((product, index) => {
    const byBol = wanted.mixed ? index === 0 : wanted.byBol
    // A part can be shipped or cancelled only where there is more than one piece.
    const severalNeeded = index === 0 && (wanted.fate === 'split' || wanted.fate === 'cancelPart')
    const several = severalNeeded || chance.chance(0.1)
    const quantity = several ? chance.int(2, 5) : 1
    const item = itemOf(chance, book, { product, quantity, fulfilment: byBol ? 'FBB' : 'FBR' })
    setDates(chance, item, wanted)
    if (index === 0 && chance.chance(0.08) && localDate(wanted.placedAt) >= TOTAL_PRICE_SINCE) discount(chance, item)
    return item
  })
}

export interface ItemWanted {
  product: Product
  quantity: number
  fulfilment: Fulfilment
}

export function itemOf(chance: Chance, book: OrderBook, wanted: ItemWanted): OrderItemFact {
  const { product } = wanted
  return {
    orderItemId: book.newNumber(chance, 10),
    ean: product.ean,
    title: product.title,
    fulfilment: wanted.fulfilment,
    distributionParty: wanted.fulfilment === 'FBB' || chance.chance(0.15) ? 'BOL' : 'RETAILER',
    offerId: `${product.ean.slice(0, 8)}-0000-4000-8000-${product.ean.slice(1)}`,
    reference: product.reference,
    quantity: wanted.quantity,
    unitCents: product.unitCents,
    discounts: [],
    commissionBp: product.commissionBp,
  }
}

function setDates(chance: Chance, item: OrderItemFact, wanted: ItemsWanted): void {
  const placed = localDate(wanted.placedAt)
  const slow = wanted.fate === 'open' && item.fulfilment === 'FBR'
  const days = slow ? chance.int(5, 10) : item.fulfilment === 'FBB' ? chance.int(1, 2) : chance.int(2, 4)
  const day = addDays(placed, days)
  if (chance.chance(0.1)) item.exactDeliveryDate = day
  else item.latestDeliveryDate = day
  item.expiryDate = addDays(day, 3)
}

/** One or two discounts between 5 and 25 % of the item, so that the paid amount often does not divide by pieces. */
function discount(chance: Chance, item: OrderItemFact): void {
  const count = chance.chance(0.15) ? 2 : 1
  for (let index = 0; index < count; index += 1) {
    const percent = chance.int(5, 25)
    const cents = Math.max(1, Math.round((item.unitCents * item.quantity * percent) / 100 / count))
    item.discounts.push({ title: chance.pick(DISCOUNT_TITLES), cents })
  }
}
