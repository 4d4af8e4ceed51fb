/** The part of a plan that is kept for "waarom?", also of an order of which nothing is booked. Pure. */
import { paidCents } from '../order/amount.ts'
import { crossBorderBefore } from '../vat/cross-border.ts'
import type { Journal } from '../ledger/ledger.ts'
import type { Part } from '../order/order-parts.ts'
import { decideLine, type LineDecision } from './plan-line.ts'
import type { PlanInput, PlannedProblem } from './plan-order.ts'
import { statusOfProblem, worstStatus } from './plan-status.ts'
import type { OrderExplanation, PlannedLine } from './plan.ts'
import { lineOf, withNets } from './planned-lines.ts'
import { dispatchOf } from '../vat/vat.ts'

export function explain(
  input: PlanInput<Journal>,
  found: {
    parts: Part[]
    lines: PlannedLine[]
    decisions: LineDecision[]
    flags: string[]
    problems: PlannedProblem[]
  },
): OrderExplanation {
  const { order } = input
  const lines = found.parts.length > 0 ? found.lines : previewLines(input, found.decisions)
  const cents = lines.map((line) => line.grossCents)
  return {
    status: worstStatus([
      ...found.decisions.map(({ status }) => status),
      ...found.problems.map(({ code }) => statusOfProblem(code)),
    ]),
    dispatch: found.decisions[0]?.dispatch ?? dispatchOfOrder(input),
    destination: order.destination.country,
    buyer: order.buyer.hasVatNumber ? 'business' : order.buyer.hasCompany ? 'company' : 'consumer',
    vies: input.register === undefined || input.register === 'notAsked' ? null : input.register,
    supplyDate: found.parts[0]?.supplyDate ?? null,
    grossCents:
      cents.length > 0 && cents.every((value) => value !== null) ? cents.reduce((sum, value) => sum + value, 0) : null,
    lines,
    flags: [...new Set(found.flags)],
  }
}

/** Also of one whose parts are all booked: nothing of them is decided again. */
function dispatchOfOrder({ source, order, settings }: PlanInput<Journal>): string | null {
  const [item] = order.items
  return item === undefined ? null : dispatchOf({ ...item, source, seller: settings.seller })
}

/** An order that waits for its shipment is explained by its order date, with the treatment, rate and amounts of today. */
function previewLines(input: PlanInput<Journal>, decisions: LineDecision[]): PlannedLine[] {
  const { order, settings } = input
  const date = order.placedOn
  if (date === null) return []
  return withNets(
    order.items.map((item) => {
      const crossBorder = { ...crossBorderBefore(input, order.orderId, date), ofSale: 0 }
      const decision = decideLine(input, item, { supplyDate: date, crossBorder })
      decisions.push(decision)
      const paid = paidCents(item, settings.booking.discounts)
      return lineOf(
        { item, quantity: item.quantity - item.quantityCancelled },
        decision,
        paid.kind === 'ok' ? paid.cents : null,
      )
    }),
  )
}
