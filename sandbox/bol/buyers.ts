/** Who buys: invented people and companies, with the gaps that bol.com's answers really have. */

import type { Chance } from '../world.ts'
import {
  AWKWARD_NAMES,
  AWKWARD_STREETS,
  COMPANIES,
  EXTENSIONS,
  FIRST_NAMES,
  ORDER_REFERENCES,
  PICKUP_POINTS,
  PLACES,
  SURNAMES,
} from './address-book.ts'
import { belgianNumber, dutchTradeNumber, dutchVatNumber, withDots } from './company-numbers.ts'
import type { BillingPerson, Person } from './facts.ts'

export interface Buyer {
  business: boolean
  pickupPointName?: string | undefined
  shipTo: Person
  billTo?: BillingPerson | undefined
}

const ALIAS_LETTERS = 'abcdefghijklmnopqrstuvwxyz234567'

/** The scrambled address that stands for the buyer's own. */
export function alias(chance: Chance): string {
  let name = '2'
  for (let index = 0; index < 29; index += 1) name += ALIAS_LETTERS[chance.int(0, 31)] ?? 'a'
  return `${name}@verkopen.bol.com`
}

/** About 52 % Netherlands, 47 % Belgium, 1 % others. */
export function drawCountry(chance: Chance): string {
  const roll = chance.next()
  if (roll < 0.515) return 'NL'
  if (roll < 0.99) return 'BE'
  return chance.pick(['DE', 'FR', 'LU'])
}

export function drawPerson(chance: Chance, country: string): Person {
  const awkward = chance.chance(0.1)
  const places = PLACES[country]
  if (!places) throw new Error(`no invented addresses for country ${country}`)
  const place = chance.pick(places)
  const [firstName, surname] = awkward ? chance.pick(AWKWARD_NAMES) : [chance.pick(FIRST_NAMES), chance.pick(SURNAMES)]
  return {
    salutation: chance.chance(0.02) ? 'UNKNOWN' : chance.pick(['MALE', 'FEMALE']),
    firstName,
    surname,
    streetName: awkward && chance.chance(0.3) ? chance.pick(AWKWARD_STREETS) : chance.pick(place.streets),
    houseNumber: String(chance.int(1, 299)),
    houseNumberExtension: chance.chance(0.15) ? chance.pick(EXTENSIONS) : undefined,
    extraAddressInformation: chance.chance(0.03) ? 'Achterom, bel 2×' : undefined,
    zipCode: place.zipCode,
    city: place.city,
    countryCode: country,
    email: chance.chance(0.05) ? undefined : alias(chance),
    deliveryPhoneNumber: chance.chance(0.003) ? '0000123456' : undefined,
    language: drawLanguage(chance, country),
  }
}

function drawLanguage(chance: Chance, country: string): string | undefined {
  if (country === 'NL') return chance.chance(0.9) ? 'nl' : undefined
  if (country === 'BE') return chance.pick(['nl-BE', 'nl-BE', 'fr-BE'])
  return country === 'FR' ? 'fr' : undefined
}

export function drawBuyer(chance: Chance): Buyer {
  const shipTo = drawPerson(chance, drawCountry(chance))
  const roll = chance.next()
  if (roll < 0.04) return drawBusiness(chance, shipTo)
  if (roll < 0.07) return atPickupPoint(chance, shipTo)
  return { business: false, shipTo, billTo: chance.chance(0.14) ? billingOf(chance, shipTo) : undefined }
}

/** A shop or locker that keeps the parcel; half of these orders have no first name. */
function atPickupPoint(chance: Chance, person: Person): Buyer {
  const shipTo = { ...person, firstName: chance.chance(0.5) ? undefined : person.firstName }
  const billTo = chance.chance(0.2) ? billingOf(chance, person) : undefined
  return { business: false, pickupPointName: chance.pick(PICKUP_POINTS), shipTo, billTo }
}

/** Mostly the same person; sometimes somebody else, rarely in another country. */
function billingOf(chance: Chance, shipTo: Person): BillingPerson {
  if (chance.chance(0.8)) return { ...shipTo, email: shipTo.email ?? alias(chance) }
  const country = chance.chance(0.9) ? shipTo.countryCode : drawCountry(chance)
  const other = drawPerson(chance, country)
  return { ...other, email: other.email ?? alias(chance) }
}

function drawBusiness(chance: Chance, person: Person): Buyer {
  const company = chance.pick(COMPANIES)
  const shipTo = { ...person, company }
  if (chance.chance(0.15)) return { business: true, shipTo }
  const billTo: BillingPerson = { ...billingOf(chance, person), company }
  if (billTo.countryCode === 'NL') addDutchNumbers(chance, billTo)
  if (billTo.countryCode === 'BE') addBelgianNumber(chance, billTo)
  if (chance.chance(0.5)) billTo.orderReference = chance.pick(ORDER_REFERENCES)
  return { business: true, shipTo: chance.chance(0.7) ? shipTo : person, billTo }
}

function addDutchNumbers(chance: Chance, billTo: BillingPerson): void {
  if (chance.chance(0.4)) billTo.vatNumber = dutchVatNumber(chance)
  if (chance.chance(0.5)) billTo.kvkNumber = dutchTradeNumber(chance)
}

/** bol.com puts the enterprise number in the field of the Dutch trade register; buyers type it as they like. */
function addBelgianNumber(chance: Chance, billTo: BillingPerson): void {
  if (chance.chance(0.4)) return
  const number = belgianNumber(chance)
  const typo = `${number.slice(0, 9)}${(Number(number.slice(9)) + 1) % 10}`
  const form = chance.next()
  if (form < 0.5) billTo.kvkNumber = number
  else if (form < 0.75) billTo.kvkNumber = withDots(number)
  else if (form < 0.9) billTo.kvkNumber = `BE ${withDots(number)}`
  else billTo.kvkNumber = typo
  if (chance.chance(0.2)) billTo.vatNumber = `BE${number}`
}
