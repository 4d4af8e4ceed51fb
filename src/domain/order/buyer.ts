/** Decides how the connection treats a buyer: as a business with a document and a relation of its own, or as one of many consumers. */
import type { BookingSettings } from '../settings/mapping.ts'
import type { BuyerFacts } from './order.ts'

/** Answer of the EU's register of VAT numbers. `gaveUp`: none for 72 hours, from which on the number proves nothing. */
export type RegisterAnswer = 'valid' | 'invalid' | 'unavailable' | 'notAsked' | 'gaveUp'

/** A number that passed its own check and that the register did not deny. */
export function hasCredibleNumber(buyer: BuyerFacts, register: RegisterAnswer): boolean {
  return buyer.hasVatNumber && buyer.vatNumberValid && register !== 'invalid'
}

/** `asConsumers` holds only for companies without a valid number. */
export function treatedAsBusiness(
  buyer: BuyerFacts,
  booking: Pick<BookingSettings, 'businesses'>,
  register: RegisterAnswer = 'notAsked',
): boolean {
  if (hasCredibleNumber(buyer, register)) return true
  return buyer.hasCompany && booking.businesses !== 'asConsumers'
}
