import { describe, expect, it } from 'vitest'
import { retryAfter } from './retry-after.ts'

// Goal: whatever another server writes, we come back after one second at the earliest and six hours at the latest.
// Method: a table of what was seen and of what a careless server could write.

const NOW = Date.parse('2026-11-23T10:00:00Z')
const HOURS_6 = 6 * 3_600

const TABLE: [name: string, header: string | undefined, text: string, seconds: number | null][] = [
  ['seconds', '4', '', 4],
  ['seconds with blanks', ' 120 ', '', 120],
  ['a fraction', '0.2', '', 1],
  ['zero', '0', '', 1],
  ['negative', '-30', '', 1],
  ['ten years of seconds', '315360000', '', HOURS_6],
  ['more digits than a number holds', '9'.repeat(400), '', HOURS_6],
  ['a date', 'Mon, 23 Nov 2026 10:00:42 GMT', '', 42],
  ['a date in the past', 'Mon, 23 Nov 2026 09:00:00 GMT', '', 1],
  ['a date in ten years', 'Sun, 23 Nov 2036 10:00:00 GMT', '', HOURS_6],
  ['the oldest form of a date', 'Mon Nov 23 10:00:42 2026', '', 42],
  ['the second form of a date', 'Monday, 23-Nov-26 10:00:42 GMT', '', 42],
  ['an ISO date', '2026-11-23T11:00:42+01:00', '', 42],
  ['absent, told in the text', undefined, 'Too many requests, retry in 4 seconds.', 4],
  ['absent, minutes in the text', undefined, 'Please try again in 2 minutes', 120],
  ['absent, ten years in the text', undefined, 'retry in 315360000 seconds', HOURS_6],
  ['nonsense, told in the text', 'soon 5', 'retry in 7 seconds', 7],
  ['nonsense', 'soon 5', 'busy', null],
  ['empty', '', '', null],
  ['absent', undefined, 'order 4 of 12 seconds', null],
]

describe('retryAfter', () => {
  it.each(TABLE)('%s', (_, header, text, seconds) => {
    expect(retryAfter(header, text, NOW)).toBe(seconds === null ? null : NOW + seconds * 1_000)
  })
})
