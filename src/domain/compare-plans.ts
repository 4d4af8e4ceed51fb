/** What two sets of settings make of the same order: shown to a person before the new ones are saved. */
import type { Journal } from './ledger.ts'
import type { OrderPlan, PlannedDocument } from './plan-order.ts'
import type { PlannedLine } from './plan.ts'

export interface PlanView {
  standing: OrderPlan<Journal>['standing']
  problems: string[]
  documents: DocumentView[]
}

interface DocumentView {
  businessKey: string
  kind: string
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
export function planDifference(
  before: OrderPlan<Journal>,
  after: OrderPlan<Journal>,
): { before: PlanView; after: PlanView } | null {
  const views = { before: viewOf(before), after: viewOf(after) }
  return JSON.stringify(views.before) === JSON.stringify(views.after) ? null : views
}

function viewOf(plan: OrderPlan<Journal>): PlanView {
  return {
    standing: plan.standing,
    problems: plan.problems.map((problem) => problem.code).toSorted(),
    documents: plan.documents.map(documentView),
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
