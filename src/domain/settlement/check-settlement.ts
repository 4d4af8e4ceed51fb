/** Compares a settlement with the books: the entry that would be booked, the differences by order, and whether it closes. */
import type { LocalDate } from '../calendar.ts'
import { addCents, type Cents } from '../money.ts'
import {
  answeredOrder,
  checkOrder,
  roundingOf,
  closes,
  isCarried,
  type CheckedOrder,
  type OrderBooks,
  type OrderCategory,
  type Reason,
} from './check-order.ts'
import { clearingOf, ownPrefix, type Clearing, type ClearingEntry, type Rounding, type Standing } from './clearing.ts'
import { shareCents, sumExact, toCents } from './exact.ts'
import type { Payout } from './payout.ts'
import { purchaseOf, sortCharges, type Answers, type Purchase, type Question } from './purchase.ts'
import { roleOf } from './roles.ts'
import type { OrderMoney, SettlementInvoice, SettlementKind, SpecificationSums } from './settlement.ts'
import type { OrderAnswer } from './supplement.ts'
import type { SumFault } from './sums.ts'

export type SettlementProblem =
  | 'UIT-SOM'
  | 'UIT-LABEL'
  | 'UIT-START'
  | 'UIT-ZONDER'
  | 'UIT-OPEN'
  | 'UIT-RETOUR'
  | 'UIT-VERSCHIL'
  | 'UIT-UITGESTELD'
  | 'AANK-BTW'

/** `beforeStart`: its period began before what is booked; it is checked all the same. */
export type SettlementState = 'incomplete' | 'question' | 'beforeStart' | 'closed' | 'difference'

/** One settlement's share in what is known of an order. */
export interface SettledPart {
  invoiceId: string
  periodTo: LocalDate
  money: OrderMoney
}

export interface CheckInput {
  kind: SettlementKind
  invoice: SettlementInvoice
  sums: SpecificationSums
  sumFaults: SumFault[]
  answers: Answers
  /** The user's answers about orders that differ. */
  orderAnswers: ReadonlyMap<string, OrderAnswer>
  payout: Payout | null
  /** `before`: nothing of it is booked; `firstDay`: the user is asked, because its period begins before that day and ends after it. */
  start: 'counts' | 'before' | { firstDay: LocalDate }
  /** An entry is to clear what buyers paid. */
  clears: boolean
  /** Every order of this settlement, and every other one whose books and settlements differ. */
  books: ReadonlyMap<string, OrderBooks>
  /** The parts of those orders, in all settlements. */
  settled: ReadonlyMap<string, SettledPart[]>
  /** Last days of all settlements of sales up to this one, itself included. */
  periodsTo: LocalDate[]
  /** Settlements that came later, oldest first. */
  later: { invoiceId: string; periodTo: LocalDate }[]
}

export interface SettlementCheck {
  purchase: Purchase | null
  clearing: ClearingEntry | null
  /** The same entry with each relation by itself, for a user who splits the bank's line by hand. */
  split: ClearingEntry | null
  questions: Question[]
  faults: SumFault[]
  orders: CheckedOrder[]
  carriedForwardCents: Cents
  state: SettlementState
  differenceCents: Cents
  /** Orders that differ and do not close by themselves. */
  differingOrders: number
  /** The part of the difference that names no order, so that no sale can explain it. */
  unnamedCents: Cents
  problems: SettlementProblem[]
  /** The booked amounts of the orders that it settles. */
  bookedHereCents: Cents
  /** As the statement has them: received for the seller, given back to buyers (negative), compensated. */
  money: { soldCents: Cents; refundedCents: Cents; compensationCents: Cents }
  /** Written-off amounts, by the central relation of the order. */
  writtenOff: Record<string, Cents>
  /** Orders of this settlement that are not in the books. */
  absent: string[]
  /** Open amounts of buyers' own relations after it: of those on which its orders are booked, and of others that no daily entry pays. */
  ownOpen: Record<string, Cents>
}

export function checkSettlement(input: CheckInput): SettlementCheck {
  const orders = input.kind === 'settlement' ? checkOrders(input) : []
  const isBefore = input.start === 'before'
  const planned = questioned(planOf(input), input)
  const here = hereOf(input)
  const reasons = orders.flatMap((order) => order.reasons)
  const unnamedCents = input.kind === 'settlement' ? unnamedOf(input) : 0
  const unnamed: Reason[] = unnamedCents === 0 ? [] : [{ category: 'missingInBooks', differenceCents: unnamedCents }]
  const differing = [...reasons.filter(({ category }) => !closes(category)), ...unnamed]
  const waits = planned.faults.length > 0 || planned.questions.length > 0 || isBefore
  const state = ((): SettlementState => {
    if (planned.faults.length > 0) return 'incomplete'
    if (planned.questions.length > 0) return 'question'
    if (isBefore) return 'beforeStart'
    return differing.length > 0 ? 'difference' : 'closed'
  })()
  return {
    ...planned,
    purchase: waits ? null : planned.purchase,
    clearing: waits || !input.clears ? null : planned.clearing,
    split: waits ? null : planned.split,
    orders,
    carriedForwardCents: sumOf(reasons.filter(({ category }) => isCarried(category))),
    state,
    differenceCents: sumOf(differing),
    differingOrders: orders.filter((order) => order.reasons.some(({ category }) => !closes(category))).length,
    unnamedCents,
    problems: problemsOf(input, planned, differing),
    bookedHereCents: addCents(...orders.filter(({ orderId }) => here.has(orderId)).map((order) => order.bookedCents)),
    money: moneyOf(input),
    absent: absentOf(input),
    writtenOff: writtenOffOf(input, orders),
    ownOpen: ownOpenOf(input, orders),
  }
}

/** A settlement from before the start asks nothing, and of one that may be, that alone is asked. */
function questioned(planned: ReturnType<typeof planOf>, { start, invoice }: CheckInput): ReturnType<typeof planOf> {
  if (start === 'counts') return planned
  const amountCents = toCents(invoice.totals.payable)
  return { ...planned, questions: start === 'before' ? [] : [{ kind: 'start', firstDay: start.firstDay, amountCents }] }
}

/** Nothing of a settlement from before the start is booked, so none of it is a problem; its check shows all the same. */
function problemsOf(
  { start, payout }: CheckInput,
  { faults, questions }: ReturnType<typeof planOf>,
  differing: readonly Reason[],
): SettlementProblem[] {
  if (start === 'before') return []
  const codes = new Set<SettlementProblem>(questions.map((question) => problemOfQuestion(question)))
  if (faults.length > 0) codes.add('UIT-SOM')
  if (start === 'counts') for (const { category } of differing) codes.add(problemOfCategory(category))
  if (payout?.status === 'postponed') codes.add('UIT-UITGESTELD')
  return [...codes].toSorted()
}

const problemsOfQuestions = { type: 'UIT-LABEL', vat: 'AANK-BTW', start: 'UIT-START' } as const

export function problemOfQuestion({ kind }: Pick<Question, 'kind'>): SettlementProblem {
  return problemsOfQuestions[kind]
}

function moneyOf({ invoice, answers }: CheckInput): SettlementCheck['money'] {
  const of = (role: string): Cents =>
    addCents(
      ...invoice.lines
        .filter((line) => {
          const found = roleOf(line.type, answers.types)
          return (found.kind === 'role' ? found.role : found.proposal) === role
        })
        .map((line) => -toCents(line.amount) || 0),
    )
  return { soldCents: of('turnover'), refundedCents: of('correction'), compensationCents: of('compensation') }
}

/** A daily entry leaves nothing open. */
function ownOpenOf({ sums, books }: CheckInput, orders: readonly CheckedOrder[]): SettlementCheck['ownOpen'] {
  const here = sums.orders.flatMap(({ orderId }) => (orderId === null ? [] : [orderId]))
  const ownOf = (orderId: string): Standing[] => {
    const standing = books.get(orderId)?.standing
    return standing !== undefined && standing.kind !== 'absent' && standing.relation.startsWith(ownPrefix)
      ? [standing]
      : []
  }
  const found = new Map(here.flatMap(ownOf).map((standing) => ['relation' in standing ? standing.relation : '', 0]))
  for (const { orderId, reasons } of orders) {
    for (const standing of ownOf(orderId).filter(({ kind }) => kind === 'central')) {
      if (!('relation' in standing)) continue
      const open = sumOf(reasons.filter(({ category }) => category !== 'peppolCent' && category !== 'writtenOff'))
      found.set(standing.relation, (found.get(standing.relation) ?? 0) + open)
    }
  }
  return Object.fromEntries([...found].toSorted(([one], [other]) => (one < other ? -1 : 1)))
}

/** The cent of a sale is booked with the first settlement that pays it, the one of a credit with the first that takes it back. */
function roundingsOf({ invoice, sums, books, settled }: CheckInput): Rounding[] {
  return sums.orders.flatMap(({ orderId }) => {
    const order = orderId === null ? undefined : books.get(orderId)
    if (order?.standing.kind !== 'central' || !order.standing.relation.startsWith(ownPrefix)) return []
    const parts = settled.get(order.orderId) ?? []
    const isFirst = (counts: (money: OrderMoney) => boolean): boolean =>
      parts.find(({ money }) => counts(money))?.invoiceId === invoice.invoiceId
    const cents =
      (isFirst(({ turnover }) => turnover !== 0n) ? roundingOf(order.sales) : 0) -
      (isFirst(({ corrections }) => corrections.length > 0) ? roundingOf(order.credits) : 0)
    return cents === 0 ? [] : [{ standing: order.standing, cents }]
  })
}

function writtenOffOf({ books }: CheckInput, orders: readonly CheckedOrder[]): SettlementCheck['writtenOff'] {
  const found: SettlementCheck['writtenOff'] = {}
  for (const { orderId, reasons } of orders) {
    const standing = books.get(orderId)?.standing
    if (standing?.kind !== 'central') continue
    const cents = sumOf(reasons.filter(({ category }) => category === 'writtenOff'))
    found[standing.relation] = (found[standing.relation] ?? 0) + cents
  }
  return found
}

function absentOf({ sums, books }: CheckInput): string[] {
  const ids = sums.orders.flatMap(({ orderId }) => (orderId === null ? [] : [orderId]))
  return ids.filter((orderId) => (books.get(orderId)?.standing ?? { kind: 'absent' }).kind === 'absent').toSorted()
}

/** Buyers' money on lines without an order number: it stands on the suspense account, and only a person can say what it was. */
function unnamedOf({ sums }: CheckInput): Cents {
  const money = sums.orders.filter(({ orderId }) => orderId === null)
  return toCents(sumExact(money.flatMap(({ turnover, corrections }) => [turnover, ...corrections])))
}

function sumOf(reasons: { differenceCents: Cents }[]): Cents {
  return addCents(...reasons.map((reason) => reason.differenceCents))
}

function planOf(input: CheckInput): Pick<SettlementCheck, 'purchase' | 'clearing' | 'split' | 'questions' | 'faults'> {
  const { invoice, kind, answers } = input
  const nothing = { purchase: null, clearing: null, split: null, questions: [], faults: input.sumFaults }
  if (input.sumFaults.length > 0) return nothing
  const sorted = sortCharges(invoice, answers)
  if (sorted.kind === 'questions') return { ...nothing, questions: sorted.questions }
  const { document, faults } = purchaseOf(invoice, { kind, lines: sorted.lines, vat: answers.vat })
  if (faults.length > 0 || kind === 'advertising') return { ...nothing, purchase: document, faults }
  const standingOf = (orderId: string | null): Standing =>
    (orderId === null ? undefined : input.books.get(orderId)?.standing) ?? { kind: 'absent' }
  const about = { lines: sorted.lines, orders: input.sums.orders, purchase: document, roundings: roundingsOf(input) }
  const clearing = clearingOf(invoice, { ...about, standingOf })
  const split = clearingOf(invoice, { ...about, standingOf: (orderId) => onItsRelation(standingOf(orderId)) })
  const beside = [clearing, split].flatMap(besideOf).slice(0, 1)
  return { ...nothing, purchase: document, clearing: entryOf(clearing), split: entryOf(split), faults: beside }
}

function entryOf(made: Clearing): ClearingEntry | null {
  return made.kind === 'entry' ? made.entry : null
}

function besideOf(made: Clearing): SumFault[] {
  return made.kind === 'beside' ? [{ what: 'clearing', expectedCents: 0, foundCents: made.cents }] : []
}

function onItsRelation(standing: Standing): Standing {
  return standing.kind === 'own' ? { kind: 'central', relation: standing.relation } : standing
}

function hereOf({ sums }: CheckInput): Set<string> {
  return new Set(sums.orders.flatMap(({ orderId }) => (orderId === null ? [] : [orderId])))
}

function checkOrders(input: CheckInput): CheckedOrder[] {
  const here = hereOf(input)
  const ids = new Set([...here, ...input.books.keys(), ...input.settled.keys()])
  return [...ids]
    .map((orderId) => answeredOrder(judge(input, orderId), input.orderAnswers.get(orderId)))
    .filter((order) => order.differenceCents !== 0 || here.has(order.orderId))
    .toSorted((a, b) => (a.orderId < b.orderId ? -1 : 1))
}

/**
 * Judges an order as this settlement saw it. A difference of then is judged with the documents of today, over the settlements up to this
 * one and each that came later: the first that closes it has healed it, whatever the next ones bring. Their own differences are theirs.
 */
function judge(input: CheckInput, orderId: string): CheckedOrder {
  const books = input.books.get(orderId) ?? unknownOrder(orderId)
  const parts = input.settled.get(orderId) ?? []
  const { periodTo } = input.invoice
  const upTo = (later: CheckInput['later'], of: OrderBooks): CheckedOrder => {
    const unseen = new Set(input.later.slice(later.length).map(({ invoiceId }) => invoiceId))
    const periods = [...input.periodsTo, ...later.map((settlement) => settlement.periodTo)]
    const settled = settledOf(parts.filter(({ invoiceId }) => !unseen.has(invoiceId)))
    return checkOrder(of, settled, (day) => periods.filter((last) => last >= day).length)
  }
  const isClosed = ({ reasons }: CheckedOrder): boolean => reasons.every(({ category }) => closes(category))
  const then = upTo([], {
    ...books,
    sales: books.sales.filter(({ date }) => date <= periodTo),
    credits: books.credits.filter(({ date }) => date <= periodTo),
  })
  if (isClosed(then)) return then
  const today = upTo([], books)
  if (isClosed(today)) return today
  for (let count = 1; count <= input.later.length; count += 1) {
    const healed = upTo(input.later.slice(0, count), books)
    if (isClosed(healed)) return healed
  }
  return today
}

function unknownOrder(orderId: string): OrderBooks {
  return { orderId, standing: { kind: 'absent' }, sales: [], credits: [], discountCents: 0, notBooked: null }
}

function settledOf(parts: readonly SettledPart[]): { turnoverCents: Cents; correctionCents: Cents[] } {
  return {
    turnoverCents: -toCents(sumExact(parts.map(({ money }) => money.turnover))) || 0,
    correctionCents: shareCents(parts.flatMap(({ money }) => money.corrections)),
  }
}

export function problemOfCategory(category: OrderCategory): SettlementProblem {
  if (category === 'missingAtSource' || category === 'correctionMissingAtSource') return 'UIT-OPEN'
  if (category === 'returnNotBooked') return 'UIT-RETOUR'
  return category === 'missingInBooks' || category.startsWith('notBooked:') ? 'UIT-ZONDER' : 'UIT-VERSCHIL'
}
