/** A connection's settings, parsed and complete: every default is filled in, nothing is left to guess. Keys and values: `app/setup/connection-file-schema.ts`. */
import type { LocalDate } from '../calendar.ts'
import type { BasisPoints, Cents } from '../money.ts'
import type { AnswerRole, settlementAccounts, VatRole } from '../settlement/roles.ts'

export const productClasses = [
  'STANDARD',
  'BOOK',
  'FOOD',
  'MEDICINE',
  'PLANT',
  'SANITARY',
  'PESTICIDE',
  'FERTILISER',
  'NEWSPAPER',
  'MARGARINE',
  'SECOND_HAND_MARGIN',
] as const
export type ProductClass = (typeof productClasses)[number]

export const treatments = [
  'DOMESTIC',
  'DOMESTIC_SMALL_EXEMPT',
  'DISTANCE_BELOW_THRESHOLD',
  'DISTANCE_BELOW_THRESHOLD_SMALL_EXEMPT',
  'OSS',
  'DESTINATION_VAT_HOME',
  'DESTINATION_LOCAL_VAT',
  'DESTINATION_VAT_UNREGISTERED',
  'LOCAL_FOREIGN_VAT',
  'LOCAL_REVERSE_CHARGE_NL',
  'LOCAL_REVERSE_CHARGE_BE',
  'IC_SUPPLY',
  'TAXABLE_BUYER_NO_IC',
  'MARGIN_SCHEME',
  'SPECIAL_TERRITORY',
  'NON_EU_DESTINATION',
  'SELLER_OUTSIDE_EU',
] as const
export type Treatment = (typeof treatments)[number]

export interface SellerProfile {
  /** Where the business has its seat. */
  country: string
  /** VAT numbers by country. */
  vatNumbers: Record<string, string>
  scheme: 'normal' | 'small'
  oss: { active: boolean; from: LocalDate | null; to: LocalDate | null }
  /** Country the seller's own stock is shipped from. */
  shipsFrom: string
  offersShipFrom: { offerReference: string; country: string }[]
  /** Whether the € 10 000 threshold was passed; null = never answered, which holds what depends on it. */
  thresholdPassed: boolean | null
  /** Cross-border consumer sales that we cannot see: cents without VAT by calendar year. */
  crossBorderNetElsewhere: Record<string, Cents>
}

export interface BookingSettings {
  startDate: LocalDate
  on: 'shipment' | 'order'
  target: 'bookings' | 'invoices'
  consumers: 'perOrder' | 'perDay'
  businesses: 'ownBooking' | 'ownInvoice' | 'asConsumers'
  /** `hourly` and `atOnce` are the same, with each poll; `daily@HH:MM`: from that hour on, for two hours. */
  push: string
  dayTotalAt: string
  journals: { bookings: string | null; invoices: string | null }
  closedPeriod: 'firstOpen' | 'hold'
  cancellations: 'auto' | 'approve'
  discounts: 'reduce' | 'full' | 'hold'
  paymentMethod: number
}

export type ProductRule =
  | { ean: string; class: ProductClass }
  | { offerReference: string; class: ProductClass }
  | { titleContains: string; class: ProductClass }

export interface VatCodeRule {
  treatment: Treatment
  country: string
  rateBp: BasisPoints
  code: string
  creditCode: string | null
  account: number
  invoiceAccount: number
}

export interface VatSettings {
  /** A class, or `ask`, or null when the user has not chosen yet: then an unknown product is a problem. */
  default: ProductClass | 'ask' | null
  products: ProductRule[]
  ossHomeDestination: 'hold' | 'belgianReturn' | 'oss'
  fbbBelgianBusiness: 'hold' | 'belgianVat' | 'icFromNl'
  crossBorderBusiness: 'hold' | 'asConsumer'
  codes: VatCodeRule[]
}

/** Settings for the marketplace's charges and payouts. */
export interface SettlementSettings {
  /** Off: read, checked and shown, and nothing is posted. */
  active: boolean
  /** Periods that begin earlier are shown apart; null: the first day that is booked. */
  startDate: LocalDate | null
  /** A line for each kind of charge, or for each account and VAT code; or its costs are not booked by us. */
  purchases: 'perType' | 'perAccount' | 'off'
  /** How the buyers' payments are cleared: by an entry, by the user who books the bank, or not at all. */
  clearing: 'settlementEntry' | 'bankSplit' | 'off'
  paidEntries: 'daily' | 'off'
  journals: { purchases: string | null; clearing: string | null }
  /** The ledger's number of the marketplace's own relation, where a person named it. */
  supplier: number | null
  accounts: Partial<Record<(typeof settlementAccounts)[number], number>>
  purchaseVat: { role: VatRole; code: string; creditCode: string | null }[]
  types: { type: string; role: AnswerRole }[]
  setOff: 'whenSeen' | 'atIssue' | 'off'
  matching: 'settlement' | 'all' | 'off'
}

export interface Settings {
  name: string
  dossierId: number
  seller: SellerProfile
  booking: BookingSettings
  relations: { consumers: 'central' | 'perBuyer'; centralName: string }
  vat: VatSettings
  /** Absent: the user has not asked for settlements, and they are not read before a user looks at them. */
  settlement?: SettlementSettings
}
