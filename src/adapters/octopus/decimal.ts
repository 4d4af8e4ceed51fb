/** Decimal text to integers and back. The wire prints doubles (`4715.8`, `1.0E7`); a float never comes in between. */
import { Defect, type BasisPoints, type Cents } from '../../domain/money.ts'

/** `coefficient` / 10^`scale`, exactly. */
export interface Decimal {
  coefficient: bigint
  scale: number
}

/** No amount has a longer number; the bound keeps a hostile answer from costing time. */
const decimalText = /^(-?)(\d{1,30})(?:\.(\d{1,30}))?(?:[eE]([+-]?\d{1,2}))?$/

/** @returns null for anything that is not a plain decimal number, with or without an exponent */
export function parseDecimal(text: string): Decimal | null {
  const match = decimalText.exec(text)
  if (match === null) return null
  const [, sign, whole = '', fraction = '', exponent = '0'] = match
  const digits = BigInt(whole + fraction)
  const scale = fraction.length - Number(exponent)
  const coefficient = sign === '-' ? -digits : digits
  return scale >= 0 ? { coefficient, scale } : { coefficient: coefficient * 10n ** BigInt(-scale), scale: 0 }
}

/** Division rounded half away from zero, so that a credit mirrors its sale. `denominator` > 0. */
export function divideHalfAway(numerator: bigint, denominator: bigint): bigint {
  const size = numerator < 0n ? -numerator : numerator
  const rounded = (2n * size + denominator) / (2n * denominator)
  return numerator < 0n ? -rounded : rounded
}

/**
 * Returns hundredths: euro to cents, percent to basis points. A rounding error of a double on the other side (a millionth) is forgiven; a
 * third decimal with a meaning is not.
 * @returns null when it is no number, or has more than two decimals
 */
function hundredths(text: string): number | null {
  const value = parseDecimal(text)
  if (value === null) return null
  const unit = 10n ** BigInt(value.scale)
  const exact = value.coefficient * 100n
  const rounded = divideHalfAway(exact, unit)
  const off = exact - rounded * unit
  if ((off < 0n ? -off : off) * 10_000n > unit) return null
  return safe(rounded)
}

function safe(value: bigint): number | null {
  const number = Number(value)
  return Number.isSafeInteger(number) ? number : null
}

export function centsOf(text: string): Cents | null {
  return hundredths(text)
}

export function basisPointsOf(text: string): BasisPoints | null {
  return hundredths(text)
}

/** A whole number, also when it is printed as `6.0`. */
export function integerOf(text: string): number | null {
  const value = parseDecimal(text)
  if (value === null) return null
  const unit = 10n ** BigInt(value.scale)
  return value.coefficient % unit === 0n ? safe(value.coefficient / unit) : null
}

/** `4131` → `41.31`. */
export function centsText(cents: Cents): string {
  return scaledText(cents, 2, 2)
}

/** Unit price: millionths of a euro, at least two decimals, no more than needed: `8256667` → `8.256667`, `8250000` → `8.25`. */
export function microsText(micros: number): string {
  return scaledText(micros, 6, 2)
}

function scaledText(value: number, scale: number, decimalsMin: number): string {
  if (!Number.isSafeInteger(value)) throw new Defect(`Not a safe integer: ${value}`)
  const digits = String(Math.abs(value)).padStart(scale + 1, '0')
  const whole = digits.slice(0, -scale)
  const fraction = digits.slice(-scale).replace(/0+$/, '').padEnd(decimalsMin, '0')
  return `${value < 0 ? '-' : ''}${whole}.${fraction}`
}
