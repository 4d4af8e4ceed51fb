/** Goal: one product is one product, however its number came out of a spreadsheet; a number that cannot be one is none. Method: each way. */
import { expect, it } from 'vitest'
import { comparableText, productNumbersOf, sameProductNumber } from './product-number.ts'

it.each([
  ['a UPC of twelve digits', '036000291452', '0036000291452'],
  ['one that a spreadsheet took the zeros from', '36000291452', '0036000291452'],
  ['a GTIN-14 with its zero', '09789463105156', '9789463105156'],
  ['an ISBN with dashes', '978-94-6310-515-6', '9789463105156'],
  ['an ISBN with a word and other dashes', 'ISBN: 978–94–6310–515–6', '9789463105156'],
  ['an ISBN of ten signs', '94-6310-515-8', '9789463105156'],
  ['an ISBN-10 that ends with X', '080442957X', '9780804429573'],
  ['an EAN-8', '96385074', '0000096385074'],
  ['blanks that nobody sees', '\u00A09789463105156\u200B', '9789463105156'],
  ['digits of another width', '９７８９４６３１０５１５６', '9789463105156'],
])('%s', (_, written, ean) => {
  expect(sameProductNumber(written, ean)).toBe(true)
})

it.each(['9789463105157', '9.78946E+12', '0', '00000000', '123', '978946310515600', 'boek', ''])(
  '%j is no product number',
  (text) => {
    expect(productNumbersOf(text)).toEqual([])
  },
)

it('keeps a box of twelve apart from the piece in it', () => {
  expect(sameProductNumber('10036000291459', '0036000291452')).toBe(false)
})

it('compares words without case, composed or not, with any blank', () => {
  expect(comparableText('  Cafe\u0301\u00A0 CRE\u0300ME\u200B ')).toBe(comparableText('café crème'))
  expect(comparableText('SKU-1')).not.toBe(comparableText('SKU-10'))
})
