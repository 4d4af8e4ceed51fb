/** The results of bol.com that mean that the buyer got the money back. */
import type { Refund, ReturnResult } from '../../../domain/order/return.ts'

const refunding = new Set(['RETURN_RECEIVED', 'STILL_APPROVED'])
const keeping = new Set([
  'EXCHANGE_PRODUCT',
  'RETURN_DOES_NOT_MEET_CONDITIONS',
  'REPAIR_PRODUCT',
  'CUSTOMER_KEEPS_PRODUCT_PAID',
])
const accepted = new Set(['ACCEPTED'])
/** The marketplace did not go along with the return: whatever was to be done with the goods, nothing is paid back. */
const refused = new Set(['REJECTED', 'CANCELLED', 'EXPIRED'])

export function refundOf(result: Pick<ReturnResult, 'processing' | 'handling'>): Refund {
  const processing = word(result.processing)
  const handling = word(result.handling)
  if (refused.has(processing)) return 'notRefunded'
  if (keeping.has(handling)) return 'notRefunded'
  return accepted.has(processing) && refunding.has(handling) ? 'refunded' : 'unknown'
}

function word(text: string | null): string {
  return (text ?? '')
    .trim()
    .toUpperCase()
    .replaceAll(/[\s-]+/gu, '_')
}
