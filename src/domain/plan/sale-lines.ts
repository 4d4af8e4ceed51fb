/**
 * The booked and credited amounts of one order item, from which every further credit starts. Cumulative (vat-rules.md 6.6): all credits of
 * a line together are never more than the line, and the last one takes the rest.
 */
import type { LocalDate } from '../calendar.ts'
import type { InvoiceSum } from '../invoice/invoice-arithmetic.ts'
import type { SaleTarget } from '../ledger/ledger.ts'
import { shareOf, splitVat, type BasisPoints, type Cents } from '../money.ts'
import type { CreditCause, PlannedLine } from './plan.ts'

/**
 * The state of a sale. `open`: not in the ledger yet, or not for certain; `foreign`: a foreign document books it; `notBooked`: the user
 * wants it not booked.
 */
export type SaleStanding = 'booked' | 'open' | 'foreign' | 'notBooked'

export interface BookedSale {
  businessKey: string
  target: SaleTarget
  standing: SaleStanding
  /** Number of the books that it stands in, where the connection keeps others now. */
  elsewhere?: number | undefined
  /** Its lines are in a day total. */
  inDay: boolean
  journal: string
  number: number | null
  documentDate: LocalDate | null
  supplyDate: LocalDate
  lines: PlannedLine[]
  /** Of an invoice: the ledger's own sums. */
  ledger?: InvoiceSum[] | undefined
}

/** A credit that was sent, or that the user decided about; its lines are positive. */
export interface BookedCredit {
  businessKey: string
  cause: CreditCause
  lines: PlannedLine[]
  /** Of an invoice: the ledger's own sums. */
  ledger?: InvoiceSum[] | undefined
}

export interface Amounts {
  units: number
  gross: Cents
  net: Cents
  vat: Cents
}

/** One line of a sale with what was added to it and taken from it since. */
export interface SaleLine extends Amounts {
  sale: BookedSale
  line: PlannedLine
  cancelled: Amounts
  returned: Amounts
  corrected: Amounts
}

/** Two lines with the same text are the same in the books, whatever their amounts. */
export function vatOf(line: Pick<PlannedLine, 'treatment' | 'country' | 'rateBp' | 'vatCode' | 'account'>): string {
  return [line.treatment, line.country, line.rateBp, line.vatCode, line.account].join('|')
}

const nothing: Amounts = { units: 0, gross: 0, net: 0, vat: 0 }

/** Oldest sale first, as given. A later increase belongs to the line that it raises. */
export function saleLines(sales: readonly BookedSale[], credits: readonly BookedCredit[]): SaleLine[] {
  const lines: SaleLine[] = []
  for (const sale of sales) {
    if (sale.standing !== 'booked' && sale.standing !== 'foreign') continue
    for (const line of sale.lines) {
      const root = line.saleKey === undefined ? undefined : lineOf(lines, line.saleKey, line.orderItemId)
      if (root === undefined)
        lines.push({ sale, line, ...amountsOf(line), cancelled: nothing, returned: nothing, corrected: nothing })
      else Object.assign(root, sum(root, amountsOf(line)))
    }
  }
  for (const credit of credits) {
    for (const line of credit.lines) {
      const root = lineOf(lines, line.saleKey ?? '', line.orderItemId)
      if (root !== undefined) take(root, credit.cause, amountsOf(line))
    }
  }
  return lines
}

function lineOf(lines: SaleLine[], saleKey: string, orderItemId: string): SaleLine | undefined {
  return lines.find((row) => row.sale.businessKey === saleKey && row.line.orderItemId === orderItemId)
}

function amountsOf(line: PlannedLine): Amounts {
  return {
    units: line.units ?? line.quantity,
    gross: line.grossCents ?? 0,
    net: line.netCents ?? 0,
    vat: line.vatCents ?? 0,
  }
}

function sum(...parts: Amounts[]): Amounts {
  return parts.reduce(
    (all, part) => ({
      units: all.units + part.units,
      gross: all.gross + part.gross,
      net: all.net + part.net,
      vat: all.vat + part.vat,
    }),
    nothing,
  )
}

const slotOf = { cancellation: 'cancelled', return: 'returned', correction: 'corrected' } as const

/** Notes a credit, so that the next one of the same plan starts from there. */
export function take(line: SaleLine, cause: CreditCause, amounts: Amounts): void {
  const slot = slotOf[cause]
  line[slot] = sum(line[slot], amounts)
}

export function creditedOf(line: SaleLine): Amounts {
  return sum(line.cancelled, line.returned, line.corrected)
}

/** Returns the amounts that can still be credited. */
export function remainingOf(line: SaleLine): Amounts {
  const credited = creditedOf(line)
  return {
    units: line.units - credited.units,
    gross: line.gross - credited.gross,
    net: line.net - credited.net,
    vat: line.vat - credited.vat,
  }
}

/** Gross of so many returned units: their share of what was not cancelled or corrected, all of the rest with the last one. */
export function returnedGross(line: SaleLine, units: number): Cents {
  const remaining = remainingOf(line)
  if (units >= remaining.units) return remaining.gross
  const base = line.gross - line.cancelled.gross - line.corrected.gross
  const baseUnits = line.units - line.cancelled.units
  const soFar = shareOf(base, line.returned.units + units, baseUnits)
  return Math.max(0, Math.min(soFar - line.returned.gross, remaining.gross))
}

/**
 * Splits a credit of a line. The total credited so far, this one included, is split at the line's own rate; earlier credits are taken off.
 * Base and VAT never change sign and never exceed the rest of the line.
 */
export function splitCredit(line: SaleLine, units: number, gross: Cents): Amounts {
  const before = creditedOf(line)
  const remaining = remainingOf(line)
  if (gross >= remaining.gross) return { units, gross: remaining.gross, net: remaining.net, vat: remaining.vat }
  const rateBp: BasisPoints = line.line.rateBp ?? 0
  const wanted = splitVat(before.gross + gross, rateBp).vatCents - before.vat
  const least = Math.max(0, gross - remaining.net)
  const vat = Math.max(least, Math.min(wanted, remaining.vat, gross))
  return { units, gross, net: gross - vat, vat }
}

/** Spreads an amount by weight. No share exceeds its room; the rest goes to shares that still have room. */
export function spread(amount: Cents, weights: readonly number[], room: readonly Cents[]): Cents[] {
  const whole = weights.reduce((all, weight) => all + weight, 0)
  let given = 0
  let weighed = 0
  const shares = weights.map((weight, index) => {
    weighed += weight
    const upTo = whole === 0 ? 0 : shareOf(amount, weighed, whole)
    const share = Math.min(upTo - given, room[index] ?? 0)
    given = upTo
    return share
  })
  let left = amount - shares.reduce((all, share) => all + share, 0)
  return shares.map((share, index) => {
    const more = Math.min(left, (room[index] ?? 0) - share)
    left -= more
    return share + more
  })
}
