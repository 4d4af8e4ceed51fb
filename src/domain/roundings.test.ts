import { expect, it } from 'vitest'
import type { PlannedLine } from './plan.ts'
import { roundingsOf } from './roundings.ts'

function line(orderItemId: string, grossCents: number, netCents: number): PlannedLine {
  return {
    orderItemId,
    ean: null,
    description: 'Koffiemok',
    quantity: 1,
    productClass: 'STANDARD',
    treatment: 'DOMESTIC',
    country: 'BE',
    rateBp: 2100,
    grossCents,
    netCents,
    vatCents: grossCents - netCents,
    vatCode: '21',
    account: 700000,
    rule: 'DOMESTIC',
    place: 'vat 3.4 step 1a',
  }
}

it('names the line that gave a cent so that the lines add up to the net of their rate', () => {
  const lines = [line('a', 999, 826), line('b', 999, 825)]
  expect(roundingsOf({ lines, flags: [] })).toEqual([
    { kind: 'spread', orderItemId: 'b', netCents: 825, aloneCents: 826 },
  ])
})

it('says what the invoice comes to where net prices cannot reach what was paid', () => {
  const flags = ['PEPPOL_REQUIRED', 'PEPPOL_CENT_DIFFERENCE']
  expect(roundingsOf({ lines: [line('a', 2999, 2479)], flags })).toEqual([
    { kind: 'invoiceCent', paidCents: 2999, invoiceCents: 3000 },
  ])
})

it('has nothing to say of a sale whose cents are plain', () => {
  expect(roundingsOf({ lines: [line('a', 4999, 4131)], flags: [] })).toEqual([])
})
