/** `/metrics` in Prometheus' words. What stands in the tables is read at most every half minute, however often it is asked for. */
import { collectDefaultMetrics, Gauge, Registry } from 'prom-client'
import { installationFigures } from '../app/show/figures.ts'
import type { Ports } from '../app/run/ports.ts'

const keptMs = 30_000

export interface Metrics {
  contentType: string
  text(): Promise<string>
}

export function metricsOf(ports: Ports): Metrics {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  const gauge = <L extends string>(name: string, help: string, labelNames: L[] = []): Gauge<L> =>
    new Gauge({ name, help, labelNames, registers: [registry] })
  const answers = gauge(
    'database_answers',
    '1: the figures below were read within the last half minute; 0: they are older',
  )
  const connections = gauge('connections_active', 'Connections that are polled')
  const poll = gauge('capture_oldest_poll_seconds', 'Since the orders of the connection that waits longest were read')
  const documents = gauge('documents', 'Documents that are not at rest', ['state'])
  const age = gauge('document_state_age_seconds', 'How long the oldest of them is in its state', ['state'])
  const problems = gauge('problems_open', 'Open problems', ['code'])
  const queue = gauge('queue_jobs', 'Jobs: waiting, running, dead', ['name', 'state'])
  const chain = gauge('audit_chain_ok', '1: at the last nightly check nothing of what happened had been changed')

  async function refresh(): Promise<void> {
    const figures = await installationFigures(ports)
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
    chain.set(figures.trailsIntact ? 1 : 0)
  }

  let readAt = Number.NEGATIVE_INFINITY
  let reading: Promise<void> | null = null
  return {
    contentType: registry.contentType,
    async text() {
      if (ports.clock.monotonicMs() - readAt >= keptMs) {
        reading ??= refresh().finally(() => (reading = null))
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
