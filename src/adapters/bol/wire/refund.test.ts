import { describe, expect, it } from 'vitest'
import { refundOf } from './refund.ts'

describe('what the buyer got back', () => {
  it.each([
    ['ACCEPTED', 'RETURN_RECEIVED', 'refunded'],
    ['ACCEPTED', 'STILL_APPROVED', 'refunded'],
    ['accepted', 'return-received', 'refunded'],
    ['ACCEPTED', 'EXCHANGE_PRODUCT', 'notRefunded'],
    ['ACCEPTED', 'REPAIR_PRODUCT', 'notRefunded'],
    ['ACCEPTED', 'RETURN_DOES_NOT_MEET_CONDITIONS', 'notRefunded'],
    ['ACCEPTED', 'CUSTOMER_KEEPS_PRODUCT_PAID', 'notRefunded'],
    ['CANCELLED', 'RETURN_RECEIVED', 'notRefunded'],
    ['REJECTED', 'RETURN_RECEIVED', 'notRefunded'],
    ['EXPIRED', '', 'notRefunded'],
    // No document says whether these pay anything back, so a person is asked.
    ['ACCEPTED', 'FAILED_TO_COLLECT_BY_TRANSPORTER', 'unknown'],
    ['ACCEPTED', 'SOMETHING_NEW', 'unknown'],
    ['SOMETHING_NEW', 'RETURN_RECEIVED', 'unknown'],
    [null, null, 'unknown'],
  ] as const)('%s and %s: %s', (processing, handling, refund) => {
    expect(refundOf({ processing, handling })).toBe(refund)
  })
})
