import { describe, expect, it } from 'vitest'
import { bolSurface, faultIn, fuzz, fuzzRows, octopusSurface } from './answers.ts'

// Goal: no answer of another server, however broken, ends a run or is taken for what it is not.
// Method: right answers, spoilt; `node test/long/fuzz.ts` does the same a hundred thousand times.

describe('spoilt answers', () => {
  it.each([bolSurface(), octopusSurface()])(
    'of $name are classified, each of them',
    { timeout: 60_000 },
    async (surface) => {
      const result = await fuzz(surface, 1000, 3)
      expect(result.failure).toBeNull()
      expect(result.inputs).toBe(1000)
      // Every call was met, and most with more than one outcome.
      expect(new Set([...result.kinds.keys()].map((name) => name.split(' ')[0])).size).toBe(surface.calls.length)
      expect(result.kinds.size).toBeGreaterThan(2 * surface.calls.length)
    },
  )

  it('of one row of a list of bol.com keep no other row from being read', { timeout: 60_000 }, async () => {
    const result = await fuzzRows(bolSurface(), 1000, 3)
    expect(result.failure).toBeNull()
    expect(result.inputs).toBe(1000)
  })

  it('would be seen if one were taken for a success, or could not be stored', () => {
    expect(faultIn('postBooking', { kind: 'created' }, [200, 502])).toContain('created')
    expect(faultIn('readAccounts', { kind: 'ok', value: [{ name: 'a\u0000b' }] }, [200])).toContain('stored')
    expect(faultIn('getOrder', { kind: 'ok', value: { cents: Number.NaN } }, [200])).toContain('NaN')
    expect(faultIn('getOrder', { kind: 'surprise' }, [200])).toContain('classified')
  })
})
