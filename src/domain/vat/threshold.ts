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

/** Returns whether OSS takes the place of the threshold; its first and last day count. */
export function ossActive(seller: Pick<SellerProfile, 'oss'>, date: LocalDate): boolean {
  const { active, from, to } = seller.oss
  return active && (from === null || from <= date) && (to === null || date <= to)
}

/**
 * Returns the amount of an order that counts for the threshold: its cross-border lines without the VAT they would carry at home (a small
 * business charges none), or where they arrive while OSS is used. Split per rate, as the document would be.
 * @returns null where a rate is not known
 */
export function crossBorderNet(
  lines: readonly { productClass: ProductClass; grossCents: Cents }[],
  seller: Pick<SellerProfile, 'country' | 'scheme' | 'oss'>,
  { supplyDate, destination }: { supplyDate: LocalDate; destination: string },
): Cents | null {
  const usesOss = ossActive(seller, supplyDate)
  const country = usesOss ? destination : seller.country
  const grosses = new Map<number, Cents>()
  for (const line of lines) {
    const isFree = seller.scheme === 'small' && !usesOss
    const rateBp = isFree ? 0 : rateOf(country, line.productClass, supplyDate)?.rateBp
    if (rateBp === undefined) return null
    grosses.set(rateBp, addCents(grosses.get(rateBp) ?? 0, line.grossCents))
  }
  return addCents(...[...grosses].map(([rateBp, gross]) => splitVat(gross, rateBp).baseCents))
}
