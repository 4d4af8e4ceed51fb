/** Amounts with all their decimals: integers of 10⁻⁸ euro, so that a sum is rounded once and never passes through a float. */
import { cents, type Cents } from '../money.ts'

/** Euro × 100 000 000. */
export type Exact = bigint

const decimalsKept = 8
const perCent = 1_000_000n

/** `-49.99`, `4.421488`, `1e-7`; further decimals than eight are rounded away. Null for anything that is no number. */
export function exactFromText(text: string): Exact | null {
  const match = /^([+-]?)(\d{1,13})(?:\.(\d{1,40}))?(?:e([+-]?\d{1,2}))?$/iu.exec(text.trim())
  if (match === null) return null
  const [, sign, whole = '', fraction = '', exponent = '0'] = match
  const shift = decimalsKept - fraction.length + Number(exponent)
  const digits = BigInt(whole + fraction)
  const value = shift >= 0 ? digits * 10n ** BigInt(shift) : divideHalfAway(digits, 10n ** BigInt(-shift))
  return sign === '-' ? -value : value
}

/** Returns the text that is kept and compared: no zeros at the end, no `-0`. */
export function exactToText(value: Exact): string {
  const digits = String(value < 0n ? -value : value).padStart(decimalsKept + 1, '0')
  const fraction = digits.slice(-decimalsKept).replace(/0+$/u, '')
  return `${value < 0n ? '-' : ''}${digits.slice(0, -decimalsKept)}${fraction === '' ? '' : `.${fraction}`}`
}

/** Rounded half away from zero. @throws Defect beyond the safe integers */
export function toCents(value: Exact): Cents {
  return cents(Number(divideHalfAway(value, perCent)))
}

export function sumExact(values: Iterable<Exact>): Exact {
  let sum = 0n
  for (const value of values) sum += value
  return sum
}

/**
 * Cents of each part, so that they add up to the total: each is rounded down, and the missing cents go to the largest remainders, ties to
 * the first. What is left then goes to the largest part.
 */
export function shareCents(parts: readonly Exact[], total: Cents = toCents(sumExact(parts))): Cents[] {
  const floors = parts.map((part) => (part - (((part % perCent) + perCent) % perCent)) / perCent)
  const missing = total - Number(sumExact(floors))
  const byRemainder = parts
    .map((part, index) => ({ index, remainder: part - (floors[index] ?? 0n) * perCent }))
    .toSorted((a, b) => (a.remainder === b.remainder ? a.index - b.index : a.remainder < b.remainder ? 1 : -1))
  const raised = new Set(byRemainder.slice(0, Math.max(0, missing)).map(({ index }) => index))
  const left = missing - raised.size
  const sizes = parts.map((part) => (part < 0n ? -part : part))
  const largest = sizes.reduce((best, size, index) => (size > (sizes[best] ?? 0n) ? index : best), 0)
  return floors.map((floor, index) =>
    cents(Number(floor) + (raised.has(index) ? 1 : 0) + (index === largest ? left : 0)),
  )
}

function divideHalfAway(value: bigint, divisor: bigint): bigint {
  const size = value < 0n ? -value : value
  const rounded = (size * 2n + divisor) / (2n * divisor)
  return value < 0n ? -rounded : rounded
}
