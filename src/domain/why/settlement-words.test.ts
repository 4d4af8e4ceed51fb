import { expect, it } from 'vitest'
import { amountText } from './settlement-words.ts'

it('groups thousands as each language does', () => {
  const amounts = [-123_456_789, 119_289, 99_999, -5]
  expect(amounts.map((cents) => amountText(cents, 'nl'))).toEqual(['-1.234.567,89', '1.192,89', '999,99', '-0,05'])
  expect(amountText(119_289, 'fr')).toBe('1\u00A0192,89')
  expect(amountText(119_289, 'en')).toBe('1,192.89')
})
