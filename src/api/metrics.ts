/** `/metrics` in the format of Prometheus. The tables are read at most every half minute, however often the figures are asked for. */
import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import { installationFigures, type Figures } from '../app/show/figures.ts'
import type { Ports } from '../app/run/ports.ts'

const keptMs = 30_000
/** How often the event loop is looked at; the usual 10 ms keeps an idle process at one percent of a core. */
const loopSampleMs = 200
/** Seconds. A poll begins within two minutes where nothing is behind; after an outage within a quarter of an hour. */
const latenessBuckets = [1, 5, 15, 60, 120, 300, 900, 1800, 3600, 7200]

export interface Metrics {
  contentType: string
  text(): Promise<string>
}

export function metricsOf(ports: Ports): Metrics {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry, eventLoopMonitoringPrecision: loopSampleMs })
  const answers = new Gauge({
    name: 'database_answers',
    help: '1: the figures below were read within the last half minute; 0: they are older',
    registers: [registry],
  })
  const late = new Histogram({
    name: 'poll_lateness_seconds',
    help: 'How long after it was due each poll of this process began',
    buckets: latenessBuckets,
    registers: [registry],
  })
  ports.meters.onPoll((lateMs) => late.observe(lateMs / 1000))
  const setGauges = gaugesOf(registry)

  let readAt = Number.NEGATIVE_INFINITY
  let reading: Promise<void> | null = null
  return {
    contentType: registry.contentType,
    async text() {
      if (ports.clock.monotonicMs() - readAt >= keptMs) {
        reading ??= installationFigures(ports)
          .then(setGauges)
          .finally(() => (reading = null))
        // Without its database the process still has something to say.
        const isRead = await reading.then(
          () => true,
          () => false,
        )
        answers.set(isRead ? 1 : 0)
        if (isRead) readAt = ports.clock.monotonicMs()
      }
      return registry.metrics()
    },
  }
}

/** @returns sets the figures of the installation */
function gaugesOf(registry: Registry): (figures: Figures) => void {
  const gauge = <L extends string>(name: string, help: string, labelNames: L[] = []): Gauge<L> =>
    new Gauge({ name, help, labelNames, registers: [registry] })
  const connections = gauge('connections_active', 'Connections that are polled')
  const poll = gauge('capture_oldest_poll_seconds', 'Since the orders of the connection that waits longest were read')
  const documents = gauge('documents', 'Documents that are not at rest', ['state'])
  const age = gauge('document_state_age_seconds', 'How long the oldest of them is in its state', ['state'])
  const problems = gauge('problems_open', 'Open problems', ['code'])
  const queue = gauge('queue_jobs', 'Jobs: waiting, running, dead', ['name', 'state'])
  const chain = gauge('audit_chain_ok', '1: at the last nightly check nothing of what happened had been changed')
  const copyMade = gauge('copy_made', '1: a copy of this database was made and found good')
  const copyAge = gauge('copy_age_seconds', 'Since the last such copy; 0 as long as there is none')
  const oldest = gauge(
    'document_oldest_seconds',
    'Since the oldest document that is on its way to the ledger was planned',
  )
  const left = gauge('api_budget_left', 'Calls of the last 24 hours that the busiest budget of this route has left', [
    'route',
  ])
  const used = gauge('api_budget_used_ratio', 'The share of its calls that it has used', ['route'])

  return (figures) => {
    connections.set(figures.activeConnections)
    poll.set(figures.oldestPollSeconds)
    documents.reset()
    age.reset()
    for (const [state, found] of figures.documents) {
      documents.set({ state }, found.documents)
      age.set({ state }, found.ageSeconds)
    }
    problems.reset()
    for (const [code, count] of figures.problems) problems.set({ code }, count)
    for (const { name, waiting, running, dead } of figures.queues)
      for (const [state, count] of Object.entries({ waiting, running, dead })) queue.set({ name, state }, count)
    copyMade.set(figures.copyAgeSeconds === null ? 0 : 1)
    copyAge.set(figures.copyAgeSeconds ?? 0)
    oldest.set(figures.oldestDocumentSeconds)
    for (const { route, left: calls, perDay } of figures.budgets) {
      left.set({ route }, calls)
      used.set({ route }, 1 - calls / perDay)
    }
    chain.set(figures.trailsIntact ? 1 : 0)
  }
}
