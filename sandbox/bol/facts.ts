/**
 * What is true at the simulated bol.com. An order is what was placed plus a list of events; what the API shows at a
 * moment is computed from the events up to that moment (`state.ts`), so that moving the clock moves the world.
 * All times are epoch milliseconds, all money is whole cents including VAT.
 */

export type Fulfilment = 'FBR' | 'FBB'

/** One seller account with its client credentials. */
export interface Shop {
  clientId: string
  clientSecret: string
  retailerId: string
  displayName: string
  companyName: string
  vatNumber: string
  kvkNumber: string
  /** `YYYY-MM-DD` */
  registrationDate: string
}

/** An address as the buyer typed it. What is undefined or null is left out of the answers. */
export interface Person {
  salutation: string
  firstName?: string | undefined
  surname: string
  streetName: string
  houseNumber: string
  houseNumberExtension?: string | undefined
  extraAddressInformation?: string | undefined
  zipCode: string
  city: string
  countryCode: string
  email?: string | undefined
  company?: string | undefined
  deliveryPhoneNumber?: string | undefined
  language?: string | undefined
}

export interface BillingPerson extends Person {
  vatNumber?: string | undefined
  kvkNumber?: string | undefined
  orderReference?: string | undefined
}

export interface Discount {
  title: string
  cents: number
}

export interface OrderItemFact {
  orderItemId: string
  ean: string
  title: string
  fulfilment: Fulfilment
  distributionParty: 'RETAILER' | 'BOL'
  offerId: string
  reference?: string | undefined
  quantity: number
  /** At the time of the order; a `price` event changes it. */
  unitCents: number
  discounts: Discount[]
  commissionBp: number
  /** `YYYY-MM-DD`; exactly one of the two is set. */
  latestDeliveryDate?: string | undefined
  exactDeliveryDate?: string | undefined
  expiryDate?: string | undefined
}

export interface ShippedPart {
  orderItemId: string
  quantity: number
}

export interface ShipmentFact {
  shipmentId: string
  transportId: string
  transporterCode: string
  trackAndTrace: string
  reference?: string | undefined
  fulfilment: Fulfilment
  parts: ShippedPart[]
}

export interface ReturnItemFact {
  rmaId: string
  orderItemId: string
  quantity: number
  mainReason: string
  detailedReason?: string | undefined
  customerComments?: string | undefined
}

export interface ReturnFact {
  returnId: string
  fulfilment: Fulfilment
  items: ReturnItemFact[]
  /** Undefined: nobody has handled it yet. */
  handledAt?: number | undefined
  handlingResult: string
  processingResult: string
}

export type OrderEvent =
  | { kind: 'price'; at: number; orderItemId: string; unitCents: number }
  | { kind: 'cancelRequest'; at: number; orderItemId: string }
  | { kind: 'cancelled'; at: number; orderItemId: string; quantity: number }
  | { kind: 'shipped'; at: number; shipment: ShipmentFact }
  | { kind: 'returned'; at: number; return: ReturnFact }

export interface OrderFact {
  orderId: string
  shop: Shop
  placedAt: number
  /** When the API first shows it, some seconds after it was placed; its items were last changed then. */
  visibleAt: number
  pickupPointName?: string | undefined
  shipTo: Person
  /** Undefined for most orders: bol.com gives it for few. */
  billTo?: BillingPerson | undefined
  business: boolean
  items: OrderItemFact[]
  /** In order of time. */
  events: OrderEvent[]
  /** An order that bol.com's lists leave out, or that it no longer gives at all. Its shipments and returns stay. */
  hidden?: 'lists' | 'everywhere' | undefined
  /** Seed for oddities of its answers (unknown fields), so that the same order always answers the same. */
  oddity: number
}
