/** The EU's VAT territory: its countries, and the places of them that lie outside of it (vat.md 2.7). */

const euCountries = new Set(
  'AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK'.split(' '),
)

/** @param country ISO 3166 alpha-2, upper case; Greece also as `EL`, as it writes itself on VAT numbers */
export function isEuCountry(country: string): boolean {
  return euCountries.has(isoCountry(country))
}

export function isoCountry(country: string): string {
  return country === 'EL' ? 'GR' : country
}

/** Canary Islands, Ceuta and Melilla; Heligoland and Büsingen; Livigno and Campione; Åland; overseas France; Mount Athos. */
const outside: Record<string, RegExp> = {
  ES: /^(?:35|38|51|52)\d{3}/u,
  DE: /^(?:27498|78266)/u,
  IT: /^(?:23041|22061)/u,
  FI: /^22\d{3}/u,
  FR: /^9[78]\d{3}/u,
  GR: /^63086/u,
}

/**
 * A parcel to this postcode leaves the VAT territory, though its country is a member state. All these countries write
 * five digits; whatever stands around them (`F-97400`, `630 86`) is not looked at.
 */
export function isSpecialTerritory(country: string, postcode: string | null): boolean {
  const digits = (postcode ?? '').replaceAll(/\D/gu, '')
  return outside[isoCountry(country)]?.test(digits) ?? false
}
