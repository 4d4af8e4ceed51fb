/** The € 10 000 a year of cross-border consumer sales up to which the seller's own VAT may be charged (vat-rules.md 2.1, 2.5). */
import type { LocalDate } from '../calendar.ts'
import type { ProductClass, SellerProfile } from '../settings/mapping.ts'
import { addCents, splitVat, type Cents } from '../money.ts'
import { rateOf } from './rates.ts'

export const thresholdCents: Cents = 1_000_000
/** From this amount on, the seller is told that the threshold is near. */
const nearCents: Cents = 800_000

/** Exactly € 10 000.00 is still below. */
export function thresholdStanding(netCents: Cents): 'below' | 'near' | 'passed' {
  if (netCents > thresholdCents) return 'passed'
  return netCents >= nearCents ? 'near' : 'below'
}

/**
 * Returns the amount of an order that counts for the threshold: its cross-border lines without the VAT they would carry at home (a small
 * business charges none). Split per rate, as the document would be.
 * @returns null where a rate at home is not known
 */
export function crossBorderNet(
  lines: readonly { productClass: ProductClass; grossCents: Cents }[],
  seller: Pick<SellerProfile, 'country' | 'scheme'>,
  supplyDate: LocalDate,
): Cents | null {
  const grosses = new Map<number, Cents>()
  for (const line of lines) {
    const rateBp = seller.scheme === 'small' ? 0 : rateOf(seller.country, line.productClass, supplyDate)?.rateBp
    if (rateBp === undefined) return null
    grosses.set(rateBp, addCents(grosses.get(rateBp) ?? 0, line.grossCents))
  }
  return addCents(...[...grosses].map(([rateBp, gross]) => splitVat(gross, rateBp).baseCents))
}
