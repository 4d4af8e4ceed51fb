/** A serving process: health, metrics and workers until a signal, then a drain. */
import { startWorker } from './app/jobs.ts'
import { startHealth } from './api/health.ts'
import { startQueue } from './adapters/postgres/queue.ts'
import type { Product } from './assemble.ts'
import type { Config } from './config.ts'

/** Stays below the 45 seconds that a supervisor gives. */
const drainMs = 40_000

export async function serve(
  product: Product,
  options: { config: Config; role: 'all' | 'web' | 'worker'; signal: AbortSignal },
): Promise<number> {
  const { ports, appUrl } = product
  const { config, role, signal } = options
  let stopping = false
  const health = await startHealth(ports, {
    web: role === 'worker' ? null : config.web,
    metrics: config.metrics,
    isStopping: () => stopping,
  })
  const queue =
    role === 'web' ? null : await startQueue(appUrl, (error) => ports.log.error('queue', { message: error.message }))
  const worker = queue === null ? null : await startWorker(ports, queue)
  process.stderr.write(`Tentakel ${role}: ${health.address ?? 'no web address'}, metrics ${health.metricsAddress}\n`)
  await new Promise<void>((resolve) =>
    signal.aborted ? resolve() : signal.addEventListener('abort', () => resolve(), { once: true }),
  )
  stopping = true
  await worker?.stop(drainMs)
  await health.close()
  return 0
}
