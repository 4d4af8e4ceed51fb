import { expect, it } from 'vitest'
import { createOneTimeCodes } from './one-time-codes.ts'

const codes = createOneTimeCodes()
/** '12345678901234567890', as RFC 6238 has it. */
const secret = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ'

it.each([
  [59, '287082'],
  [1_111_111_109, '081804'],
  [1_234_567_890, '005924'],
  [20_000_000_000, '353130'],
])('takes the code of RFC 6238, appendix B, at %i seconds', (seconds, code) => {
  expect(codes.stepOf(secret, code, seconds * 1000)).toBe(Math.floor(seconds / 30))
  expect(codes.stepOf(secret, code, (seconds + 30) * 1000)).toBe(Math.floor(seconds / 30))
  expect(codes.stepOf(secret, code, (seconds + 90) * 1000)).toBeNull()
  expect(codes.stepOf(secret, code.slice(1), seconds * 1000)).toBeNull()
})

it('makes a secret of 160 bits and the address that a device reads', () => {
  const made = codes.newSecret()
  expect(made).toMatch(/^[A-Z2-7]{32}$/u)
  expect(codes.newSecret()).not.toBe(made)
  expect(codes.address(made, 'jan@firma.example')).toContain(`secret=${made}`)
})
