import { describe, expect, it } from 'vitest'
import { brusselsCalendar } from '../testkit.ts'
import { readInstant } from './values.ts'

// Goal: a time is the instant that was meant, or none. Method: all forms seen, and what must not pass for a time.

const AT = Date.parse('2026-07-01T10:20:30Z')

describe('readInstant', () => {
  it.each([
    ['2026-07-01T12:20:30+02:00', AT],
    ['2026-07-01T12:20:30+0200', AT],
    ['2026-07-01T10:20:30Z', AT],
    ['2026-07-01T10:20:30.250Z', AT + 250],
    ['2026-07-01T12:20:30', AT],
    ['2026-01-01T12:20:30', Date.parse('2026-01-01T11:20:30Z')],
    ['2026-07-01', Date.parse('2026-06-30T22:00:00Z')],
    [AT, AT],
    [String(AT), AT],
  ])('%j', (value, instant) => {
    expect(readInstant(value, brusselsCalendar())).toBe(instant)
  })

  it.each([
    [null],
    [undefined],
    [''],
    ['gisteren'],
    ['2026-13-01T10:00:00Z'],
    ['0001-01-01T00:00:00Z'],
    [0],
    [NaN],
    [1e300],
    [{}],
    [true],
    ['12'],
  ])('%j is none', (value) => {
    expect(readInstant(value, brusselsCalendar())).toBeNull()
  })
})
