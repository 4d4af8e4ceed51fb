/** Compares one order in the books with its settled amounts, over all settlements. */
import type { LocalDate } from '../calendar.ts'
import { addCents, type Cents } from '../money.ts'
import type { Standing } from './clearing.ts'
import { roundingCent } from './paid-entry.ts'
import type { OrderAnswer } from './supplement.ts'

/** A confirmed document of the order. */
export interface BookedPart {
  date: LocalDate
  /** Including VAT, as the ledger has it; positive also on a credit. */
  grossCents: Cents
  /** The buyer's payment, where the ledger's own arithmetic came to other cents. */
  paidCents?: Cents
}

export interface OrderBooks {
  orderId: string
  standing: Standing
  sales: BookedPart[]
  credits: BookedPart[]
  /** The marketplace's share of a discount, where it is known. */
  discountCents: Cents
  /** Why nothing of it is booked; null: it is not known at all. */
  notBooked: string | null
}

export interface OrderSettled {
  /** Positive: owed to the seller. */
  turnoverCents: Cents
  /** Each positive: taken back. */
  correctionCents: Cents[]
}

export type OrderCategory =
  | 'ok'
  | 'timing'
  | 'creditAhead'
  | 'peppolCent'
  /** The user decided so. */
  | 'writtenOff'
  | 'bookedElsewhere'
  | 'missingAtSource'
  | 'correctionMissingAtSource'
  | 'returnNotBooked'
  | 'missingInBooks'
  | 'discountFunding'
  | 'priceDiffers'
  | `notBooked:${string}`

export interface Reason {
  category: OrderCategory
  differenceCents: Cents
}

export interface CheckedOrder {
  orderId: string
  bookedCents: Cents
  settledCents: Cents
  differenceCents: Cents
  /** The worst of its reasons. */
  category: OrderCategory
  reasons: Reason[]
}

/** From the mildest to the worst. */
const severity = [
  'ok',
  'peppolCent',
  'writtenOff',
  'bookedElsewhere',
  'timing',
  'creditAhead',
  'discountFunding',
  'correctionMissingAtSource',
  'missingAtSource',
  'returnNotBooked',
  'priceDiffers',
  'missingInBooks',
]
const absentSettlementsMax = 2
/** Subsets are tried of this many documents at most; an order with more is judged whole. */
const subsetMax = 12

const closing: ReadonlySet<OrderCategory> = new Set([
  'ok',
  'timing',
  'creditAhead',
  'peppolCent',
  'writtenOff',
  'bookedElsewhere',
])

export function closes(category: OrderCategory): boolean {
  return closing.has(category)
}

export function isCarried(category: OrderCategory): boolean {
  return category === 'timing' || category === 'creditAhead'
}

/** @param settlementsSince how many settlements had a period that reached this day */
export function checkOrder(
  books: OrderBooks,
  settled: OrderSettled,
  settlementsSince: (day: LocalDate) => number,
): CheckedOrder {
  const bookedCents = grossOf(books.sales) - grossOf(books.credits)
  const settledCents = settled.turnoverCents - addCents(...settled.correctionCents)
  const differenceCents = bookedCents - settledCents
  const reasons = differenceCents === 0 ? [] : reasonsOf(books, settled, settlementsSince)
  return inOrder({ orderId: books.orderId, bookedCents, settledCents, differenceCents, reasons })
}

function rank(category: OrderCategory): number {
  return category.startsWith('notBooked:') ? severity.length : severity.indexOf(category)
}

function reasonsOf(books: OrderBooks, settled: OrderSettled, settlementsSince: (day: LocalDate) => number): Reason[] {
  if (books.sales.length === 0 && books.credits.length === 0) {
    const category = books.notBooked === null ? 'missingInBooks' : (`notBooked:${books.notBooked}` as const)
    const taken = addCents(...settled.correctionCents)
    return [{ category, differenceCents: taken - settled.turnoverCents }]
  }
  const isAhead = (parts: readonly BookedPart[]): boolean => settlementsSince(latest(parts)) < absentSettlementsMax
  return [...reasonsOfSales(books, settled, isAhead), ...reasonsOfCredits(books, settled, isAhead)]
}

type IsAhead = (parts: readonly BookedPart[]) => boolean

function reasonsOfSales(books: OrderBooks, { turnoverCents }: OrderSettled, isAhead: IsAhead): Reason[] {
  const { open, roundingCents, restCents } = divide(books.sales, turnoverCents)
  const isFunded = books.discountCents > 0 && restCents === -books.discountCents
  return told([
    [isAhead(open) ? 'timing' : 'missingAtSource', grossOf(open)],
    ['peppolCent', roundingCents],
    [isFunded ? 'discountFunding' : 'priceDiffers', restCents],
  ])
}

function reasonsOfCredits(books: OrderBooks, { correctionCents }: OrderSettled, isAhead: IsAhead): Reason[] {
  const { open, roundingCents, restCents } = divide(books.credits, addCents(...correctionCents))
  const corrections = correctionCents.map((grossCents) => ({ date: '', grossCents }))
  const isUnbooked = restCents < 0 && divide(corrections, grossOf(corrections) + restCents).restCents === 0
  return told([
    [isAhead(open) ? 'creditAhead' : 'correctionMissingAtSource', -grossOf(open)],
    ['peppolCent', -roundingCents],
    [isUnbooked ? 'returnNotBooked' : 'priceDiffers', -restCents],
  ])
}

function told(found: readonly (readonly [OrderCategory, Cents])[]): Reason[] {
  return found.flatMap(([category, differenceCents]) => (differenceCents === 0 ? [] : [{ category, differenceCents }]))
}

function grossOf(parts: readonly BookedPart[]): Cents {
  return addCents(...parts.map((part) => part.grossCents))
}

export function roundingOf(parts: readonly BookedPart[]): Cents {
  return addCents(...parts.map(({ grossCents, paidCents }) => roundingCent(grossCents, paidCents ?? grossCents)))
}

interface Divided {
  /** Documents of which the marketplace settled nothing: all of them, or the first combination that fits. */
  open: BookedPart[]
  /** The cents of the other documents. */
  roundingCents: Cents
  /** What neither of them explains; then no document is taken for open. */
  restCents: Cents
}

/** Divides the difference between what is booked on one side and what is settled of it. */
function divide(parts: readonly BookedPart[], settledCents: Cents): Divided {
  const amount = grossOf(parts) - settledCents
  if (amount === 0) return { open: [], roundingCents: 0, restCents: 0 }
  if (amount === grossOf(parts)) return { open: [...parts], roundingCents: 0, restCents: 0 }
  const tried = parts.slice(0, subsetMax)
  for (let mask = 0; mask < 2 ** tried.length; mask += 1) {
    const isOpen = (_: BookedPart, index: number): boolean => index < tried.length && (mask >> index) % 2 === 1
    const open = parts.filter(isOpen)
    const roundingCents = roundingOf(parts.filter((part, index) => !isOpen(part, index)))
    if (grossOf(open) + roundingCents === amount) return { open, roundingCents, restCents: 0 }
  }
  const roundingCents = roundingOf(parts)
  return { open: [], roundingCents, restCents: amount - roundingCents }
}

function latest(parts: readonly BookedPart[]): LocalDate {
  return (
    parts
      .map(({ date }) => date)
      .toSorted()
      .at(-1) ?? ''
  )
}

/** Returns a differing order with the user's answer; an answer that no longer fits has no effect. */
export function answeredOrder(order: CheckedOrder, answer: OrderAnswer | undefined): CheckedOrder {
  const open = order.reasons.filter(({ category }) => !closes(category))
  if (answer === undefined || open.length === 0) return order
  const isAbsent = open.every(({ category }) => isNotInBooks(category))
  if (answer.kind === 'account') return isAbsent ? closedAs(order, 'bookedElsewhere') : order
  return !isAbsent && answer.cents === openCentsOf(order) ? closedAs(order, 'writtenOff') : order
}

/** Returns what does not close by itself: a write-off is about this alone, because the rest is booked or comes in another way. */
export function openCentsOf({ reasons }: Pick<CheckedOrder, 'reasons'>): Cents {
  return addCents(...reasons.filter(({ category }) => !closes(category)).map((reason) => reason.differenceCents))
}

function closedAs(order: CheckedOrder, category: OrderCategory): CheckedOrder {
  const rest = order.reasons.filter((reason) => closes(reason.category))
  return inOrder({ ...order, reasons: [...rest, { category, differenceCents: openCentsOf(order) }] })
}

/** Returns an order by the worst of its reasons. */
function inOrder(order: Omit<CheckedOrder, 'category'>): CheckedOrder {
  const worst = order.reasons.toSorted((a, b) => rank(b.category) - rank(a.category))[0]
  return { ...order, category: worst?.category ?? 'ok' }
}

export function isNotInBooks(category: OrderCategory): boolean {
  return category === 'missingInBooks' || category.startsWith('notBooked:')
}
