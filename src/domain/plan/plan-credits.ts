/**
 * Plans the changes of an order after it was booked: returned goods, cancelled units, and a changed price, quantity or discount. Pure. A
 * document that was sent is never changed. Every change is a document of its own, for exactly the difference, with the rate, country,
 * treatment and account of the sale.
 */
import { readReturnedFrom } from '../order/returned-from.ts'
import type { LocalDate } from '../calendar.ts'
import type { Cents } from '../money.ts'
import type { Settings } from '../settings/mapping.ts'
import type { Order, OrderItem } from '../order/order.ts'
import type { CreditCause } from './plan.ts'
import type { PlannedProblem } from './plan-order.ts'
import { creditLine, latest, type CreditLine } from './credit-line.ts'
import { changeOfItem } from './plan-change.ts'
import type { ProblemCode } from '../problem/problem.ts'
import { sameProductNumber } from '../vat/product-number.ts'
import type { Refund, ReturnDecision, ReturnItem } from '../order/return.ts'
import type { SourceFacts } from '../kinds.ts'
import {
  remainingOf,
  returnedGross,
  saleLines,
  vatOf,
  spread,
  type BookedCredit,
  type BookedSale,
  type SaleLine,
} from './sale-lines.ts'

export interface KnownReturn extends ReturnItem {
  decision: Pick<ReturnDecision, 'decision' | 'orderItemId'> | null
}

export interface CreditInput {
  source: Pick<SourceFacts, 'refundOf'>
  order: Order
  /** The items as they were when the newest document that holds each was planned. */
  itemsThen: ReadonlyMap<string, OrderItem>
  settings: Settings
  /** Oldest first. */
  sales: BookedSale[]
  /** Credits that were sent, or that the user decided. */
  credits: BookedCredit[]
  returns: KnownReturn[]
  /** Day of the last change of an item, in the seller's zone. */
  changedOn: ReadonlyMap<string, LocalDate>
  today: LocalDate
  /** More of the order is still to be booked: shipped later, on its way, or held by a problem. */
  moreToCome: boolean
}

/** One document, or one share of a day's total, that changes what was booked. */
export interface CreditPart {
  businessKey: string
  cause: CreditCause
  /** An increase is a further sale; everything else is a credit. */
  direction: 'credit' | 'increase'
  rmaId: string | null
  date: LocalDate
  /** Positive, each with the sale that it changes. */
  lines: CreditLine[]
}

export interface SubjectProblem extends PlannedProblem {
  subject: string
}

export interface CreditPlan {
  parts: CreditPart[]
  problems: SubjectProblem[]
  flags: string[]
  /** Something waits for a sale that is not in the ledger yet. */
  waits: boolean
}

export function planCredits(input: CreditInput): CreditPlan {
  const plan: CreditPlan = { parts: [], problems: [], flags: [], waits: false }
  const lines = saleLines(input.sales, input.credits)
  const undecided = input.sales.some((sale) => sale.standing === 'open')
  const open = undecided || input.moreToCome
  const taken = new Set(input.credits.map((credit) => credit.businessKey))
  for (const item of input.order.items) {
    const own = lines.filter((row) => row.line.orderItemId === item.orderItemId && row.sale.standing === 'booked')
    if (own.length === 0) {
      tellCancelledElsewhere(input, { item, lines, plan })
      continue
    }
    // An amount of an earlier part may still become the ledger's: the difference is taken once all is certain.
    if (undecided) {
      plan.waits = true
      continue
    }
    changeOfItem(input, { item, lines: own, taken, plan })
  }
  const returns = input.returns.toSorted((a, b) => processedAt(a) - processedAt(b) || (a.rmaId < b.rmaId ? -1 : 1))
  for (const item of returns) planReturn(input, { item, lines, open, plan })
  return plan
}

/** A sale in books that the connection no longer keeps is credited there, by a user. */
function tellCancelledElsewhere(
  { order }: CreditInput,
  { item, lines, plan }: { item: OrderItem; lines: SaleLine[]; plan: CreditPlan },
): void {
  const booked = lines.filter((row) => row.line.orderItemId === item.orderItemId)
  const books = elsewhereOf(booked)
  // What was credited there before the move is over.
  const units = booked.reduce((sum, row) => sum + row.units - row.cancelled.units, 0)
  if (books === undefined || units <= item.quantity - item.quantityCancelled) return
  plan.problems.push({ code: 'BOL-ANNUL', subject: order.orderId, params: { books } })
}

function elsewhereOf(lines: readonly SaleLine[]): number | undefined {
  return lines.find((row) => row.sale.elsewhere !== undefined)?.sale.elsewhere
}

function processedAt(item: ReturnItem): number {
  return Math.max(0, ...item.results.map((result) => result.processedAt ?? 0))
}

// ── Returns ────────────────────────────────────────────────────────────────────────────────────────────────────────

interface ReturnAt {
  item: KnownReturn
  lines: SaleLine[]
  open: boolean
  plan: CreditPlan
}

function planReturn(input: CreditInput, at: ReturnAt): void {
  const { item, plan } = at
  if (item.decision?.decision === 'ignored') {
    plan.flags.push('RETURN_IGNORED')
    return
  }
  if (item.amountCents != null) return planRefund(input, at, item.amountCents)
  const refunded = refundedUnits(input, at)
  if (refunded === null) return
  const before = input.credits.filter((credit) => isCreditOf(credit, item.rmaId))
  const credited = before.flatMap((credit) => credit.lines).reduce((sum, line) => sum + (line.units ?? 0), 0)
  const units = refunded - credited
  if (units <= 0) return
  const candidates = linesFor(input, at, units)
  if (candidates === null) return
  const parts = candidates.length === 0 ? [] : takeUnits(candidates, units)
  if (parts.length === 0) return
  plan.parts.push({
    businessKey: before.length === 0 ? item.rmaId : `${item.rmaId}|${credited}`,
    cause: 'return',
    direction: 'credit',
    rmaId: item.rmaId,
    date: latest(processedOn(input, item) ?? input.today, parts),
    lines: parts,
  })
}

/** An amount without units comes off what is left of the order, each line by its share: its VAT is that of the lines. */
function planRefund(input: CreditInput, at: ReturnAt, amountCents: Cents): void {
  const { item, plan } = at
  if (item.results.some((result) => input.source.refundOf(result) !== 'refunded')) return
  const before = input.credits.filter((credit) => isCreditOf(credit, item.rmaId))
  const credited = before.flatMap((credit) => credit.lines).reduce((sum, line) => sum + (line.grossCents ?? 0), 0)
  const due = amountCents - credited
  if (due <= 0) return
  const booked = at.lines.filter(({ sale }) => sale.standing === 'booked' || item.decision?.decision === 'creditAnyway')
  const room = booked.map((row) => remainingOf(row).gross)
  const left = room.reduce((sum, cents) => sum + cents, 0)
  if (left < due && at.open) {
    plan.waits = true
    return
  }
  if (at.lines.length === 0) {
    plan.flags.push('RETURN_OF_UNBOOKED')
    return
  }
  if (left < due && item.decision?.decision !== 'creditAnyway') {
    problem(plan, item, booked.length === 0 ? 'RET-ZONDER' : 'RET-MEER', { books: elsewhereOf(at.lines) ?? null })
    return
  }
  const parts = spread(Math.min(due, left), room, room).flatMap((gross, index) =>
    creditLine(booked[index] as SaleLine, 'return', { units: 0, gross }),
  )
  if (parts.length === 0) return
  plan.parts.push({
    businessKey: before.length === 0 ? item.rmaId : `${item.rmaId}|${credited}`,
    cause: 'return',
    direction: 'credit',
    rmaId: item.rmaId,
    date: latest(processedOn(input, item) ?? input.today, parts),
    lines: parts,
  })
}

function isCreditOf(credit: BookedCredit, rmaId: string): boolean {
  return credit.cause === 'return' && (credit.businessKey === rmaId || credit.businessKey.startsWith(`${rmaId}|`))
}

/** The user's decision on a result that no document explains. */
const saidByPerson: Partial<Record<ReturnDecision['decision'], Refund>> = {
  refunded: 'refunded',
  creditAnyway: 'refunded',
  notRefunded: 'notRefunded',
}

/** Returns the units for which the buyer got the money back; null where nothing is to be done, or where the user must decide. */
function refundedUnits({ source }: CreditInput, { item, plan }: ReturnAt): number | null {
  const decided = item.decision?.decision
  let units = 0
  for (const result of item.results) {
    const told = source.refundOf(result)
    const refund = told === 'unknown' && decided !== undefined ? (saidByPerson[decided] ?? told) : told
    const quantity = result.quantity ?? (item.results.length === 1 ? item.expectedQuantity : null)
    if (refund === 'notRefunded') plan.flags.push('RETURN_NOT_REFUNDED')
    else if (refund === 'unknown' || quantity === null) {
      problem(plan, item, 'RET-UITKOMST', { result: result.handling ?? result.processing })
      return null
    } else units += quantity
  }
  return units > 0 ? units : null
}

/**
 * Returns the lines of the sale from which these units are credited: by order and product. Where the product is in the order more than
 * once, or went in several parcels, it returns lines only if it makes no difference which unit came back. Null: nothing is credited now.
 */
function linesFor(input: CreditInput, at: ReturnAt, units: number): SaleLine[] | null {
  const { item, plan } = at
  const word = item.decision?.orderItemId ?? null
  const chosen = word === null ? null : readReturnedFrom(word)
  const items = input.order.items.filter((row) =>
    chosen === null ? isProductOf(item, row, input.order.items) : row.orderItemId === chosen.orderItemId,
  )
  const ids = new Set(preferStock(items, item.fulfilment).map((row) => row.orderItemId))
  const ofItem = at.lines.filter((row) => ids.has(row.line.orderItemId))
  const booked = ofItem.filter((row) => row.sale.standing === 'booked' || item.decision?.decision === 'creditAnyway')
  const left = booked.reduce((sum, row) => sum + remainingOf(row).units, 0)
  if (left < units && at.open) {
    plan.waits = true
    return null
  }
  if (ids.size === 0) return problem(plan, item, 'RET-KEUZE', { units })
  if (booked.length === 0) {
    // The sale was made by hand, or a user decided not to book it: the books hold no document of ours that could be credited.
    if (ofItem.length === 0) plan.flags.push('RETURN_OF_UNBOOKED')
    else problem(plan, item, 'RET-ZONDER', { books: elsewhereOf(ofItem) ?? null })
    return null
  }
  if (left < units) {
    if (item.decision?.decision !== 'creditAnyway') return problem(plan, item, 'RET-MEER', { units, sold: left })
    return booked
  }
  const candidates = Map.groupBy(
    booked.filter((row) => remainingOf(row).units > 0),
    (row) => row.line.orderItemId,
  )
  const effects = new Set([...candidates.values()].map(effectOf))
  const parcelMatters = [...candidates.values()].some((rows) => new Set(rows.map((row) => vatOf(row.line))).size > 1)
  const isOpen = (effects.size > 1 && chosen === null) || (parcelMatters && (chosen?.saleKey ?? null) === null)
  if (isOpen && left > units) return problem(plan, item, 'RET-KEUZE', { units, several: true })
  const isChosen = (row: SaleLine): boolean => row.sale.businessKey === chosen?.saleKey
  return [...booked.filter(isChosen), ...booked.filter((row) => !isChosen(row))]
}

/** A return without a product of an order with one item can only be of that. */
function isProductOf({ ean }: ReturnItem, row: OrderItem, items: readonly OrderItem[]): boolean {
  if (ean === null) return items.length === 1
  return row.ean !== null && sameProductNumber(row.ean, ean)
}

/** Prefers the stock that the return names, for a product sent partly from the seller's stock and partly from the marketplace's. */
function preferStock(items: OrderItem[], fulfilment: ReturnItem['fulfilment']): OrderItem[] {
  const own = items.filter((item) => item.fulfilment === fulfilment)
  return own.length > 0 ? own : items
}

/**
 * Returns the effect in the books of one unit of an order item; two items with the same text give the same credit. It covers all parcels of
 * the item, because its units share one price, whatever cent each parcel carried.
 */
function effectOf(rows: readonly SaleLine[]): string {
  const gross = rows.reduce((sum, row) => sum + row.gross - row.cancelled.gross - row.corrected.gross, 0)
  const units = rows.reduce((sum, row) => sum + row.units - row.cancelled.units, 0)
  const books = rows.map(({ line }) => vatOf(line))
  const common = gcd(gross, units)
  return [gross / common, units / common, ...new Set(books)].join(' ')
}

function gcd(a: number, b: number): number {
  return b === 0 ? Math.max(1, a) : gcd(b, a % b)
}

function takeUnits(lines: SaleLine[], units: number): CreditLine[] {
  let left = units
  return lines.flatMap((of) => {
    const now = Math.min(left, remainingOf(of).units)
    if (now <= 0) return []
    left -= now
    return creditLine(of, 'return', { units: now, gross: returnedGross(of, now) })
  })
}

function processedOn({ source }: CreditInput, item: ReturnItem): LocalDate | null {
  const days = item.results
    .filter((result) => source.refundOf(result) !== 'notRefunded')
    .flatMap((result) => (result.processedOn === null ? [] : [result.processedOn]))
  return days.toSorted().at(-1) ?? null
}

function problem(plan: CreditPlan, item: ReturnItem, code: ProblemCode, params: PlannedProblem['params'] = {}): null {
  plan.problems.push({ code, subject: item.rmaId, params: { return: item.rmaId, ean: item.ean, ...params } })
  return null
}
