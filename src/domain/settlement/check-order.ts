/** Compares one order in the books with its settled amounts, over all settlements. */
import type { LocalDate } from '../calendar.ts'
import { addCents, type Cents } from '../money.ts'
import type { Standing } from './clearing.ts'
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
  const total = (parts: readonly BookedPart[]): Cents => addCents(...parts.map((part) => part.grossCents))
  const bookedCents = total(books.sales) - total(books.credits)
  const settledCents = settled.turnoverCents - addCents(...settled.correctionCents)
  const differenceCents = bookedCents - settledCents
  const reasons = differenceCents === 0 ? [] : reasonsOf(books, settled, settlementsSince)
  const worst = reasons.toSorted((a, b) => rank(b.category) - rank(a.category))[0]
  return {
    orderId: books.orderId,
    bookedCents,
    settledCents,
    differenceCents,
    category: worst?.category ?? 'ok',
    reasons,
  }
}

function rank(category: OrderCategory): number {
  return category.startsWith('notBooked:') ? severity.length : severity.indexOf(category)
}

function reasonsOf(books: OrderBooks, settled: OrderSettled, settlementsSince: (day: LocalDate) => number): Reason[] {
  const corrected = addCents(...settled.correctionCents)
  const total = (parts: readonly BookedPart[]): Cents => addCents(...parts.map((part) => part.grossCents))
  if (books.sales.length === 0 && books.credits.length === 0) {
    const category = books.notBooked === null ? 'missingInBooks' : (`notBooked:${books.notBooked}` as const)
    return [{ category, differenceCents: corrected - settled.turnoverCents }]
  }
  const sold = total(books.sales) - settled.turnoverCents
  const credited = total(books.credits) - corrected
  const ahead = (part: BookedPart[] | null): boolean =>
    part !== null && settlementsSince(latest(part)) < absentSettlementsMax
  const reasons: Reason[] = []
  if (sold !== 0) {
    const open = sold > 0 ? subsetOf(books.sales, sold) : null
    const category: OrderCategory =
      open !== null
        ? ahead(open)
          ? 'timing'
          : 'missingAtSource'
        : sold === peppolCents(books)
          ? 'peppolCent'
          : books.discountCents > 0 && sold === -books.discountCents
            ? 'discountFunding'
            : 'priceDiffers'
    reasons.push({ category, differenceCents: sold })
  }
  if (credited !== 0) {
    const open = credited > 0 ? subsetOf(books.credits, credited) : null
    const category: OrderCategory =
      open !== null
        ? ahead(open)
          ? 'creditAhead'
          : 'correctionMissingAtSource'
        : credited < 0 &&
            subsetOf(
              settled.correctionCents.map((grossCents) => ({ date: '', grossCents })),
              -credited,
            )
          ? 'returnNotBooked'
          : 'priceDiffers'
    reasons.push({ category, differenceCents: -credited })
  }
  return reasons
}

function peppolCents({ sales }: OrderBooks): Cents {
  return addCents(...sales.map(({ grossCents, paidCents }) => grossCents - (paidCents ?? grossCents)))
}

function latest(parts: readonly BookedPart[]): LocalDate {
  return (
    parts
      .map(({ date }) => date)
      .toSorted()
      .at(-1) ?? ''
  )
}

/** Parts that together are exactly this amount: all of them, or the first combination that fits. */
function subsetOf(parts: readonly BookedPart[], amount: Cents): BookedPart[] | null {
  if (addCents(...parts.map((part) => part.grossCents)) === amount) return [...parts]
  const tried = parts.slice(0, subsetMax)
  for (let mask = 1; mask < 2 ** tried.length; mask += 1) {
    const chosen = tried.filter((_, index) => (mask >> index) % 2 === 1)
    if (addCents(...chosen.map((part) => part.grossCents)) === amount) return chosen
  }
  return null
}

/** Returns a differing order with the user's answer; an answer that no longer fits has no effect. */
export function answeredOrder(order: CheckedOrder, answer: OrderAnswer | undefined): CheckedOrder {
  if (answer === undefined || order.differenceCents === 0) return order
  const isAbsent = order.reasons.every(({ category }) => isNotInBooks(category))
  if (answer.kind === 'account') return isAbsent ? closedAs(order, 'bookedElsewhere') : order
  return !isAbsent && answer.cents === order.differenceCents ? closedAs(order, 'writtenOff') : order
}

function closedAs(order: CheckedOrder, category: OrderCategory): CheckedOrder {
  return { ...order, category, reasons: [{ category, differenceCents: order.differenceCents }] }
}

export function isNotInBooks(category: OrderCategory): boolean {
  return category === 'missingInBooks' || category.startsWith('notBooked:')
}
