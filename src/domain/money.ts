/** Money in integer cents, rates in basis points. No float, no `toFixed`: the whole file is integer arithmetic. */

/** Euro cents. A safe integer; negative on a credit. */
export type Cents = number

/** Hundredths of a percent: 21 % is 2100, 5.5 % is 550. */
export type BasisPoints = number

/** Thrown for what only a mistake of ours can cause; user input never gets this far unparsed. */
export class Defect extends Error {
  override name = 'Defect'
}

/** @throws Defect when the value is no safe integer */
export function cents(value: number): Cents {
  if (!Number.isSafeInteger(value)) throw new Defect(`not whole cents: ${value}`)
  return value
}

/** Adds amounts. @throws Defect when the sum leaves the safe integers */
export function addCents(...amounts: readonly Cents[]): Cents {
  return amounts.reduce((sum, amount) => cents(sum + amount), 0)
}

/** Cents of a decimal text such as `12.9` or `-3`; null for garbage, exponents, and more than two significant decimals. */
export function centsFromDecimalText(text: string): Cents | null {
  const match = /^(-?)(\d{1,13})(?:\.(\d+))?$/u.exec(text.trim())
  if (match === null) return null
  const decimals = (match[3] ?? '').replace(/0+$/u, '')
  if (decimals.length > 2) return null
  const value = Number(match[2]) * 100 + Number(decimals.padEnd(2, '0'))
  return value === 0 ? 0 : match[1] === '-' ? -value : value
}

/** `41.31`, with a point and always two decimals. */
export function centsToText(value: Cents): string {
  const digits = String(Math.abs(cents(value))).padStart(3, '0')
  return `${value < 0 ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`
}

/** Integer division, rounded to the nearest, halves away from zero, so that a return mirrors its sale. */
export function divideHalfAway(numerator: number, denominator: number): number {
  const n = BigInt(cents(numerator))
  return Number(divideBig(n, BigInt(denominator)))
}

/**
 * A part of an amount, rounded to the cent: `amount × part ÷ whole`, halves away from zero.
 * @throws Defect unless part and whole are integers and whole is positive
 */
export function shareOf(amountCents: Cents, part: number, whole: number): Cents {
  return Number(divideBig(BigInt(cents(amountCents)) * BigInt(part), BigInt(whole)))
}

function divideBig(n: bigint, d: bigint): bigint {
  if (d <= 0n) throw new Defect('division by nothing')
  const rounded = ((n < 0n ? -n : n) * 2n + d) / (2n * d)
  return n < 0n ? -rounded : rounded
}

/**
 * VAT inside a VAT-inclusive amount. At 21 % of 29.99: 5.20.
 * @param rateBp basis points, 0 … 10 000
 */
export function vatFromGross(grossCents: Cents, rateBp: BasisPoints): Cents {
  checkRate(rateBp)
  return Number(divideBig(BigInt(cents(grossCents)) * BigInt(rateBp), BigInt(10_000 + rateBp)))
}

/** VAT on top of a net amount, as a ledger computes it. */
export function vatFromNet(netCents: Cents, rateBp: BasisPoints): Cents {
  checkRate(rateBp)
  return Number(divideBig(BigInt(cents(netCents)) * BigInt(rateBp), 10_000n))
}

/** Splits a VAT-inclusive amount. The sum always returns to the cent: baseCents + vatCents === inclCents. */
export function splitVat(inclCents: Cents, rateBp: BasisPoints): { baseCents: Cents; vatCents: Cents } {
  const vatCents = vatFromGross(inclCents, rateBp)
  return { baseCents: cents(inclCents - vatCents), vatCents }
}

function checkRate(rateBp: BasisPoints): void {
  if (!Number.isInteger(rateBp) || rateBp < 0 || rateBp > 10_000) throw new Defect(`no VAT rate: ${rateBp}`)
}

/**
 * Net of each line, so that they add up to the net of the group (VAT per document and rate, vat-rules.md 6.2 and 6.3):
 * the floor of each line's exact net, and the missing cents to the largest remainders, ties to the first line.
 * @param grosses cents including VAT, discount lines negative
 */
export function allocateNets(grosses: readonly Cents[], rateBp: BasisPoints): Cents[] {
  const total = addCents(...grosses)
  const { baseCents } = splitVat(total, rateBp)
  const divisor = BigInt(10_000 + rateBp)
  const shares = grosses.map((gross, index) => {
    const exact = BigInt(cents(gross)) * 10_000n
    const floor = exact >= 0n || exact % divisor === 0n ? exact / divisor : exact / divisor - 1n
    return { index, floor: Number(floor), remainder: exact - floor * divisor }
  })
  const nets = shares.map((share) => share.floor)
  const missing = baseCents - nets.reduce((sum, net) => sum + net, 0)
  const byRemainder = shares.toSorted((a, b) =>
    a.remainder === b.remainder ? a.index - b.index : a.remainder < b.remainder ? 1 : -1,
  )
  for (const share of byRemainder.slice(0, missing)) nets[share.index] = share.floor + 1
  return nets
}
