/** Goal: a code on the wrong sales is seen, and a right one never accused. Method: the demo's own file, and codes as bookkeepers name them. */
import { expect, it } from 'vitest'
import { VAT_CODES } from '../../../sandbox/octopus/seed-data.ts'
import { demoFile, type Access } from '../../cli/demo-world.ts'
import type { VatCode } from '../ledger/ledger.ts'
import { contradictingCodes } from './contradicting-codes.ts'
import type { Treatment, VatCodeRule } from './mapping.ts'

function rule(treatment: Treatment, country: string, code: string): VatCodeRule {
  return { treatment, country, rateBp: 2100, code, creditCode: null, account: 700000, invoiceAccount: 700000 }
}

function told(treatment: Treatment, country: string, description: string): boolean {
  const code: VatCode = { code: 'X', description, type: 'sell', rateBp: 2100, defaultAccount: null }
  return contradictingCodes([rule(treatment, country, 'X')], [code], 'BE').length > 0
}

it.each([
  ['DOMESTIC', 'BE', 'OSS Nederland 21 %'],
  ['LOCAL_FOREIGN_VAT', 'NL', 'OSS Nederland 21 %'],
  ['OSS', 'NL', 'OSS Duitsland 19 %'],
  ['OSS', 'NL', 'Binnenland 21 %'],
  ['LOCAL_FOREIGN_VAT', 'NL', 'TVA nationale 21 %'],
  ['LOCAL_FOREIGN_VAT', 'NL', 'Btw verlegd'],
  ['IC_SUPPLY', 'NL', 'Guichet unique OSS Pays-Bas'],
] as const)('%s %s on "%s" contradicts', (treatment, country, text) =>
  expect(told(treatment, country, text)).toBe(true),
)

it.each([
  ['DOMESTIC', 'BE', 'Binnenland 21 %'],
  ['DOMESTIC', 'BE', 'Verkoop 21 %'],
  ['DOMESTIC', 'BE', 'Verkoop van goederen en diensten 21 %'],
  ['OSS', 'NL', 'OSS Nederland 21 %'],
  ['OSS', 'NL', 'Nederlandse btw 21 %'],
  ['LOCAL_FOREIGN_VAT', 'NL', 'Nederlandse btw 21 % (binnenland Nederland)'],
  ['IC_SUPPLY', 'NL', 'Intracommunautaire levering van goederen'],
  ['NON_EU_DESTINATION', 'CH', 'Uitvoer'],
] as const)('%s %s on "%s" does not', (treatment, country, text) => expect(told(treatment, country, text)).toBe(false))

it('the demo has a code of its own for each kind of sale', () => {
  const { vat } = demoFile({} as Access, { orders: [] }, '2026-11-20') as {
    vat: { codes: { treatment: Treatment; country: string; rate: number; code: string; account: number }[] }
  }
  const rules = vat.codes.map((row) => ({ ...rule(row.treatment, row.country, row.code), rateBp: row.rate * 100 }))
  const codes = VAT_CODES.map((row): VatCode => ({
    ...row,
    type: 'sell',
    rateBp: row.basePercentage * 100,
    defaultAccount: null,
  }))
  expect(contradictingCodes(rules, codes, 'BE')).toEqual([])
  const accounts = vat.codes.map(({ treatment, rate, account }) => `${treatment} ${rate} ${account}`)
  expect(accounts).toEqual(
    expect.arrayContaining(['DOMESTIC 21 700000', 'DOMESTIC 6 700100', 'OSS 21 700210', 'LOCAL_FOREIGN_VAT 9 700220']),
  )
})
