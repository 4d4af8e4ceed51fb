/** Goal: parcels that leave the VAT territory are seen, and no other is. Method: each place, and its neighbours. */
import { expect, it } from 'vitest'
import { isEuCountry, isSpecialTerritory, rateTerritoryOf, vatCountryOf } from './territory.ts'

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
  ['DK', '3900'],
  ['DK', '3992 Nuuk'],
  ['DK', 'FO-100'],
  ['IT', '47890'],
  ['IT', '00120'],
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
  ['FR', '98000'],
  ['MC', 'MC-98000'],
  ['DK', '4000'],
  ['DK', '0800'],
  ['PT', '9000-123'],
])('%s %s lies inside', (country, postcode) => {
  expect(isSpecialTerritory(country, postcode)).toBe(false)
})

it('knows the 27', () => {
  expect(['BE', 'NL', 'GR', 'EL', 'HR'].every(isEuCountry)).toBe(true)
  expect(['GB', 'CH', 'NO', 'US', '', 'be'].some(isEuCountry)).toBe(false)
})

it.each([
  ['PT', '9000-123', 'MADEIRA'],
  ['PT', '9400', 'MADEIRA'],
  ['PT', 'PT-9500-321', 'AZORES'],
  ['PT', '9980-024', 'AZORES'],
  ['PT', '9450-001', 'PORTUGUESE_ISLANDS'],
  ['PT', '1950-123', null],
  ['AT', '6691', 'JUNGHOLZ'],
  ['AT', 'A-6991', 'MITTELBERG'],
  ['AT', '6993', 'MITTELBERG'],
  ['AT', '6994', null],
  ['AT', '6900', null],
  ['FR', '20000', 'CORSICA'],
  ['FR', '02000', null],
  ['EL', '853 00', 'AEGEAN_ISLANDS'],
  ['GR', '10558', null],
  ['GB', 'bt1 1aa', 'NORTHERN_IRELAND'],
  ['XI', null, 'NORTHERN_IRELAND'],
  ['GB', 'B1 1TT', null],
  ['BE', '9000', null],
  ['PT', null, null],
])('%s %s has the rates of %s', (country, postcode, territory) => {
  expect(rateTerritoryOf(country, postcode)).toBe(territory)
})

it('counts Monaco as France, and the Isle of Man as the United Kingdom', () => {
  expect(['MC', 'IM', 'UK', 'EL', 'BE'].map(vatCountryOf)).toEqual(['FR', 'GB', 'GB', 'GR', 'BE'])
})
