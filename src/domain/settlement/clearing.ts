/** Builds the entry that clears the buyers' payments: open amounts on the customers' relations become a debt of the marketplace. */
import type { LocalDate } from '../calendar.ts'
import type { RelationReference } from '../ledger/ledger.ts'
import { addCents, type Cents } from '../money.ts'
import { shareCents, sumExact, toCents, type Exact } from './exact.ts'
import type { Purchase } from './purchase.ts'
import { supplierRelation } from '../why/settlement-words.ts'
import type { ChargeRole } from './roles.ts'
import type { OrderMoney, SettlementInvoice } from './settlement.ts'

/** `C` a customer's relation, `S` the supplier's, `A` an account by its role. */
export type ShownLine =
  | { kind: 'C' | 'S'; relation: string; why: string; amountCents: Cents }
  | {
      kind: 'A'
      account: 'clearing' | 'suspense' | 'compensation' | 'paymentLoss' | 'paymentGain' | 'opening'
      /** The number of an account that the user named. */
      number?: number | undefined
      why: string
      amountCents: Cents
    }

/** `at`: the relation as the ledger has it. */
export type EntryLine = ShownLine & { at?: RelationReference }

export interface ClearingEntry {
  documentDate: LocalDate
  /** Debit positive, credit negative; the sum is 0. */
  lines: EntryLine[]
}

/** How the relation of one buyer is named; its number follows. */
export const ownPrefix = 'own:'

/**
 * The place of an order in the books. `central`: on the relation of all consumers of a country, by its name. `own`: on a relation of its
 * buyer, paid there by a daily entry; without such entries it is `central`, by its own name.
 */
export type Standing =
  /** `at`: as the ledger has it. */
  { kind: 'central'; relation: string; at?: RelationReference } | { kind: 'own'; relation: string } | { kind: 'absent' }

interface Share {
  kind: Standing['kind']
  relation: string
  at?: RelationReference
  why: 'turnover' | 'correction'
  exact: Exact
}

/** `cents` positive: more was booked than the buyer paid. */
export interface Rounding {
  standing: Extract<Standing, { kind: 'central' }>
  cents: Cents
}

/**
 * Entry null: nothing is to be cleared. `beside`: so many cents are left that no line explains; such an entry is never booked.
 */
export type Clearing = { kind: 'entry'; entry: ClearingEntry | null } | { kind: 'beside'; cents: Cents }

export function clearingOf(
  invoice: SettlementInvoice,
  at: {
    lines: readonly { type: string; role: ChargeRole; amount: Exact }[]
    orders: readonly OrderMoney[]
    standingOf: (orderId: string | null) => Standing
    purchase: Purchase | null
    /** Cents of invoices on relations that this entry clears: more was booked than paid. */
    roundings?: readonly Rounding[]
  },
): Clearing {
  const shares = sharesOf(at.orders, at.standingOf)
  const customers = (['turnover', 'correction'] as const).flatMap((why) => {
    const own = shares.filter((share) => share.why === why)
    const exact = own.map((share) => share.exact)
    const amounts = shareCents(exact, roundedTotal(exact, at.lines, why))
    return own.map((share, index) => ({ ...share, amountCents: amounts[index] ?? 0 }))
  })
  const of = (kind: Standing['kind']): typeof customers =>
    customers.filter((share) => share.kind === kind).toSorted((a, b) => compare(a.relation, b.relation))
  const inOrder = (kind: Standing['kind']): typeof customers =>
    (['turnover', 'correction'] as const).flatMap((why) => of(kind).filter((share) => share.why === why))
  const account = (kind: 'own' | 'absent', name: 'clearing' | 'suspense'): EntryLine[] =>
    (['turnover', 'correction'] as const).map((why) => ({
      kind: 'A',
      account: name,
      why,
      amountCents: addCents(
        ...of(kind)
          .filter((share) => share.why === why)
          .map((share) => share.amountCents),
      ),
    }))
  const lines: EntryLine[] = [
    ...inOrder('central').map(({ relation, why, amountCents, at: named }): EntryLine => ({
      kind: 'C',
      relation,
      why,
      amountCents,
      ...(named === undefined ? {} : { at: named }),
    })),
    ...roundingLines(at.roundings ?? []),
    ...account('own', 'clearing'),
    ...account('absent', 'suspense'),
    ...compensations(at.lines),
    { kind: 'S', relation: supplierRelation, why: 'purchase', amountCents: at.purchase?.amountCents ?? 0 },
    { kind: 'A', account: 'clearing', why: 'payout', amountCents: -toCents(invoice.totals.payable) || 0 },
  ]
  const sum = addCents(...lines.map((line) => line.amountCents))
  if (sum !== 0) return { kind: 'beside', cents: sum }
  const told = lines.filter((line) => line.amountCents !== 0)
  return { kind: 'entry', entry: told.length === 0 ? null : { documentDate: invoice.issueDate, lines: told } }
}

/**
 * The marketplace rounds once per charge, and one kind of money may be in several charges (one type under two VAT categories). The orders do
 * not say in which, so all shares together follow the rounded charges. More than a cent for each charge is no rounding: it is left to show.
 */
function roundedTotal(
  shares: readonly Exact[],
  lines: readonly { role: ChargeRole; amount: Exact }[],
  why: Share['why'],
): Cents {
  const charged = lines.filter(({ role }) => role === why)
  const total = addCents(...charged.map(({ amount }) => toCents(amount)))
  const plain = toCents(sumExact(shares))
  return shares.length > 0 && Math.abs(total - plain) <= charged.length ? total : plain
}

function sharesOf(orders: readonly OrderMoney[], standingOf: (orderId: string | null) => Standing): Share[] {
  const shares = new Map<string, Share>()
  const add = (standing: Standing, why: Share['why'], exact: Exact): void => {
    const relation = standing.kind === 'absent' ? '' : standing.relation
    const named = standing.kind === 'central' ? standing.at : undefined
    const key = `${standing.kind}|${relation}|${JSON.stringify(named ?? null)}|${why}`
    const about = { kind: standing.kind, relation, why, ...(named === undefined ? {} : { at: named }) }
    const share = shares.get(key) ?? { ...about, exact: 0n }
    shares.set(key, { ...share, exact: share.exact + exact })
  }
  for (const { orderId, turnover, corrections } of orders) {
    const standing = standingOf(orderId)
    add(standing, 'turnover', turnover)
    add(standing, 'correction', sumExact(corrections))
  }
  return [...shares.values()]
}

function roundingLines(roundings: readonly Rounding[]): EntryLine[] {
  const why = 'peppolCent'
  const lost = addCents(...roundings.map(({ cents }) => Math.max(cents, 0)))
  const gained = addCents(...roundings.map(({ cents }) => Math.min(cents, 0)))
  return [
    ...roundings.map(({ standing, cents }): EntryLine => ({
      ...standing,
      kind: 'C',
      why,
      amountCents: -cents || 0,
    })),
    { kind: 'A', account: 'paymentLoss', why, amountCents: lost },
    { kind: 'A', account: 'paymentGain', why, amountCents: gained },
  ]
}

function compensations(lines: readonly { type: string; role: ChargeRole; amount: Exact }[]): EntryLine[] {
  const byType = Map.groupBy(
    lines.filter(({ role }) => role === 'compensation'),
    ({ type }) => type,
  )
  return [...byType].map(([why, own]) => ({
    kind: 'A',
    account: 'compensation',
    why,
    amountCents: addCents(...own.map((line) => toCents(line.amount))),
  }))
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
