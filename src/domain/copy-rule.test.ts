/** Goal: years of nightly copies come down to a handful, and the newest never goes. Method: the rule over generated nights. */
import { describe, expect, it } from 'vitest'
import { addDays } from './calendar.ts'
import { copiesToRemove, type NamedCopy } from './copy-rule.ts'

const nights = (count: number, last = '2026-11-29'): NamedCopy[] =>
  Array.from({ length: count }, (_, n) => addDays(last, -n)).map((day) => ({ name: `tentakel-${day}T02-20-00Z`, day }))

describe('copies that may go', () => {
  it('are none of the first week', () => expect(copiesToRemove(nights(7))).toEqual([]))

  it('leave seven days, four weeks and twelve months of two years', () => {
    const all = nights(730)
    const gone = new Set(copiesToRemove(all))
    const left = all.filter(({ name }) => !gone.has(name)).map(({ day }) => day)
    expect(left.slice(0, 7)).toEqual(nights(7).map(({ day }) => day))
    // Sundays of the weeks before, and the last day of each month before.
    expect(left).toEqual(expect.arrayContaining(['2026-11-22', '2026-11-15', '2026-11-08', '2026-10-31', '2025-12-31']))
    expect(left).not.toContain('2025-11-30')
    expect(left.length).toBeLessThanOrEqual(23)
  })

  it('are never the only one, nor the newest, however long nothing was copied', () => {
    expect(copiesToRemove(nights(1, '2019-01-01'))).toEqual([])
    expect(copiesToRemove([...nights(1, '2019-01-01'), ...nights(40)])).not.toContain(nights(1)[0]?.name)
  })

  it('of one day leave its last', () => {
    const twice = [...nights(1), { name: 'tentakel-2026-11-29T14-00-00Z', day: '2026-11-29' }]
    expect(copiesToRemove(twice)).toEqual(['tentakel-2026-11-29T02-20-00Z'])
  })

  it('are the same when it is asked again after each night', () => {
    let copies: NamedCopy[] = []
    for (const night of nights(400).toReversed()) {
      copies.push(night)
      const gone = new Set(copiesToRemove(copies))
      copies = copies.filter(({ name }) => !gone.has(name))
    }
    expect(copies.length).toBeLessThanOrEqual(23)
    expect(copies.length).toBeGreaterThanOrEqual(18)
  })
})
