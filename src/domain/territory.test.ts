/** Goal: parcels that leave the VAT territory are seen, and no other is. Method: each place, and its neighbours. */
import { expect, it } from 'vitest'
import { isEuCountry, isSpecialTerritory } from './territory.ts'

it.each([
  ['ES', '35001'],
  ['ES', '38 400'],
  ['ES', '51001'],
  ['ES', '52006'],
  ['DE', '27498'],
  ['DE', 'D-78266'],
  ['IT', '23041'],
  ['IT', '22061'],
  ['FI', '22100'],
  ['FR', '97400'],
  ['FR', 'F-98800'],
  ['GR', '630 86'],
  ['EL', '63086'],
])('%s %s lies outside', (country, postcode) => {
  expect(isSpecialTerritory(country, postcode)).toBe(true)
})

it.each([
  ['ES', '28013'],
  ['DE', '27472'],
  ['IT', '23030'],
  ['FI', '00100'],
  ['FR', '59000'],
  ['BE', '3500'],
  ['BE', '9700'],
  ['NL', '3512 AB'],
  ['FR', null],
])('%s %s lies inside', (country, postcode) => {
  expect(isSpecialTerritory(country, postcode)).toBe(false)
})

it('knows the 27', () => {
  expect(['BE', 'NL', 'GR', 'EL', 'HR'].every(isEuCountry)).toBe(true)
  expect(['GB', 'CH', 'NO', 'US', '', 'be'].some(isEuCountry)).toBe(false)
})
