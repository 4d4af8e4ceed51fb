/**
 * Finds the marketplace's payouts among lines of the bank. An amount that fits in one way is taken; what fits in several ways is asked. One
 * line is one receipt.
 */
import type { LocalDate } from '../calendar.ts'
import { addCents, type Cents } from '../money.ts'
import { payoutList, type Paid, type PayoutOf, type PayoutSource } from '../settlement/payout.ts'

/** The place of a line: `line` counts from 1. */
export interface LinePlace {
  bookYearId: number
  journalKey: string
  number: number
  line: number
}

export interface BankLine extends LinePlace {
  date: LocalDate
  /** An account (A), a customer (C) or a supplier (S), by the ledger's number. */
  kind: 'A' | 'C' | 'S'
  target: number
  /** A receipt is positive. */
  cents: Cents
}

/** The payouts that one line pays. */
export interface Receipt extends LinePlace, Paid {
  date: LocalDate
  cents: Cents
}

/** A line that may be several payouts: the user chooses one. */
export interface ReceiptQuestion extends LinePlace {
  date: LocalDate
  cents: Cents
  options: Paid[]
}

/** A payout on a place where it is not counted. */
export interface Misplaced extends BankLine, Paid {}

export interface Recognised {
  receipts: Receipt[]
  questions: ReceiptQuestion[]
  misplaced: Misplaced[]
}

/** Combinations are tried of this many invoices at most; beyond, only all of them and none. */
const combinedMax = 12
/** The user chooses among a few. */
const optionsMax = 20

/**
 * @param at.right lines on the account that says what the marketplace owes, or whole splits of a payout
 * @param at.elsewhere lines on other accounts and relations of ours
 * @param at.receipts known from before
 * @param at.answers which option a user chose, by the line's name
 * @returns new receipts only
 */
export function recognise(at: {
  invoices: readonly PayoutSource[]
  right: readonly BankLine[]
  elsewhere: readonly BankLine[]
  receipts: readonly Receipt[]
  answers: ReadonlyMap<string, string>
}): Recognised {
  const { invoices } = at
  const known = [...at.receipts]
  const found: Recognised = { receipts: [], questions: [], misplaced: [] }
  const used = new Set(known.map(lineName))
  for (const line of inOrder(at.right).filter((one) => !used.has(lineName(one)))) {
    const options = optionsOf(line, invoices, known)
    const said = at.answers.get(lineName(line))
    const chosen = options.find((option) => optionText(option) === said) ?? (options.length === 1 ? options[0] : null)
    const { kind: _, target: __, ...place } = line
    if (chosen != null) {
      const receipt = { ...place, ...chosen }
      known.push(receipt)
      found.receipts.push(receipt)
    } else if (options.length > 1) found.questions.push({ ...place, options })
  }
  const shown = new Set(found.questions.flatMap(({ options }) => options.flatMap(({ payouts }) => payouts)))
  for (const line of inOrder(at.elsewhere)) {
    const options = optionsOf(line, invoices, known).filter(({ payouts }) => !payouts.some((id) => shown.has(id)))
    const [option] = options
    if (option === undefined || options.length > 1) continue
    for (const id of option.payouts) shown.add(id)
    found.misplaced.push({ ...line, ...option })
  }
  return found
}

/** Returns the payouts that a line may be. The most likely kind that fits goes before all others; of equal payouts the oldest is meant. */
function optionsOf({ cents, date }: BankLine, invoices: readonly PayoutSource[], receipts: readonly Paid[]): Paid[] {
  if (cents <= 0) return []
  const open = payoutList(invoices, receipts).filter(
    ({ issueDate, isPast, earnedCents, payout: { status } }) =>
      !isPast && issueDate <= date && earnedCents > 0 && (status === 'expected' || status === 'postponed'),
  )
  const exact = open.find(({ payout }) => payout.status === 'expected' && payout.expectedCents === cents)
  if (exact !== undefined) return [{ payouts: [exact.invoiceId], advertising: exact.open.map(idOf) }]
  const held = new Set(receipts.flatMap(({ advertising }) => advertising))
  const neverHeld = invoices.filter(({ kind, invoiceId }) => kind === 'advertising' && !held.has(invoiceId))
  const partly = open.flatMap((payout) => lessSome(payout, payout.open, cents))
  const several = partly.length > 0 ? [] : withEarlier(open, cents)
  const late = (payout: PayoutOf): PayoutSource[] => neverHeld.filter(({ issueDate }) => issueDate <= payout.issueDate)
  const otherwise =
    partly.length + several.length > 0 ? [] : open.flatMap((payout) => lessSome(payout, late(payout), cents))
  const options = [...partly, ...several, ...otherwise]
  // The same advertising held back from one of several equal payouts: the oldest of them.
  const once = new Map<string, Paid>()
  for (const option of options) {
    const key = option.payouts.length > 1 ? optionText(option) : option.advertising.join('-')
    if (!once.has(key)) once.set(key, option)
  }
  return [...once.values()].slice(0, optionsMax)
}

function lessSome({ invoiceId, earnedCents }: PayoutOf, ads: readonly PayoutSource[], cents: Cents): Paid[] {
  const wanted = earnedCents - cents
  return combinations(ads, (ad) => ad.payableCents)
    .filter(({ sum }) => sum === wanted)
    .map(({ chosen }) => ({ payouts: [invoiceId], advertising: chosen.map(idOf) }))
}

/** The newest with some of those before it that did not come. */
function withEarlier(open: readonly PayoutOf[], cents: Cents): Paid[] {
  const expected = open.filter(({ payout }) => payout.status === 'expected')
  return expected.flatMap((newest, index) => {
    const earlier = expected.slice(0, index)
    return combinations(earlier, ({ payout }) => payout.expectedCents)
      .filter(({ chosen, sum }) => chosen.length > 0 && sum + newest.payout.expectedCents === cents)
      .map(({ chosen }) => {
        const all = [...chosen, newest]
        return { payouts: all.map(idOf), advertising: all.flatMap((payout) => payout.open.map(idOf)) }
      })
  })
}

function combinations<T>(all: readonly T[], centsOf: (one: T) => Cents): { chosen: T[]; sum: Cents }[] {
  const of = (chosen: T[]): { chosen: T[]; sum: Cents } => ({ chosen, sum: addCents(...chosen.map(centsOf)) })
  if (all.length > combinedMax) return [of([]), of([...all])]
  return Array.from({ length: 2 ** all.length }, (_, mask) => of(all.filter((__, index) => (mask >> index) % 2 === 1)))
}

function idOf({ invoiceId }: { invoiceId: string }): string {
  return invoiceId
}

function inOrder(lines: readonly BankLine[]): BankLine[] {
  return lines.toSorted((a, b) => (a.date !== b.date ? (a.date < b.date ? -1 : 1) : compare(lineName(a), lineName(b))))
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

/** `F1.62.1`, with the book year before it: how answers and programs name a line. */
export function lineName({ bookYearId, journalKey, number, line }: LinePlace): string {
  return `${bookYearId}.${journalKey}.${number}.${line}`
}

/** `3990000001101-4990000001101`: payouts with `+` between them, each advertising invoice that was held back behind a `-`. */
export function optionText({ payouts, advertising }: Paid): string {
  return [payouts.join('+'), ...advertising.toSorted(compare)].join('-')
}
