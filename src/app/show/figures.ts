/** The figures of the whole installation, for `/metrics`: they name no company. */
import { hour } from '../../domain/delays.ts'
import type { ProblemCode } from '../../domain/problem/problem.ts'
import type { Ports } from '../run/ports.ts'

export interface Figures {
  documents: Map<string, { documents: number; ageSeconds: number }>
  problems: Map<ProblemCode, number>
  /** Since the orders of the connection that waits longest were asked for; 0 without one. */
  oldestPollSeconds: number
  activeConnections: number
  queues: { name: string; waiting: number; running: number; dead: number }[]
  trailsIntact: boolean
  /** Since a copy was last made and found good; null: never. */
  copyAgeSeconds: number | null
  /** Since the oldest document that is on its way to the ledger was planned; 0 without one. */
  oldestDocumentSeconds: number
  /** For each route that the ledger limits by day: the calls left in its busiest budget, and the limit. */
  budgets: { route: string; left: number; perDay: number }[]
}

export async function installationFigures(ports: Ports): Promise<Figures> {
  const { directory } = ports.store
  const now = await ports.clock.now()
  const seconds = (since: number): number => Math.max(0, Math.round((now - since) / 1000))
  const copiedAt = await directory.copiedAt()
  const figures: Figures = {
    documents: new Map(),
    problems: new Map(),
    oldestPollSeconds: 0,
    activeConnections: await directory.countActive(),
    queues: await directory.queueCounts(),
    trailsIntact: true,
    copyAgeSeconds: copiedAt === null ? null : seconds(copiedAt),
    oldestDocumentSeconds: 0,
    budgets: await budgetsOf(ports, now),
  }
  for (const { tenantId } of await directory.tenants()) {
    const of = await ports.store.forTenant(tenantId).transaction((tx) => tx.figures())
    for (const { state, documents, since } of of.documents) {
      const before = figures.documents.get(state) ?? { documents: 0, ageSeconds: 0 }
      const ageSeconds = Math.max(before.ageSeconds, seconds(since))
      figures.documents.set(state, { documents: before.documents + documents, ageSeconds })
    }
    for (const { code, problems } of of.problems)
      figures.problems.set(code, (figures.problems.get(code) ?? 0) + problems)
    if (of.polledAt !== null) figures.oldestPollSeconds = Math.max(figures.oldestPollSeconds, seconds(of.polledAt))
    if (of.oldestQueuedAt !== null)
      figures.oldestDocumentSeconds = Math.max(figures.oldestDocumentSeconds, seconds(of.oldestQueuedAt))
    if (of.trailBroken === true) figures.trailsIntact = false
  }
  return figures
}

/** A route without a call for a day has all its calls left. */
async function budgetsOf(ports: Ports, now: number): Promise<Figures['budgets']> {
  const perDay = ports.kinds.ledgers.flatMap(({ callsPerDay }) => Object.entries(callsPerDay))
  const routes = perDay.map(([route]) => route)
  const busiest = await ports.store.directory.busiestBudgets(routes, now - 24 * hour)
  const used = new Map(busiest.map((row) => [row.route, row.used]))
  return perDay.map(([route, calls]) => ({ route, perDay: calls, left: Math.max(0, calls - (used.get(route) ?? 0)) }))
}
