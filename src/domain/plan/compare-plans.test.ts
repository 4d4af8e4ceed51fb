import { expect, test } from 'vitest'
import { notBookedCents } from './compare-plans.ts'

test('the part of a cause that its answer does not book is told, and only that', () => {
  expect(notBookedCents(470_83, 452_85)).toBe(17_98)
  expect(notBookedCents(470_83, 470_83)).toBeNull()
  // Nothing at all is booked: that is said in words of its own.
  expect(notBookedCents(470_83, 0)).toBeNull()
  // Credits are no part of what waits.
  expect(notBookedCents(470_83, -10_00)).toBeNull()
})
