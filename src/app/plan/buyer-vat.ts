/** The buyer's VAT number as it may be written on the buyer's relation. A number that fails its check counts as none. */
import type { Buyer } from '../../domain/order/order.ts'
import { buyersVatNumber, checkVatNumber } from '../../domain/vat/vat-number.ts'

export function vatNumberOf(buyer: Buyer): string | null {
  const number = buyersVatNumber(buyer, buyer.billing?.country ?? buyer.shipping.country)
  return number === null || checkVatNumber(number) === 'invalid' ? null : number
}
