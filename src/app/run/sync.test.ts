import { expect, it } from 'vitest'
import type { ProblemCode } from '../../domain/problem/problem.ts'
import { needsAttention } from './sync.ts'

it.each<[string, ProblemCode, boolean]>([
  ['a purchase of a settlement that a setting blocks', 'AANK-INSTELLING', true],
  ['a purchase that stands there already', 'AANK-DUBBEL', true],
  ['a document in doubt, of an order or not', 'OCT-ONZEKER', true],
  ['a side that did not answer', 'OCT-STORING', true],
  ['calls that are used up for today: what waits goes on by itself', 'OCT-LIMIET', false],
  ['a document that is booked, and is to be looked at', 'OCT-DUBBEL', false],
  ['a receipt of the bank that somebody should look at', 'UIT-BANK', false],
])('after a sync without blocked orders, %s: %s asks for attention: %s', (_, code, expected) => {
  expect(needsAttention({ connections: [], problems: [{ code, count: 1 }] })).toBe(expected)
})
