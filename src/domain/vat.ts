/**
 * Which VAT a sale carries: the country follows where the parcel starts, where it ends, and who buys (vat.md 3.4).
 * Pure. Nothing is posted unless the status is POST; the treatment is named in every case.
 */
import type { LocalDate } from './calendar.ts'
import type { RelationVatType } from './ledger.ts'
import type { ProductClass, SellerProfile, Treatment, VatSettings } from './mapping.ts'
import type { BasisPoints, Cents } from './money.ts'
import type { BuyerFacts, Destination, Fulfilment } from './order.ts'
import type { PlanStatus } from './plan.ts'
import { rateOf } from './rates.ts'
import { consumerType } from './relation.ts'
import { isEuCountry } from './territory.ts'

export interface VatInput {
  seller: SellerProfile
  settings: Pick<VatSettings, 'ossHomeDestination' | 'fbbBelgianBusiness' | 'crossBorderBusiness'>
  fulfilment: Fulfilment
  offerReference: string | null
  destination: Destination
  buyer: BuyerFacts
  /** Answer of the EU's register about the buyer's number. `notAsked` proves nothing and denies nothing. */
  vies: 'valid' | 'invalid' | 'unavailable' | 'notAsked'
  productClass: ProductClass
  supplyDate: LocalDate
  /** Cross-border consumer sales without VAT: this calendar year before this order, and the whole year before. */
  crossBorderNetThisYear: Cents
  crossBorderNetLastYear: Cents
}

export interface VatDecision {
  status: PlanStatus
  treatment: Treatment | null
  /** Country whose VAT it is. */
  country: string | null
  rateBp: BasisPoints | null
  dispatch: string
  destination: string | null
  /** Position of a buyer without a proven number, by destination. */
  vatType: RelationVatType
  flags: string[]
  /** Name of the rule that decided; of a HOLD, BLOCK or RETRY also why. */
  rule: string
  place: string
  problemCode: string | null
}

/** The € 10 000 of distance sales below which the seller's own VAT may be charged. */
export const thresholdCents: Cents = 1_000_000

export function decideVat(input: VatInput): VatDecision {
  const dispatch = dispatchOf(input)
  const country = input.destination.country
  const base = { dispatch, destination: country, vatType: consumerType(country ?? 'BE') }
  const stop = outsideOfRules(input)
  if (stop !== null) return { ...base, ...stop }
  const decided = place(input, dispatch, country as string)
  const withNumber = needsNumber(input, dispatch, decided)
  return { ...base, ...withRate(input, withNumber) }
}

type Decided = Omit<VatDecision, 'dispatch' | 'destination' | 'vatType' | 'rateBp'> & {
  rateBp: BasisPoints | null | 'byClass'
}

function dispatchOf(input: VatInput): string {
  if (input.fulfilment === 'marketplace') return 'NL'
  const own = input.seller.offersShipFrom.find((offer) => offer.offerReference === input.offerReference)
  return own?.country ?? input.seller.shipsFrom
}

function held(
  treatment: Treatment | null,
  country: string | null,
  rule: string,
  problemCode: string,
): Omit<VatDecision, 'dispatch' | 'destination' | 'vatType'> {
  return { status: 'HOLD', treatment, country, rateBp: 0, flags: [rule], rule, place: 'vat 3.4 step 0', problemCode }
}

/** Step 0: what the rules below do not cover. */
function outsideOfRules(input: VatInput): Omit<VatDecision, 'dispatch' | 'destination' | 'vatType'> | null {
  const { seller, destination } = input
  const home = seller.country
  if (!isEuCountry(home))
    return { ...held('SELLER_OUTSIDE_EU', home, 'SELLER_OUTSIDE_EU', 'BTW-GEBIED'), status: 'BLOCK' }
  if (destination.country === null) return { ...held(null, null, 'DESTINATION_UNKNOWN', 'BTW-GEBIED'), rateBp: null }
  if (!isEuCountry(destination.country)) return held('NON_EU_DESTINATION', home, 'NON_EU_DESTINATION', 'BTW-GEBIED')
  if (destination.specialTerritory) return held('SPECIAL_TERRITORY', home, 'SPECIAL_TERRITORY', 'BTW-GEBIED')
  if (input.productClass === 'SECOND_HAND_MARGIN')
    return { ...held('MARGIN_SCHEME', home, 'MARGIN_SCHEME_NOT_SUPPORTED', 'BTW-MARGE'), rateBp: null }
  return null
}

function post(
  treatment: Treatment,
  country: string,
  rateBp: Decided['rateBp'],
  place: string,
  flags: string[] = [],
): Decided {
  return { status: 'POST', treatment, country, rateBp, flags, rule: treatment, place, problemCode: null }
}

/** Steps 1 and 2. */
function place(input: VatInput, dispatch: string, destination: string): Decided {
  return dispatch === destination ? sameCountry(input, dispatch) : crossBorder(input, dispatch, destination)
}

function proven(input: VatInput): boolean {
  return input.buyer.hasVatNumber && input.buyer.vatNumberValid && input.vies === 'valid'
}

/** A number that might still be proven: its form is right, and the register did not say no. */
function mayBeProven(input: VatInput): boolean {
  return (
    input.buyer.hasVatNumber &&
    input.buyer.vatNumberValid &&
    (input.vies === 'unavailable' || input.vies === 'notAsked')
  )
}

function buyerFlags(input: VatInput): string[] {
  const { buyer } = input
  if (buyer.hasVatNumber && (!buyer.vatNumberValid || input.vies === 'invalid')) return ['VAT_NUMBER_INVALID']
  if (buyer.hasCompany && !buyer.hasVatNumber) return ['COMPANY_WITHOUT_VAT_NUMBER']
  return []
}

function sameCountry(input: VatInput, country: string): Decided {
  const { seller, buyer } = input
  if (country === seller.country) {
    if (seller.scheme === 'small')
      return post('DOMESTIC_SMALL_EXEMPT', country, 0, 'vat 2.2', ['SMALL_BUSINESS_NO_VAT', ...buyerFlags(input)])
    return post('DOMESTIC', country, 'byClass', 'vat 3.4 step 1a', buyerFlags(input))
  }
  const issuedHere = buyer.vatNumberCountry === country
  if (issuedHere && (country === 'NL' || country === 'BE')) {
    const treatment = country === 'NL' ? 'LOCAL_REVERSE_CHARGE_NL' : 'LOCAL_REVERSE_CHARGE_BE'
    const flags = [`REVERSE_CHARGE_${country}`, 'PRICE_INCLUDES_VAT_REVIEW']
    if (proven(input))
      return {
        ...post(treatment, country, 0, 'vat 4.3', flags),
        status: 'HOLD',
        rule: `REVERSE_CHARGE_${country}`,
        problemCode: 'BTW-ICP',
      }
    if (mayBeProven(input))
      return {
        ...post(treatment, country, 0, 'vat 4.3', flags),
        status: 'RETRY',
        rule: 'VIES_NEEDED',
        problemCode: 'BTW-VIES',
      }
  }
  return post('LOCAL_FOREIGN_VAT', country, 'byClass', 'vat 3.4 step 1b', [
    `${country}_VAT_RETURN`,
    ...buyerFlags(input),
  ])
}

function crossBorder(input: VatInput, dispatch: string, destination: string): Decided {
  const { buyer } = input
  if (mayBeProven(input)) {
    return {
      ...post('IC_SUPPLY', dispatch, 0, 'vat 3.4 step 2a', ['IC_SUPPLY_REVIEW']),
      status: 'RETRY',
      rule: 'VIES_NEEDED',
      problemCode: 'BTW-VIES',
    }
  }
  if (proven(input) && buyer.vatNumberCountry === dispatch) {
    return {
      ...post('TAXABLE_BUYER_NO_IC', dispatch, 'byClass', 'vat 3.4 step 2c'),
      status: 'HOLD',
      rule: 'TAXABLE_BUYER_NO_IC',
      problemCode: 'BTW-ICP',
    }
  }
  if (proven(input)) {
    const listing = dispatch === input.seller.country ? 'IC_LISTING' : `${dispatch}_ICP_LISTING`
    const flags = ['IC_SUPPLY_REVIEW', 'PRICE_INCLUDES_VAT_REVIEW', listing]
    return {
      ...post('IC_SUPPLY', dispatch, 0, 'vat 4.2', flags),
      status: 'HOLD',
      rule: 'IC_SUPPLY_REVIEW',
      problemCode: 'BTW-ICP',
    }
  }
  return distanceSale(input, dispatch, destination)
}

function distanceSale(input: VatInput, dispatch: string, destination: string): Decided {
  const { seller } = input
  const flags = buyerFlags(input)
  const oss = ossActive(seller, input.supplyDate)
  if (dispatch === seller.country && !oss) {
    const below = belowThreshold(input)
    if (below === null) {
      return {
        ...post('DISTANCE_BELOW_THRESHOLD', seller.country, 'byClass', 'vat 2.5', flags),
        status: 'HOLD',
        rule: 'THRESHOLD_NOT_ANSWERED',
        problemCode: 'BTW-OSS-KEUZE',
      }
    }
    if (below && seller.scheme === 'small') {
      return post('DISTANCE_BELOW_THRESHOLD_SMALL_EXEMPT', seller.country, 0, 'vat 2.2', [
        'SMALL_BUSINESS_NO_VAT',
        'COUNTS_FOR_10000_THRESHOLD',
        ...flags,
      ])
    }
    if (below)
      return post('DISTANCE_BELOW_THRESHOLD', seller.country, 'byClass', 'vat 2.5', [
        'COUNTS_FOR_10000_THRESHOLD',
        'INVOICE_ADVISED',
        ...flags,
      ])
  }
  if (oss) return ossSale(input, dispatch, { destination, flags })
  if (destination === seller.country)
    return post('DESTINATION_VAT_HOME', destination, 'byClass', 'vat 2.2 row 9', [
      `DISTANCE_SALE_FROM_${dispatch}`,
      ...flags,
    ])
  if (seller.vatNumbers[destination] !== undefined) {
    return post('DESTINATION_LOCAL_VAT', destination, 'byClass', 'vat 2.2 row 4', [
      `${destination}_VAT_RETURN`,
      'INVOICE_REQUIRED_NO_OSS',
      ...flags,
    ])
  }
  const rule = 'NO_OSS_AND_NO_DESTINATION_VAT_NUMBER'
  return {
    ...post('DESTINATION_VAT_UNREGISTERED', destination, 'byClass', 'vat 2.2 row 5', [rule, ...flags]),
    status: 'BLOCK',
    rule,
    problemCode: 'BTW-LAND',
  }
}

function ossSale(input: VatInput, dispatch: string, at: { destination: string; flags: string[] }): Decided {
  const foreignStock = dispatch === input.seller.country ? [] : [`OSS_DISPATCH_FROM_${dispatch}`]
  if (at.destination !== input.seller.country)
    return post('OSS', at.destination, 'byClass', 'vat 3.4 step 2d', [...foreignStock, ...at.flags])
  const flags = ['OSS_DESTINATION_IS_HOME_COUNTRY', ...foreignStock, ...at.flags]
  if (input.settings.ossHomeDestination === 'oss')
    return post('OSS', at.destination, 'byClass', 'vat 2.2 row 10', flags)
  if (input.settings.ossHomeDestination === 'belgianReturn')
    return post('DESTINATION_VAT_HOME', at.destination, 'byClass', 'vat 2.2 row 10', flags)
  return {
    ...post('OSS', at.destination, 'byClass', 'vat 2.2 row 10', flags),
    status: 'HOLD',
    rule: 'OSS_DESTINATION_IS_HOME_COUNTRY',
    problemCode: 'BTW-LVB',
  }
}

export function ossActive(seller: SellerProfile, date: LocalDate): boolean {
  const { active, from, to } = seller.oss
  return active && (from === null || from <= date) && (to === null || date <= to)
}

/** Null when the seller never said. Ours and what he sells elsewhere count together; exactly € 10 000 is still below. */
function belowThreshold(input: VatInput): boolean | null {
  if (input.seller.thresholdPassed === true) return false
  if (input.crossBorderNetLastYear > thresholdCents || input.crossBorderNetThisYear > thresholdCents) return false
  return input.seller.thresholdPassed === null ? null : true
}

/** Step 0b: stock in a country needs that country's VAT number. */
function needsNumber(input: VatInput, dispatch: string, decided: Decided): Decided {
  if (dispatch === input.seller.country || input.seller.vatNumbers[dispatch] !== undefined) return decided
  const rule = `NO_${dispatch}_VAT_NUMBER`
  return {
    ...decided,
    status: 'BLOCK',
    rule,
    flags: [...decided.flags.filter((flag) => flag !== `${dispatch}_VAT_RETURN`), rule],
    problemCode: 'BTW-LVB',
  }
}

function withRate(input: VatInput, decided: Decided): Omit<VatDecision, 'dispatch' | 'destination' | 'vatType'> {
  if (decided.rateBp !== 'byClass') return { ...decided, rateBp: decided.rateBp }
  const row = rateOf(decided.country as string, input.productClass, input.supplyDate)
  if (row !== null) return { ...decided, rateBp: row.rateBp }
  return {
    ...decided,
    rateBp: null,
    status: 'BLOCK',
    rule: 'RATE_UNKNOWN',
    problemCode: 'BTW-TARIEF',
    flags: [...decided.flags, 'RATE_UNKNOWN'],
  }
}
