import { describe, expect, it } from 'vitest'
import { reachesBack, type PollWindow } from './poll-windows.ts'

const minute = 60_000
const sliding: PollWindow = {
  window: { changedWithinMinutes: 60 },
  capturedUntil: null,
  mayBeOutOfReach: false,
  overlapMs: 10 * minute,
}
const day: PollWindow = { ...sliding, window: { changedOn: '2026-11-24' }, overlapMs: null }

describe('a window of minutes', () => {
  it('that was read at once reaches back to the last poll', () => {
    expect(reachesBack(sliding, 20_000)).toBe(true)
  })

  it('slid over its beginning while the program waited or slept, or its clock was set back', () => {
    expect(reachesBack(sliding, 10 * minute)).toBe(false)
    expect(reachesBack(sliding, -minute)).toBe(false)
  })

  it('is the only kind that slides', () => {
    expect(reachesBack(day, 300 * minute)).toBe(true)
  })
})
