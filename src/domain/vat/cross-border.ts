/**
 * Computes the amount of a sale that counts for the € 10 000 a year of cross-border consumer sales (vat-rules.md 2.1, 2.5), part by part of
 * an order.
 */
import { hasCredibleNumber } from '../order/buyer.ts'
import type { LocalDate } from '../calendar.ts'
import type { Journal } from '../ledger/ledger.ts'
import type { ProductClass } from '../settings/mapping.ts'
import { addCents, type Cents } from '../money.ts'
import type { Part } from '../order/order-parts.ts'
import type { PlanInput } from '../plan/plan-order.ts'
import { classOf } from './product-class.ts'
import { isEuCountry } from './territory.ts'
import { crossBorderNet, thresholdStanding } from './threshold.ts'
import { dispatchOf, soldAsConsumer } from './vat.ts'

/** Sums of the sales that we know of, in the order of their dates; the seller's declared other sales are added here. */
export interface CrossBorderSums {
  /** Business key of a part → cents of its calendar year before it. */
  before: ReadonlyMap<string, Cents>
  /** Calendar year → cents of all its known sales. */
  years: ReadonlyMap<string, Cents>
}

/** Cents without VAT that this part adds; 0 for a sale at home, from foreign stock, to a business, or out of the EU's VAT territory. */
export function crossBorderOf(input: PlanInput<Journal>, part: Part, grosses: readonly (Cents | null)[]): Cents {
  const { order, settings, source } = input
  const { country, specialTerritory } = order.destination
  if (country === null || specialTerritory || !isEuCountry(country) || country === settings.seller.country) return 0
  const asConsumer = soldAsConsumer(settings.vat, order.buyer.vatNumberCountry, settings.seller.country)
  const register = input.register ?? 'notAsked'
  if (hasCredibleNumber(order.buyer, register) && register !== 'gaveUp' && !asConsumer) return 0
  const lines = part.items.flatMap(({ item }, index): { productClass: ProductClass; grossCents: Cents }[] => {
    const found = classOf(item, settings.vat)
    const grossCents = grosses[index] ?? null
    if (
      found === null ||
      grossCents === null ||
      dispatchOf({ ...item, source, seller: settings.seller }) !== settings.seller.country
    )
      return []
    return [{ productClass: found.class, grossCents }]
  })
  return crossBorderNet(lines, settings.seller, { supplyDate: part.supplyDate, destination: country }) ?? 0
}

/** Cents before a part, of its year and of the year before, ours and those that the seller declares. */
export function crossBorderBefore(
  input: PlanInput<Journal>,
  businessKey: string,
  supplyDate: LocalDate,
): { thisYear: Cents; lastYear: Cents } {
  const year = supplyDate.slice(0, 4)
  const before = String(Number(year) - 1)
  const { crossBorderNetElsewhere: elsewhere } = input.settings.seller
  const known = input.crossBorder
  return {
    thisYear: addCents(known?.before.get(businessKey) ?? known?.years.get(year) ?? 0, elsewhere[year] ?? 0),
    lastYear: addCents(known?.years.get(before) ?? 0, elsewhere[before] ?? 0),
  }
}

/** On the sale with which the seller comes near; the sales after it need no telling again. */
export function nearFlag(before: { thisYear: Cents }, ofSale: Cents): string[] {
  const near = thresholdStanding(before.thisYear) === 'below' && thresholdStanding(before.thisYear + ofSale) === 'near'
  return near ? ['THRESHOLD_NEAR'] : []
}
