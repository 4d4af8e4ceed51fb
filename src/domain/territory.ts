/** The EU's VAT territory: its countries, and the places of them that lie outside of it (vat.md 2.7). */

const euCountries = new Set(
  'AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK'.split(' '),
)

export function isEuCountry(country: string): boolean {
  return euCountries.has(country === 'EL' ? 'GR' : country)
}

const outside: Record<string, RegExp> = {
  ES: /^(?:35|38|51|52)\d{3}$/u,
  DE: /^(?:27498|78266)$/u,
  IT: /^(?:23041|22061)$/u,
  FI: /^22\d{3}$/u,
  FR: /^(?:97|98)\d{3}$/u,
  GR: /^63086$/u,
}

/** A parcel to this postcode leaves the VAT territory, though its country is a member state. */
export function isSpecialTerritory(country: string, postcode: string | null): boolean {
  const code = (postcode ?? '').replaceAll(/\s/gu, '').toUpperCase()
  return outside[country === 'EL' ? 'GR' : country]?.test(code) ?? false
}
