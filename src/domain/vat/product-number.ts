/** Numbers and words that name a product, in the one form in which they are compared. Pure. */

const notPrinted = /[\p{Cf}\p{Cc}]/gu

/**
 * Returns a seller's reference or a title in a comparable form. Case, composed letters, non-breaking and double blanks and invisible marks
 * make no difference.
 */
export function comparableText(text: string): string {
  return text
    .replaceAll(/\s+/gu, ' ')
    .replaceAll(notPrinted, '')
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/\s+/gu, ' ')
    .trim()
}

/**
 * Returns the product numbers that a text can mean, as GTIN-14: EAN-13 and EAN-8, UPC-12, a number that lost its leading zeros in a
 * spreadsheet, ISBN with its dashes, also of ten signs. Ten digits can be two of these.
 * @returns empty where the check digit is wrong, or the text is none of them
 */
export function productNumbersOf(text: string): string[] {
  const bare = text
    .normalize('NFKC')
    .toUpperCase()
    .replaceAll(notPrinted, '')
    .replace(/^\s*(?:EAN|ISBN|GTIN|UPC)(?:-1[0-4])?\s*:?/u, '')
    .replaceAll(/[\s\p{Pd}]/gu, '')
  const found: string[] = []
  if (/^\d{6,14}$/u.test(bare) && Number(bare) > 0) {
    const whole = bare.padStart(14, '0')
    if (checkDigit(whole.slice(0, 13)) === Number(whole[13])) found.push(whole)
  }
  if (/^\d{9}[\dX]$/u.test(bare) && isIsbn10(bare)) {
    const start = `0978${bare.slice(0, 9)}`
    found.push(`${start}${checkDigit(start)}`)
  }
  return [...new Set(found)]
}

/** Returns whether two texts name one product; a text that is no product number is compared as it is written. */
export function sameProductNumber(one: string, other: string): boolean {
  const [ones, others] = [productNumbersOf(one), productNumbersOf(other)]
  if (ones.length === 0 || others.length === 0) return comparableText(one) === comparableText(other)
  return ones.some((number) => others.includes(number))
}

/** Of thirteen digits. */
function checkDigit(digits: string): number {
  const sum = [...digits].reduce((total, digit, index) => total + Number(digit) * (index % 2 === 0 ? 3 : 1), 0)
  return (10 - (sum % 10)) % 10
}

function isIsbn10(text: string): boolean {
  const sum = [...text].reduce((total, sign, index) => total + (sign === 'X' ? 10 : Number(sign)) * (10 - index), 0)
  return sum % 11 === 0
}
