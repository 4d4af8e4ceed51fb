import { expect, it } from 'vitest'
import { aSettlement as found } from '../../api/files/testkit.ts'
import { slipsOf } from './slips.ts'

const booked = { id: 'd', state: 'verified', journal: 'D2', number: 3, bookYear: 2026, date: '2026-09-09' } as const
const lines = [
  { kind: 'A', account: 'paymentLoss', why: 'writeOff', amountCents: 1 },
  { kind: 'C', relation: 'BE', why: 'writeOff', amountCents: -1 },
] as const

it('a later entry of a settlement has a slip of its own, with its lines and its number', () => {
  const later = { ...booked, kind: 'supplement' as const, amountCents: 1, lines: [...lines] }
  const second = { ...later, id: 'e', number: 4 }
  const removed = { ...later, id: 'f', state: 'skipped' as const }
  const slips = slipsOf({ ...found, documents: [later, second, removed] }, 'nl')
  expect(slips.map(({ name, document }) => [name, document?.number])).toEqual([
    ['purchaseSlip', undefined],
    ['clearingSlip', undefined],
    ['supplementSlip', 3],
    ['supplementSlip', 4],
  ])
  expect(slips[2]?.lines.map(({ cents }) => cents)).toEqual([1, -1])
  for (const { lines: own } of slips)
    for (const { account } of own) expect(account).not.toMatch(/^$|undefined|paymentLoss/u)
})
