/**
 * Goal: a stolen database or backup opens nothing; a value that was moved or touched is refused; a rotation loses nothing.
 * Method: every character of a sealed value is changed, values are swapped, keys are rotated step by step.
 */
import { describe, expect, it } from 'vitest'
import { Secret } from './secret.ts'
import {
  createEnvelopes,
  createSecrets,
  makeFingerprintKey,
  rewrapFingerprintKey,
  type RotatableSecrets,
  type SealingKeys,
} from './secrets.ts'

const context = 'tenant-1|connection_secret.clientSecret|row-1'
const keyA = new Secret(Buffer.alloc(32, 1))
const keyB = new Secret(Buffer.alloc(32, 2))
const before: SealingKeys = { current: keyA, old: [] }
const during: SealingKeys = { current: keyB, old: [keyA] }
const after: SealingKeys = { current: keyB, old: [] }

describe('sealing', () => {
  it.each(['', 'geheim', 'é€😀', 'x'.repeat(300_000)])('opens what it sealed (%#)', (plain) => {
    const { seal, open } = createEnvelopes(before)
    expect(open(seal(plain, context), context)).toBe(plain)
  })

  it('shows nothing of the value and never gives the same text twice', () => {
    const { seal } = createEnvelopes(before)
    const sealed = Array.from({ length: 50 }, () => seal('canary-canary', context))
    expect(new Set(sealed).size).toBe(50)
    expect(sealed.some((text) => Buffer.from(text.split('.')[3] ?? '', 'base64url').includes('canary'))).toBe(false)
  })

  it.each([
    'tenant-2|connection_secret.clientSecret|row-1',
    'tenant-1|connection_secret.password|row-1',
    'tenant-1|connection_secret.clientSecret|row-2',
    '',
  ])('does not open in another place: %s', (place) => {
    const { seal, open } = createEnvelopes(before)
    expect(() => open(seal('geheim', context), place)).toThrow(/does not open/)
  })

  it('does not open when any one of its characters is changed', () => {
    const { seal, open } = createEnvelopes(before)
    const sealed = seal('geheim', context)
    const opened: number[] = []
    for (let at = 0; at < sealed.length; at++) {
      for (const other of ['A', 'z', '_', '.']) {
        if (sealed[at] === other) continue
        try {
          open(sealed.slice(0, at) + other + sealed.slice(at + 1), context)
          opened.push(at)
        } catch {
          // Refused, as it must be.
        }
      }
    }
    expect(opened).toEqual([])
  })

  it('does not open with parts of two values put together, or cut short', () => {
    const { seal, open } = createEnvelopes(before)
    const [one, two] = [seal('een', context).split('.'), seal('twee', context).split('.')]
    expect(() => open([one[0], one[1], one[2], two[3]].join('.'), context)).toThrow(/does not open/)
    expect(() => open(one.slice(0, 3).join('.'), context)).toThrow(/does not open/)
    expect(() => open('geheim', context)).toThrow(/does not open/)
  })

  it('seals and opens a few thousand values a second', () => {
    const { seal, open } = createEnvelopes(before)
    const start = performance.now()
    for (let n = 0; n < 2_000; n++) open(seal('x'.repeat(2_000), context), context)
    expect(performance.now() - start).toBeLessThan(2_000)
  })
})

describe('rotation', () => {
  it('opens every value before, during and after, in whatever order they are wrapped again', () => {
    const old = createEnvelopes(before)
    const turning = createEnvelopes(during)
    const values = Array.from({ length: 20 }, (_, n) => old.seal(`value ${n}`, context))
    for (let done = 0; done < values.length; done++) {
      expect(values.map((value) => turning.open(value, context))).toEqual(values.map((_, n) => `value ${n}`))
      expect(values.filter((value) => turning.isCurrent(value))).toHaveLength(done)
      values[done] = turning.rewrap(values[done] ?? '', context)
    }
    const fresh = createEnvelopes(after)
    expect(values.map((value) => fresh.open(value, context))).toEqual(values.map((_, n) => `value ${n}`))
    expect(() => old.open(values[0] ?? '', context)).toThrow(/key that is not here/)
  })

  it('refuses to wrap a damaged value again', () => {
    const sealed = createEnvelopes(before).seal('geheim', context)
    const damaged = sealed.slice(0, -1) + (sealed.endsWith('A') ? 'Q' : 'A')
    expect(() => createEnvelopes(during).rewrap(damaged, context)).toThrow(/does not open/)
  })
})

describe('fingerprints', () => {
  it('stay the same over a rotation, and differ by context, text and installation', () => {
    const stored = makeFingerprintKey(before)
    const first = expectSecrets(before, stored).fingerprint('koper@example.com', 'tenant-1|email')
    expect(first).toMatch(/^[0-9a-f]{64}$/)
    const rotated = rewrapFingerprintKey(during, stored)
    expect(expectSecrets(during, stored).fingerprint('koper@example.com', 'tenant-1|email')).toBe(first)
    expect(expectSecrets(after, rotated).fingerprint('koper@example.com', 'tenant-1|email')).toBe(first)

    const { fingerprint } = expectSecrets(before, stored)
    const others = [
      fingerprint('koper@example.com', 'tenant-2|email'),
      fingerprint('koper@example.co', 'mtenant-1|email'),
      expectSecrets(before, makeFingerprintKey(before)).fingerprint('koper@example.com', 'tenant-1|email'),
    ]
    expect(new Set([first, ...others]).size).toBe(4)
  })

  it('tell at the start that the key is not the one of this database', () => {
    expect(createSecrets(after, makeFingerprintKey(before))).toEqual({ kind: 'wrongKey' })
    expect(createSecrets(after, 'nonsense')).toEqual({ kind: 'wrongKey' })
  })
})

function expectSecrets(keys: SealingKeys, stored: string): RotatableSecrets {
  const made = createSecrets(keys, stored)
  if (made.kind !== 'ok') throw new Error('the keys should open this')
  return made.secrets
}
