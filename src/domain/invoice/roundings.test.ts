import { expect, it } from 'vitest'
import { roundingsOf } from './roundings.ts'
import { aPlannedLine } from '../testkit.ts'

it('names the line that gave a cent so that the lines add up to the net of their rate', () => {
  const lines = [
    aPlannedLine({ orderItemId: 'a', grossCents: 999, netCents: 826 }),
    aPlannedLine({ orderItemId: 'b', grossCents: 999, netCents: 825 }),
  ]
  expect(roundingsOf({ lines })).toEqual([{ kind: 'spread', orderItemId: 'b', netCents: 825, aloneCents: 826 }])
})

it('says what the invoice comes to where net prices cannot reach what was paid', () => {
  const sums = [{ vatCode: '21', rateBp: 2100, baseCents: 2479, vatCents: 521 }]
  expect(roundingsOf({ lines: [aPlannedLine({ grossCents: 2999 })], ledger: { sums } })).toEqual([
    { kind: 'invoiceCent', paidCents: 2999, invoiceCents: 3000 },
  ])
})

it('says which VAT a ledger comes to that rounds halves in another way', () => {
  const sums = [{ vatCode: '21', rateBp: 2100, baseCents: 1050, vatCents: 221 }]
  const lines = [aPlannedLine({ grossCents: 1271 })]
  expect(roundingsOf({ lines, ledger: { sums, otherVatCents: 220 } })).toEqual([
    { kind: 'vatReading', vatCents: 221, otherVatCents: 220 },
  ])
})

it('has nothing to say of a sale whose cents are plain', () => {
  expect(roundingsOf({ lines: [aPlannedLine()] })).toEqual([])
})
