/** Goal: a connection that sends once a day sends from its hour on for two hours, on days of 23 and 25 hours and over midnight too. */
import { describe, expect, it } from 'vitest'
import { createCalendar } from '../../adapters/system/calendar.ts'
import { someSettings } from '../../domain/testkit.ts'
import { pushOpensAt } from './waits.ts'

const calendar = createCalendar()
const settings = someSettings()

function opens(push: string, at: string): string {
  const opensAt = pushOpensAt(calendar, { ...settings, booking: { ...settings.booking, push } }, Date.parse(at))
  return calendar.isoText(opensAt)
}

describe('documents are sent', () => {
  it('with each poll, unless an hour is named', () => {
    for (const push of ['hourly', 'atOnce'])
      expect(opens(push, '2026-11-24T10:41:00+01:00')).toBe('2026-11-24T10:41:00+01:00')
  })

  it('from the hour that is named, for two hours', () => {
    expect(opens('daily@18:00', '2026-11-24T17:59:59+01:00')).toBe('2026-11-24T18:00:00+01:00')
    expect(opens('daily@18:00', '2026-11-24T18:00:00+01:00')).toBe('2026-11-24T18:00:00+01:00')
    expect(opens('daily@18:00', '2026-11-24T19:59:59+01:00')).toBe('2026-11-24T19:59:59+01:00')
    expect(opens('daily@18:00', '2026-11-24T20:00:00+01:00')).toBe('2026-11-25T18:00:00+01:00')
  })

  it('over midnight, where the hour is late', () => {
    expect(opens('daily@23:30', '2026-11-25T01:29:00+01:00')).toBe('2026-11-25T01:29:00+01:00')
    expect(opens('daily@23:30', '2026-11-25T01:30:00+01:00')).toBe('2026-11-25T23:30:00+01:00')
  })

  it('at the hour on the wall when the clocks change', () => {
    expect(opens('daily@06:30', '2027-03-28T01:00:00+01:00')).toBe('2027-03-28T06:30:00+02:00')
    expect(opens('daily@06:30', '2026-10-25T01:00:00+02:00')).toBe('2026-10-25T06:30:00+01:00')
  })
})
