/**
 * Goal: the treatment, country, rate, position of the buyer and flags of a sale, for the cases that a seller would notice.
 * Method: a table by hand, then every worked case.
 */
import { describe, expect, it } from 'vitest'
import { casesOf } from '../../../test/support/case-files.ts'
import type { RelationVatType } from '../ledger/ledger.ts'
import type { ProductClass } from '../settings/mapping.ts'
import { centsFromDecimalText, centsToText, splitVat } from '../money.ts'
import { asBooked } from '../invoice/invoice-lines.ts'
import { aPlannedLine } from '../testkit.ts'
import { aShop, someSettings } from '../testkit.ts'
import type { RateTerritory } from './territory.ts'
import { crossBorderNet } from './threshold.ts'
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
    source: aShop,
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
const below = { thresholdPassed: false }
const dutchNumber = { vatNumbers: { BE: 'BE0123456749', NL: 'NL123456789B13' } }

/** A company with a number of the right form, issued by that country. */
function company(vatNumberCountry: string, valid = true): VatInput['buyer'] {
  return { ...consumer, hasCompany: true, hasVatNumber: true, vatNumberCountry, vatNumberValid: valid }
}

type Expected = Partial<VatDecision>

function to(country: string, rateTerritory: RateTerritory): VatInput['destination'] {
  return { country, postcodePrefix: null, specialTerritory: false, rateTerritory }
}

/** Never the mainland's rate. */
const unknownThere: Expected = {
  status: 'HOLD',
  treatment: 'OSS',
  rateBp: null,
  rule: 'TERRITORY_RATE_UNKNOWN',
  flags: ['TERRITORY_RATE_UNKNOWN'],
  problemCode: 'BTW-TARIEF',
}

describe('the VAT of a consumer sale', () => {
  it.each<[string, VatInput, Expected]>([
    ['at home', input({}), { status: 'POST', treatment: 'DOMESTIC', country: 'BE', rateBp: 2100, flags: [] }],
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
      { status: 'POST', treatment: 'OSS', country: 'NL', rateBp: 2100, vatType: 'consumerEU' },
    ],
    [
      'before OSS began',
      input({ to: 'NL', seller: { ...oss, ...below }, supplyDate: '2025-12-31' }),
      { treatment: 'DISTANCE_BELOW_THRESHOLD', country: 'BE' },
    ],
    [
      'after OSS ended',
      input({ to: 'NL', seller: { ...below, oss: { active: true, from: null, to: '2026-11-19' } } }),
      { treatment: 'DISTANCE_BELOW_THRESHOLD', country: 'BE' },
    ],
    [
      'abroad, threshold never answered',
      input({ to: 'NL', seller: { thresholdPassed: null } }),
      { status: 'HOLD', problemCode: 'BTW-OSS-KEUZE', treatment: 'DISTANCE_BELOW_THRESHOLD', rateBp: 2100 },
    ],
    [
      'from stock in a country without a number',
      input({ to: 'NL', fulfilment: 'marketplace' }),
      {
        status: 'BLOCK',
        treatment: 'LOCAL_FOREIGN_VAT',
        rule: 'NO_NL_VAT_NUMBER',
        problemCode: 'BTW-LVB',
        rateBp: 2100,
      },
    ],
    [
      'of an offer that ships from elsewhere',
      input({
        to: 'NL',
        offerReference: 'SKU-1',
        seller: { ...dutchNumber, offersShipFrom: [{ offerReference: 'SKU-1', country: 'NL' }] },
      }),
      { status: 'POST', treatment: 'LOCAL_FOREIGN_VAT', dispatch: 'NL', flags: ['NL_VAT_RETURN'] },
    ],
    [
      'of a class without a known rate',
      input({ to: 'DE', seller: oss, productClass: 'SANITARY' }),
      { status: 'BLOCK', treatment: 'OSS', rateBp: null, problemCode: 'BTW-TARIEF', rule: 'RATE_UNKNOWN' },
    ],
    [
      'outside the EU',
      input({ to: 'CH', seller: oss }),
      { status: 'HOLD', treatment: 'NON_EU_DESTINATION', problemCode: 'BTW-GEBIED', vatType: 'consumerOutsideEU' },
    ],
    [
      'to nobody knows where',
      input({ destination: { country: null, postcodePrefix: null, specialTerritory: false } }),
      { status: 'HOLD', treatment: null, rateBp: null, problemCode: 'BTW-GEBIED' },
    ],
    [
      'to Madeira, at the rate of Madeira',
      input({ destination: to('PT', 'MADEIRA'), seller: oss }),
      { status: 'POST', treatment: 'OSS', country: 'PT', rateBp: 2200 },
    ],
    [
      'to the Azores, of a seller with a Portuguese number',
      input({ destination: to('PT', 'AZORES'), seller: { vatNumbers: { BE: 'BE0123456749', PT: 'PT123456789' } } }),
      { status: 'POST', treatment: 'DESTINATION_LOCAL_VAT', country: 'PT', rateBp: 1600 },
    ],
    [
      'to Kleinwalsertal',
      input({ destination: to('AT', 'MITTELBERG'), seller: oss }),
      { status: 'POST', treatment: 'OSS', country: 'AT', rateBp: 1900 },
    ],
    [
      'to Madeira below the threshold: the seller’s own VAT',
      input({ destination: to('PT', 'MADEIRA'), seller: below }),
      { status: 'POST', treatment: 'DISTANCE_BELOW_THRESHOLD', country: 'BE', rateBp: 2100 },
    ],
    [
      'of a book to Madeira: a rate that nobody told us',
      input({ destination: to('PT', 'MADEIRA'), seller: oss, productClass: 'BOOK' }),
      unknownThere,
    ],
    [
      'of a book to Corsica, whose lower rates are its own',
      input({ destination: to('FR', 'CORSICA'), seller: oss, productClass: 'BOOK' }),
      unknownThere,
    ],
    ['to an island of the Aegean', input({ destination: to('GR', 'AEGEAN_ISLANDS'), seller: oss }), unknownThere],
    [
      'to Northern Ireland',
      input({ destination: to('GB', 'NORTHERN_IRELAND'), seller: oss }),
      { ...unknownThere, treatment: 'SPECIAL_TERRITORY' },
    ],
    [
      'to Madeira without OSS or a number there: blocked for that, whatever the rate',
      input({ destination: to('PT', 'MADEIRA'), productClass: 'BOOK' }),
      { status: 'BLOCK', treatment: 'DESTINATION_VAT_UNREGISTERED', rateBp: null, problemCode: 'BTW-LAND' },
    ],
    [
      'by a seller from outside the EU',
      input({ seller: { country: 'CH' } }),
      { status: 'BLOCK', treatment: 'SELLER_OUTSIDE_EU', problemCode: 'BTW-GEBIED' },
    ],
  ])('%s', (_, given, expected) => {
    expect(decideVat(given)).toMatchObject(expected)
  })
})

describe('the threshold of distance sales', () => {
  const toTheNetherlands = (change: Partial<VatInput>): VatDecision =>
    decideVat(input({ to: 'NL', seller: { ...below, ...dutchNumber }, ...change }))

  it('counts the order itself: exactly 10 000.00 is below, one cent more is not', () => {
    const order = { crossBorderNetOfOrder: 4131 }
    expect(toTheNetherlands({ ...order, crossBorderNetThisYear: 995_869 }).treatment).toBe('DISTANCE_BELOW_THRESHOLD')
    expect(toTheNetherlands({ ...order, crossBorderNetThisYear: 995_870 }).treatment).toBe('DESTINATION_LOCAL_VAT')
  })

  it('stays passed the whole next year, and asks no more once our own sales passed it', () => {
    expect(toTheNetherlands({ crossBorderNetLastYear: 1_000_001 }).treatment).toBe('DESTINATION_LOCAL_VAT')
    const unanswered = input({ to: 'NL', seller: { thresholdPassed: null }, crossBorderNetThisYear: 1_000_001 })
    expect(decideVat(unanswered)).toMatchObject({ status: 'BLOCK', problemCode: 'BTW-LAND' })
  })

  it('does not help stock in another country', () => {
    const fromDutchStock = input({ seller: { ...below, ...dutchNumber }, fulfilment: 'marketplace' })
    expect(decideVat(fromDutchStock)).toMatchObject({
      treatment: 'DESTINATION_VAT_HOME',
      flags: ['DISTANCE_SALE_FROM_NL'],
    })
  })
})

describe('the VAT of a business sale', () => {
  const atHome = (change: Partial<VatInput>): VatDecision => decideVat(input({ buyer: company('BE'), ...change }))

  it('at home needs an electronic invoice, unless the number is no number', () => {
    expect(atHome({ vies: 'notAsked' })).toMatchObject({
      status: 'POST',
      flags: ['PEPPOL_REQUIRED'],
      vatType: 'businessBE',
    })
    expect(atHome({ buyer: company('BE', false) })).toMatchObject({
      status: 'POST',
      flags: ['VAT_NUMBER_INVALID'],
      vatType: 'consumerBE',
    })
    expect(atHome({ vies: 'invalid' })).toMatchObject({ flags: ['VAT_NUMBER_INVALID'], vatType: 'consumerBE' })
  })

  it.each<[string, VatInput, Expected]>([
    [
      'across the border is never without VAT by itself',
      input({ to: 'NL', seller: oss, buyer: company('NL'), vies: 'valid' }),
      { status: 'HOLD', treatment: 'IC_SUPPLY', country: 'BE', rateBp: 0, problemCode: 'BTW-ICP' },
    ],
    [
      'waits while the register is silent',
      input({ to: 'NL', seller: oss, buyer: company('NL'), vies: 'unavailable' }),
      { status: 'RETRY', treatment: 'IC_SUPPLY', problemCode: 'BTW-VIES', flags: ['VIES_UNAVAILABLE'] },
    ],
    [
      'is a consumer sale after three days of silence, with a mark',
      input({ to: 'NL', seller: oss, buyer: company('NL'), vies: 'gaveUp' }),
      { status: 'POST', treatment: 'OSS', rateBp: 2100, flags: ['VIES_UNAVAILABLE'], vatType: 'consumerEU' },
    ],
    [
      'is a consumer sale where the seller chose so, without asking the register',
      input({
        to: 'NL',
        seller: oss,
        buyer: company('NL'),
        settings: { ...someSettings().vat, crossBorderBusiness: 'asConsumer' },
      }),
      { status: 'POST', treatment: 'OSS', rateBp: 2100, flags: ['BUSINESS_AS_CONSUMER'], vatType: 'consumerEU' },
    ],
    [
      'to a buyer with a number of the country of dispatch is taxed there, after a person looked',
      input({ to: 'NL', seller: oss, buyer: company('BE'), vies: 'valid' }),
      { status: 'HOLD', treatment: 'TAXABLE_BUYER_NO_IC', country: 'BE', rateBp: 2100 },
    ],
    [
      'is no consumer sale by choice where the number is of the country of dispatch: the register is asked',
      input({
        to: 'NL',
        seller: oss,
        buyer: company('BE'),
        settings: { ...someSettings().vat, crossBorderBusiness: 'asConsumer' },
      }),
      { status: 'RETRY', treatment: 'TAXABLE_BUYER_NO_IC', country: 'BE', rateBp: 2100 },
    ],
    [
      'is no consumer sale by choice where the number is of the country of dispatch, and proven',
      input({
        to: 'NL',
        seller: oss,
        buyer: company('BE'),
        vies: 'valid',
        settings: { ...someSettings().vat, crossBorderBusiness: 'asConsumer' },
      }),
      { status: 'HOLD', treatment: 'TAXABLE_BUYER_NO_IC', country: 'BE', rateBp: 2100, problemCode: 'BTW-ICP' },
    ],
    [
      'from German stock to a Belgian firm waits for a person: what was chosen for Dutch stock is not said of it',
      input({
        seller: { shipsFrom: 'DE', vatNumbers: { BE: 'BE0123456749', DE: 'DE136695976' } },
        buyer: company('BE'),
        vies: 'valid',
        settings: { ...someSettings().vat, fbbBelgianBusiness: 'icFromNl' },
      }),
      { status: 'HOLD', treatment: 'IC_SUPPLY', country: 'DE', rule: 'IC_SUPPLY_REVIEW' },
    ],
    [
      'from Dutch stock to a Dutch firm shifts the VAT',
      input({
        to: 'NL',
        fulfilment: 'marketplace',
        seller: dutchNumber,
        buyer: company('NL'),
        vies: 'valid',
      }),
      { status: 'HOLD', treatment: 'LOCAL_REVERSE_CHARGE_NL', rateBp: 0, vatType: 'businessEU' },
    ],
    [
      'from Dutch stock to a Belgian firm: Belgian VAT where chosen',
      input({
        fulfilment: 'marketplace',
        seller: { ...dutchNumber, ...oss },
        buyer: company('BE'),
        settings: { ...someSettings().vat, fbbBelgianBusiness: 'belgianVat' },
      }),
      {
        status: 'POST',
        treatment: 'DESTINATION_VAT_HOME',
        country: 'BE',
        rateBp: 2100,
        rule: 'FBB_BELGIAN_BUSINESS',
        vatType: 'businessBE',
      },
    ],
    [
      'from Dutch stock to a Belgian firm: without VAT where chosen, and only with proof',
      input({
        fulfilment: 'marketplace',
        seller: dutchNumber,
        buyer: company('BE'),
        vies: 'valid',
        settings: { ...someSettings().vat, fbbBelgianBusiness: 'icFromNl' },
      }),
      { status: 'POST', treatment: 'IC_SUPPLY', country: 'NL', rateBp: 0, vatType: 'businessBE' },
    ],
    [
      'from Dutch stock to a Belgian firm, not proven yet',
      input({
        fulfilment: 'marketplace',
        seller: dutchNumber,
        buyer: company('BE'),
        settings: { ...someSettings().vat, fbbBelgianBusiness: 'icFromNl' },
      }),
      { status: 'RETRY', treatment: 'IC_SUPPLY' },
    ],
  ])('%s', (_, given, expected) => {
    expect(decideVat(given)).toMatchObject(expected)
  })
})

describe('OSS sales into the seller’s own country from stock abroad', () => {
  it.each([
    ['hold', { status: 'HOLD', treatment: 'OSS', problemCode: 'BTW-LVB' }],
    ['oss', { status: 'POST', treatment: 'OSS' }],
    ['belgianReturn', { status: 'POST', treatment: 'DESTINATION_VAT_HOME' }],
  ] as const)('%s', (ossHomeDestination, expected) => {
    const settings = { ...someSettings().vat, ossHomeDestination }
    const decision = decideVat(input({ fulfilment: 'marketplace', seller: { ...dutchNumber, ...oss }, settings }))
    expect(decision).toMatchObject({ ...expected, country: 'BE', rateBp: 2100 })
  })
})

describe('stock that the source keeps', () => {
  const seller = { vatNumbers: { BE: 'BE0123456749', DE: 'DE136695976' } }
  it('leaves from the country that the source says, with its VAT at home there', () => {
    const source = { ...aShop, stockCountry: 'DE' }
    expect(decideVat(input({ source, to: 'DE', fulfilment: 'marketplace', seller }))).toMatchObject({
      dispatch: 'DE',
      treatment: 'LOCAL_FOREIGN_VAT',
      country: 'DE',
      rateBp: 1900,
    })
  })

  it('of a source without any is a defect: no country is guessed', () => {
    const source = { name: 'winkel', stockCountry: null }
    expect(() => decideVat(input({ source, fulfilment: 'marketplace' }))).toThrow('winkel keeps no stock')
  })
})

describe('the worked cases', () => {
  it.each(casesOf('vat-cases.csv'))('$case_id $description', (row) => {
    const decision = decideVat(caseInput(row))
    expect(decision).toMatchObject({
      status: row['status'],
      treatment: row['treatment'],
      country: row['vat_country'],
      dispatch: row['dispatch'],
      rateBp: row['rate_percent'] === '' ? null : centsOf(row['rate_percent']),
      vatType: relationTypes[row['octopus_vat_type'] as string],
    })
    const amounts = amountsOf(row, decision)
    expect(amounts).toMatchObject({ net: row['net'], vat: row['vat'] })
    expect([...decision.flags, ...amounts.flags].toSorted()).toEqual(
      (row['flags'] ?? '').split(' ').filter(Boolean).toSorted(),
    )
  })
})

const relationTypes: Record<string, RelationVatType> = {
  1: 'businessBE',
  4: 'businessEU',
  7: 'consumerBE',
  8: 'consumerEU',
}

/** The amounts of the row, and the flags that come from amounts and kind of document rather than from the decision. */
function amountsOf(row: Record<string, string>, decision: VatDecision): { net: string; vat: string; flags: string[] } {
  const flags = row['kind'] === 'CREDIT' ? ['USE_ORIGINAL_RATE_AND_TREATMENT'] : []
  if (decision.rateBp === null) return { net: '', vat: '', flags }
  const grossCents = centsOf(row['gross'])
  const { baseCents: netCents, vatCents } = splitVat(grossCents, decision.rateBp)
  if (row['peppol_total'] !== '') {
    const sign = Math.sign(grossCents)
    const line = aPlannedLine({ grossCents: sign * grossCents, netCents: sign * netCents, rateBp: decision.rateBp })
    const isCredit = sign < 0
    const invoice = asBooked([line], { mode: 'invoicesExclusive' }, { target: 'invoices', isCredit })
    expect(sign * invoice.amountCents).toBe(centsOf(row['peppol_total']))
    expect(sign * invoice.amountCents - grossCents).toBe(centsOf(row['peppol_cent_diff']))
    flags.push(...invoice.flags)
  }
  return { net: centsToText(netCents), vat: centsToText(vatCents), flags }
}

/** Cents of euros, or basis points of a percentage. */
function centsOf(text: string | undefined): number {
  return centsFromDecimalText(text ?? '') as number
}

function ossOf(row: Record<string, string>): VatInput['seller']['oss'] {
  return { active: row['oss'] === 'on', from: null, to: null }
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
  const ownNet = crossBorderNet(
    [{ productClass: row['product_class'] as ProductClass, grossCents: centsOf(row['gross']) }],
    { country: home, scheme: row['seller_scheme'] as 'normal' | 'small', oss: ossOf(row) },
    { supplyDate: row['supply_date'] as string, destination: row['destination'] as string },
  )
  return input({
    to: row['destination'] as string,
    seller: {
      country: home,
      shipsFrom: home,
      vatNumbers: numbers,
      scheme: row['seller_scheme'] as 'normal' | 'small',
      oss: ossOf(row),
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
    crossBorderNetThisYear: centsOf(net?.[1] ?? '0'),
    crossBorderNetLastYear: centsOf(net?.[2] ?? '0'),
    crossBorderNetOfOrder: ownNet ?? 0,
  })
}
