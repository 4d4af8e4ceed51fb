/** Goal: ids never meet, and fractions fill [0, 1) evenly enough to spread polls over an hour. Method: many draws. */
import { describe, expect, it } from 'vitest'
import { createRandom } from './random.ts'

describe('random', () => {
  it('gives ids in UUID form, all different', () => {
    const random = createRandom()
    const ids = Array.from({ length: 10_000 }, () => random.id())
    expect(new Set(ids).size).toBe(10_000)
    expect(ids.every((id) => /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/.test(id))).toBe(true)
  })

  it('gives fractions in [0, 1) in every tenth of it', () => {
    const random = createRandom()
    const tenths = Array.from({ length: 10 }, () => 0)
    for (let n = 0; n < 10_000; n++) {
      const fraction = random.fraction()
      expect(fraction >= 0 && fraction < 1).toBe(true)
      tenths[Math.floor(fraction * 10)]! += 1
    }
    // 1,000 expected in each, standard deviation 30: outside of these bounds once in 10^20 runs.
    expect(Math.min(...tenths)).toBeGreaterThan(700)
    expect(Math.max(...tenths)).toBeLessThan(1_300)
  })
})
