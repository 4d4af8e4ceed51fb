/**
 * Which VAT a sale carries: the country follows where the parcel starts, where it ends, and who buys (vat-rules.md 3.4).
 * Pure. Nothing is posted unless the status is POST; the treatment is named in every case.
 */
import type { PlanStatus } from '../plan/plan-status.ts'
import type { RegisterAnswer } from '../order/buyer.ts'
import type { LocalDate } from '../calendar.ts'
import type { RelationVatType } from '../ledger/ledger.ts'
import type { ProductClass, SellerProfile, Treatment, VatSettings } from '../settings/mapping.ts'
import type { SourceFacts } from '../kinds.ts'
import { addCents, Defect, type BasisPoints, type Cents } from '../money.ts'
import type { BuyerFacts, Destination, Fulfilment } from '../order/order.ts'
import type { ProblemCode } from '../problem/problem.ts'
import { comparableText } from './product-number.ts'
import { rateOf, rateTableVersion, territoryRateOf } from './rates.ts'
import { consumerType } from '../plan/relation.ts'
import { isEuCountry } from './territory.ts'
import { ossActive, thresholdCents, thresholdStanding } from './threshold.ts'

export interface VatInput {
  source: Pick<SourceFacts, 'name' | 'stockCountry'>
  seller: SellerProfile
  settings: Pick<VatSettings, 'ossHomeDestination' | 'fbbBelgianBusiness' | 'crossBorderBusiness'>
  fulfilment: Fulfilment
  offerReference: string | null
  destination: Destination
  buyer: BuyerFacts
  /** `notAsked` and `unavailable` prove nothing and deny nothing. */
  vies: RegisterAnswer
  productClass: ProductClass
  supplyDate: LocalDate
  /** Cross-border consumer sales without VAT: this calendar year before this order, and the whole year before. */
  crossBorderNetThisYear: Cents
  crossBorderNetLastYear: Cents
  /** The amount that this order itself adds (`crossBorderNet`): the order that crosses the threshold is no longer below. Absent = 0. */
  crossBorderNetOfOrder?: Cents
}

export interface VatDecision {
  status: PlanStatus
  treatment: Treatment | null
  /** Country whose VAT it is. */
  country: string | null
  /** Null only where the rate is not known. */
  rateBp: BasisPoints | null
  dispatch: string
  destination: string | null
  /** The buyer's VAT position on the relation: a business only where this sale treats the buyer as one. */
  vatType: RelationVatType
  flags: string[]
  /** Name of the rule that decided; of a HOLD, BLOCK or RETRY also why. */
  rule: string
  /** Where the documentation has it. */
  place: string
  problemCode: ProblemCode | null
  /** Version of the table that gave the rate. */
  rateTable: string
}

interface Decided {
  status: PlanStatus
  treatment: Treatment | null
  country: string | null
  rateBp: BasisPoints | null | 'byClass'
  flags: string[]
  rule: string
  place: string
  problemCode: ProblemCode | null
  /** The buyer is in the books with a VAT number. */
  business: boolean
}

export function decideVat(input: VatInput): VatDecision {
  const dispatch = dispatchOf(input)
  const destination = input.destination.country
  const stopped = outsideOfRules(input, dispatch)
  const decided = stopped ?? needsNumber(input, dispatch, place(input, dispatch, destination as string))
  const { business, ...rest } = withRate(input, decided)
  return { ...rest, dispatch, destination, vatType: vatTypeOf(input, business), rateTable: rateTableVersion }
}

/** Where the parcel starts: the source says from which country it ships stock that it keeps (vat-rules.md 0, rule 2). */
export function dispatchOf(input: Pick<VatInput, 'source' | 'seller' | 'fulfilment' | 'offerReference'>): string {
  if (input.fulfilment === 'marketplace') {
    const { name, stockCountry } = input.source
    if (stockCountry === null) throw new Defect(`${name} keeps no stock, and an order of it left from there`)
    return stockCountry
  }
  const own = input.seller.offersShipFrom.find((offer) => isOffer(offer.offerReference, input.offerReference))
  return own?.country ?? input.seller.shipsFrom
}

function isOffer(named: string, reference: string | null): boolean {
  return reference !== null && comparableText(named) === comparableText(reference)
}

function vatTypeOf(input: VatInput, business: boolean): RelationVatType {
  if (!business) return consumerType(input.destination.country ?? 'BE')
  return input.buyer.vatNumberCountry === 'BE' ? 'businessBE' : 'businessEU'
}

// ── Step 0: what the rules do not cover ────────────────────────────────────────────────────────────────────────────

function outsideOfRules(input: VatInput, dispatch: string): Decided | null {
  const { seller, destination } = input
  if (!isEuCountry(seller.country))
    return { ...held('SELLER_OUTSIDE_EU', seller.country, 'SELLER_OUTSIDE_EU'), status: 'BLOCK' }
  if (destination.country === null) return { ...held(null, null, 'DESTINATION_UNKNOWN'), rateBp: null }
  // The EU's VAT in part, at rates that we do not know.
  if (!isEuCountry(destination.country) && destination.rateTerritory !== undefined)
    return { ...held('SPECIAL_TERRITORY', dispatch, territoryRule), rateBp: null, problemCode: 'BTW-TARIEF' }
  if (!isEuCountry(destination.country)) return held('NON_EU_DESTINATION', dispatch, 'NON_EU_DESTINATION')
  if (destination.specialTerritory) return held('SPECIAL_TERRITORY', dispatch, 'SPECIAL_TERRITORY')
  if (input.productClass === 'SECOND_HAND_MARGIN')
    return {
      ...held('MARGIN_SCHEME', dispatch, 'MARGIN_SCHEME_NOT_SUPPORTED'),
      rateBp: null,
      problemCode: 'BTW-MARGE',
    }
  return null
}

function held(treatment: Treatment | null, country: string | null, rule: string): Decided {
  return {
    status: 'HOLD',
    treatment,
    country,
    rateBp: 0,
    flags: [rule],
    rule,
    place: 'vat 3.4 step 0',
    problemCode: 'BTW-GEBIED',
    business: false,
  }
}

/** Step 0b: stock in a country needs that country's VAT number, whatever the sale. */
function needsNumber(input: VatInput, dispatch: string, decided: Decided): Decided {
  if (dispatch === input.seller.country || input.seller.vatNumbers[dispatch] !== undefined) return decided
  const rule = `NO_${dispatch}_VAT_NUMBER`
  const returns = [`${dispatch}_VAT_RETURN`, `${dispatch}_ICP_LISTING`]
  return {
    ...decided,
    status: 'BLOCK',
    rule,
    place: 'vat 2.3',
    flags: [...decided.flags.filter((flag) => !returns.includes(flag)), rule],
    problemCode: 'BTW-LVB',
  }
}

// ── The buyer ──────────────────────────────────────────────────────────────────────────────────────────────────────

/** `open`: its form is right, and the register has not answered yet. `unanswered`: nor will we wait longer. */
type NumberStanding = 'none' | 'invalid' | 'open' | 'unanswered' | 'proven'

function numberStanding({ buyer, vies }: VatInput): NumberStanding {
  if (!buyer.hasVatNumber) return 'none'
  if (!buyer.vatNumberValid || vies === 'invalid') return 'invalid'
  if (vies === 'valid') return 'proven'
  return vies === 'gaveUp' ? 'unanswered' : 'open'
}

function buyerFlags(input: VatInput): string[] {
  const standing = numberStanding(input)
  if (standing === 'invalid') return ['VAT_NUMBER_INVALID']
  return standing === 'none' && input.buyer.hasCompany ? ['COMPANY_WITHOUT_VAT_NUMBER'] : []
}

/** In the seller's own country, correct check digits are enough: only the kind of document depends on the number. */
function credible(input: VatInput): boolean {
  const standing = numberStanding(input)
  return standing !== 'none' && standing !== 'invalid'
}

// ── Steps 1 and 2 ──────────────────────────────────────────────────────────────────────────────────────────────────

function place(input: VatInput, dispatch: string, destination: string): Decided {
  if (dispatch !== destination) return crossBorder(input, dispatch, destination)
  return dispatch === input.seller.country ? atHome(input, dispatch) : foreignStock(input, dispatch)
}

function post(
  treatment: Treatment,
  country: string,
  rateBp: Decided['rateBp'],
  at: { place: string; flags: string[] },
): Decided {
  return { status: 'POST', treatment, country, rateBp, ...at, rule: treatment, problemCode: null, business: false }
}

function atHome(input: VatInput, country: string): Decided {
  const peppol = country === 'BE' && input.buyer.vatNumberCountry === 'BE' && credible(input)
  const flags = [...buyerFlags(input), ...(peppol ? ['PEPPOL_REQUIRED'] : [])]
  const decided =
    input.seller.scheme === 'small'
      ? post('DOMESTIC_SMALL_EXEMPT', country, 0, { place: 'vat 2.2', flags: ['SMALL_BUSINESS_NO_VAT', ...flags] })
      : post('DOMESTIC', country, 'byClass', { place: 'vat 3.4 step 1a', flags })
  return { ...decided, business: credible(input) }
}

function foreignStock(input: VatInput, country: string): Decided {
  const standing = numberStanding(input)
  const shifts = input.buyer.vatNumberCountry === country && (country === 'NL' || country === 'BE')
  if (shifts && (standing === 'proven' || standing === 'open')) {
    const treatment = country === 'NL' ? 'LOCAL_REVERSE_CHARGE_NL' : 'LOCAL_REVERSE_CHARGE_BE'
    const rule = `REVERSE_CHARGE_${country}`
    const shifted = post(treatment, country, 0, { place: 'vat 4.3', flags: [rule, 'PRICE_INCLUDES_VAT_REVIEW'] })
    if (standing === 'open') return retry(input, shifted)
    return { ...shifted, status: 'HOLD', rule, problemCode: 'BTW-ICP', business: true }
  }
  const flags = [`${country}_VAT_RETURN`, ...buyerFlags(input), ...(shifts ? unansweredFlag(standing) : [])]
  const local = post('LOCAL_FOREIGN_VAT', country, 'byClass', { place: 'vat 3.4 step 1b', flags })
  return { ...local, business: standing === 'proven' }
}

function unansweredFlag(standing: NumberStanding): string[] {
  return standing === 'unanswered' ? ['VIES_UNAVAILABLE'] : []
}

/** The treatment is the one that applies if the register confirms the number. */
function retry(input: VatInput, decided: Decided): Decided {
  const flags = input.vies === 'unavailable' ? ['VIES_UNAVAILABLE'] : []
  return { ...decided, status: 'RETRY', rule: 'VIES_NEEDED', flags, problemCode: 'BTW-VIES', business: true }
}

function crossBorder(input: VatInput, dispatch: string, destination: string): Decided {
  const standing = numberStanding(input)
  if (standing === 'none' || standing === 'invalid') return distanceSale(input, dispatch, destination, [])
  const buyerCountry = input.buyer.vatNumberCountry
  const fromDutchStock = dispatch === 'NL' && [input.seller.country, destination].every((value) => value === 'BE')
  const belgianBuyer = fromDutchStock && buyerCountry === 'BE'
  if (belgianBuyer && input.settings.fbbBelgianBusiness === 'belgianVat') {
    const flags = [`DISTANCE_SALE_FROM_${dispatch}`, 'BELGIAN_VAT_BY_SETTING']
    return {
      ...post('DESTINATION_VAT_HOME', destination, 'byClass', { place: 'vat 4.3', flags }),
      rule: 'FBB_BELGIAN_BUSINESS',
      business: true,
    }
  }
  if (!belgianBuyer && soldAsConsumer(input.settings, buyerCountry, dispatch))
    return distanceSale(input, dispatch, destination, ['BUSINESS_AS_CONSUMER'])
  if (standing === 'unanswered') return distanceSale(input, dispatch, destination, unansweredFlag(standing))
  if (standing === 'open') return retry(input, ifConfirmed(buyerCountry, dispatch))
  return provenBusiness(input, dispatch, belgianBuyer && input.settings.fbbBelgianBusiness === 'icFromNl')
}

/**
 * Returns whether the setting sells to this business as to a consumer. It chooses what an IC supply becomes; a number issued where the
 * parcel starts allows none, and no distance sale either.
 */
export function soldAsConsumer(
  { crossBorderBusiness }: Pick<VatSettings, 'crossBorderBusiness'>,
  buyerCountry: string | null,
  dispatch: string,
): boolean {
  return crossBorderBusiness === 'asConsumer' && buyerCountry !== dispatch
}

function ifConfirmed(buyerCountry: string | null, dispatch: string): Decided {
  const at = { place: 'vat 3.4 step 2a', flags: [] }
  return buyerCountry === dispatch
    ? post('TAXABLE_BUYER_NO_IC', dispatch, 'byClass', at)
    : post('IC_SUPPLY', dispatch, 0, at)
}

function provenBusiness(input: VatInput, dispatch: string, allowed: boolean): Decided {
  if (input.buyer.vatNumberCountry === dispatch) {
    const rule = 'TAXABLE_BUYER_NO_IC'
    const decided = post(rule, dispatch, 'byClass', { place: 'vat 3.4 step 2c', flags: [rule] })
    return { ...decided, status: 'HOLD', problemCode: 'BTW-ICP', business: true }
  }
  const listing = dispatch === input.seller.country ? 'IC_LISTING' : `${dispatch}_ICP_LISTING`
  const flags = ['PRICE_INCLUDES_VAT_REVIEW', listing]
  if (allowed) return { ...post('IC_SUPPLY', dispatch, 0, { place: 'vat 4.3', flags }), business: true }
  const rule = 'IC_SUPPLY_REVIEW'
  const review = post('IC_SUPPLY', dispatch, 0, { place: 'vat 4.2', flags: [rule, ...flags] })
  return { ...review, status: 'HOLD', rule, problemCode: 'BTW-ICP', business: true }
}

// ── Step 2d: distance sales ────────────────────────────────────────────────────────────────────────────────────────

function distanceSale(input: VatInput, dispatch: string, destination: string, more: string[]): Decided {
  const { seller } = input
  const flags = [...buyerFlags(input), ...more]
  if (ossActive(seller, input.supplyDate)) return ossSale(input, dispatch, { destination, flags })
  if (dispatch === seller.country) {
    const below = belowThreshold(input)
    if (below !== false) return underThreshold(input, below, flags)
  }
  if (destination === seller.country)
    return post('DESTINATION_VAT_HOME', destination, 'byClass', {
      place: 'vat 2.2 row 9',
      flags: [`DISTANCE_SALE_FROM_${dispatch}`, ...flags],
    })
  if (seller.vatNumbers[destination] !== undefined)
    return post('DESTINATION_LOCAL_VAT', destination, 'byClass', {
      place: 'vat 2.2 row 4',
      flags: [`${destination}_VAT_RETURN`, 'INVOICE_REQUIRED_NO_OSS', ...flags],
    })
  const rule = 'NO_OSS_AND_NO_DESTINATION_VAT_NUMBER'
  const at = { place: 'vat 2.2 row 5', flags: [rule, ...flags] }
  return {
    ...post('DESTINATION_VAT_UNREGISTERED', destination, 'byClass', at),
    status: 'BLOCK',
    rule,
    problemCode: 'BTW-LAND',
  }
}

/** @param below null when the seller never said whether the threshold was passed */
function underThreshold(input: VatInput, below: true | null, flags: string[]): Decided {
  const home = input.seller.country
  const decided =
    input.seller.scheme === 'small'
      ? post('DISTANCE_BELOW_THRESHOLD_SMALL_EXEMPT', home, 0, {
          place: 'vat 2.2',
          flags: ['SMALL_BUSINESS_NO_VAT', 'COUNTS_FOR_10000_THRESHOLD', ...flags],
        })
      : post('DISTANCE_BELOW_THRESHOLD', home, 'byClass', {
          place: 'vat 2.5',
          flags: ['COUNTS_FOR_10000_THRESHOLD', 'INVOICE_ADVISED', ...flags],
        })
  if (below === true) return decided
  const rule = 'THRESHOLD_NOT_ANSWERED'
  return { ...decided, status: 'HOLD', rule, flags: [rule, ...flags], problemCode: 'BTW-OSS-KEUZE' }
}

function ossSale(input: VatInput, dispatch: string, at: { destination: string; flags: string[] }): Decided {
  const { destination } = at
  const home = input.seller.country
  const stock = dispatch === home ? [] : [`OSS_DISPATCH_FROM_${dispatch}`]
  if (destination !== home)
    return post('OSS', destination, 'byClass', { place: 'vat 3.4 step 2d', flags: [...stock, ...at.flags] })
  const rule = 'OSS_DESTINATION_IS_HOME_COUNTRY'
  const treatment = input.settings.ossHomeDestination === 'belgianReturn' ? 'DESTINATION_VAT_HOME' : 'OSS'
  const decided = post(treatment, destination, 'byClass', {
    place: 'vat 2.2 row 10',
    flags: [rule, ...stock, ...at.flags],
  })
  if (input.settings.ossHomeDestination !== 'hold') return decided
  return { ...decided, status: 'HOLD', rule, problemCode: 'BTW-LVB' }
}

/** Null when the seller never said. Sales that we cannot see count too; the order that crosses the line is itself above. */
function belowThreshold(input: VatInput): boolean | null {
  const thisYear = addCents(input.crossBorderNetThisYear, input.crossBorderNetOfOrder ?? 0)
  if (input.seller.thresholdPassed === true || input.crossBorderNetLastYear > thresholdCents) return false
  if (thresholdStanding(thisYear) === 'passed') return false
  return input.seller.thresholdPassed === null ? null : true
}

// ── The rate ───────────────────────────────────────────────────────────────────────────────────────────────────────

const territoryRule = 'TERRITORY_RATE_UNKNOWN'

function withRate(input: VatInput, decided: Decided): Decided & { rateBp: BasisPoints | null } {
  if (decided.rateBp !== 'byClass') return { ...decided, rateBp: decided.rateBp }
  const { country, rateTerritory } = input.destination
  const territory = decided.country === country ? rateTerritory : undefined
  const unknown = { ...decided, rateBp: null, problemCode: 'BTW-TARIEF' as const }
  if (territory !== undefined) {
    const rateBp = territoryRateOf(territory, input.productClass, input.supplyDate)
    if (rateBp !== null) return { ...decided, rateBp }
    const flags = [...decided.flags, territoryRule]
    // An order that stops for another reason keeps that reason.
    if (decided.status !== 'POST') return { ...decided, rateBp: null, flags }
    return { ...unknown, status: 'HOLD', rule: territoryRule, place: 'vat 2.7', flags }
  }
  const row = rateOf(decided.country as string, input.productClass, input.supplyDate)
  if (row !== null) return { ...decided, rateBp: row.rateBp }
  const rule = 'RATE_UNKNOWN'
  return { ...unknown, status: 'BLOCK', rule, place: 'vat 1.4', flags: [...decided.flags, rule] }
}
