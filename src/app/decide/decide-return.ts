/**
 * Takes the user's decision on a return that the rules leave to the user. It sends nothing: the order is planned with the decision, like
 * any other.
 */
import { returnChoicesOf, type ReturnChoice } from '../../domain/order/return-choice.ts'
import { readReturnedFrom } from '../../domain/order/returned-from.ts'
import type { ReturnDecision } from '../../domain/order/return.ts'
import type { StoredProblem } from '../../ports/tables/problems.ts'
import type { StoredReturn } from '../../ports/tables/returns.ts'
import type { Tx } from '../../ports/store.ts'
import type { Ports } from '../run/ports.ts'

export interface ReturnWord {
  /** Number of the returned item. */
  returnId: string
  choice: ReturnChoice
  /** With `ofItem`: the id of one of the listed items. */
  orderItemId?: string
  by: string
}

export type ReturnDecided =
  | { kind: 'done' }
  /** `notOpenToHim`: no problem asks for this word, or no longer. */
  | { kind: 'refused'; reason: 'unknownReturn' | 'notOpenToHim' | 'itemNeeded' }

const decisions: Record<ReturnChoice, ReturnDecision['decision'] | null> = {
  // The sale is fetched and booked; its return follows by the ordinary rules.
  saleAndCredit: null,
  creditOnly: 'creditAnyway',
  creditLeft: 'creditAnyway',
  refunded: 'refunded',
  notRefunded: 'notRefunded',
  ofItem: null,
  ignore: 'ignored',
}

export async function decideReturn(ports: Ports, tenantId: string, word: ReturnWord): Promise<ReturnDecided> {
  const at = await ports.clock.now()
  return ports.store.forTenant(tenantId).transaction(async (tx) => {
    const problems = await tx.problems.about(word.returnId)
    for (const problem of problems) {
      const [stored] = await tx.returns.byIds(problem.connectionId, [word.returnId])
      if (stored === undefined) continue
      return decideOne(tx, { problem, stored, word, at })
    }
    const known = problems.length === 0 && (await isKnown(tx, word.returnId))
    return { kind: 'refused', reason: known ? 'notOpenToHim' : 'unknownReturn' }
  })
}

/** Returns whether the return still has an open question. */
async function isKnown(tx: Tx, returnId: string): Promise<boolean> {
  for (const { connectionId } of await tx.connections.list())
    if ((await tx.returns.byIds(connectionId, [returnId])).length > 0) return true
  return false
}

async function decideOne(
  tx: Tx,
  { problem, stored, word, at }: { problem: StoredProblem; stored: StoredReturn; word: ReturnWord; at: number },
): Promise<ReturnDecided> {
  const { connectionId } = problem
  const { orderId } = stored
  const [order] = await tx.orders.known(connectionId, [orderId])
  if (!returnChoicesOf(problem.code, order !== undefined).includes(word.choice))
    return { kind: 'refused', reason: 'notOpenToHim' }
  const { choice, orderItemId, by } = word
  const from = readReturnedFrom(orderItemId ?? '')
  if (choice === 'ofItem' && !order?.order?.items.some((item) => item.orderItemId === from.orderItemId))
    return { kind: 'refused', reason: 'itemNeeded' }
  // Earlier decisions about the same return still count.
  await tx.returns.decide(connectionId, stored.rmaId, {
    decision: decisions[choice] ?? stored.decision?.decision ?? 'undecided',
    orderItemId: orderItemId ?? stored.decision?.orderItemId ?? null,
    reason: choice,
    at,
    by,
  })
  if (order === undefined && choice !== 'ignore') {
    await tx.orders.addUnknown(connectionId, [{ orderId, placedAt: null, placedOn: null }], { foundBy: 'person', at })
    if (choice === 'creditOnly') await tx.orders.setSaleElsewhere(connectionId, orderId)
  }
  await tx.orders.planAgain(connectionId, [orderId])
  await tx.schedule.ask([connectionId], at)
  await tx.problems.endAbout(connectionId, stored.rmaId, at)
  return { kind: 'done' }
}
