/** Compares two plans of the same order, under two sets of settings. The user sees the result before the new settings are saved. */
import type { DocumentKind } from '../document/document-kinds.ts'
import type { Journal } from '../ledger/ledger.ts'
import type { ProblemCode } from '../problem/problem.ts'
import type { OrderPlan, PlannedDocument } from './plan-order.ts'
import { standsOf, type PlannedLine } from './plan.ts'

/** The relation on which a sale is booked. A buyer's own relation has no name here, because it would hold personal data. */
export type PlannedRelation = { kind: 'central'; name: string } | { kind: 'buyer' }

export interface PlanView {
  standing: OrderPlan<Journal>['standing']
  problems: ProblemCode[]
  /** Includes credits and corrections of documents that are already booked. */
  documents: DocumentView[]
  /** Of the sales among them; null where there are none. */
  relation: PlannedRelation | null
}

/** All that would be made of one order. */
export interface WholePlan {
  sales: OrderPlan<Journal>
  changes: { documents: PlannedDocument<Journal>[]; problems: { code: ProblemCode }[] }
  relation: PlannedRelation
}

interface DocumentView {
  businessKey: string
  kind: DocumentKind
  target: string
  journal: string
  date: string
  /** Day whose total it goes into; null for a document of its own. */
  dayTotal: string | null
  amountCents: number
  flags: string[]
  lines: Pick<
    PlannedLine,
    | 'orderItemId'
    | 'treatment'
    | 'country'
    | 'rateBp'
    | 'grossCents'
    | 'netCents'
    | 'vatCents'
    | 'vatCode'
    | 'account'
    | 'rule'
  >[]
}

/** @returns null where both plans say the same */
export function planDifference(before: WholePlan, after: WholePlan): { before: PlanView; after: PlanView } | null {
  const views = { before: viewOf(before), after: viewOf(after) }
  return JSON.stringify(views.before) === JSON.stringify(views.after) ? null : views
}

function viewOf({ sales, changes, relation }: WholePlan): PlanView {
  return {
    standing: sales.standing,
    problems: [...sales.problems, ...changes.problems].map((problem) => problem.code).toSorted(),
    documents: [...sales.documents, ...changes.documents].map(documentView),
    relation: sales.documents.length === 0 ? null : relation,
  }
}

function documentView(document: PlannedDocument<Journal>): DocumentView {
  return {
    businessKey: document.businessKey,
    kind: document.kind,
    target: document.target,
    journal: document.place.journal.journalKey,
    date: document.place.date,
    dayTotal: document.plan.day?.date ?? null,
    amountCents: document.amountCents,
    flags: document.plan.flags.toSorted(),
    lines: document.plan.lines.map(
      ({ orderItemId, treatment, country, rateBp, grossCents, netCents, vatCents, vatCode, account, rule }) => ({
        orderItemId,
        treatment,
        country,
        rateBp,
        grossCents,
        netCents,
        vatCents,
        vatCode,
        account,
        rule,
      }),
    ),
  }
}

/** What becomes of orders that wait for one answer, once it is given. */
export interface ProblemOutcome {
  /** Of which something is booked. */
  orders: number
  grossCents: number
  /** Per country and rate; together they are the gross amount. */
  rates: { country: string; rateBp: number; netCents: number; vatCents: number }[]
  /** Nothing keeps them back, but nothing was shipped yet. */
  toShip: number
  /** That go on waiting, by what they wait for then. */
  held: { code: ProblemCode; orders: number }[]
}

/** The part of its orders' amount that an answer does not book, since it is booked already or waits for something else; null where nothing is left, or where it books nothing at all. */
export function notBookedCents(waitingCents: number, bookedCents: number): number | null {
  return bookedCents > 0 && waitingCents > bookedCents ? waitingCents - bookedCents : null
}

export function outcomeOf(plans: Pick<WholePlan, 'sales' | 'changes'>[]): ProblemOutcome {
  const outcome: ProblemOutcome = { orders: 0, grossCents: 0, rates: [], toShip: 0, held: [] }
  for (const { sales, changes } of plans) {
    const documents = [...sales.documents, ...changes.documents]
    const [problem] = [...sales.problems, ...changes.problems]
    if (documents.length > 0) {
      outcome.orders += 1
      for (const { kind, plan } of documents)
        for (const line of plan.lines) addLine(outcome, line, kind === 'creditNote' ? -1 : 1)
    } else if (problem !== undefined) {
      const known = outcome.held.find(({ code }) => code === problem.code)
      if (known === undefined) outcome.held.push({ code: problem.code, orders: 1 })
      else known.orders += 1
    } else if (sales.standing === 'waiting') outcome.toShip += 1
  }
  const order = (a: { country: string; rateBp: number }, b: typeof a): number =>
    a.country.localeCompare(b.country) || b.rateBp - a.rateBp
  return { ...outcome, rates: outcome.rates.toSorted(order) }
}

function addLine(outcome: ProblemOutcome, line: PlannedLine, sign: 1 | -1): void {
  const stands = standsOf(line)
  const netCents = sign * stands.netCents
  const vatCents = sign * stands.vatCents
  const { country, rateBp } = { country: line.country ?? '', rateBp: line.rateBp ?? 0 }
  outcome.grossCents += sign * stands.grossCents
  const known = outcome.rates.find((one) => one.country === country && one.rateBp === rateBp)
  if (known === undefined) outcome.rates.push({ country, rateBp, netCents, vatCents })
  else {
    known.netCents += netCents
    known.vatCents += vatCents
  }
}
