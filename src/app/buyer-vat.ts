/** The buyer's VAT number as the relation carries it, and his position for VAT. A number that fails its check is no number. */
import type { RelationVatType } from '../domain/ledger.ts'
import type { Buyer, Order } from '../domain/order.ts'
import { consumerType } from '../domain/relation.ts'
import { checkVatNumber, normaliseVatNumber, vatNumberFromCompanyNumber } from '../domain/vat-number.ts'

export function buyerVat(order: Order, buyer: Buyer | null): { number: string | null; type: RelationVatType } {
  const number = buyer === null ? null : numberOf(buyer)
  const country = order.destination.country ?? 'BE'
  if (number === null) return { number: null, type: consumerType(country) }
  return { number, type: number.startsWith('BE') ? 'businessBE' : 'businessEU' }
}

function numberOf(buyer: Buyer): string | null {
  const country = buyer.billing?.country ?? buyer.shipping.country
  const given = buyer.vatNumber === null ? null : normaliseVatNumber(buyer.vatNumber, country)
  const number =
    given ?? (buyer.companyNumber === null ? null : vatNumberFromCompanyNumber(buyer.companyNumber, country))
  return number === null || checkVatNumber(number) === 'invalid' ? null : number
}
