/** Loads everything with which a settlement is compared: itself, all others, the books, the user's answers. */
import type { Receipt } from '../../domain/bank/recognise.ts'
import { states } from '../../domain/document/document-states.ts'
import {
  checkSettlement,
  type CheckInput,
  type SettledPart,
  type SettlementCheck,
} from '../../domain/settlement/check-settlement.ts'
import type { Instant, LocalDate } from '../../domain/calendar.ts'
import type { OrderBooks } from '../../domain/settlement/check-order.ts'
import { ownPrefix, type Standing } from '../../domain/settlement/clearing.ts'
import { toCents } from '../../domain/settlement/exact.ts'
import type { RelationReference } from '../../domain/ledger/ledger.ts'
import { paysDaily } from '../../domain/settlement/paid-entry.ts'
import { payoutsOf, type Payout } from '../../domain/settlement/payout.ts'
import type { Answers } from '../../domain/settlement/purchase.ts'
import { answerRoles, vatAnswers, type AnswerRole, type VatAnswer } from '../../domain/settlement/roles.ts'
import { readOrderAnswer, type OrderAnswer } from '../../domain/settlement/supplement.ts'
import { addSpecifications } from '../../domain/settlement/sums.ts'
import type { Settings } from '../../domain/settings/mapping.ts'
import type {
  SettlementAnswer,
  SettlementBooking,
  SettlementOrderFacts,
  SettlementReading,
  StoredSettlement,
} from '../../ports/settle/settlements.ts'
import type { StoredDocument } from '../../ports/tables/documents.ts'
import type { Tx } from '../../ports/store.ts'

export interface CheckedSettlement {
  settlement: StoredSettlement
  /** Null: it is still being read. */
  check: SettlementCheck | null
  /** The settlement as read from the marketplace; null as long as `check` is null. */
  reading: SettlementReading | null
  payout: Payout | null
  /** Its planned and posted documents. */
  documents: StoredDocument[]
  /** It was posted, and is another one at the marketplace by now. */
  isChanged: boolean
}

export interface Shared {
  connectionId: string
  settings: Settings
  all: StoredSettlement[]
  answers: Answers
  orderAnswers: Map<string, OrderAnswer>
  /** Readings of settlements for which the user left the books as they are. */
  leftAs: Map<string, number>
  payouts: Map<string, Payout>
  receipts: Receipt[]
  /** Codes of what is open about the bank, by settlement. */
  bankProblems: Map<string, string[]>
  documents: StoredDocument[]
}

export async function loadShared(tx: Tx, connectionId: string, settings: Settings): Promise<Shared> {
  const [all, answers, documents, receipts, problems] = await Promise.all([
    tx.settlements.list(connectionId),
    tx.settlements.answers(connectionId),
    tx.documents.ofSettlements(connectionId),
    tx.bank.receipts(connectionId),
    tx.problems.withPrefix(connectionId, bankPrefix),
  ])
  const payouts = payoutsOf(
    all.map((one) => ({ ...one, payableCents: toCents(one.totals.payable) })),
    receipts,
  )
  return {
    connectionId,
    settings,
    all,
    answers: answersOf(settings, answers),
    orderAnswers: orderAnswersOf(answers),
    leftAs: new Map(
      answers.filter(({ about }) => about === 'version').map(({ subject, answer }) => [subject, Number(answer)]),
    ),
    payouts,
    receipts,
    bankProblems: bankProblemsOf(problems),
    documents,
  }
}

/** The prefix of a bank problem's subject; the settlement follows it. */
export const bankPrefix = 'bank:'

function bankProblemsOf(open: readonly { subject: string; code: string }[]): Map<string, string[]> {
  const bySettlement = Map.groupBy(open, ({ subject }) => subject.slice(bankPrefix.length))
  return new Map([...bySettlement].map(([invoiceId, own]) => [invoiceId, own.map(({ code }) => code)]))
}

/** The subject of answers given while only 21 % could be answered. */
const anyForeign = 'foreign'

/** Returns the answers that count: the settings go before earlier answers. */
function answersOf(settings: Settings, answers: SettlementAnswer[]): Answers {
  const given = answers.filter(({ about }) => about === 'type').map(({ subject, answer }) => [subject, answer] as const)
  const stated = (settings.settlement?.types ?? []).map(({ type, role }) => [type, role] as const)
  const types = Object.fromEntries(
    [...given, ...stated].filter((entry): entry is [string, AnswerRole] => isAnswer(entry[1])),
  )
  const vat = answers.flatMap(({ about, subject, answer }) =>
    about === 'vat' && isVatAnswer(answer) ? [[subject === anyForeign ? 'S21' : subject, answer] as const] : [],
  )
  return { types, vat: Object.fromEntries(vat) }
}

/** The last word counts. */
function orderAnswersOf(answers: SettlementAnswer[]): Map<string, OrderAnswer> {
  const read = answers
    .filter(({ about }) => about === 'order')
    .map(({ subject, answer }) => [subject, readOrderAnswer(answer)] as const)
  return new Map(read.filter((entry): entry is [string, OrderAnswer] => entry[1] !== null))
}

function isVatAnswer(text: string): text is VatAnswer {
  return (vatAnswers as readonly string[]).includes(text)
}

function isAnswer(text: string): text is AnswerRole {
  return (answerRoles as readonly string[]).includes(text)
}

export async function loadCheck(tx: Tx, shared: Shared, settlement: StoredSettlement): Promise<CheckedSettlement> {
  const { connectionId, payouts } = shared
  const { invoiceId, version } = settlement
  const reading = version === 0 ? null : await tx.settlements.reading(connectionId, invoiceId, version)
  const payout = payouts.get(invoiceId) ?? null
  const documents = shared.documents.filter(({ plan }) => plan.settlement?.invoiceId === invoiceId)
  const check = reading === null ? null : await checkOf(tx, shared, settlement, reading, payout)
  return {
    settlement,
    check,
    reading,
    payout,
    documents,
    isChanged: shared.leftAs.get(invoiceId) !== version && documents.some((row) => isOtherNow(row, settlement)),
  }
}

function isOtherNow({ progress, plan }: StoredDocument, { version }: StoredSettlement): boolean {
  const isPosted = !states.planned.includes(progress.state) && progress.state !== 'skipped'
  return isPosted && plan.settlement?.version !== version
}

async function checkOf(
  tx: Tx,
  shared: Shared,
  settlement: StoredSettlement,
  reading: SettlementReading,
  payout: Payout | null,
): Promise<SettlementCheck> {
  const { connectionId, settings, answers } = shared
  // One that is listed and not read yet says nothing of any order.
  const sales = shared.all.filter((one) => one.kind === 'settlement' && one.version > 0)
  const isLater = (one: StoredSettlement): boolean =>
    one.issueDate !== settlement.issueDate ? one.issueDate > settlement.issueDate : one.invoiceId > settlement.invoiceId
  const upTo = sales.filter((one) => !isLater(one))
  const { invoiceId, kind, periodTo } = settlement
  const ids =
    kind === 'advertising'
      ? []
      : await tx.settlements.ordersToCheck(connectionId, {
          invoiceId,
          upTo: upTo.map((one) => one.invoiceId),
          periodTo,
        })
  const [bookings, facts, money] = await Promise.all([
    tx.settlements.bookingsOf(connectionId, ids),
    tx.settlements.factsOf(connectionId, ids),
    tx.settlements.moneyOf(connectionId, ids),
  ])
  const books = booksOf(ids, bookings, facts, settings)
  const settled = new Map<string, SettledPart[]>()
  for (const { invoiceId: part, ...one } of money) {
    const period = sales.find((row) => row.invoiceId === part)?.periodTo ?? periodTo
    const parts = settled.get(one.orderId ?? '') ?? []
    settled.set(one.orderId ?? '', [...parts, { invoiceId: part, periodTo: period, money: one }])
  }
  forgetBeforeStart(
    { settled, books },
    new Set(sales.filter((one) => isBeforeStart(one, settings)).map((one) => one.invoiceId)),
    invoiceId,
  )
  return checkSettlement({
    kind,
    invoice: reading.invoice,
    sums: addSpecifications(reading.pages.map((page) => page.sums)),
    sumFaults: reading.faults,
    answers,
    orderAnswers: shared.orderAnswers,
    payout,
    clears: (settings.settlement?.clearing ?? 'settlementEntry') === 'settlementEntry',
    start: startOf(settlement, settings),
    books,
    settled,
    periodsTo: upTo.map((one) => one.periodTo),
    later: sales.filter(isLater).map(({ invoiceId: id, periodTo: to }) => ({ invoiceId: id, periodTo: to })),
  })
}

/**
 * Takes out the parts that settlements from before the start have in orders that are not in the books: their sales are booked elsewhere, so
 * they make no difference in a later settlement. A later correction of such an order is one, because it stands on the suspense account.
 */
function forgetBeforeStart(
  { settled, books }: { settled: Map<string, SettledPart[]>; books: Map<string, OrderBooks> },
  early: ReadonlySet<string>,
  invoiceId: string,
): void {
  if (early.has(invoiceId)) return
  for (const [orderId, parts] of settled) {
    const order = books.get(orderId)
    if (order !== undefined && order.sales.length + order.credits.length > 0) continue
    const counted = parts.filter((part) => !early.has(part.invoiceId))
    if (counted.length > 0) settled.set(orderId, counted)
    else {
      settled.delete(orderId)
      books.delete(orderId)
    }
  }
}

/** Returns whether nothing of it is booked. One that begins before the first day and ends after it is, once the user says so. */
export function isBeforeStart({ periodFrom, periodTo, startAnswer }: StoredSettlement, settings: Settings): boolean {
  const firstDay = firstDayOf(settings)
  return periodFrom < firstDay && (periodTo < firstDay || startAnswer !== 'book')
}

function firstDayOf(settings: Settings): LocalDate {
  return settings.settlement?.startDate ?? settings.booking.startDate
}

/** Where nothing is posted at all, there is nothing to ask. */
function startOf(settlement: StoredSettlement, settings: Settings): CheckInput['start'] {
  const firstDay = firstDayOf(settings)
  if (!isBeforeStart(settlement, settings)) return 'counts'
  const isAsked = settlement.periodTo >= firstDay && settlement.startAnswer === null
  return isAsked && settings.settlement?.active === true ? { firstDay } : 'before'
}

function booksOf(
  ids: readonly string[],
  bookings: SettlementBooking[],
  facts: SettlementOrderFacts[],
  settings: Settings,
): Map<string, OrderBooks> {
  const byOrder = Map.groupBy(bookings, ({ orderId }) => orderId)
  const factsOf = new Map(facts.map((row) => [row.orderId, row]))
  return new Map(
    ids.map((orderId) => {
      const own = byOrder.get(orderId) ?? []
      const parts = own.map((row) => ({
        date: row.supplyDate,
        grossCents: Math.abs(row.amountCents),
        ...(row.isInvoice ? { paidCents: Math.abs(row.paidCents) } : {}),
        isCredit: row.amountCents < 0,
      }))
      const [first] = own
      return [
        orderId,
        {
          orderId,
          standing: first === undefined ? { kind: 'absent' } : standingOf(first, settings),
          sales: parts.filter((part) => !part.isCredit),
          credits: parts.filter((part) => part.isCredit),
          discountCents: first?.discountCents ?? 0,
          notBooked: whyNotBooked(factsOf.get(orderId), settings),
        },
      ]
    }),
  )
}

/** A relation of its own that no daily entry pays stays open until the settlement, which clears it as it clears the others. */
function standingOf(booking: SettlementBooking, settings: Settings): Standing {
  const { centralCountry, ownRelation, isPaidDaily } = booking
  if (centralCountry !== null) return { kind: 'central', relation: centralCountry, ...referenceOf(booking) }
  const relation = `${ownPrefix}${ownRelation ?? ''}`
  if (isPaidDaily || paysDaily(settings)) return { kind: 'own', relation }
  return { kind: 'central', relation, ...referenceOf(booking) }
}

/** Returns the places of orders that are in the books. */
export function standingIn(bookings: readonly SettlementBooking[], settings: Settings): Map<string, Standing> {
  const found = new Map<string, Standing>()
  for (const booking of bookings)
    if (!found.has(booking.orderId)) found.set(booking.orderId, standingOf(booking, settings))
  return found
}

/** Returns the users' answers about orders, with their moments. */
export async function loadOrderAnswers(
  tx: Tx,
  connectionId: string,
): Promise<Map<string, { answer: OrderAnswer; at: Instant }>> {
  const all = await tx.settlements.answers(connectionId)
  const said = new Map(all.filter(({ about }) => about === 'order').map(({ subject, at }) => [subject, at]))
  return new Map([...orderAnswersOf(all)].map(([order, answer]) => [order, { answer, at: said.get(order) ?? 0 }]))
}

function referenceOf({ relationId, externalId }: SettlementBooking): { at?: RelationReference } {
  if (relationId !== null) return { at: { relationId } }
  return externalId === null ? {} : { at: { externalId } }
}

function whyNotBooked(order: SettlementOrderFacts | undefined, settings: Settings): string | null {
  if (order === undefined) return null
  if (order.standing === 'skipped' || order.standing === 'blocked') return order.standing
  if (
    order.standingReason === 'beforeStart' ||
    (order.placedOn !== null && order.placedOn < settings.booking.startDate)
  )
    return 'beforeStart'
  return order.standing === 'nothing' ? 'nothing' : 'waiting'
}
