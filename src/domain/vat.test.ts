import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { ProductClass } from './mapping.ts'
import { someSettings } from './testkit.ts'
import { decideVat, type VatDecision, type VatInput } from './vat.ts'

const consumer = {
  hasBillingDetails: false,
  hasCompany: false,
  billingCountry: null,
  hasVatNumber: false,
  vatNumberCountry: null,
  vatNumberValid: false,
  language: null,
}

function input(
  change: Omit<Partial<VatInput>, 'seller'> & { seller?: Partial<VatInput['seller']>; to?: string },
): VatInput {
  const { seller, to = 'BE', ...rest } = change
  return {
    settings: someSettings().vat,
    fulfilment: 'seller',
    offerReference: null,
    destination: { country: to, postcodePrefix: '10', specialTerritory: false },
    buyer: consumer,
    vies: 'notAsked',
    productClass: 'STANDARD',
    supplyDate: '2026-11-20',
    crossBorderNetThisYear: 0,
    crossBorderNetLastYear: 0,
    ...rest,
    seller: {
      ...someSettings({ seller: { oss: { active: false, from: null, to: null }, thresholdPassed: true } }).seller,
      ...seller,
    },
  }
}

const oss = { oss: { active: true, from: '2026-01-01', to: null } }

describe('the VAT of a consumer sale', () => {
  it.each<[string, VatInput, Partial<VatDecision>]>([
    ['at home', input({}), { status: 'POST', treatment: 'DOMESTIC', country: 'BE', rateBp: 2100 }],
    ['a book at home', input({ productClass: 'BOOK' }), { treatment: 'DOMESTIC', rateBp: 600 }],
    [
      'a pesticide on the last day of 12 %',
      input({ productClass: 'PESTICIDE', supplyDate: '2026-02-28' }),
      { rateBp: 1200 },
    ],
    [
      'a pesticide on the first day of 21 %',
      input({ productClass: 'PESTICIDE', supplyDate: '2026-03-01' }),
      { rateBp: 2100 },
    ],
    [
      'to the Netherlands by OSS',
      input({ to: 'NL', seller: oss }),
      { status: 'POST', treatment: 'OSS', country: 'NL', rateBp: 2100 },
    ],
    [
      'before OSS began',
      input({ to: 'NL', seller: { ...oss, thresholdPassed: false }, supplyDate: '2025-12-31' }),
      { treatment: 'DISTANCE_BELOW_THRESHOLD', country: 'BE' },
    ],
    [
      'abroad, threshold never answered',
      input({ to: 'NL', seller: { thresholdPassed: null } }),
      { status: 'HOLD', problemCode: 'BTW-OSS-KEUZE' },
    ],
    [
      'from stock in a country without a number',
      input({ to: 'NL', fulfilment: 'marketplace' }),
      { status: 'BLOCK', treatment: 'LOCAL_FOREIGN_VAT', rule: 'NO_NL_VAT_NUMBER' },
    ],
    [
      'of a class without a known rate',
      input({ to: 'DE', seller: oss, productClass: 'SANITARY' }),
      { status: 'BLOCK', rateBp: null, problemCode: 'BTW-TARIEF' },
    ],
  ])('%s', (_, given, expected) => {
    expect(decideVat(given)).toMatchObject(expected)
  })
})

const casesFile = new URL('../../../shared/domain/vat-cases.csv', import.meta.url)

describe.skipIf(!existsSync(casesFile))('the worked cases', () => {
  const [head = [], ...rows] = existsSync(casesFile)
    ? readFileSync(casesFile, 'utf8').trim().split('\n').map(cells)
    : []
  it.each(rows.map((row) => Object.fromEntries(head.map((name, index) => [name, row[index] ?? '']))))(
    '$case_id $description',
    (row) => {
      const decision = decideVat(caseInput(row))
      expect(decision).toMatchObject({
        status: row['status'],
        treatment: row['treatment'],
        country: row['vat_country'],
      })
      if (row['rate_percent'] !== '' && decision.status === 'POST')
        expect(decision.rateBp).toBe(Math.round(Number(row['rate_percent']) * 100))
    },
  )
})

function cells(line: string): string[] {
  return [...line.matchAll(/("(?:[^"]|"")*"|[^,]*)(?:,|$)/gu)]
    .map((match) => (match[1] ?? '').replace(/^"|"$/gu, ''))
    .slice(0, 29)
}

function caseInput(row: Record<string, string>): VatInput {
  const home = row['seller_established'] as string
  const business = row['buyer'] === 'business'
  const numbered = business && row['buyer_vat_country'] !== ''
  const valid = row['vies'] !== 'format_error'
  const net = /so far this year ([\d.]+), previous year ([\d.]+)/u.exec(row['note'] ?? '')
  const numbers = Object.fromEntries(
    (row['seller_vat_numbers'] ?? '').split('+').map((country) => [country, `${country}0`]),
  )
  return input({
    to: row['destination'] as string,
    seller: {
      country: home,
      shipsFrom: home,
      vatNumbers: numbers,
      scheme: row['seller_scheme'] as 'normal' | 'small',
      oss: { active: row['oss'] === 'on', from: null, to: null },
      thresholdPassed: row['threshold'] === 'above',
    },
    fulfilment: row['fulfilment'] === 'FBB' ? 'marketplace' : 'seller',
    destination: {
      country: row['destination'] as string,
      postcodePrefix: null,
      specialTerritory: (row['description'] ?? '').includes('Canary'),
    },
    buyer: {
      ...consumer,
      hasCompany: business,
      hasVatNumber: numbered,
      vatNumberCountry: numbered ? (row['buyer_vat_country'] as string) : null,
      vatNumberValid: numbered && valid,
    },
    vies: row['vies'] === 'valid' || row['vies'] === 'invalid' ? row['vies'] : 'notAsked',
    productClass: ((row['description'] ?? '').startsWith('Second-hand')
      ? 'SECOND_HAND_MARGIN'
      : row['product_class']) as ProductClass,
    supplyDate: row['supply_date'] as string,
    crossBorderNetThisYear: Math.round(Number(net?.[1] ?? 0) * 100),
    crossBorderNetLastYear: Math.round(Number(net?.[2] ?? 0) * 100),
  })
}
