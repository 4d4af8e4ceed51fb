/**
 * A marketplace's facts about a sale, in words that fit a second marketplace too. Facts (without personal data) and the buyer's data are
 * apart from the first moment: facts are kept ten years, the buyer's data is sealed and removed after 60 days.
 */
import type { LocalDate } from '../calendar.ts'
import type { BasisPoints, Cents } from '../money.ts'
import type { RateTerritory } from '../vat/territory.ts'

/** The keeper and shipper of the stock: the seller, or the marketplace from its own warehouse (bol: FBR, FBB). */
export type Fulfilment = 'seller' | 'marketplace'

export interface Discount {
  title: string
  /** Cents including VAT, positive. */
  cents: Cents
}

/** The VAT that the source itself charged and showed to the buyer. */
export interface ChargedVat {
  rateBp: BasisPoints
  /** Of the whole item, as the source rounded it. */
  vatCents: Cents
}

export interface OrderItem {
  orderItemId: string
  /** The reason of the charge; absent: a product. The other kinds are not shipped, and their rate follows the goods. */
  kind?: 'shipping' | 'fee'
  /** Absent where the source does not say. */
  charged?: ChargedVat
  ean: string | null
  /** The seller's own reference of the offer (SKU), where the seller gave one. */
  offerReference: string | null
  title: string | null
  fulfilment: Fulfilment
  quantity: number
  quantityShipped: number
  quantityCancelled: number
  /** The buyer asked to cancel; changes nothing until the seller confirms. */
  cancellationRequested: boolean
  /** Cents including VAT of one unit; null when the marketplace gave none or gave more than two decimals. */
  unitPriceCents: Cents | null
  /** The buyer's payment for the whole item, cents including VAT; null when not given. */
  totalPriceCents: Cents | null
  discounts: Discount[]
  /** Where an amount could not be read as whole cents, the text that came ("12.345"); the order then waits. */
  unreadableAmount: string | null
  /** Where something else of the item is missing or unknown (its stock), or it is told twice otherwise: the field; it then waits. */
  unreadableField?: string
  /** ISO text as it came, for the eye only. */
  changedAt: number | null
}

/** Where the parcel goes, without a person: enough for the VAT country and special territories. */
export interface Destination {
  /** ISO 3166 alpha-2, upper case; null when the marketplace gave none. */
  country: string | null
  /** First two characters of the postcode. */
  postcodePrefix: string | null
  /** Set at capture, from the whole postcode: the parcel leaves the EU VAT territory (vat-rules.md 2.7). */
  specialTerritory: boolean
  /** Likewise: a place with VAT rates of its own. Absent in the rest of the country. */
  rateTerritory?: RateTerritory
}

/** The known facts about the buyer, without a name. */
export interface BuyerFacts {
  hasBillingDetails: boolean
  hasCompany: boolean
  billingCountry: string | null
  /** A VAT number or an enterprise number that can be one was given. */
  hasVatNumber: boolean
  /** Country of issue of that number, e.g. `BE`; null without a number. */
  vatNumberCountry: string | null
  /** The number passed its own check digits (or its pattern, where we know no check). */
  vatNumberValid: boolean
  language: string | null
}

export interface Order {
  orderId: string
  /** Epoch milliseconds; null when the marketplace left it out. */
  placedAt: number | null
  placedOn: LocalDate | null
  pickupPoint: boolean
  destination: Destination
  buyer: BuyerFacts
  items: OrderItem[]
  /** Last day on which anything of it is to be delivered, or is cancelled by itself; absent where the marketplace gave none. */
  deliverBy?: LocalDate
  /** The marketplace no longer gives the order itself: made from its shipments, without discounts and billing details. */
  rebuilt?: true
}

/** The order as if all of it had been cancelled. */
export function withdrawn(order: Order): Order {
  const items = order.items.map((item) => ({ ...item, quantityShipped: 0, quantityCancelled: item.quantity }))
  return { ...order, items }
}

/**
 * Returns the known order with what its parcels add. Parcels tell the units that left, and nothing of those that did not: what was known
 * is never less for them.
 */
export function withParcels(known: Order, rebuilt: Order): Order {
  const told = new Map(rebuilt.items.map((item) => [item.orderItemId, item]))
  const items = known.items.map((item): OrderItem => {
    const now = told.get(item.orderItemId)
    if (now === undefined) return item
    const quantityShipped = Math.max(item.quantityShipped, now.quantityShipped)
    return {
      ...(known.rebuilt === true ? now : item),
      quantity: Math.max(item.quantity, quantityShipped + item.quantityCancelled),
      quantityShipped,
      changedAt: Math.max(item.changedAt ?? 0, now.changedAt ?? 0) || null,
    }
  })
  const own = new Set(known.items.map((item) => item.orderItemId))
  const added = rebuilt.items.filter((item) => !own.has(item.orderItemId))
  return { ...(known.rebuilt === true ? rebuilt : known), items: [...items, ...added] }
}

/**
 * Returns whether the order lacks one of these items. An item never leaves an order, so such an answer is not the whole order. One that was
 * made from its shipments has none that never left.
 */
export function lacksItem(order: Order, orderItemIds: readonly string[]): boolean {
  const own = new Set(order.items.map((item) => item.orderItemId))
  return order.rebuilt !== true && orderItemIds.some((orderItemId) => !own.has(orderItemId))
}

/** One address as the marketplace gave it. Every field may be missing. */
export interface BuyerAddress {
  salutation: string | null
  firstName: string | null
  surname: string | null
  company: string | null
  street: string | null
  houseNumber: string | null
  houseNumberExtension: string | null
  extra: string | null
  postcode: string | null
  city: string | null
  country: string | null
  email: string | null
  pickupPointName: string | null
}

/** The buyer's own data. Only ever sealed at rest. */
export interface Buyer {
  shipping: BuyerAddress
  /** Mostly absent (82 % of real orders), and gone 30 days after the order. */
  billing: BuyerAddress | null
  /** As typed by the buyer, not yet normalised. */
  vatNumber: string | null
  /** Dutch KvK number or Belgian enterprise number. */
  companyNumber: string | null
  /** The buyer's own reference of the order. */
  ownReference: string | null
}

export interface ShipmentItem {
  orderItemId: string
  ean: string | null
  /** Units in this shipment; null as long as only the list (which gives none) was read. */
  quantity: number | null
}

export interface Shipment {
  shipmentId: string
  orderId: string
  shippedAt: number | null
  shippedOn: LocalDate | null
  fulfilment: Fulfilment
  items: ShipmentItem[]
}
