/** VAT numbers: form and check digits (vat-rules.md 4.5). Own checks for BE, NL, DE, FR and LU, the pattern for the rest. */

const patterns: Record<string, RegExp> = {
  AT: /^ATU\d{8}$/u,
  BG: /^BG\d{9,10}$/u,
  CY: /^CY\d{8}[A-Z]$/u,
  CZ: /^CZ\d{8,10}$/u,
  DK: /^DK\d{8}$/u,
  EE: /^EE\d{9}$/u,
  EL: /^EL\d{9}$/u,
  ES: /^ES[A-Z0-9]\d{7}[A-Z0-9]$/u,
  FI: /^FI\d{8}$/u,
  HR: /^HR\d{11}$/u,
  HU: /^HU\d{8}$/u,
  IE: /^IE(?:\d{7}[A-W][A-IW]?|\d[A-Z+*]\d{5}[A-W])$/u,
  IT: /^IT\d{11}$/u,
  LT: /^LT(?:\d{9}|\d{12})$/u,
  LV: /^LV\d{11}$/u,
  MT: /^MT\d{8}$/u,
  PL: /^PL\d{10}$/u,
  PT: /^PT\d{9}$/u,
  RO: /^RO\d{2,10}$/u,
  SE: /^SE\d{10}01$/u,
  SI: /^SI\d{8}$/u,
  SK: /^SK\d{10}$/u,
  // Northern Ireland, for goods.
  XI: /^XI(?:\d{9}|\d{12}|GD[0-4]\d{2}|HA[5-9]\d{2})$/u,
}

const checks: Record<string, (number: string) => boolean> = {
  BE: checkBelgian,
  NL: checkDutch,
  DE: checkGerman,
  FR: checkFrench,
  LU: checkLuxembourg,
}

/**
 * Returns upper case, letters and digits only, with the country in front. A number without a country gets that of the billing address.
 * Words before it (`BTW`, `TVA`, `VAT`) are dropped. Letters that merely look like another country's (the key of a French number can) are
 * no country where the number passes the billing country's own check.
 * @returns null when nothing is left, or the country is not known
 */
export function normaliseVatNumber(text: string, billingCountry: string | null): string | null {
  const bare = text
    .normalize('NFKC')
    .toUpperCase()
    // Old Irish numbers have a plus or a star as their second sign.
    .replaceAll(/[^A-Z0-9+*]/gu, '')
    .replaceAll(/(?<!^IE\d)[+*]/gu, '')
    .replace(/^(?:BTW|TVA|VAT)(?=[A-Z]{2}|\d)/u, '')
  if (bare === '') return null
  const country = prefixOf(billingCountry)
  const own = country === null ? null : completed(`${country}${bare}`)
  const named = /^[A-Z]{2}/u.test(bare) ? completed(bare.replace(/^GR/u, 'EL')) : null
  if (named === null) return own
  const ownIsRight = own !== null && checkVatNumber(own) === 'valid'
  return ownIsRight && checkVatNumber(named) === 'invalid' ? own : named
}

/** Greece writes EL on its VAT numbers and GR everywhere else. */
function prefixOf(country: string | null): string | null {
  const upper = country?.trim().toUpperCase() ?? ''
  return upper === '' ? null : upper === 'GR' ? 'EL' : upper
}

/** Countries whose numbers begin with zeros, which a spreadsheet takes away: how many digits they have, and how few are believed. */
const zeroed: Record<string, { digits: number; least: number; end: string }> = {
  // Numbers of before 2008 had nine digits.
  BE: { digits: 10, least: 9, end: '' },
  NL: { digits: 9, least: 1, end: 'B\\d{2}' },
  EL: { digits: 9, least: 8, end: '' },
  FI: { digits: 8, least: 7, end: '' },
  IT: { digits: 11, least: 9, end: '' },
}

function completed(number: string): string {
  const country = number.slice(0, 2)
  const form = zeroed[country]
  const match = form && new RegExp(`^(\\d{${form.least},${form.digits}})(${form.end})$`, 'u').exec(number.slice(2))
  return match ? `${country}${(match[1] as string).padStart(form.digits, '0')}${match[2] as string}` : number
}

/** A Belgian enterprise number in the company number's field is the candidate of a VAT number; nothing else there is. */
export function vatNumberFromCompanyNumber(text: string, billingCountry: string | null): string | null {
  if (prefixOf(billingCountry) !== 'BE') return null
  const digits = text
    .normalize('NFKC')
    .toUpperCase()
    .replaceAll(/[^A-Z0-9]/gu, '')
    .replace(/^[A-Z]+/u, '')
  if (!/^\d{10}$/u.test(digits)) return null
  return checkBelgian(`BE${digits}`) ? `BE${digits}` : null
}

/**
 * Returns a buyer's number: the typed one. Where that is wrong, or is no number at all ("volgt"), the enterprise number of a Belgian
 * company.
 * @returns null where the buyer gave nothing that could be a number. A number that `checkVatNumber` calls invalid was meant as one and is
 * none.
 */
export function buyersVatNumber(
  given: { vatNumber: string | null; companyNumber: string | null },
  billingCountry: string | null,
): string | null {
  const typed = /\d/u.test(given.vatNumber ?? '') ? normaliseVatNumber(given.vatNumber as string, billingCountry) : null
  if (typed !== null && checkVatNumber(typed) !== 'invalid') return typed
  return vatNumberFromCompanyNumber(given.companyNumber ?? '', billingCountry) ?? typed
}

/** `patternOnly`: the form is right, and we know no check digits of that country. */
export function checkVatNumber(number: string): 'valid' | 'invalid' | 'patternOnly' {
  const country = number.slice(0, 2)
  const check = checks[country]
  if (check !== undefined) return check(number) ? 'valid' : 'invalid'
  const pattern = patterns[country]
  return pattern !== undefined && pattern.test(number) ? 'patternOnly' : 'invalid'
}

function checkBelgian(number: string): boolean {
  if (!/^BE[01]\d{9}$/u.test(number)) return false
  return 97 - (Number(number.slice(2, 10)) % 97) === Number(number.slice(10))
}

function checkDutch(number: string): boolean {
  const match = /^NL(\d{9})B(\d{2})$/u.exec(number)
  if (match === null || match[2] === '00') return false
  const digits = match[1] as string
  if (/^0+$/u.test(digits)) return false
  const sum =
    Array.from(digits.slice(0, 8)).reduce((total, digit, index) => total + Number(digit) * (9 - index), 0) % 11
  // Sole traders since 2020: ISO 7064 mod 97-10 over the whole text, letters as 10 … 35.
  return sum === Number(digits[8]) || mod97(number) === 1
}

function mod97(text: string): number {
  let rest = 0
  for (const char of text)
    for (const digit of String(Number.parseInt(char, 36))) rest = (rest * 10 + Number(digit)) % 97
  return rest
}

function checkGerman(number: string): boolean {
  if (!/^DE[1-9]\d{8}$/u.test(number)) return false
  let product = 10
  for (const digit of number.slice(2, 10)) {
    const sum = (Number(digit) + product) % 10 || 10
    product = (2 * sum) % 11
  }
  return (11 - product) % 10 === Number(number[10])
}

const frenchAlphabet = '0123456789ABCDEFGHJKLMNPQRSTUVWXYZ'

function checkFrench(number: string): boolean {
  const match = /^FR([0-9A-HJ-NP-Z]{2})(\d{9})$/u.exec(number)
  if (match === null) return false
  const [key, siren] = [match[1] as string, match[2] as string]
  if (!siren.startsWith('000') && !luhn(siren)) return false
  if (/^\d{2}$/u.test(key)) return (12 + 3 * (Number(siren) % 97)) % 97 === Number(key)
  const [first, second] = [frenchAlphabet.indexOf(key[0] as string), frenchAlphabet.indexOf(key[1] as string)]
  const code = /\d/u.test(key[0] as string) ? first * 24 + second - 10 : first * 34 + second - 100
  return (Number(siren) + 1 + Math.floor(code / 11)) % 11 === code % 11
}

function luhn(digits: string): boolean {
  const sum = [...digits].toReversed().reduce((total, digit, index) => {
    const value = Number(digit) * (index % 2 === 1 ? 2 : 1)
    return total + (value > 9 ? value - 9 : value)
  }, 0)
  return sum % 10 === 0
}

function checkLuxembourg(number: string): boolean {
  return /^LU\d{8}$/u.test(number) && Number(number.slice(2, 8)) % 89 === Number(number.slice(8))
}
