import { describe, expect, it } from 'vitest'
import type { BuyerFacts } from '../../../domain/order/order.ts'
import { addressSchema, readBuyer, readBuyerFacts } from './buyer.ts'

// Goal: a business is recognised by what bol.com gives of it, and a mere company name or Dutch number proves nothing.
// Method: billing details of every kind, and the facts that the VAT rules read.

function facts(billing: object | null, shipping: object = {}): BuyerFacts {
  return readBuyerFacts(addressSchema.parse(shipping), billing === null ? null : addressSchema.parse(billing))
}

describe('buyer facts', () => {
  it.each([
    ['a VAT number', { countryCode: 'NL', vatNumber: 'nl 0000 99998 B57' }, 'NL', true],
    ['a wrong VAT number', { countryCode: 'BE', vatNumber: 'BE0123456700' }, 'BE', false],
    ['an enterprise number with dots', { countryCode: 'BE', kvkNumber: '0123.456.749' }, 'BE', true],
    ['an enterprise number with its country', { countryCode: 'BE', kvkNumber: 'BE 0123456749' }, 'BE', true],
    [
      'an unreadable VAT number beside an enterprise number',
      { countryCode: 'BE', vatNumber: 'volgt', kvkNumber: '0123456749' },
      'BE',
      true,
    ],
  ])('know %s', (_, billing, country, valid) => {
    expect(facts(billing)).toMatchObject({ hasVatNumber: true, vatNumberCountry: country, vatNumberValid: valid })
  })

  it.each([
    ['a wrong enterprise number', { countryCode: 'BE', kvkNumber: '0123456700' }],
    ['a number of the Dutch chamber of commerce', { countryCode: 'NL', kvkNumber: '99887766' }],
    ['an enterprise number on a Dutch address', { countryCode: 'NL', kvkNumber: '0123456749' }],
    ['a word in place of a number', { countryCode: 'BE', vatNumber: 'geen', company: 'Test BV' }],
  ])('take %s for no VAT number', (_, billing) => {
    expect(facts(billing)).toMatchObject({ hasVatNumber: false, vatNumberCountry: null, vatNumberValid: false })
  })

  it('take digits that fit nothing for a number that is not valid', () => {
    expect(facts({ countryCode: 'BE', vatNumber: '12' })).toMatchObject({ hasVatNumber: true, vatNumberValid: false })
    expect(facts({ vatNumber: '12' })).toMatchObject({
      hasVatNumber: true,
      vatNumberCountry: null,
      vatNumberValid: false,
    })
  })

  it('prefer an enterprise number that is right to a VAT number that is not', () => {
    const billing = { countryCode: 'BE', vatNumber: 'BE0123456700', kvkNumber: '0123456749' }
    expect(facts(billing)).toMatchObject({ vatNumberCountry: 'BE', vatNumberValid: true })
  })

  it('see a company in the billing details, not in the address of the parcel', () => {
    expect(facts({ company: 'Test BV' }).hasCompany).toBe(true)
    expect(facts({ kvkNumber: '99887766' }).hasCompany).toBe(true)
    expect(facts(null, { company: 'Werkgever NV' }).hasCompany).toBe(false)
    expect(facts({ company: ' ' }).hasCompany).toBe(false)
  })
})

describe('buyer', () => {
  it('keeps the numbers as they were typed', () => {
    const billing = addressSchema.parse({
      vatNumber: 'be 0123.456.749',
      kvkNumber: '0123.456.749',
      orderReference: 'PO 7',
    })
    expect(readBuyer(null, billing)).toMatchObject({
      vatNumber: 'be 0123.456.749',
      companyNumber: '0123.456.749',
      ownReference: 'PO 7',
    })
  })
})
