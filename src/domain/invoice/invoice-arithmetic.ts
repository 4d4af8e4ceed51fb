/**
 * Predicts a ledger's amounts for the lines of an invoice. The ledger gets counts and unit prices and computes the rest itself, and its
 * documents do not say how. So all ways are computed before anything is sent. Exact integers, on positive amounts; a credit mirrors them.
 */
import { Defect, type BasisPoints, type Cents } from '../money.ts'
import { microsPerCent } from './price.ts'

/** A line as it is printed. */
export interface PricedLine {
  count: number
  /** 1 euro = 1 000 000; with VAT in an inclusive journal. */
  unitPriceMicros: number
  vatCode: string
  rateBp: BasisPoints
}

/** Of one VAT code; positive also on a credit. */
export interface InvoiceSum {
  vatCode: string
  rateBp: BasisPoints
  baseCents: Cents
  vatCents: Cents
}

type Halves = 'up' | 'even' | 'down'

interface Reading {
  /** The base on which VAT is computed. By law all of a rate together (vat-rules.md 6.2). */
  vatOn: 'code' | 'percentage' | 'line'
  halves: Halves
  /** Whether count × price is rounded to cents line by line, or only in the sum. */
  lines: 'rounded' | 'exact'
}

const byLaw: Reading = { vatOn: 'code', halves: 'up', lines: 'rounded' }

/** A half that is rounded up on a credit's negative amounts goes down on the positive ones here. */
function readingsOf(isCredit: boolean): Reading[] {
  const halves: Halves[] = isCredit ? ['up', 'even', 'down'] : ['up', 'even']
  return (['code', 'percentage', 'line'] as const).flatMap((vatOn) =>
    halves.flatMap((half) => (['rounded', 'exact'] as const).map((lines) => ({ vatOn, halves: half, lines }))),
  )
}

/** Returns the invoice's amounts per VAT code: VAT once per rate, on top of the lines or out of them, halves up. */
export function invoiceSums(lines: readonly PricedLine[], inclusive: boolean): InvoiceSum[] {
  const sums = sumsUnder(lines, inclusive, byLaw)
  return [...new Set(lines.map((line) => line.vatCode))].map((vatCode) => ({
    vatCode,
    rateBp: lines.find((line) => line.vatCode === vatCode)?.rateBp ?? 0,
    ...(sums.get(vatCode) as Sum),
  }))
}

export function grossOf(sums: readonly { baseCents: Cents; vatCents: Cents }[]): Cents {
  return sums.reduce((total, sum) => total + sum.baseCents + sum.vatCents, 0)
}

export interface Range {
  baseMin: Cents
  baseMax: Cents
  vatMin: Cents
  vatMax: Cents
}

/** Base and VAT of the whole invoice over all readings: where they agree, nothing hangs on how the ledger computes. */
export function rangeOf(lines: readonly PricedLine[], inclusive: boolean, isCredit: boolean): Range {
  const totals = readingsOf(isCredit).map((reading) => {
    const sums = [...sumsUnder(lines, inclusive, reading).values()]
    return {
      base: sums.reduce((all, sum) => all + sum.baseCents, 0),
      vat: sums.reduce((all, sum) => all + sum.vatCents, 0),
    }
  })
  const bases = totals.map((total) => total.base)
  const vats = totals.map((total) => total.vat)
  return {
    baseMin: Math.min(...bases),
    baseMax: Math.max(...bases),
    vatMin: Math.min(...vats),
    vatMax: Math.max(...vats),
  }
}

interface Sum {
  baseCents: Cents
  vatCents: Cents
}

function sumsUnder(lines: readonly PricedLine[], inclusive: boolean, reading: Reading): Map<string, Sum> {
  const groups = new Map<string, { key: string; micros: bigint; rateBp: BasisPoints }>()
  lines.forEach((line, index) => {
    const key = { code: line.vatCode, percentage: String(line.rateBp), line: String(index) }[reading.vatOn]
    const exact = BigInt(line.count) * BigInt(line.unitPriceMicros)
    const micros = reading.lines === 'exact' ? exact : divide(exact, cent, reading.halves) * cent
    const group = groups.get(key) ?? { key, micros: 0n, rateBp: line.rateBp }
    group.micros += micros
    groups.set(key, group)
  })
  const sums = new Map<string, Sum>()
  for (const { key, micros, rateBp } of groups.values()) {
    const amount = Number(divide(micros, cent, reading.halves))
    const rate = BigInt(rateBp)
    const vatCents = Number(divide(micros * rate, cent * (inclusive ? 10_000n + rate : 10_000n), reading.halves))
    sums.set(key, { baseCents: inclusive ? amount - vatCents : amount, vatCents })
  }
  return sums
}

const cent = BigInt(microsPerCent)

function divide(n: bigint, d: bigint, halves: Halves): bigint {
  if (n < 0n) throw new Defect('the lines of an invoice are positive here')
  const floor = n / d
  const twice = 2n * (n - floor * d)
  if (twice !== d) return twice > d ? floor + 1n : floor
  return halves === 'up' || (halves === 'even' && floor % 2n === 1n) ? floor + 1n : floor
}
