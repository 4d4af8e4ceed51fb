/**
 * The relation on which a document is booked: the keys by which a buyer is recognised, and the relation that is made for an unknown buyer.
 * Pure.
 */
import type { NewRelation, RelationVatType } from '../ledger/ledger.ts'
import type { Buyer, BuyerAddress, Order } from '../order/order.ts'
import { isEuCountry } from '../vat/territory.ts'

/** By which address the buyer is booked, and whether it is the one the marketplace calls the billing address. */
export interface BookingAddress {
  address: BuyerAddress
  from: 'billing' | 'shipping'
}

export function bookingAddress(buyer: Buyer): BookingAddress {
  return buyer.billing === null
    ? { address: buyer.shipping, from: 'shipping' }
    : { address: buyer.billing, from: 'billing' }
}

export function normalisedEmail(email: string | null): string | null {
  const text = email?.trim().toLowerCase() ?? ''
  return text === '' ? null : text
}

export function displayName(address: BuyerAddress): string | null {
  const company = clean(address.company)
  if (company !== '') return company
  const person = [clean(address.firstName), clean(address.surname)].filter((part) => part !== '').join(' ')
  return person === '' ? null : person
}

/** Name, postcode and house number as one text, for recognising a buyer without a mail address; null when one is missing. */
export function addressKey(name: string | null, postcode: string | null, houseNumber: string | null): string | null {
  const parts = [name, postcode, houseNumber].map((part) => plain(part))
  return parts.some((part) => part === '') ? null : parts.join('|')
}

/** The same key out of what a ledger keeps: street and number in one field. */
export function addressKeyOfStreet(name: string | null, postcode: string | null, street: string | null): string | null {
  const houseNumber = /(?:^|\D)(\d+)\D*$/u.exec(street ?? '')?.[1] ?? null
  return addressKey(name, postcode, houseNumber)
}

export function plain(text: string | null): string {
  return (text ?? '')
    .normalize('NFD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]/gu, '')
}

function clean(text: string | null): string {
  return (text ?? '')
    .replaceAll(/[\p{Cc}\p{Cf}]/gu, ' ')
    .replaceAll(/\s+/gu, ' ')
    .trim()
}

/**
 * Returns the key that identifies a buyer over orders: the VAT number, else the mail address, else name and address. Null when the buyer
 * has none of these.
 */
export function buyerKey(buyer: Buyer, vatNumber: string | null): string | null {
  if (vatNumber !== null) return `vat:${vatNumber}`
  const { address } = bookingAddress(buyer)
  const email = normalisedEmail(address.email ?? buyer.shipping.email)
  if (email !== null) return `mail:${email}`
  const key = addressKey(displayName(address), address.postcode, address.houseNumber)
  return key === null ? null : `address:${key}`
}

/** The ledger's number range that is ours: 1 000 000 000 and 29 bits. */
export function externalIdFrom(digestHex: string): number {
  return 1_000_000_000 + (Number.parseInt(digestHex.slice(0, 8), 16) >>> 3)
}

/** Central relation of a destination country. */
export function centralRelation(name: string, country: string, externalId: number): NewRelation {
  return {
    externalId,
    name: centralName(name, country),
    firstName: null,
    email: null,
    street: null,
    postcode: null,
    city: null,
    country,
    vatType: consumerType(country),
    vatNumber: null,
    delivery: 'print',
    language: 'nl',
  }
}

export function centralName(stem: string, country: string): string {
  return `${stem} ${country}`
}

export function consumerType(country: string): RelationVatType {
  if (country === 'BE') return 'consumerBE'
  return isEuCountry(country) ? 'consumerEU' : 'consumerOutsideEU'
}

/** The relation of one buyer; null without a name to book on. */
export function buyerRelation(
  order: Order,
  buyer: Buyer,
  as: { externalId: number; vatNumber: string | null; vatType: RelationVatType },
): NewRelation | null {
  const { address } = bookingAddress(buyer)
  const name = displayName(address) ?? displayName(buyer.shipping)
  if (name === null) return null
  const email = normalisedEmail(address.email ?? buyer.shipping.email)
  const street = [
    clean(address.street),
    [clean(address.houseNumber), clean(address.houseNumberExtension)].filter((part) => part !== '').join(' '),
  ]
    .filter((part) => part !== '')
    .join(' ')
  return {
    externalId: as.externalId,
    name,
    firstName: null,
    email,
    street: street === '' ? null : street,
    postcode: nullIfEmpty(clean(address.postcode)),
    city: nullIfEmpty(clean(address.city)),
    country: nullIfEmpty(clean(address.country).toUpperCase()) ?? order.destination.country,
    vatType: as.vatType,
    vatNumber: as.vatNumber,
    delivery: as.vatNumber?.startsWith('BE') === true ? 'peppol' : 'print',
    language: languageOf(order.buyer.language),
  }
}

function nullIfEmpty(text: string): string | null {
  return text === '' ? null : text
}

function languageOf(language: string | null): NewRelation['language'] {
  if (language?.startsWith('fr') === true) return 'fr'
  if (language?.startsWith('de') === true) return 'de'
  return language?.startsWith('en') === true ? 'en' : 'nl'
}

/** `BE0123.456.749`: the form the ledger wants for Belgian numbers; others as they are. */
export function ledgerVatNumber(vatNumber: string): string {
  const match = /^BE(\d{4})(\d{3})(\d{3})$/u.exec(vatNumber)
  return match === null ? vatNumber : `BE${match[1]}.${match[2]}.${match[3]}`
}
