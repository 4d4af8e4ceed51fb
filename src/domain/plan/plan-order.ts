/**
 * Which documents an order becomes: one per shipment or one per order, with its lines, or the problems that hold it.
 * Pure: order, shipments, settings and the local copy of the dossier in, data out.
 */
import { dueFor, paidCents, partCents } from '../order/amount.ts'
import { hasCredibleNumber, treatedAsBusiness, type RegisterAnswer } from '../order/buyer.ts'
import { crossBorderBefore, crossBorderOf, nearFlag, type CrossBorderSums } from '../vat/cross-border.ts'
import type { DocumentKind } from '../document/document-kinds.ts'
import type {
  BookYear,
  SaleTarget,
  Journal,
  JournalMode,
  LedgerAccount,
  RelationVatType,
  VatCode,
} from '../ledger/ledger.ts'
import type { LocalDate } from '../calendar.ts'
import type { SourceFacts } from '../kinds.ts'
import type { Settings } from '../settings/mapping.ts'
import type { Cents } from '../money.ts'
import type { Order, OrderItem } from '../order/order.ts'
import {
  isBooked,
  otherDays,
  partsOf,
  stillToShip,
  unknownParts,
  type BookingWay,
  type Part,
} from '../order/order-parts.ts'
import { accountIn, placeOf, type NoPlace, type Place, type UnreadLists } from '../ledger/period.ts'
import { asBooked } from '../invoice/invoice-lines.ts'
import type { DocumentPlan, OrderExplanation, PlannedLine } from './plan.ts'
import type { ProblemCode } from '../problem/problem.ts'
import type { Coverage, ShipmentWithDetail } from '../order/shipping.ts'
import { decideLine, type LineDecision } from './plan-line.ts'
import { explain } from './explain-plan.ts'
import { asCharged, lineOf, withNets } from './planned-lines.ts'
import { consumerType } from './relation.ts'
import { ruleFor } from '../vat/vat-code.ts'

export interface PlannedProblem {
  code: ProblemCode
  params: Record<string, string | number | boolean | null>
  /** Goes on by itself once the ledger was asked. */
  waits?: true
}

/** A document of this order that exists already. */
export interface ExistingDocument {
  businessKey: string
  /** A document of it was sent, or the user decided about it: it is not planned again. */
  settled: boolean
  /** `stands`: it may be in the ledger, or a user decided about it; `refused`: it was sent, and certainly did not arrive. */
  begun: 'stands' | 'refused' | null
  /** It stands in the ledger as it was sent. */
  inBooks: boolean
  lines: PlannedLine[]
}

export interface PlanInput<J extends Journal> {
  source: SourceFacts
  order: Order
  shipments: ShipmentWithDetail[]
  coverage: Coverage
  settings: Settings
  ledger: {
    bookYears: BookYear[]
    journals: J[]
    accounts: LedgerAccount[]
    vatCodes: VatCode[]
    unread?: UnreadLists
  }
  existing: ExistingDocument[]
  /** The way of booking that the ledger shows for an order which our database does not remember. Absent or null = the ledger shows none. */
  begunAs?: BookingWay | null
  /** The EU register's answer about the buyer's number. Absent = not asked. */
  register?: RegisterAnswer
  /** Cross-border consumer sales that we know of. Absent = none. */
  crossBorder?: CrossBorderSums
}

export interface PlannedDocument<J extends Journal> {
  kind: DocumentKind
  target: SaleTarget
  businessKey: string
  place: Place<J>
  amountCents: Cents
  /** Without the hash of the rendered lines, which the ledger's adapter gives. */
  plan: Omit<DocumentPlan, 'linesHash'>
  comment: string
  /** The user approves it before it is sent. */
  wantsApproval?: boolean
}

export interface OrderPlan<J extends Journal> {
  standing: 'waiting' | 'blocked' | 'nothing' | 'planned'
  reason: string | null
  documents: PlannedDocument<J>[]
  problems: PlannedProblem[]
  explanation: OrderExplanation
  /** The buyer's VAT position on the relation. */
  vatType: RelationVatType
}

export function planOrder<J extends Journal>(input: PlanInput<J>): OrderPlan<J> {
  const { order } = input
  const parts = partsOf(input)
  const results = parts.map((part) => planPart(input, part, parts))
  const documents = results.flatMap((result) => (result.kind === 'document' ? [result.document] : []))
  const problems = distinct([
    ...results.flatMap((result) => (result.kind === 'problem' ? result.problems : [])),
    ...unknownParts(input),
  ])
  const lines = results.flatMap((result) => result.lines)
  const decisions = results.flatMap((result) => result.decisions)
  const explanation = explain(input, {
    parts,
    lines,
    decisions,
    problems,
    flags: results.flatMap((result) => result.flags),
  })
  const base = { documents, problems, explanation, vatType: vatTypeOf(order, decisions) }
  const [first] = problems
  if (first !== undefined) {
    // An order that only waits for an answer of the register or of the ledger goes on by itself.
    const waits = problems.every((problem) => problem.code === 'BTW-VIES' || problem.waits === true)
    return { ...base, standing: waits ? 'waiting' : 'blocked', reason: first.code }
  }
  if (
    order.items.length > 0 &&
    order.items.every((item) => item.quantityCancelled >= item.quantity) &&
    parts.length === 0
  ) {
    return { ...base, standing: 'nothing', reason: 'cancelled' }
  }
  if (stillToShip(input, parts)) return { ...base, standing: 'waiting', reason: 'notShipped' }
  const nothing = documents.length === 0 && results.every((result) => result.kind === 'free')
  return nothing ? { ...base, standing: 'nothing', reason: 'free' } : { ...base, standing: 'planned', reason: null }
}

function vatTypeOf(order: Order, decisions: LineDecision[]): RelationVatType {
  const types = decisions.flatMap((decision) => (decision.vatType === null ? [] : [decision.vatType]))
  return (
    types.find((type) => type.startsWith('business')) ?? types[0] ?? consumerType(order.destination.country ?? 'BE')
  )
}

/** The parts that cross a border to consumers, with what each counts for the threshold: known before any VAT is decided. */
export function crossBorderParts(
  input: PlanInput<Journal>,
): { businessKey: string; supplyDate: LocalDate; netCents: Cents }[] {
  const parts = partsOf(input)
  return parts.flatMap((part) => {
    const netCents = crossBorderOf(input, part, grossesOf(input, part, { parts, flags: new Set(), problems: [] }))
    return netCents === 0 ? [] : [{ businessKey: part.businessKey, supplyDate: part.supplyDate, netCents }]
  })
}

// ── One part ───────────────────────────────────────────────────────────────────────────────────────────────────────

type PartResult<J extends Journal> = { lines: PlannedLine[]; flags: string[]; decisions: LineDecision[] } & (
  | { kind: 'document'; document: PlannedDocument<J> }
  | { kind: 'problem'; problems: PlannedProblem[] }
  | { kind: 'free' }
  | { kind: 'settled' }
)

function planPart<J extends Journal>(input: PlanInput<J>, part: Part, parts: Part[]): PartResult<J> {
  const settled = input.existing.find((document) => document.businessKey === part.businessKey && document.settled)
  if (settled !== undefined) return { kind: 'settled', lines: settled.lines, flags: [], decisions: [] }
  const problems: PlannedProblem[] = []
  const flags = new Set<string>(input.order.rebuilt === true ? ['REBUILT_FROM_SHIPMENT'] : [])
  const grosses = grossesOf(input, part, { parts, flags, problems })
  const ofSale = crossBorderOf(input, part, grosses)
  const before = crossBorderBefore(input, part.businessKey, part.supplyDate)
  const moment = { supplyDate: part.supplyDate, crossBorder: { ...before, ofSale } }
  const drawnBy = part.items.map(({ item }) => decideLine(input, item, moment))
  // What cost nothing is booked nowhere, whatever its VAT would be.
  const decisions = drawnBy.filter((_, index) => grosses[index] !== 0)
  if (decisions.some((decision) => decision.flags.includes('COUNTS_FOR_10000_THRESHOLD')))
    nearFlag(before, ofSale).forEach((flag) => flags.add(flag))
  decisions.forEach((decision) => decision.flags.forEach((flag) => flags.add(flag)))
  const drawn = part.items.map((row, index) => lineOf(row, drawnBy[index] as LineDecision, grosses[index] ?? null))
  const lines = asCharged(withNets(drawn), part.items)
  for (const { problem } of decisions) if (problem !== null) problems.push(problem)
  const result = { lines, flags: [...flags], decisions }
  if (problems.length > 0) return { ...result, kind: 'problem', problems }
  const paid = lines.filter((line) => line.grossCents !== 0)
  if (paid.length === 0) return { ...result, kind: 'free', flags: [...flags, 'NOTHING_PAID'] }
  return finishPart(input, part, { ...result, lines: paid })
}

function grossesOf(
  input: PlanInput<Journal>,
  part: Part,
  at: { parts: Part[]; flags: Set<string>; problems: PlannedProblem[] },
): (Cents | null)[] {
  return part.items.map(({ item, quantity }) => grossOf(input, { ...at, part, item, quantity }))
}

/** Returns the buyer's payment for one item in this part; a problem where that cannot be known. */
function grossOf(
  input: PlanInput<Journal>,
  at: { part: Part; parts: Part[]; item: OrderItem; quantity: number; flags: Set<string>; problems: PlannedProblem[] },
): Cents | null {
  const { item } = at
  if (item.unreadableField !== undefined) {
    at.problems.push({ code: 'BOL-ONLEESBAAR', params: { item: item.orderItemId, field: item.unreadableField } })
    return null
  }
  const before = bookedBefore(input, at)
  const paid = paidCents(item, input.settings.booking.discounts)
  const amount = partCents({
    item,
    paid,
    shippedBefore: before.quantity,
    shippedNow: at.quantity,
    bookedBeforeCents: before.cents,
  })
  if (amount.kind === 'problem') {
    at.problems.push({ code: amount.code, params: { item: item.orderItemId, amount: item.unreadableAmount } })
    return null
  }
  amount.flags.forEach((flag) => at.flags.add(flag))
  return amount.cents
}

/**
 * Returns the amounts that precede this part: the item's booked amounts, also of a parcel that was sent later and reported earlier, then
 * the planned amounts of the parts before it.
 */
function bookedBefore(
  input: PlanInput<Journal>,
  at: { part: Part; parts: Part[]; item: OrderItem },
): { quantity: number; cents: Cents } {
  let quantity = 0
  let cents = 0
  const earlier = at.parts.slice(0, at.parts.indexOf(at.part))
  const booked = at.parts.filter((part) => part !== at.part && isBooked(input, part.businessKey))
  for (const before of new Set([...booked, ...earlier])) {
    const row = before.items.find((candidate) => candidate.item.orderItemId === at.item.orderItemId)
    if (row === undefined) continue
    const settled = input.existing.find((document) => document.businessKey === before.businessKey && document.settled)
    const lines = settled?.lines.filter((line) => line.orderItemId === at.item.orderItemId)
    if (lines === undefined) {
      const paid = paidCents(at.item, input.settings.booking.discounts)
      const amount = partCents({
        item: at.item,
        paid,
        shippedBefore: quantity,
        shippedNow: row.quantity,
        bookedBeforeCents: cents,
      })
      cents += amount.kind === 'ok' ? amount.cents : 0
    } else {
      const booked = lines.reduce((sum, line) => sum + (line.grossCents ?? 0), 0)
      cents += asCountedNow(input, at.item, { before: quantity, units: row.quantity, booked })
    }
    quantity += row.quantity
  }
  return { quantity, cents }
}

/**
 * Booked amounts stay. Where they were booked with the discount counted in another way, the later parts do not make up for the difference:
 * they are added to the amount that these units would have had.
 */
function asCountedNow(
  { settings }: PlanInput<Journal>,
  item: OrderItem,
  of: { before: number; units: number; booked: Cents },
): Cents {
  const { discounts } = settings.booking
  const [now, other] = [discounts, discounts === 'full' ? ('reduce' as const) : ('full' as const)].map((way) => {
    const [until, before] = [dueFor(item, of.before + of.units, way), dueFor(item, of.before, way)]
    return until === null || before === null ? null : until - before
  })
  return of.booked === other && now !== null && now !== undefined ? now : of.booked
}

function finishPart<J extends Journal>(
  input: PlanInput<J>,
  part: Part,
  result: { lines: PlannedLine[]; flags: string[]; decisions: LineDecision[] },
): PartResult<J> {
  const { settings, order, ledger } = input
  const inDay = goesIntoDay(input)
  const target = inDay ? 'bookings' : targetOf(input)
  const journalKey = settings.booking.journals[target]
  const none = { ...result, kind: 'problem' as const }
  if (journalKey === null)
    return { ...none, problems: [{ code: 'OCT-DAGBOEK-SOORT', params: { target, journal: null } }] }
  const modes: JournalMode[] = target === 'bookings' ? ['bookings'] : ['invoicesExclusive', 'invoicesInclusive']
  const place = placeOf(ledger, {
    date: part.supplyDate,
    journalKey,
    modes,
    closedPeriod: settings.booking.closedPeriod,
  })
  if (place.kind === 'problem') return { ...none, problems: [problemOf(place)] }
  if (place.journal.mode === 'invoicesInclusive' && belgianBusiness(input)) {
    return { ...none, problems: [{ code: 'PEP-INCL', params: { journal: journalKey } }] }
  }
  for (const line of result.lines) {
    const account = accountIn(ledger, place.bookYear, accountFor(input, line, target))
    if (account.kind === 'problem') return { ...none, problems: [problemOf(account)] }
  }
  const flags = [...result.flags, ...(place.late ? ['LATE_POSTING'] : [])]
  const own = result.lines.map((line) => ({ ...line, account: accountFor(input, line, target) }))
  const placed = asBooked(own, place.journal, { target, isCredit: false })
  const { lines, amountCents } = placed
  flags.push(...placed.flags)
  const document: PlannedDocument<J> = {
    kind: target === 'bookings' ? 'booking' : 'invoice',
    target,
    businessKey: part.businessKey,
    place,
    amountCents,
    plan: {
      shipmentId: part.shipmentId,
      supplyDate: part.supplyDate,
      lines,
      flags,
      ...placed.ledger,
      ...(treatedAsBusiness(order.buyer, settings.booking, input.register) || order.destination.country === null
        ? {}
        : { consumerIn: order.destination.country, ...otherDays(input, part) }),
      ...(inDay ? { day: { date: part.supplyDate, destination: order.destination.country ?? 'BE' } } : {}),
    },
    comment: `${input.source.label} ${order.orderId}${part.partNumber === null ? '' : ` (${part.partNumber})`}${place.late ? ` levering ${part.supplyDate}` : ''}`,
  }
  return { ...result, lines, flags, kind: 'document', document }
}

/** Consumers, where the connection books them as one total a day. */
export function goesIntoDay(input: Pick<PlanInput<Journal>, 'settings' | 'order' | 'register'>): boolean {
  const { booking } = input.settings
  return booking.consumers === 'perDay' && !treatedAsBusiness(input.order.buyer, booking, input.register)
}

function targetOf(input: PlanInput<Journal>): SaleTarget {
  const { settings, order } = input
  const { target, businesses } = settings.booking
  if (businesses === 'asConsumers' || !treatedAsBusiness(order.buyer, settings.booking, input.register)) return target
  return businesses === 'ownInvoice' ? 'invoices' : 'bookings'
}

/** A Belgian buyer who is VAT-taxable: the invoice goes over Peppol, or is made elsewhere. */
function belgianBusiness({ order, register }: Pick<PlanInput<Journal>, 'order' | 'register'>): boolean {
  return order.buyer.vatNumberCountry === 'BE' && hasCredibleNumber(order.buyer, register ?? 'notAsked')
}

function accountFor(input: PlanInput<Journal>, line: PlannedLine, target: SaleTarget): number | null {
  const rule = ruleFor(input.settings.vat.codes, line)
  return rule === undefined ? null : target === 'invoices' ? rule.invoiceAccount : rule.account
}

export function problemOf({ code, params, waits }: NoPlace): PlannedProblem {
  return { code, params, ...(waits === true ? { waits } : {}) }
}

function distinct(problems: PlannedProblem[]): PlannedProblem[] {
  const seen = new Map<string, PlannedProblem>()
  for (const problem of problems) if (!seen.has(problem.code)) seen.set(problem.code, problem)
  return [...seen.values()]
}
