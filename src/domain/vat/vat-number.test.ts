/**
 * Goal: a right number is never called wrong, nor the other way round; and what buyers type becomes a number.
 * Method: published numbers with their check digits, and invented ones.
 */
import { describe, expect, it } from 'vitest'
import { checkVatNumber, normaliseVatNumber, vatNumberFromCompanyNumber } from './vat-number.ts'

const valid =
  'BE0403170701 BE1018265814 BE0824148721 NL807149974B01 NL004495445B01 NL123456789B13 NL000099998B57 DE136695976 ' +
  'DE129273398 FR40303265045 FR83404833048 FRK7399859412 FR4Z123456782 LU15027442 LU10000356 ' +
  'BE0123456749 BE0999999922 BE1000000120'
const invalid =
  'BE0123456789 BE0824148722 NL807149975B01 NL123456789B01 DE136695978 DE123456789 DE012345678 FR41303265045 ' +
  'FROI303265045 LU15027443 BE2000000141 NL807149974B00 NL000000000B01'

describe('check digits', () => {
  it.each(valid.split(' '))('%s is right', (number) => {
    expect(checkVatNumber(number)).toBe('valid')
  })

  it.each(invalid.split(' '))('%s is wrong', (number) => {
    expect(checkVatNumber(number)).toBe('invalid')
  })

  it('of other countries are left to the register; their form is looked at', () => {
    expect(['ATU12345678', 'EL123456789', 'IE1234567FA', 'SE123456789001'].map(checkVatNumber)).toEqual(
      Array.from({ length: 4 }, () => 'patternOnly'),
    )
    expect(['ATU1234567', 'GR123456789', 'SE123456789002', 'XX123', ''].map(checkVatNumber)).toEqual(
      Array.from({ length: 5 }, () => 'invalid'),
    )
  })
})

describe('what buyers type', () => {
  it.each<[string, string | null, string | null]>([
    ['be 0403.170.701', null, 'BE0403170701'],
    ['BTW BE 0403.170.701', 'BE', 'BE0403170701'],
    ['0403170701', 'BE', 'BE0403170701'],
    ['403.170.701', 'BE', 'BE0403170701'],
    ['BE403170701', null, 'BE0403170701'],
    ['807149974B01', 'nl', 'NL807149974B01'],
    ['NL807149974B01', 'BE', 'NL807149974B01'],
    ['GR123456789', null, 'EL123456789'],
    ['123456789', 'GR', 'EL123456789'],
    ['K7399859412', 'FR', 'FRK7399859412'],
    ['TVA FR 40 303 265 045', 'BE', 'FR40303265045'],
    ['NL4495445B01', null, 'NL004495445B01'],
    ['99998B57', 'NL', 'NL000099998B57'],
    ['nl 8071.49.974.B.01', null, 'NL807149974B01'],
    ['8863380', 'FI', 'FI08863380'],
    ['EL 23456783', null, 'EL023456783'],
    ['IT 488410010', null, 'IT00488410010'],
    ['12345', 'IT', 'IT12345'],
    ['ie 1+23456a', null, 'IE1+23456A'],
    ['XI 123 456 789', 'GB', 'XI123456789'],
    ['ＢＥ０４０３．１７０．７０１', null, 'BE0403170701'],
    ['0403170701', null, null],
    [' - ', 'BE', null],
  ])('%j in %s', (text, country, expected) => {
    expect(normaliseVatNumber(text, country)).toBe(expected)
  })

  it('keeps the letters of a French key, though they look like another country', () => {
    // SIREN 000 000 000 passes as Monaco's; the key is searched, so that the test holds whatever the formula gives.
    const keys = [...'ABCDEFGHJKLMNPQRSTUVWXYZ'].map((letter) => `B${letter}`)
    const lookalike = keys.map((key) => `${key}123456782`).find((text) => checkVatNumber(`FR${text}`) === 'valid')
    expect(lookalike).toBeDefined()
    expect(normaliseVatNumber(lookalike as string, 'FR')).toBe(`FR${lookalike}`)
  })
})

describe('the field of the company number', () => {
  it.each<[string, string | null, string | null]>([
    ['0123.456.749', 'BE', 'BE0123456749'],
    [' BE 0123 456 749', 'BE', 'BE0123456749'],
    ['0123.456.789', 'BE', null],
    ['123456749', 'BE', null],
    ['0123456749', 'NL', null],
    ['0123456749', null, null],
    ['12345678', 'NL', null],
  ])('%j in %s', (text, country, expected) => {
    expect(vatNumberFromCompanyNumber(text, country)).toBe(expected)
  })
})
