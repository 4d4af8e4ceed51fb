/** Recognises countries in what people write beside a VAT code: "OSS Duitsland 19 %", `DE19`, "TVA Pays-Bas". */

/** Names without accents, in Dutch, French, German and English; a name that two languages share is listed once. */
const names: Record<string, string> = {
  AT: 'oostenrijk autriche osterreich austria',
  BE: 'belgie belgique belgien belgium',
  BG: 'bulgarije bulgarie bulgarien bulgaria',
  CY: 'cyprus chypre zypern',
  CZ: 'tsjechie tchequie tschechien czechia',
  DE: 'duitsland allemagne deutschland germany',
  DK: 'denemarken danemark danemark denmark',
  EE: 'estland estonie estonia',
  ES: 'spanje espagne spanien spain',
  FI: 'finland finlande finnland',
  FR: 'frankrijk france frankreich',
  GR: 'griekenland grece griechenland greece',
  HR: 'kroatie croatie kroatien croatia',
  HU: 'hongarije hongrie ungarn hungary',
  IE: 'ierland irlande irland ireland',
  IT: 'italie italien italy',
  LT: 'litouwen lituanie litauen lithuania',
  LU: 'luxemburg luxembourg',
  LV: 'letland lettonie lettland latvia',
  MT: 'malta malte',
  NL: 'nederland nederlands nederlandse netherlands niederlande holland pays-bas neerlandais neerlandaise',
  PL: 'polen pologne poland',
  PT: 'portugal',
  RO: 'roemenie roumanie rumanien romania',
  SE: 'zweden suede schweden sweden',
  SI: 'slovenie slowenien slovenia',
  SK: 'slowakije slovaquie slowakei slovakia',
}

const byName = new Map(
  Object.entries(names).flatMap(([country, list]) => list.split(' ').map((name) => [name, country] as const)),
)

/** Lower case, without accents. */
export function plainText(text: string): string {
  return text.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase()
}

/** Countries that a description names, or that a code begins with before its percentage (`NL21`, `OSS-DE19`, `NLV09`). */
export function countriesIn(code: string, description: string): Set<string> {
  const found = new Set<string>()
  for (const word of plainText(description).split(/[^a-z-]+/u)) {
    const country = byName.get(word)
    if (country !== undefined) found.add(country)
  }
  // Two capitals alone are a country; "de" and "it" are words of a sentence.
  for (const [, letters] of description.matchAll(/(?:^|[^\p{L}])([A-Z]{2})(?![\p{L}])/gu)) add(found, letters)
  const [, letters] = /^(?:OSS)?[-_ ]?([A-Z]{2})(?![A-Z]{2})/u.exec(code.toUpperCase()) ?? []
  add(found, letters)
  return found
}

function add(found: Set<string>, letters: string | undefined): void {
  const country = letters === 'EL' ? 'GR' : letters
  if (country !== undefined && names[country] !== undefined) found.add(country)
}
