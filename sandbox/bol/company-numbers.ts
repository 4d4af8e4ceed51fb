/** Numbers of invented companies, with valid check digits, from ranges that were never given out. */

import type { Chance } from '../world.ts'

/** Belgian enterprise number, ten digits: the last two are 97 minus the first eight modulo 97. */
export function belgianNumber(chance: Chance): string {
  const stem = `${chance.chance(0.8) ? '0999' : '1999'}${String(chance.int(0, 9999)).padStart(4, '0')}`
  return `${stem}${String(97 - (Number(stem) % 97)).padStart(2, '0')}`
}

/** Dutch VAT number by the elder rule (weights 9…2, modulo 11). */
export function dutchVatNumber(chance: Chance): string {
  for (;;) {
    const stem = `0000${String(chance.int(1000, 9999))}`
    let sum = 0
    for (const [index, digit] of stem.split('').entries()) sum += Number(digit) * (9 - index)
    if (sum % 11 !== 10) return `NL${stem}${sum % 11}B0${chance.int(1, 9)}`
  }
}

export function dutchTradeNumber(chance: Chance): string {
  return String(chance.int(90_000_000, 99_999_999))
}

/** `0999.123.456`, as people write it. */
export function withDots(number: string): string {
  return `${number.slice(0, 4)}.${number.slice(4, 7)}.${number.slice(7)}`
}
