import { describe, expect, it } from 'vitest'
import { restMs } from './resting-calls.ts'

const minute = 60_000
const day = 24 * 60 * minute

/** How often a read that is woken every minute is made on a day without any answer. */
function callsOfADay(call: Parameters<typeof restMs>[0]): number {
  let failures = 0
  let until = 0
  for (let now = 0; now < day; now += minute) {
    while (until <= now) {
      failures += 1
      until = now + restMs(call, failures)
      if (restMs(call, failures) === 0) until = now + 1
    }
  }
  return failures
}

describe('a call that nobody answers', () => {
  it('leaves most of the calls of its day, however often it is wanted', () => {
    // Of 48 and 24 a day.
    expect(callsOfADay('bookings')).toBeLessThanOrEqual(24)
    expect(callsOfADay('journals')).toBeLessThan(24)
    // Of two: both at once, for a single call may get lost; then not before half a day.
    expect(callsOfADay('accounts')).toBe(2 + 1)
  })

  it('is tried again at once after a single failure, and within two hours after any silence', () => {
    expect(restMs('bookings', 1)).toBe(0)
    expect(restMs('bookings', 1000)).toBe(120 * minute)
  })
})
