/**
 * Finds the treatments, countries and rates that a seller's sales will probably have. It decides invented sales with the seller's own
 * profile, so that a proposal never differs from the booking of a sale.
 */
import type { LocalDate } from '../calendar.ts'
import type { ProductClass, SellerProfile, Settings, Treatment, VatSettings } from './mapping.ts'
import type { BasisPoints } from '../money.ts'
import type { BuyerFacts, Fulfilment } from '../order/order.ts'
import { decideVat } from '../vat/vat.ts'

export interface LikelyRule {
  treatment: Treatment
  country: string
  rateBp: BasisPoints
}

/** Where bol.com delivers to every day; other destinations are added where orders went there. */
const everyDay = ['BE', 'NL']

/**
 * @param sales.stockCountry where stock that the source keeps leaves from; null where none is sold
 * @param sales.destinations countries that orders went to, beside those of every day
 * @returns in the order of the everyday sale first, each once
 */
export function likelyRules(
  settings: Pick<Settings, 'seller' | 'vat'>,
  sales: { destinations: readonly string[]; stockCountry: string | null; date: LocalDate },
): LikelyRule[] {
  const { seller } = settings
  const destinations = [...new Set([seller.country, ...everyDay, ...sales.destinations])]
  const found = new Map<string, LikelyRule>()
  for (const standing of standings(seller))
    for (const stock of stocksOf(seller, sales.stockCountry))
      for (const country of destinations)
        for (const buyer of buyers)
          for (const productClass of classesOf(settings.vat)) {
            const rule = decided(
              { seller: standing, settings: settings.vat },
              { ...stock, country, buyer, productClass, ...sales },
            )
            if (rule !== null) found.set(`${rule.treatment}|${rule.country}|${rule.rateBp}`, rule)
          }
  return [...found.values()]
}

/** Stock that the source keeps is likely sold by a seller with a VAT number of its country. @returns that country, or null */
export function stockOf(stockCountry: string | null, { seller }: Pick<Settings, 'seller'>): string | null {
  return stockCountry !== null && seller.vatNumbers[stockCountry] !== undefined ? stockCountry : null
}

/** Below the threshold today, above it tomorrow: both are prepared. Never answered: both as well. */
function standings(seller: SellerProfile): SellerProfile[] {
  return seller.thresholdPassed === true
    ? [seller]
    : [
        { ...seller, thresholdPassed: false },
        { ...seller, thresholdPassed: true },
      ]
}

interface Stock {
  fulfilment: Fulfilment
  offerReference: string | null
}

function stocksOf(seller: SellerProfile, stockCountry: string | null): Stock[] {
  const own = [null, ...seller.offersShipFrom.map((offer) => offer.offerReference)]
  return [
    ...own.map((offerReference): Stock => ({ fulfilment: 'seller', offerReference })),
    ...(stockCountry === null ? [] : [{ fulfilment: 'marketplace' as const, offerReference: null }]),
  ]
}

function classesOf(vat: VatSettings): ProductClass[] {
  const chosen = vat.default === null || vat.default === 'ask' ? [] : [vat.default]
  return [...new Set<ProductClass>(['STANDARD', ...chosen, ...vat.products.map((product) => product.class)])]
}

const consumer: BuyerFacts = {
  hasBillingDetails: true,
  hasCompany: false,
  billingCountry: null,
  hasVatNumber: false,
  vatNumberCountry: null,
  vatNumberValid: false,
  language: null,
}

/** The settings decide which effect a business's number has: only combinations that they allow become a rule. */
const buyers: BuyerFacts[] = [
  consumer,
  ...everyDay.map((country) => ({
    ...consumer,
    hasCompany: true,
    hasVatNumber: true,
    vatNumberCountry: country,
    vatNumberValid: true,
  })),
]

function decided(
  of: { seller: SellerProfile; settings: VatSettings },
  sale: Stock & {
    country: string
    buyer: BuyerFacts
    productClass: ProductClass
    date: LocalDate
    stockCountry: string | null
  },
): LikelyRule | null {
  const decision = decideVat({
    ...of,
    source: { name: 'any source', stockCountry: sale.stockCountry },
    fulfilment: sale.fulfilment,
    offerReference: sale.offerReference,
    destination: { country: sale.country, postcodePrefix: null, specialTerritory: false },
    buyer: sale.buyer,
    vies: 'valid',
    productClass: sale.productClass,
    supplyDate: sale.date,
    crossBorderNetThisYear: 0,
    crossBorderNetLastYear: 0,
  })
  const { status, treatment, country, rateBp } = decision
  if (status !== 'POST' || treatment === null || country === null || rateBp === null) return null
  return { treatment, country, rateBp }
}
