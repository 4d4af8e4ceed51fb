/** Tells people what settlements ask and where they differ, and ends what no longer is so. */
import { addDays, type Instant, type LocalDate } from '../../domain/calendar.ts'
import { centsToText, type Cents } from '../../domain/money.ts'
import { isProblemCode } from '../../domain/problem/problem.ts'
import type { Settings } from '../../domain/settings/mapping.ts'
import type { CheckedOrder, OrderCategory } from '../../domain/settlement/check-order.ts'
import {
  problemOfCategory,
  problemOfQuestion,
  type SettlementProblem,
} from '../../domain/settlement/check-settlement.ts'
import type { SettlementStanding } from '../../ports/office.ts'
import type { Tx } from '../../ports/store.ts'
import type { NewProblem, StoredProblem } from '../../ports/tables/problems.ts'
import type { ConnectionContext } from '../run/connection-context.ts'
import { loadCheck, loadShared, type CheckedSettlement, type Shared } from './load-check.ts'
import { shownSettlement } from './show-settlements.ts'

/** Returns the subject of a settlement's problem. */
export const settlementSubject = (invoiceId: string): string => `settlement:${invoiceId}`
const prefix = settlementSubject('')
/** Older settlements are not reported: the newest one reports every order that still differs. */
const daysTold = 400

export async function tellSettlements(context: ConnectionContext): Promise<void> {
  const { ports, connection, store, settings } = context
  const now = await ports.clock.now()
  const today = ports.calendar.localDate(now)
  await store.transaction((tx) => tellAll(tx, { connectionId: connection.connectionId, settings, now, today }))
}

/** Reports again after a booking, because a missing document may be in the books by now. */
export async function tellAgain(context: ConnectionContext): Promise<void> {
  const { store, connection } = context
  const open = await store.transaction((tx) => tx.problems.withPrefix(connection.connectionId, prefix))
  if (open.length > 0) await tellSettlements(context)
}

export async function tellAll(
  tx: Tx,
  at: { connectionId: string; settings: Settings; now: Instant; today: LocalDate },
): Promise<void> {
  const { connectionId, now } = at
  const from = addDays(at.today, -daysTold)
  const shared = await loadShared(tx, connectionId, at.settings)
  const wanted: NewProblem[] = []
  const newest = shared.all.findLast(({ kind, version }) => kind === 'settlement' && version > 0)
  for (const settlement of shared.all.filter(({ issueDate }) => issueDate >= from)) {
    const checked = await loadCheck(tx, shared, settlement)
    wanted.push(...problemsOf(connectionId, checked, settlement === newest))
    if (settlement === newest) await tx.settlements.saveStanding(connectionId, standingOf(shared, checked), now)
  }
  const open = await tx.problems.withPrefix(connectionId, prefix)
  const isSame = (one: NewProblem, old: StoredProblem): boolean => one.subject === old.subject && one.code === old.code
  for (const old of open) {
    const still = wanted.some((one) => isSame(one, old))
    if (!still && isProblemCode(old.code)) await tx.problems.endOwn(connectionId, [old.code], now, [old.subject])
  }
  const fresh = wanted.filter(
    (one) => !open.some((old) => isSame(one, old) && JSON.stringify(old.params) === JSON.stringify(one.params)),
  )
  if (fresh.length > 0) await tx.problems.raise(fresh, now)
}

function standingOf(shared: Shared, checked: CheckedSettlement): SettlementStanding {
  const { invoiceId, periodFrom, periodTo } = checked.settlement
  const { state, differenceCents, payableCents, counts } = shownSettlement(shared, checked, 'nl')
  return { invoiceId, periodFrom, periodTo, state, differenceCents, payableCents, differing: counts.differing }
}

/** Problems of single orders. Only the newest settlement reports them, so that each is reported once. */
const perOrder = new Set<SettlementProblem>(['UIT-ZONDER', 'UIT-OPEN', 'UIT-RETOUR', 'UIT-VERSCHIL'])

function problemsOf(connectionId: string, checked: CheckedSettlement, isNewest: boolean): NewProblem[] {
  const { settlement, check, payout } = checked
  const subject = settlementSubject(settlement.invoiceId)
  const about = { connectionId, subject, orderId: null, documentId: null }
  const common = { invoice: settlement.invoiceId, from: settlement.periodFrom, to: settlement.periodTo }
  if (check === null)
    return settlement.state === 'unavailable' ? [{ ...about, code: 'UIT-ONVOLLEDIG', params: common }] : []
  const changed: NewProblem[] = checked.isChanged ? [{ ...about, code: 'UIT-GEWIJZIGD', params: common }] : []
  const told = check.problems
    .filter((code) => isNewest || !perOrder.has(code))
    .map((code): NewProblem => {
      const orders = check.orders.filter((order) => order.reasons.some(({ category }) => isOf(code, category)))
      const unnamed = code === 'UIT-ZONDER' ? check.unnamedCents : 0
      const question = check.questions.find((one) => problemOfQuestion(one) === code)
      const params: NewProblem['params'] = {
        ...common,
        ...(orders.length === 0 ? {} : { orders: orders.length, order: orders[0]?.orderId ?? null }),
        ...(orders.length === 0 && unnamed === 0 ? {} : { amount: euro(sumOf(code, orders) + unnamed) }),
        ...(question?.kind === 'type' ? { type: question.type, amount: euro(question.amountCents) } : {}),
        ...(question?.kind === 'vat'
          ? { rate: String(question.percentBp / 100), amount: euro(question.amountCents) }
          : {}),
        ...(question?.kind === 'start' ? { start: question.firstDay } : {}),
        ...(code === 'UIT-SOM' ? { sum: check.faults[0]?.what ?? null } : {}),
        ...(code === 'UIT-UITGESTELD' && payout !== null
          ? { advertising: euro(payout.advertisingCents), amount: euro(payout.carriedCents) }
          : {}),
      }
      return { ...about, code, params }
    })
  return [...told, ...changed]
}

function isOf(code: SettlementProblem, category: OrderCategory): boolean {
  return perOrder.has(code) && problemOfCategory(category) === code
}

function sumOf(code: SettlementProblem, orders: CheckedOrder[]): Cents {
  return orders
    .flatMap((order) => order.reasons.filter(({ category }) => isOf(code, category)))
    .reduce((sum, { differenceCents }) => sum + differenceCents, 0)
}

function euro(value: Cents): string {
  return centsToText(value).replace('.', ',')
}
