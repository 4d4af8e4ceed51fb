/** The buyer's VAT number as it may stand on his relation. A number that fails its check is no number. */
import type { Buyer } from '../domain/order.ts'
import { checkVatNumber, normaliseVatNumber, vatNumberFromCompanyNumber } from '../domain/vat-number.ts'

export function vatNumberOf(buyer: Buyer): string | null {
  const country = buyer.billing?.country ?? buyer.shipping.country
  const given = buyer.vatNumber === null ? null : normaliseVatNumber(buyer.vatNumber, country)
  const number =
    given ?? (buyer.companyNumber === null ? null : vatNumberFromCompanyNumber(buyer.companyNumber, country))
  return number === null || checkVatNumber(number) === 'invalid' ? null : number
}
