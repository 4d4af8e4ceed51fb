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
}

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
      return withOrdersOfTotals(
        tx,
        problems.filter((problem) => !removed.has(problem.connectionId)),
      )
    })
    const groups = new Map<string, StoredProblem[]>()
    for (const problem of open) {
      const key = `${problem.connectionId}|${problem.code}`
      const group = groups.get(key)
      if (group === undefined) groups.set(key, [problem])
      else group.push(problem)
    }
    for (const group of groups.values()) listed.push(entry(ports, group, scope.language))
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

function entry(ports: Ports, group: StoredProblem[], language: Language): ListedProblem {
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
  }
}
