/** Open problems, one entry per cause and connection, with the texts a person reads. */
import {
  isProblemCode,
  problemActor,
  problemText,
  problemType,
  type Language,
  type ProblemActor,
  type ProblemType,
} from '../domain/problem.ts'
import type { OrderItem } from '../domain/order.ts'
import { returnChoicesOf, type ReturnChoice } from '../domain/return-choice.ts'
import type { StoredProblem, Tx } from '../ports/store.ts'
import type { Ports } from './ports.ts'

export interface ListedProblem {
  code: string
  type: ProblemType
  connection: string
  count: number
  orders: string[]
  since: string
  title: string
  what: string
  meaning: string
  remedy: string
  actor: ProblemActor
  params: StoredProblem['params']
  /** Returns that wait for a person's word, at most `returnsMax` of them. */
  returns: OpenReturn[]
}

export interface OpenReturn {
  return: string
  order: string
  choices: ReturnChoice[]
  /** What the order holds, where an item is to be chosen. */
  items: { id: string; ean: string | null; title: string | null; quantity: number; unitCents: number | null }[]
}

/** Answered on one screen; the next ones come when these are decided. */
const returnsMax = 50

export async function listProblems(
  ports: Ports,
  scope: { tenantIds: string[]; connectionId: string | null; language: Language },
): Promise<ListedProblem[]> {
  const listed: ListedProblem[] = []
  for (const tenantId of scope.tenantIds) {
    const open = await ports.store.forTenant(tenantId).transaction(async (tx) => {
      const connections = await tx.connections.list()
      const removed = new Set(connections.filter((row) => row.state === 'removed').map((row) => row.connectionId))
      const problems = await tx.problems.open(scope.connectionId)
      const left = problems.filter((problem) => !removed.has(problem.connectionId))
      return { problems: await withOrdersOfTotals(tx, left), returns: await openReturns(tx, left) }
    })
    const groups = new Map<string, StoredProblem[]>()
    for (const problem of open.problems) {
      const key = `${problem.connectionId}|${problem.code}`
      const group = groups.get(key)
      if (group === undefined) groups.set(key, [problem])
      else group.push(problem)
    }
    for (const group of groups.values())
      listed.push(entry(ports, group, { language: scope.language, returns: open.returns }))
  }
  return listed.toSorted((a, b) => b.count - a.count)
}

/** What is wrong with a day's total is wrong with each of its orders. */
async function withOrdersOfTotals(tx: Tx, problems: StoredProblem[]): Promise<StoredProblem[]> {
  const ids = problems.flatMap((row) => (row.orderId === null && row.documentId !== null ? [row.documentId] : []))
  if (ids.length === 0) return problems
  const orders = Map.groupBy(await tx.days.ordersOf(ids), (row) => row.totalId)
  return problems.flatMap((problem) => {
    const own = problem.orderId === null ? orders.get(problem.documentId ?? '') : undefined
    return own === undefined ? [problem] : own.map(({ orderId }) => ({ ...problem, orderId }))
  })
}

async function openReturns(tx: Tx, problems: StoredProblem[]): Promise<Map<StoredProblem, OpenReturn>> {
  const open = new Map<StoredProblem, OpenReturn>()
  const asked = problems.filter((problem) => problem.orderId !== null && returnChoicesOf(problem.code, true).length > 0)
  for (const [connectionId, own] of Map.groupBy(asked, (problem) => problem.connectionId)) {
    const some = own.slice(0, returnsMax)
    const ids = some.flatMap((problem) => (problem.orderId === null ? [] : [problem.orderId]))
    const known = new Map((await tx.orders.known(connectionId, ids)).map((order) => [order.orderId, order]))
    for (const problem of some) {
      const orderId = problem.orderId ?? ''
      const order = known.get(orderId)
      const choices = returnChoicesOf(problem.code, order !== undefined)
      const items = choices.includes('ofItem') ? (order?.order?.items ?? []) : []
      open.set(problem, { return: problem.subject, order: orderId, choices, items: items.map(shownItem) })
    }
  }
  return open
}

function shownItem({ orderItemId, ean, title, quantity, unitPriceCents }: OrderItem): OpenReturn['items'][number] {
  return { id: orderItemId, ean, title, quantity, unitCents: unitPriceCents }
}

function entry(
  ports: Ports,
  group: StoredProblem[],
  { language, returns }: { language: Language; returns: Map<StoredProblem, OpenReturn> },
): ListedProblem {
  const first = group[0] as StoredProblem
  const code = isProblemCode(first.code) ? first.code : 'SYS-FOUT'
  const orders = [
    ...new Set(group.flatMap((problem) => (problem.orderId === null ? [] : [problem.orderId]))),
  ].toSorted()
  const since = Math.min(...group.map((problem) => problem.firstAt))
  return {
    code: first.code,
    type: problemType(code),
    connection: first.connectionId,
    count: Math.max(orders.length, 1),
    orders,
    since: ports.calendar.isoText(since),
    // Of several orders the text speaks of them all.
    ...problemText(code, language, orders.length > 1 ? { ...first.params, order: null } : first.params),
    actor: problemActor(code),
    params: first.params,
    returns: group.flatMap((problem) => returns.get(problem) ?? []),
  }
}
