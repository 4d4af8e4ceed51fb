/** Invented orders, settings and dossiers for the tests of this room. */
import type { BookYear, Journal, LedgerAccount, VatCode } from './ledger/ledger.ts'
import type { Settings } from './settings/mapping.ts'
import { splitVat } from './money.ts'
import type { Refund } from './order/return.ts'
import type { SourceFacts } from './kinds.ts'
import type { Order, OrderItem } from './order/order.ts'
import type { PlannedLine } from './plan/plan.ts'

export function anItem(change: Partial<OrderItem> = {}): OrderItem {
  return {
    orderItemId: 'item-1',
    ean: '8712345678906',
    offerReference: null,
    title: 'Koffiemok',
    fulfilment: 'seller',
    quantity: 1,
    quantityShipped: 0,
    quantityCancelled: 0,
    cancellationRequested: false,
    unitPriceCents: 4999,
    totalPriceCents: 4999,
    discounts: [],
    unreadableAmount: null,
    changedAt: null,
    ...change,
  }
}

export const aShop: SourceFacts = {
  name: 'bol',
  label: 'bol.com',
  credentials: [],
  idPart: null,
  reachMonths: 3,
  billingDays: 30,
  stocks: ['seller', 'marketplace'],
  stockCountry: 'NL',
  tellsShipments: true,
  returnLists: [{ fulfilment: 'seller', handled: true }],
  refundOf: ({ handling }) =>
    handling === 'RETURN_RECEIVED' ? 'refunded' : handling === null ? 'unknown' : (ofAShop[handling] ?? 'unknown'),
  supplierVatNumbers: [],
}

const ofAShop: Readonly<Record<string, Refund>> = {
  EXCHANGE_PRODUCT: 'notRefunded',
  REPAIR_PRODUCT: 'notRefunded',
  RETURN_DOES_NOT_MEET_CONDITIONS: 'notRefunded',
  CUSTOMER_KEEPS_PRODUCT_PAID: 'notRefunded',
}

export function anOrder(change: Partial<Order> = {}): Order {
  return {
    orderId: 'C000TEST01',
    placedAt: Date.parse('2026-11-19T10:00:00+01:00'),
    placedOn: '2026-11-19',
    pickupPoint: false,
    destination: { country: 'BE', postcodePrefix: '90', specialTerritory: false },
    buyer: {
      hasBillingDetails: false,
      hasCompany: false,
      billingCountry: null,
      hasVatNumber: false,
      vatNumberCountry: null,
      vatNumberValid: false,
      language: 'nl',
    },
    items: [anItem()],
    ...change,
  }
}

export const aBelgianBusiness: Order['buyer'] = {
  hasBillingDetails: true,
  hasCompany: true,
  billingCountry: 'BE',
  hasVatNumber: true,
  vatNumberCountry: 'BE',
  vatNumberValid: true,
  language: 'nl',
}

export function someSettings(
  change: {
    booking?: Partial<Settings['booking']>
    vat?: Partial<Settings['vat']>
    seller?: Partial<Settings['seller']>
  } = {},
): Settings {
  return {
    name: 'Mijn winkel',
    dossierId: 49555,
    seller: {
      country: 'BE',
      vatNumbers: { BE: 'BE0123456749' },
      scheme: 'normal',
      oss: { active: true, from: '2026-01-01', to: null },
      shipsFrom: 'BE',
      offersShipFrom: [],
      thresholdPassed: null,
      crossBorderNetElsewhere: {},
      ...change.seller,
    },
    booking: {
      startDate: '2026-11-01',
      on: 'shipment',
      target: 'bookings',
      consumers: 'perOrder',
      businesses: 'ownBooking',
      push: 'hourly',
      dayTotalAt: '04:00',
      journals: { bookings: 'V5', invoices: 'V6' },
      closedPeriod: 'firstOpen',
      cancellations: 'auto',
      discounts: 'reduce',
      paymentMethod: 5,
      ...change.booking,
    },
    relations: { consumers: 'central', centralName: 'bol.com particulieren' },
    vat: {
      default: 'STANDARD',
      products: [{ ean: '9789463105156', class: 'BOOK' }],
      ossHomeDestination: 'hold',
      fbbBelgianBusiness: 'hold',
      crossBorderBusiness: 'hold',
      codes: [
        {
          treatment: 'DOMESTIC',
          country: 'BE',
          rateBp: 2100,
          code: '21',
          creditCode: null,
          account: 700000,
          invoiceAccount: 700000,
        },
        {
          treatment: 'DOMESTIC',
          country: 'BE',
          rateBp: 600,
          code: '06',
          creditCode: null,
          account: 700000,
          invoiceAccount: 700000,
        },
        {
          treatment: 'OSS',
          country: 'NL',
          rateBp: 2100,
          code: 'NL21',
          creditCode: null,
          account: 700100,
          invoiceAccount: 700100,
        },
      ],
      ...change.vat,
    },
  }
}

export interface Books {
  bookYears: BookYear[]
  journals: Journal[]
  accounts: LedgerAccount[]
  vatCodes: VatCode[]
}

/** Book year 2026 in months, V5 for bookings, V6 and V7 for invoices. */
export function someBooks(change: Partial<Journal> = {}): Books {
  const periods = Array.from({ length: 12 }, (_, index) => {
    const month = String(index + 1).padStart(2, '0')
    const last = String(new Date(Date.UTC(2026, index + 1, 0)).getUTCDate())
    return { period: 202_601 + index, from: `2026-${month}-01`, to: `2026-${month}-${last}` }
  })
  const journal = (journalKey: string, mode: Journal['mode']): Journal => ({
    bookYearId: 1,
    journalKey,
    name: journalKey,
    mode,
    closed: false,
    lastNumber: 0,
    protectedPeriod: 0,
    closedPeriod: 0,
    ...change,
  })
  const sell = (code: string, rateBp: number): VatCode => ({
    code,
    description: code,
    type: 'sell',
    rateBp,
    defaultAccount: null,
  })
  return {
    bookYears: [{ bookYearId: 1, from: '2026-01-01', to: '2026-12-31', closed: false, periods }],
    journals: [journal('V5', 'bookings'), journal('V6', 'invoicesExclusive'), journal('V7', 'invoicesInclusive')],
    accounts: [700000, 700100].map((account) => ({ bookYearId: 1, account, name: 'Verkopen' })),
    vatCodes: [sell('21', 2100), sell('06', 600), sell('NL21', 2100)],
  }
}

/** One line as the plan makes it: net and VAT by the rate, unless given. */
export function aPlannedLine(change: Partial<PlannedLine> = {}): PlannedLine {
  const { grossCents = 4999, rateBp = 2100 } = change
  const { baseCents, vatCents } = splitVat(grossCents ?? 0, rateBp ?? 0)
  return {
    orderItemId: 'item-1',
    ean: null,
    description: 'Koffiemok',
    quantity: 1,
    productClass: 'STANDARD',
    treatment: 'DOMESTIC',
    country: 'BE',
    rateBp,
    grossCents,
    netCents: baseCents,
    vatCents,
    vatCode: String(rateBp),
    account: 700000,
    rule: 'DOMESTIC',
    place: 'vat 3.4 step 1a',
    ...change,
  }
}
