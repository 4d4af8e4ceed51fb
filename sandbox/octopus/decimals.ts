/** Arithmetic on amounts: whole cents, and exact decimals on the way to them. Never a sum of doubles. */

interface Decimal {
  /** The number is `units / 10 ** scale`. */
  units: bigint
  scale: number
}

/** The decimal that a JSON number was written as. */
export function decimalOf(value: number): Decimal {
  const [mantissa = '0', exponent = '0'] = String(value).split('e')
  const [whole = '0', fraction = ''] = mantissa.split('.')
  const scale = fraction.length - Number(exponent)
  const units = BigInt(whole + fraction)
  return scale >= 0 ? { units, scale } : { units: units * 10n ** BigInt(-scale), scale: 0 }
}

export type Halves = 'up' | 'even'

/** `up`: away from zero. */
function divideRounded(dividend: bigint, divisor: bigint, halves: Halves = 'up'): bigint {
  const size = dividend < 0n ? -dividend : dividend
  const whole = size / divisor
  const twice = 2n * (size - whole * divisor)
  const isUp = twice > divisor || (twice === divisor && (halves === 'up' || whole % 2n === 1n))
  const rounded = isUp ? whole + 1n : whole
  return dividend < 0n ? -rounded : rounded
}

function rescale(value: Decimal, scale: number, halves: Halves = 'up'): bigint {
  if (value.scale <= scale) return value.units * 10n ** BigInt(scale - value.scale)
  return divideRounded(value.units, 10n ** BigInt(value.scale - scale), halves)
}

/** Cents of an amount in euro; undefined when it has more than two decimals. */
export function centsOf(amount: number): number | undefined {
  const decimal = decimalOf(amount)
  return decimal.scale > 2 ? undefined : Number(rescale(decimal, 2))
}

export function euroOf(cents: number): number {
  return cents / 100
}

export function roundTo(value: number, decimals: number, halves: Halves): number {
  return Number(rescale(decimalOf(value), decimals, halves)) / 10 ** decimals
}

export function decimalsOf(value: number): number {
  return decimalOf(value).scale
}

/** Basis points of a percentage: 5.5 gives 550. */
export function basisPointsOf(percentage: number): number {
  return Number(rescale(decimalOf(percentage), 2))
}

/** count × unit price, less the discount, rounded once. */
export function lineCents(
  line: { count: number; unitPrice: number; discountPercentage: number },
  halves: Halves,
): number {
  const { count, unitPrice, discountPercentage } = line
  const [a, b, discount] = [decimalOf(count), decimalOf(unitPrice), decimalOf(discountPercentage)]
  const rest = 100n * 10n ** BigInt(discount.scale) - discount.units
  const units = a.units * b.units * rest
  return Number(rescale({ units, scale: a.scale + b.scale + discount.scale + 2 }, 2, halves))
}

export function vatOnNet(netCents: number, rateBp: number, halves: Halves): number {
  return Number(divideRounded(BigInt(netCents) * BigInt(rateBp), 10_000n, halves))
}

export function vatInGross(grossCents: number, rateBp: number, halves: Halves): number {
  return Number(divideRounded(BigInt(grossCents) * BigInt(rateBp), BigInt(10_000 + rateBp), halves))
}
