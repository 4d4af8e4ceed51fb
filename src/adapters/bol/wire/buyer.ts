/** The persons on an order: kept apart from its facts from the first moment. */
import { z } from 'zod'
import type { Buyer, BuyerAddress, BuyerFacts, Destination } from '../../../domain/order/order.ts'
import { isSpecialTerritory, rateTerritoryOf, vatCountryOf } from '../../../domain/vat/territory.ts'
import { buyersVatNumber, checkVatNumber } from '../../../domain/vat/vat-number.ts'
import { optionalText, readCountry } from './values.ts'

export const addressSchema = z.looseObject({
  pickupPointName: optionalText,
  salutation: optionalText,
  firstName: optionalText,
  surname: optionalText,
  streetName: optionalText,
  houseNumber: optionalText,
  houseNumberExtension: optionalText,
  extraAddressInformation: optionalText,
  zipCode: optionalText,
  city: optionalText,
  countryCode: optionalText,
  email: optionalText,
  company: optionalText,
  language: optionalText,
  vatNumber: optionalText,
  kvkNumber: optionalText,
  orderReference: optionalText,
})

type WireAddress = z.output<typeof addressSchema>

/** The value of both kinds of address where bol.com gave none, or gives none any more. */
const NO_ADDRESS: BuyerAddress = {
  salutation: null,
  firstName: null,
  surname: null,
  company: null,
  street: null,
  houseNumber: null,
  houseNumberExtension: null,
  extra: null,
  postcode: null,
  city: null,
  country: null,
  email: null,
  pickupPointName: null,
}

export function readBuyer(shipping: WireAddress | null, billing: WireAddress | null): Buyer {
  return {
    shipping: shipping === null ? NO_ADDRESS : readAddress(shipping),
    billing: billing === null ? null : readAddress(billing),
    vatNumber: billing?.vatNumber ?? null,
    companyNumber: billing?.kvkNumber ?? null,
    ownReference: billing?.orderReference ?? null,
  }
}

function readAddress(wire: WireAddress): BuyerAddress {
  return {
    salutation: wire.salutation,
    firstName: wire.firstName,
    surname: wire.surname,
    company: wire.company,
    street: wire.streetName,
    houseNumber: wire.houseNumber,
    houseNumberExtension: wire.houseNumberExtension,
    extra: wire.extraAddressInformation,
    postcode: wire.zipCode,
    city: wire.city,
    country: readCountry(wire.countryCode),
    email: wire.email,
    pickupPointName: wire.pickupPointName,
  }
}

/** Billing details of which every field is absent tell nothing. */
export function withContent(address: WireAddress | null | undefined): WireAddress | null {
  if (!address) return null
  return Object.values(address).some((value) => value !== null && value !== undefined) ? address : null
}

export function readDestination(shipping: WireAddress | null): Destination {
  const country = readCountry(shipping?.countryCode ?? null)
  const postcode = shipping?.zipCode?.toUpperCase() ?? null
  const rateTerritory = country === null ? null : rateTerritoryOf(country, postcode)
  return {
    country: country === null ? null : vatCountryOf(country),
    postcodePrefix: /^.{1,2}/u.exec(postcode ?? '')?.[0] ?? null,
    specialTerritory: country !== null && postcode !== null && isSpecialTerritory(country, postcode),
    ...(rateTerritory === null ? {} : { rateTerritory }),
  }
}

/**
 * Reads business facts from the billing details alone, because many consumers have parcels sent to their employer. A number of the chamber
 * of commerce names a company as well as its name does, but proves nothing about VAT.
 */
export function readBuyerFacts(shipping: WireAddress | null, billing: WireAddress | null): BuyerFacts {
  const billingCountry = readCountry(billing?.countryCode ?? null)
  const { vatNumber = null, kvkNumber = null } = billing ?? {}
  const number = buyersVatNumber({ vatNumber, companyNumber: kvkNumber }, billingCountry)
  return {
    hasBillingDetails: billing !== null,
    hasCompany: billing !== null && (billing.company !== null || billing.kvkNumber !== null),
    billingCountry,
    // Digits of which no country can be told were still meant as a number: given, not valid.
    hasVatNumber: number !== null || /\d/.test(vatNumber ?? ''),
    vatNumberCountry: number === null ? null : countryOfIssue(number),
    vatNumberValid: number !== null && checkVatNumber(number) !== 'invalid',
    language: shipping?.language ?? null,
  }
}

/** Greece writes EL on its VAT numbers and GR everywhere else. */
function countryOfIssue(number: string): string {
  const prefix = number.slice(0, 2)
  return prefix === 'EL' ? 'GR' : prefix
}
