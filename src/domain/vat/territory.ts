/** The EU's VAT territory: its countries, the places of them that lie outside of it, and those with rates of their own (vat-rules.md 2.7). */

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

/** Whose VAT law a country code follows where it has none of its own: Monaco is France, the Isle of Man the United Kingdom. */
export function vatCountryOf(country: string): string {
  const others: Record<string, string> = { MC: 'FR', IM: 'GB', UK: 'GB', XI: 'GB' }
  return others[country] ?? isoCountry(country)
}

/** Places whose VAT rates are not, or not surely, those of their country. */
export const rateTerritories = [
  'AZORES',
  'MADEIRA',
  'PORTUGUESE_ISLANDS',
  'JUNGHOLZ',
  'MITTELBERG',
  'CORSICA',
  'AEGEAN_ISLANDS',
  'NORTHERN_IRELAND',
] as const
export type RateTerritory = (typeof rateTerritories)[number]

/** How people there write it, for the words of a problem. */
export const territoryNames: Record<RateTerritory, string> = {
  AZORES: 'Açores',
  MADEIRA: 'Madeira',
  PORTUGUESE_ISLANDS: 'Açores / Madeira',
  JUNGHOLZ: 'Jungholz',
  MITTELBERG: 'Mittelberg',
  CORSICA: 'Corse',
  AEGEAN_ISLANDS: 'Egeo / Αιγαίο',
  NORTHERN_IRELAND: 'Northern Ireland',
}

/**
 * Canary Islands, Ceuta and Melilla; Heligoland and Büsingen; Livigno, Campione, San Marino and the Vatican; Åland; overseas France
 * (98000 is Monaco); Mount Athos; Greenland, and the Faroes with their three digits.
 */
const outside: Record<string, RegExp> = {
  ES: /^(?:35|38|51|52)\d{3}/u,
  DE: /^(?:27498|78266)/u,
  IT: /^(?:23041|22061|4789\d|00120)/u,
  FI: /^22\d{3}/u,
  FR: /^(?:97\d{3}|98(?!000)\d{3})/u,
  GR: /^63086/u,
  DK: /^(?:39\d{2}|\d{3}$)/u,
}

const withOwnRates: Record<string, [RegExp, RateTerritory][]> = {
  PT: [
    [/^(?:9[0-3]\d{2}|9400)/u, 'MADEIRA'],
    [/^(?:9[5-8]\d{2}|99[0-7]\d|9980)/u, 'AZORES'],
    [/^9/u, 'PORTUGUESE_ISLANDS'],
  ],
  AT: [
    [/^6691/u, 'JUNGHOLZ'],
    [/^699[1-3]/u, 'MITTELBERG'],
  ],
  FR: [[/^20\d{3}/u, 'CORSICA']],
  // Lesbos, Chios, Samos and their neighbours, the smaller islands of the Dodecanese, Samothrace: lower there, by island and by year.
  GR: [[/^(?:8[123]\d{3}|85[2-9]\d{2}|68002)/u, 'AEGEAN_ISLANDS']],
}

/**
 * Returns whether a parcel to this postcode leaves the VAT territory, though its country is a member state. All these countries use digits
 * only, so all other signs (`F-97400`, `630 86`) are ignored.
 */
export function isSpecialTerritory(country: string, postcode: string | null): boolean {
  return outside[vatCountryOf(country)]?.test(digitsOf(postcode)) ?? false
}

/** The place with rates of its own that this postcode lies in; null in the rest of the country. */
export function rateTerritoryOf(country: string, postcode: string | null): RateTerritory | null {
  if (country === 'XI') return 'NORTHERN_IRELAND'
  if (vatCountryOf(country) === 'GB') return /^\s*BT\s*\d/iu.test(postcode ?? '') ? 'NORTHERN_IRELAND' : null
  const digits = digitsOf(postcode)
  return withOwnRates[vatCountryOf(country)]?.find(([pattern]) => pattern.test(digits))?.[1] ?? null
}

function digitsOf(postcode: string | null): string {
  return (postcode ?? '').replaceAll(/\D/gu, '')
}
