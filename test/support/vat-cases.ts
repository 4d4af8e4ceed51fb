/** The worked cases of the VAT rules (`test/cases/vat-cases.csv`), and the plan that the product makes of each. */
import type { RegisterAnswer } from '../../src/domain/order/buyer.ts'
import type { ProductClass, Treatment } from '../../src/domain/settings/mapping.ts'
import type { Order } from '../../src/domain/order/order.ts'
import { planOrder, type OrderPlan } from '../../src/domain/plan/plan-order.ts'
import { coverShipments } from '../../src/domain/order/shipping.ts'
import { aShop, anItem, anOrder, someBooks, someSettings } from '../../src/domain/testkit.ts'
import type { Journal } from '../../src/domain/ledger/ledger.ts'
import { casesOf, type CaseRow } from './case-files.ts'

export function readVatCases(): CaseRow[] {
  // The file tells this class in words only.
  return casesOf('vat-cases.csv').map((row) =>
    row['treatment'] === 'MARGIN_SCHEME' ? { ...row, product_class: 'SECOND_HAND_MARGIN' } : row,
  )
}

/** Of a credit: the sale that it takes back. */
export function planOfCase(row: CaseRow): OrderPlan<Journal> {
  const order = orderOf(row)
  const day = row['supply_date'] ?? ''
  const shipments = [
    {
      shipmentId: 'shipment-1',
      orderId: order.orderId,
      shippedAt: Date.parse(`${day}T12:00:00Z`),
      shippedOn: day,
      fulfilment: order.items[0]?.fulfilment ?? 'seller',
      items: [{ orderItemId: 'item-1', quantity: Number(row['quantity']) }],
      hasDetail: true,
    },
  ] as Parameters<typeof coverShipments>[1][number][]
  const register: RegisterAnswer =
    row['vies'] === 'valid' ? 'valid' : row['vies'] === 'invalid' ? 'invalid' : 'notAsked'
  return planOrder<Journal>({
    source: aShop,
    order,
    shipments,
    coverage: coverShipments(order, shipments),
    settings: settingsOf(row),
    ledger: booksOf(row),
    existing: [],
    register,
  })
}

function orderOf(row: CaseRow): Order {
  const quantity = Number(row['quantity'])
  const cents = Math.abs(Math.round(Number(row['gross']) * 100))
  const country = row['buyer_vat_country'] ?? ''
  const business = row['buyer'] === 'business'
  return anOrder({
    placedOn: row['supply_date'] ?? null,
    destination: {
      country: row['destination'] ?? null,
      postcodePrefix: null,
      specialTerritory: row['treatment'] === 'SPECIAL_TERRITORY',
    },
    buyer: {
      hasBillingDetails: business,
      hasCompany: business,
      billingCountry: business ? (row['destination'] ?? null) : null,
      hasVatNumber: country !== '',
      vatNumberCountry: country === '' ? null : country,
      vatNumberValid: country !== '' && row['vies'] !== 'format_error',
      language: null,
    },
    items: [
      anItem({
        fulfilment: row['fulfilment'] === 'FBB' ? 'marketplace' : 'seller',
        offerReference: 'SKU',
        quantity,
        quantityShipped: quantity,
        unitPriceCents: Math.round(cents / quantity),
        totalPriceCents: cents,
      }),
    ],
  })
}

function settingsOf(row: CaseRow): ReturnType<typeof someSettings> {
  const held: Record<string, string> = { BE: 'BE0123456749', NL: 'NL123456789B13' }
  const seller = row['seller_established'] ?? 'BE'
  const numbers = (row['seller_vat_numbers'] ?? '').split('+').map((country) => [country, held[country] ?? ''])
  const elsewhere = /net so far this year ([\d.]+), previous year ([\d.]+)/u.exec(row['note'] ?? '')
  const year = Number(row['supply_date']?.slice(0, 4))
  const cents = (text: string | undefined): number => Math.round(Number(text ?? 0) * 100)
  return someSettings({
    seller: {
      country: seller,
      vatNumbers: Object.fromEntries(numbers) as Record<string, string>,
      scheme: row['seller_scheme'] === 'small' ? 'small' : 'normal',
      oss: { active: row['oss'] === 'on', from: row['oss'] === 'on' ? '2020-01-01' : null, to: null },
      shipsFrom: seller,
      thresholdPassed: row['threshold'] === 'above' && elsewhere === null,
      crossBorderNetElsewhere: { [year]: cents(elsewhere?.[1]), [year - 1]: cents(elsewhere?.[2]) },
    },
    booking: { businesses: invoiced(row) ? 'ownInvoice' : 'ownBooking' },
    vat: { products: [{ offerReference: 'SKU', class: row['product_class'] as ProductClass }], codes: [codeOf(row)] },
  })
}

function invoiced(row: CaseRow): boolean {
  return row['document'] === 'ownInvoice' || (row['kind'] === 'CREDIT' && row['buyer'] === 'business')
}

function codeOf(row: CaseRow) {
  return {
    treatment: row['treatment'] as Treatment,
    country: row['vat_country'] ?? '',
    rateBp: Math.round(Number(row['rate_percent']) * 100),
    code: 'CODE',
    creditCode: null,
    account: 700000,
    invoiceAccount: 700000,
  }
}

function booksOf(row: CaseRow): ReturnType<typeof someBooks> {
  const books = someBooks()
  const [year] = books.bookYears as [(typeof books.bookYears)[number]]
  const name = row['supply_date']?.slice(0, 4) ?? ''
  const inYear = (date: string): string => `${name}${date.slice(4)}`
  const periods = year.periods.map(({ period, from, to }) => ({ period, from: inYear(from), to: inYear(to) }))
  const { rateBp } = codeOf(row)
  return {
    ...books,
    bookYears: [{ ...year, from: inYear(year.from), to: inYear(year.to), periods }],
    vatCodes: [{ code: 'CODE', description: 'Code', type: 'sell', rateBp, defaultAccount: null }],
  }
}
