/** *Waarom?*: the facts of an order, the rule of each line, the documents it became and every send of them. */
import type { Instant, LocalDate } from '../../domain/calendar.ts'
import type { OrderClass } from '../../domain/document/document-states.ts'
import { unreadableMaxMs } from '../../domain/delays.ts'
import type { PlanStatus } from '../../domain/plan/plan-status.ts'
import { standsOf, type OrderExplanation, type PlannedLine } from '../../domain/plan/plan.ts'
import { roundingsOf, type Rounding } from '../../domain/invoice/roundings.ts'
import { sumExact, toCents } from '../../domain/settlement/exact.ts'
import type { OrderMoney } from '../../domain/settlement/settlement.ts'
import type { HeldRecord } from '../../ports/tables/held-records.ts'
import type { ReportedDocument, ReportedOrder, ReportedTotal } from '../../ports/tables/reports.ts'
import type { Tx } from '../../ports/store.ts'
import type { ProblemCode } from '../../domain/problem/problem.ts'
import { ledgerCopy } from '../run/connection-context.ts'
import type { Ports } from '../run/ports.ts'
import { percent } from './report.ts'

export interface Explanation {
  order: string
  connection: string
  /** The class under which the order is counted. */
  state: OrderClass
  status: PlanStatus
  facts: ExplainedFacts
  lines: ExplainedLine[]
  flags: string[]
  /** Cents on another line than rounding line by line would give. */
  roundings: Rounding[]
  documents: ExplainedDocument[]
  problems: { code: ProblemCode }[]
  /** The settled amounts of the order, the oldest first. Absent: nothing yet, or settlements are not read. */
  settlements?: ExplainedSettlement[] | undefined
}

/** Cents that the marketplace owes for it; negative: taken back. */
export interface ExplainedSettlement {
  id: string
  turnoverCents: number
  correctionCents: number
}

/** Days and instants as text; unknown facts are null. */
export interface ExplainedFacts extends Pick<
  OrderExplanation,
  'dispatch' | 'destination' | 'vies' | 'supplyDate' | 'grossCents'
> {
  buyer: OrderExplanation['buyer'] | null
  placed: LocalDate | null
  /** At this moment the wait becomes the user's problem, or the question is asked again. */
  until: string | null
  reason: string | null
}

export type ExplainedLine = ReturnType<typeof lineOf>

export type ExplainedDocument = ReturnType<typeof shown>[number] & {
  attempts: { at: string; number: number | null; outcome: string | null }[]
  /** The document's amounts of this order, by account and VAT; positive also on a credit. */
  entries: ExplainedEntry[]
}

export interface ExplainedEntry {
  account: number | null
  /** The ledger's name of the account; null: its accounts were not read, or it has none of this number. */
  accountName: string | null
  title: string
  country: string | null
  rate: number | null
  vatCode: string | null
  netCents: number
  vatCents: number
}

export async function explainOrder(ports: Ports, tenantIds: string[], orderId: string): Promise<Explanation | null> {
  for (const tenantId of tenantIds) {
    const found = await ports.store.forTenant(tenantId).transaction(async (tx) => {
      const [match] = await tx.reports.order(orderId)
      return match === undefined ? null : explanationOf(tx, ports, match)
    })
    if (found !== null) return found
  }
  return null
}

async function explanationOf(
  tx: Tx,
  ports: Ports,
  found: { order: ReportedOrder; documents: ReportedDocument[] },
): Promise<Explanation> {
  const { order, documents } = found
  const attempts = await tx.documents.attemptsOfOrder(order.connectionId, order.orderId)
  const problems = await tx.problems.ofOrder(order.connectionId, order.orderId)
  const classed = { period: null, orderIds: [order.orderId] }
  const [counted] = await tx.completeness.classes(order.connectionId, classed)
  const held = await tx.heldRecords.ofOrder(order.connectionId, order.orderId)
  const settled = await tx.settlements.moneyOf(order.connectionId, [order.orderId])
  const why = order.explanation
  const names = await accountNames(tx, order.connectionId, documents)
  const lines = why?.lines ?? documents.flatMap((document) => document.plan.lines)
  return {
    order: order.orderId,
    connection: order.connectionId,
    state: counted?.class ?? 'waiting',
    status: why?.status ?? 'RETRY',
    facts: {
      dispatch: why?.dispatch ?? null,
      destination: why?.destination ?? null,
      buyer: why?.buyer ?? null,
      vies: why?.vies ?? null,
      supplyDate: why?.supplyDate ?? null,
      grossCents: why?.grossCents ?? null,
      placed: order.placedOn,
      until: isoOrNull(ports, untilOf(order, held)),
      reason: order.skipReason ?? order.standingReason ?? (order.standing === 'new' ? 'noDetail' : null),
    },
    lines: lines.map(lineOf),
    flags: [...new Set([...(why?.flags ?? []), ...documents.flatMap((document) => document.plan.flags)])],
    roundings: documents.flatMap((document) => roundingsOf(document.plan)),
    documents: documents
      .flatMap((document) => shown(document, names))
      .map((document) => ({
        ...document,
        attempts: attempts
          .filter((attempt) => attempt.documentId === document.id)
          .map((attempt) => ({
            at: ports.calendar.isoText(attempt.at),
            number: attempt.number,
            outcome: attempt.outcome,
          })),
      })),
    problems: problems.map((problem) => ({ code: problem.code })),
    ...(settled.length === 0 ? {} : { settlements: settled.map(settlementOf) }),
  }
}

function settlementOf({ invoiceId, turnover, corrections }: OrderMoney & { invoiceId: string }): ExplainedSettlement {
  return {
    id: invoiceId,
    turnoverCents: -toCents(turnover) || 0,
    correctionCents: -toCents(sumExact(corrections)) || 0,
  }
}

function untilOf(order: ReportedOrder, held: HeldRecord[]): Instant | null {
  if (order.standing !== 'new' && order.standing !== 'waiting') return null
  const ends = held.map((record) => record.firstAt + unreadableMaxMs)
  return ends.length > 0 ? Math.min(...ends) : order.planAgainAt
}

function isoOrNull({ calendar }: Ports, at: Instant | null): string | null {
  return at === null ? null : calendar.isoText(at)
}

/** Names of accounts by book year and account, from our own copy of the ledger. */
type AccountNames = ReadonlyMap<string, string>

async function accountNames(tx: Tx, connectionId: string, documents: ReportedDocument[]): Promise<AccountNames> {
  const connection = documents.length === 0 ? null : await tx.connections.get(connectionId)
  if (connection === null) return new Map()
  const wanted = new Set(documents.flatMap(({ plan }) => plan.lines.map(({ account }) => account)))
  const copy = await ledgerCopy(tx, { connection })
  const named = (copy?.accounts ?? []).filter(({ account }) => wanted.has(account))
  return new Map(named.map(({ bookYearId, account, name }) => [`${bookYearId} ${account}`, name]))
}

function entriesOf(document: ReportedDocument, names: AccountNames, total: ReportedTotal | null): ExplainedEntry[] {
  const year = total === null ? document.bookYearId : total.bookYearId
  const isIn = ({ treatment, country, rateBp }: PlannedLine): boolean =>
    total === null || (treatment === total.treatment && country === total.country && rateBp === total.rateBp)
  return document.plan.lines.filter(isIn).map((line) => ({
    account: line.account,
    accountName: names.get(`${year} ${line.account}`) ?? null,
    title: line.description,
    country: line.country,
    rate: percent(line.rateBp),
    vatCode: line.vatCode,
    netCents: standsOf(line).netCents,
    vatCents: standsOf(line).vatCents,
  }))
}

/** A sale in totals of its day is shown as these; until its day is closed, as a collecting document. */
function shown(document: ReportedDocument, names: AccountNames) {
  const totals: (ReportedTotal | null)[] = document.totals.length > 0 ? document.totals : [null]
  const entries = totals.map((total) => ({ ...(total ?? document), entries: entriesOf(document, names, total) }))
  return entries.map((entry) => ({
    entries: entry.entries,
    id: entry.documentId,
    kind: document.plan.day !== undefined && entry.kind === 'booking' ? 'dayTotal' : entry.kind,
    target: document.target,
    state: entry.state,
    journal: entry.journalKey,
    number: entry.number,
    bookYear: entry.bookYearId,
    period: entry.period,
    date: entry.documentDate,
    amountCents: entry.amountCents,
    revision: entry.revision,
  }))
}

function lineOf(line: PlannedLine) {
  const {
    orderItemId,
    ean,
    quantity,
    productClass,
    treatment,
    country,
    rateBp,
    grossCents,
    netCents,
    vatCents,
    vatCode,
    account,
    rule,
    place,
    description,
  } = line
  return {
    orderItemId,
    ean,
    quantity,
    class: productClass,
    treatment,
    country,
    rate: percent(rateBp),
    grossCents,
    netCents,
    vatCents,
    vatCode,
    account,
    rule,
    place,
    title: description,
  }
}
