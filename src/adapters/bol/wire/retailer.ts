/** The answer of `GET /retailer/retailers/current`. */
import { z } from 'zod'
import type { Answer } from '../../../ports/answer.ts'
import type { SellerAccount } from '../../../ports/source.ts'
import { unreadable } from '../refusals.ts'
import { identifier, optionalText } from './values.ts'

const retailerSchema = z.looseObject({
  retailerId: identifier,
  displayName: optionalText,
  companyName: optionalText,
  vatNumber: optionalText,
})

export function readRetailer(json: unknown): Answer<SellerAccount> {
  const parsed = retailerSchema.safeParse(json)
  if (!parsed.success) return unreadable('the account has no retailer id')
  const { retailerId, displayName, companyName, vatNumber } = parsed.data
  return {
    kind: 'ok',
    value: { retailerId, displayName: displayName ?? companyName ?? retailerId, companyName, vatNumber },
  }
}
