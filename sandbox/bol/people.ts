/** Shipping and billing details as bol.com shows them: much is left out, some disappears with time. */

import { omitEmpty } from './answers.ts'
import type { OrderFact, Person } from './facts.ts'
import { oddKind } from './oddities.ts'
import type { BolSettings } from './settings.ts'

const DAY = 24 * 3_600_000

export interface Seen {
  now: number
  settings: BolSettings
}

export function shipmentDetails(order: OrderFact, seen: Seen): Record<string, unknown> {
  const { email, ...person } = order.shipTo
  const emailGone = ageDays(order, seen.now) >= seen.settings.emailDays
  const odd = oddKind(order, seen.settings)
  return omitEmpty({
    pickupPointName: order.pickupPointName,
    ...inOrder(person),
    email: emailGone ? undefined : email,
    company: person.company,
    deliveryPhoneNumber: person.deliveryPhoneNumber,
    language: odd === 'language' ? 'de-BE' : person.language,
  })
}

/** Undefined for most orders, and for all of them some weeks after the order. */
export function billingDetails(order: OrderFact, seen: Seen): Record<string, unknown> | undefined {
  const { billTo } = order
  if (!billTo || ageDays(order, seen.now) >= seen.settings.billingDays) return undefined
  return omitEmpty({
    ...inOrder(billTo),
    email: billTo.email,
    company: billTo.company,
    vatNumber: billTo.vatNumber,
    kvkNumber: billTo.kvkNumber,
    orderReference: billTo.orderReference,
  })
}

/** Who sent something back; the same fields, without language and pick-up point. */
export function customerDetails(order: OrderFact, seen: Seen): Record<string, unknown> {
  const { email, company, deliveryPhoneNumber } = order.shipTo
  const emailGone = ageDays(order, seen.now) >= seen.settings.emailDays
  return omitEmpty({
    ...inOrder(order.shipTo),
    email: emailGone ? undefined : email,
    deliveryPhoneNumber,
    company,
    vatNumber: ageDays(order, seen.now) >= seen.settings.billingDays ? undefined : order.billTo?.vatNumber,
  })
}

function inOrder(person: Omit<Person, 'email'>): Record<string, unknown> {
  return {
    salutation: person.salutation,
    firstName: person.firstName,
    surname: person.surname,
    streetName: person.streetName,
    houseNumber: person.houseNumber,
    houseNumberExtension: person.houseNumberExtension,
    extraAddressInformation: person.extraAddressInformation,
    zipCode: person.zipCode,
    city: person.city,
    countryCode: person.countryCode,
  }
}

function ageDays(order: OrderFact, now: number): number {
  return (now - order.placedAt) / DAY
}
